"""What a rule can say: a number, yes or no, how often, what share, from–to, or a table of brackets."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from partywork.common.money import format_yuan

Every = Literal["month", "quarter", "half_year", "year"]
MONTHS: dict[Every, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
EVERY_LABELS: dict[str, str] = {"month": "每月", "quarter": "每季度", "half_year": "每半年", "year": "每年"}


@dataclass(frozen=True)
class Frequency:
    """At least ``times`` in every period; 0 where a unit does not ask for what no national text lays down."""

    times: int
    every: Every

    def times_in(self, every: Every) -> int:
        """How many times it asks for in each such period at the least; 0 where it can leave one out."""
        return self.times * (MONTHS[every] // MONTHS[self.every])


@dataclass(frozen=True)
class Share:
    """``part`` of ``whole``; ``strict`` asks for more than that (过半), otherwise it is enough.

    A ``limit`` is the other way round: no more than that.
    """

    part: int
    whole: int
    strict: bool = False
    limit: bool = False

    def met_by(self, count: int, total: int) -> bool:
        """Whether ``count`` of ``total`` reaches the share or keeps within the limit; nobody of nobody reaches none."""
        have, need = count * self.whole, total * self.part
        if self.limit:
            return have <= need
        return total > 0 and (have > need if self.strict else have >= need)


@dataclass(frozen=True)
class Range:
    """From ``least`` to ``most``, both included."""

    least: int
    most: int

    def contains(self, number: int) -> bool:
        return self.least <= number <= self.most


@dataclass(frozen=True)
class Bracket:
    """Up to and including ``up_to_fen`` (None: without end) the rate, in parts per ten thousand, applies."""

    up_to_fen: int | None
    rate: int


Brackets = tuple[Bracket, ...]
Value = int | bool | Frequency | Share | Range | Brackets


def read(raw: Any) -> Value:
    """The typed value of a rule's JSON. Raises ValueError for a shape that means nothing."""
    if isinstance(raw, bool | int):
        return raw
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        return _brackets(raw)
    if isinstance(raw, Mapping):
        keys = set(raw)
        if keys == {"times", "every"} and raw["every"] in EVERY_LABELS:
            return Frequency(int(raw["times"]), raw["every"])
        if {"part", "whole"} <= keys and keys - {"part", "whole"} in (set(), {"strict"}, {"limit"}):
            return Share(int(raw["part"]), int(raw["whole"]), raw.get("strict", False), raw.get("limit", False))
        if keys == {"least", "most"} and raw["least"] <= raw["most"]:
            return Range(int(raw["least"]), int(raw["most"]))
    raise ValueError(f"规则的值看不懂：{raw!r}")


def dump(value: Value) -> Any:
    """The JSON that ``read`` turns back into the same value."""
    match value:
        case bool() | int():
            return value
        case tuple():
            return [asdict(bracket) for bracket in value]
        case Share():
            marks = {name: True for name in ("strict", "limit") if getattr(value, name)}
            return {"part": value.part, "whole": value.whole} | marks
    return asdict(value)


def _brackets(raw: Sequence[Any]) -> Brackets:
    """Rising upper bounds, the last one open."""
    brackets = tuple(Bracket(each["up_to_fen"], int(each["rate"])) for each in raw)
    bounds = [bracket.up_to_fen for bracket in brackets]
    rising = [bound for bound in bounds[:-1] if bound is not None]
    if not bounds or bounds[-1] is not None or len(rising) != len(bounds) - 1 or rising != sorted(set(rising)):
        raise ValueError(f"分档应从低到高，最后一档不封顶：{raw!r}")
    return brackets


def show(value: Value, unit: str) -> str:
    """The value as people read it, with its unit (分 is shown in yuan)."""
    match value:
        case bool():
            return "是" if value else "否"
        case int():
            return f"{format_yuan(value)} 元" if unit == "分" else f"{value} {unit}".rstrip()
        case Frequency(times=0):
            return "不作要求"
        case Frequency():
            return f"{EVERY_LABELS[value.every]} {value.times} {unit}".rstrip()
        case Share():
            word = "不超过" if value.limit else "超过" if value.strict else "不少于"
            return f"{word} {value.part}/{value.whole}"
        case Range():
            low, high = show(value.least, unit), show(value.most, unit)
            return f"{low} 至 {high}"
        case _:
            return "；".join(_show_bracket(bracket) for bracket in value)


def _show_bracket(bracket: Bracket) -> str:
    rate = f"{bracket.rate / 100:g}%"
    return f"以上 {rate}" if bracket.up_to_fen is None else f"{bracket.up_to_fen // 100} 元及以下 {rate}"
