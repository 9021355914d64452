"""The registry of measures, by code and by the name people write in text."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from partywork.measures.declarations import Measure, Request

_by_code: dict[str, Measure] = {}
_by_name: dict[str, Measure] = {}

_REQUEST = re.compile(r"(?P<name>[^#@{}|]+)(?:#(?P<tag>[^#@{}|]+))?(?P<dims>(?:@[^#@{}|]+)*)\Z")


class UnknownFigure(ValueError):
    """A name in text that is no figure, with what the writer may have meant."""


def register(measures: Iterable[Measure]) -> None:
    """Called once by the catalogue when the application is ready."""
    for measure in measures:
        _claim(_by_code, measure.code, measure)
        for name in (measure.name, *measure.was):
            _claim(_by_name, name, measure)


def _claim(index: dict[str, Measure], key: str, measure: Measure) -> None:
    if index.setdefault(key, measure) is not measure:
        raise ValueError(f"两个指标用了同一个名称或代码：{key}")


def measure(code: str) -> Measure:
    return _by_code[code]


def all_measures() -> list[Measure]:
    return list(_by_code.values())


def parse_request(text: str) -> Request:
    """``名称#标签@维度=值`` (or ``@值`` where the value says which dimension) as a request.

    Raises UnknownFigure with a sentence that says what would be right.
    """
    match = _REQUEST.match(text.strip())
    if not match:
        raise UnknownFigure(f"看不懂“{text}”。请写成 名称、名称#标签 或 名称@类别。")
    found = _by_name.get(match["name"].strip())
    if found is None:
        near = get_close_matches(match["name"], _by_name, n=3, cutoff=0.4)
        raise UnknownFigure(f"没有叫“{match['name']}”的指标。" + (f"是不是：{'、'.join(near)}？" if near else ""))
    if match["tag"] and not found.source.tag:
        raise UnknownFigure(f"“{found.name}”不能按标签取数。")
    request = Request(found.code, (match["tag"] or "").strip())
    for part in filter(None, match["dims"].split("@")):
        request = request.with_dim(*_read_dim(found, part))
    return request


def _read_dim(found: Measure, part: str) -> tuple[str, str]:
    source = found.source
    label, equals, value = part.partition("=")
    if equals:
        key = next((key for key, each in source.dims.items() if each.label == label.strip()), None)
    else:
        value = label
        key = source.dim_for(value.strip())
    if key is None or source.dims[key].condition(value.strip()) is None:
        offered = [text for each in source.dims.values() for text in (each.values or [f"{each.label}=…"])]
        hint = "可以用：" + "、".join(offered) if offered else "它不能再细分"
        raise UnknownFigure(f"“{found.name}”没有“{part}”这一类。{hint}。")
    return key, value.strip()


def show_request(request: Request) -> str:
    """The text that parse_request reads back to the same request."""
    found = _by_code[request.code]
    dims = "".join(f"@{found.source.dims[key].label}={value}" for key, value in request.dims)
    return found.name + (f"#{request.tag}" if request.tag else "") + dims
