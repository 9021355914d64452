"""The registry of measures, by code and by the name people write in text.

Beside the declared ones there are figures that a unit defines for itself (指标：名称). They are rows, which this
layer does not know: ``register_own`` says who does.
"""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from typing import Protocol

from partywork.measures.declarations import Measure, Request, Source
from partywork.measures.window import Window

OWN = "指标："
"""What the name of a unit's own figure begins with. No declared figure has a colon in its name."""


class OwnFigures(Protocol):
    """Who knows the figures that units define for themselves."""

    def measure(self, code: str) -> Measure | None:
        """The measure with this code, if it is one of theirs."""

    def find(self, name: str, org_code: str, window: Window) -> Request:
        """The figure of that name (without 指标：) among those of a unit and the units above it.

        Raises UnknownFigure, which says what there is.
        """


_own: list[OwnFigures] = []
_by_code: dict[str, Measure] = {}
_by_name: dict[str, Measure] = {}

_NAME = r"[^#@{}|]"
_REQUEST = re.compile(rf"(?P<name>{_NAME}+)(?:#(?P<tag>{_NAME}+))?(?P<dims>(?:@{_NAME}+)*)\Z")


class UnknownFigure(ValueError):
    """A name in text that is no figure, with what the writer may have meant."""


def register(measures: Iterable[Measure]) -> None:
    """Called once by the catalogue when the application is ready."""
    for measure in measures:
        _claim(_by_code, measure.code, measure)
        for name in (measure.name, *measure.was):
            _claim(_by_name, name, measure)


def register_own(figures: OwnFigures) -> None:
    """Called once by the catalogue, like ``register``."""
    _own[:] = [figures]


def _claim(index: dict[str, Measure], key: str, measure: Measure) -> None:
    if index.setdefault(key, measure) is not measure:
        raise ValueError(f"两个指标用了同一个名称或代码：{key}")


def measure(code: str) -> Measure:
    """Raises KeyError for a code nobody knows."""
    if code in _by_code:
        return _by_code[code]
    found = next((one for one in (each.measure(code) for each in _own) if one), None)
    if found is None:
        raise KeyError(code)
    return found


def all_measures() -> list[Measure]:
    """Every declared one."""
    return list(_by_code.values())


def parse_request(text: str, of: str = "", window: Window | None = None) -> Request:
    """``名称#标签@维度=值`` (or ``@值`` where the value says which dimension) as a request.

    ``of`` (the code of the organisation) and ``window`` are needed for a unit's own figures. Raises
    UnknownFigure with a sentence that says what would be right.
    """
    name, tag, dims = split_request(text)
    if not name.startswith(OWN):
        return narrowed(Request(declared(name).code), tag, dims)
    if not _own or not of or window is None:
        raise UnknownFigure(f"“{name}”是单位自定的指标，选定单位和期间后才能取数。")
    return narrowed(_own[0].find(name.removeprefix(OWN).strip(), of, window), tag, dims)


def split_request(text: str) -> tuple[str, str, list[str]]:
    """Name, tag and dimensions as written. Raises UnknownFigure where they cannot be told apart."""
    match = _REQUEST.match(text.strip())
    if not match:
        raise UnknownFigure(f"看不懂“{text}”。请写成 名称、名称#标签 或 名称@类别。")
    dims = [part.strip() for part in match["dims"].split("@") if part.strip()]
    return match["name"].strip().replace("指标:", OWN), (match["tag"] or "").strip(), dims


def declared(name: str) -> Measure:
    """The measure of that name. Raises UnknownFigure with the names that come near."""
    found = _by_name.get(name)
    if found is None:
        near = get_close_matches(name, _by_name, n=3, cutoff=0.4)
        raise UnknownFigure(f"没有叫“{name}”的指标。" + (f"是不是：{'、'.join(near)}？" if near else ""))
    return found


def narrowed(request: Request, tag: str, dims: Iterable[str]) -> Request:
    """The request for fewer records. Raises UnknownFigure for what its records cannot be told apart by."""
    found = measure(request.code)
    if tag and not found.source.tag:
        raise UnknownFigure(f"“{found.name}”不能按标签取数。")
    if tag and request.tag and tag != request.tag:
        raise UnknownFigure(f"“{found.name}”已经限定了标签“{request.tag}”，不能再换。")
    request = Request(request.code, tag or request.tag, request.dims)
    for part in dims:
        request = request.with_dim(*_read_dim(found, part))
    return one_of(request)


@lru_cache(maxsize=8192)
def one_of(request: Request) -> Request:
    """Of equal requests always the same one: values are then found by it without comparing it part by part."""
    return request


def _read_dim(found: Measure, part: str) -> tuple[str, str]:
    source = found.source
    label, equals, value = (each.strip() for each in part.partition("="))
    if equals:
        keys = [key for key, each in source.dims.items() if each.label == label]
    else:
        keys, value = source.dims_for(label), label
    keys = [key for key in keys if value and source.dims[key].condition(value) is not None]
    if len(keys) > 1:
        ways = "、".join(f"@{source.dims[key].label}={value}" for key in keys)
        raise UnknownFigure(f"“{found.name}”的“{value}”有几种意思，请写明是哪一种：{ways}。")
    if not keys:
        raise UnknownFigure(f"“{found.name}”没有“{part}”这一类。{_offer(source, part)}")
    return keys[0], value


def _offer(source: Source, part: str) -> str:
    """What the records of a source can be told apart by, the nearest first where something comes near."""
    offered = [text for each in source.dims.values() for text in (each.values or [f"{each.label}=…"])]
    if not offered:
        return "它不能再细分。"
    near = get_close_matches(part.rpartition("=")[2].strip(), offered, n=3, cutoff=0.5)
    return f"是不是：{'、'.join(near)}？" if near else "可以用：" + "、".join(offered) + "。"


def show_request(request: Request) -> str:
    """The text that parse_request reads back to the same request."""
    found = measure(request.code)
    dims = "".join(f"@{found.source.dims[key].label}={value}" for key, value in request.dims)
    return found.name + (f"#{request.tag}" if request.tag else "") + dims
