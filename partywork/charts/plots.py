"""The field between two axes: months or other labels across, amounts upward."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import ceil

from partywork.charts.data import Frame, Mark, Number
from partywork.charts.scales import shown_labels, tick_text, ticks, width_of
from partywork.charts.svg import hit, line, text

GAP = 0.5  # of the type's size, between an axis and its labels


@dataclass(frozen=True)
class Plot:
    """``most``: the end of the axis where it is known (100 for rates); numbers above it still fit."""

    frame: Frame
    marks: Sequence[Mark]
    whole: bool = True
    most: Number | None = None

    @cached_property
    def numbers(self) -> list[Number]:
        return [mark.number for mark in self.marks if mark.number is not None]

    @cached_property
    def ticks(self) -> list[Decimal]:
        return ticks([*self.numbers, *([] if self.most is None else [self.most])], whole=self.whole)

    @property
    def gap(self) -> float:
        return self.frame.type * GAP

    @cached_property
    def left(self) -> float:
        return max(width_of(tick_text(tick), self.frame.type) for tick in self.ticks) + self.gap

    @property
    def right(self) -> float:
        return self.frame.width - self.gap

    @property
    def top(self) -> float:
        return self.frame.type * 1.8  # room for the number over the highest mark

    @property
    def bottom(self) -> float:
        return self.frame.height - self.frame.type * 1.7

    @property
    def slot(self) -> float:
        """The width of one label's place."""
        return (self.right - self.left) / max(len(self.marks), 1)

    def x(self, index: int) -> float:
        """The middle of a place."""
        return self.left + self.slot * (index + 0.5)

    def y(self, number: Number) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        share = (Decimal(number) - low) / (high - low)
        return self.bottom - float(share) * (self.bottom - self.top)

    @property
    def every_tick(self) -> int:
        """On low paper not every tick has room for its number."""
        apart = (self.bottom - self.top) / (len(self.ticks) - 1)
        return max(1, ceil(self.frame.type * 1.1 / apart))

    def axes(self) -> Iterator[str]:
        size = self.frame.type
        for tick in self.ticks[:: self.every_tick]:
            y = self.y(tick)
            yield line(self.left, y, self.right, y, "chart-axis" if tick == 0 else "chart-grid")
            yield text(self.left - self.gap, y + size * 0.35, tick_text(tick), size, "chart-tick", "end")
        labels = [mark.label for mark in self.marks]
        for index in shown_labels(labels, size, self.slot):
            yield text(self.x(index), self.frame.height - size * 0.4, labels[index], size, "chart-label", "middle")

    def hits(self) -> Iterator[str]:
        """A field over the whole height of each place: small bars are hard to meet."""
        for index, mark in enumerate(self.marks):
            if mark.number is not None:
                yield hit(mark, self.left + self.slot * index, self.top, self.slot, self.bottom - self.top)

    def numbers_over(self) -> Iterator[str]:
        """The numbers over their marks where all fit; else of the last mark alone."""
        filled = [index for index, mark in enumerate(self.marks) if mark.number is not None]
        size = self.frame.type
        if any(width_of(self.marks[index].text, size) + size / 4 > self.slot for index in filled):
            filled = filled[-1:]
        for index in filled:
            mark = self.marks[index]
            half = width_of(mark.text, size) / 2
            x = min(max(self.x(index), self.left + half), self.frame.width - half)
            y = self.y(max(mark.number or 0, 0)) - size * 0.5
            yield text(
                x,
                y,
                mark.text,
                size,
                "chart-number chart-number-last" if index == filled[-1] else "chart-number",
                "middle",
            )
