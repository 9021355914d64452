"""A template of ours that prints a variable nobody passed fails the test.

Only what is *printed* (or filtered, or passed to a tag that resolves it) counts: ``{% if x %}`` and
``{% for y in x %}`` ask Django to ignore missing variables, so optional parts are still written with ``if``.
``{{ x|default:"" }}`` fails when ``x`` is missing: pass it, or ask with ``if``.
Third-party templates rely on missing variables being empty and are left alone.
"""

import sys
from pathlib import Path

from django.template.base import Node, Variable

ROOT = Path(__file__).resolve().parent.parent


class UndefinedVariable(Exception):
    """A template printed a variable that its context does not have."""


class RaiseWhenUndefined(str):
    """For ``string_if_invalid``: Django formats it with the missing variable, and that raises."""

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, variable: object) -> str:
        place = _place_in_our_templates()
        if place is None:
            return ""
        name = variable.var if isinstance(variable, Variable) else variable
        raise UndefinedVariable(f"{place}: 模板变量 {name} 没有传入")


def _place_in_our_templates() -> str | None:
    """File and line of the template node being rendered; None when it is a third-party template."""
    frame = sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        node = frame.f_locals.get("self")
        if frame.f_code.co_name == "render_annotated" and isinstance(node, Node):
            path = Path(node.origin.name) if node.origin else Path("<text>")
            ours = not path.is_absolute() or (ROOT in path.parents and ROOT / ".venv" not in path.parents)
            return f"{path.name}:{node.token.lineno if node.token else '?'}" if ours else None
    return None
