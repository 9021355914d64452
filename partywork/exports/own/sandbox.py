"""What a template may say: fields, rows of lists, conditions. Nothing is called, nothing is reached but plain data.

A template is checked as a tree before it is compiled, against the fields there are: what is not allowed by name is
refused, so neither an attribute of Python's nor a loop without end can get in. Jinja's own sandbox stands behind.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from jinja2 import StrictUndefined, Template, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

Shape = Mapping[str, Any]
"""The fields by name: None for a value, a Shape for a list of rows."""

DEEPEST = 2  # loops inside one another
MOST_NODES = 20_000
FILTERS = {"default", "length"}
LOOP = {"index", "first", "last", "length"}
_WORDS: dict[type[nodes.Node], str] = {
    nodes.Include: "不能引用别的文件（include）",
    nodes.Import: "不能引用别的文件（import）",
    nodes.FromImport: "不能引用别的文件（import）",
    nodes.Extends: "不能引用别的文件（extends）",
    nodes.Call: "不能调用函数，只能写内容的名称",
    nodes.Macro: "不能定义宏（macro）",
    nodes.Assign: "不能用 set 另起名称",
    nodes.Getitem: "不能用方括号取内容，请写成 行.姓名",
    nodes.Mul: "不能做乘法",
    nodes.Pow: "不能做乘方",
}
_PLAIN = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And,
    nodes.Or, nodes.Not, nodes.Const, nodes.Concat, nodes.Add, nodes.Sub,
)  # fmt: skip


class Refused(Exception):
    """Why a template cannot be used; each problem in words, with the name it is about ("" for none)."""

    def __init__(self, problems: list["Problem"]) -> None:
        super().__init__("；".join(each.text for each in problems))
        self.problems = problems


@dataclass(frozen=True)
class Problem:
    text: str
    about: str = ""


class Sandbox(SandboxedEnvironment):
    """Every piece of a Word file that docxtpl renders comes through ``from_string``."""

    def __init__(self, shape: Shape) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.shape = shape
        self.globals.clear()
        self.filters = {name: each for name, each in self.filters.items() if name in FILTERS}
        self.tests = {}

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Template:
        """Raises Refused for what is not allowed, or written wrongly."""
        try:
            tree = self.parse(source)
        except TemplateSyntaxError as error:
            raise Refused([Problem(_syntax(error), "")]) from None
        except RecursionError:
            raise Refused([Problem("模板写得太复杂了")]) from None
        problems = list(check(tree, self.shape))
        if problems:
            raise Refused(problems)
        return super().from_string(source, *args, **kwargs)


def _syntax(error: TemplateSyntaxError) -> str:
    message = str(error.message)
    if "No filter named" in message:
        return "竖线后面只能用 default、length"
    if "No test named" in message:
        return "条件里不能用 is"
    if "unknown tag" in message:
        return "有不认识的标记，大括号百分号里只能写 for、endfor、if、elif、else、endif"
    if "end of" in message or "Unexpected end" in message:
        return "有没写完的标记：for 要有 endfor，if 要有 endif，大括号要成对"
    return "有写得不对的标记：请照示范写，for 和 endfor、if 和 endif 要成对，大括号要成对"


def check(tree: nodes.Template, shape: Shape) -> Iterator[Problem]:
    """Everything in the template that is not allowed or that there is no such field for."""
    if sum(1 for _ in tree.find_all(nodes.Node)) > MOST_NODES:
        yield Problem("模板写得太复杂了")
        return
    yield from _Check(shape).of(tree, _Scope(dict(shape)))


@dataclass(frozen=True)
class _Scope:
    """``names`` are the fields in reach; ``rows`` the names of rows with the fields each row has."""

    names: dict[str, Any]
    rows: dict[str, Shape] = field(default_factory=dict)

    @property
    def depth(self) -> int:
        return len(self.rows)


class _Check:
    def __init__(self, shape: Shape) -> None:
        self.shape = shape

    def of(self, node: nodes.Node, scope: _Scope) -> Iterator[Problem]:
        if isinstance(node, nodes.For):
            yield from self.loop(node, scope)
        elif isinstance(node, nodes.Name):
            yield from self.name(node, scope)
        elif isinstance(node, nodes.Getattr):
            yield from self.attribute(node, scope)
        elif isinstance(node, nodes.Filter):
            yield from self.filter(node, scope)
        elif isinstance(node, _PLAIN):
            for child in node.iter_child_nodes():
                yield from self.of(child, scope)
        else:
            yield Problem(_WORDS.get(type(node), "用了模板里不能用的写法"))

    def name(self, node: nodes.Name, scope: _Scope) -> Iterator[Problem]:
        if node.name in scope.rows:
            yield Problem(f"“{node.name}”是一行，要写明取哪一项，如 {node.name}.姓名", node.name)
        elif node.name not in scope.names:
            yield Problem(f"没有叫“{node.name}”的内容{_like(node.name, scope.names)}", node.name)
        elif scope.names[node.name] is not None:
            yield Problem(f"“{node.name}”是一张表，要用 for 一行一行写", node.name)

    def attribute(self, node: nodes.Getattr, scope: _Scope) -> Iterator[Problem]:
        base = node.node.name if isinstance(node.node, nodes.Name) else ""
        if base == "loop" and scope.depth:
            if node.attr not in LOOP:
                yield Problem(f"loop 后面只能写 {'、'.join(sorted(LOOP))}", node.attr)
        elif base not in scope.rows:
            known = base and base in scope.names
            what = "不是一行，不能再取其中的内容" if known else "不是模板里能用的内容"
            yield Problem(f"“{base or '这里'}”{what}", node.attr)
        elif node.attr not in scope.rows[base]:
            yield Problem(f"“{base}”这一行里没有“{node.attr}”{_like(node.attr, scope.rows[base])}", node.attr)

    def loop(self, node: nodes.For, scope: _Scope) -> Iterator[Problem]:
        listed = node.iter.name if isinstance(node.iter, nodes.Name) else ""
        if not isinstance(node.target, nodes.Name) or not isinstance(scope.names.get(listed), Mapping):
            lists = "、".join(name for name, each in self.shape.items() if each is not None)
            yield Problem(f"for 只能逐行取：{lists}" if lists else "这种表册里没有可以逐行取的表", listed)
            return
        if node.target.name == "loop" or node.target.name in scope.names:
            yield Problem(f"for 后面的“{node.target.name}”请换个名称，如 行", listed)
        if node.recursive or node.test is not None:
            yield Problem("for 后面只能写“行 in 表”，不能加条件", listed)
        if scope.depth >= DEEPEST:
            yield Problem(f"for 最多套{DEEPEST}层", listed)
            return
        inside = _Scope(scope.names, scope.rows | {node.target.name: scope.names[listed]})
        for child in node.body:
            yield from self.of(child, inside)
        for child in node.else_:
            yield from self.of(child, scope)

    def filter(self, node: nodes.Filter, scope: _Scope) -> Iterator[Problem]:
        if node.name not in FILTERS or node.kwargs or node.dyn_args or node.dyn_kwargs or node.node is None:
            yield Problem("竖线后面只能用 default、length")
            return
        counts_list = node.name == "length" and isinstance(node.node, nodes.Name)
        if not (counts_list and isinstance(scope.names.get(node.node.name), Mapping)):  # type: ignore[attr-defined]
            yield from self.of(node.node, scope)
        for child in node.args:
            yield from self.of(child, scope)


def _like(name: str, known: Mapping[str, Any]) -> str:
    close = get_close_matches(name, list(known), n=1, cutoff=0.4)
    return f"，是不是“{close[0]}”" if close else ""
