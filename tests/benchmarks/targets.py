"""What is asked of a benchmark, as data beside it, and whether a run reached it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

OURS, FLOOR = "本系统", "下限"


@dataclass(frozen=True)
class Judged:
    """A goal in words, what was found, and whether it was reached; ``missed`` says by how much it was not."""

    asked: str
    found: str
    reached: bool
    missed: str = ""


class Goal(Protocol):
    def judge(self, found: Mapping[str, float]) -> Judged | None:
        """``found`` holds each way's number; None where a way this is about was not run."""


@dataclass(frozen=True)
class Target:
    """``way`` takes at most ``most`` times what ``against`` takes; ``allowance`` milliseconds more do no harm."""

    against: str
    most: float
    way: str = OURS
    allowance: float = 0

    def judge(self, found: Mapping[str, float]) -> Judged | None:
        if self.way not in found or self.against not in found:
            return None
        ours, other = found[self.way], found[self.against]
        limit = other * self.most + self.allowance
        extra = f"＋{self.allowance:g}毫秒" if self.allowance else ""
        asked = f"{self.way}不超过{self.against}的{self.most:g}倍{extra}"
        told = f"{ours / other:.2f}倍" + (f"（多{max(ours - other, 0):.2f}毫秒）" if self.allowance else "")
        reached = ours <= limit
        return Judged(asked, told, reached, "" if reached else f"超出{(ours / limit - 1) * 100:.0f}%")


@dataclass(frozen=True)
class Faster:
    """``way`` is at least ``times`` times as fast as ``than``."""

    than: str
    times: float
    way: str = OURS

    def judge(self, found: Mapping[str, float]) -> Judged | None:
        if self.way not in found or self.than not in found:
            return None
        ratio = found[self.than] / found[self.way]
        reached = ratio >= self.times
        missed = "" if reached else f"差{(1 - ratio / self.times) * 100:.0f}%"
        return Judged(f"比{self.than}快{self.times:g}倍以上", f"{ratio:.1f}倍", reached, missed)


@dataclass(frozen=True)
class Limit:
    """``way`` is at most ``most`` of ``unit``: for memory and counts, never for times."""

    most: float
    way: str = OURS
    unit: str = "MB"

    def judge(self, found: Mapping[str, float]) -> Judged | None:
        if self.way not in found:
            return None
        value = found[self.way]
        reached = value <= self.most
        missed = "" if reached else f"超出{(value / self.most - 1) * 100:.0f}%"
        return Judged(f"{self.way}不超过{self.most:g}{self.unit}", f"{value:.1f}{self.unit}", reached, missed)


def faster_than(than: str, times: float, way: str = OURS) -> Faster:
    return Faster(than, times, way)
