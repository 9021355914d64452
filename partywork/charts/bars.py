"""Lying bars, one under the other: parts of a whole, and parts within parts (stacked)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from partywork.charts.data import Caption, Frame, Mark, Row
from partywork.charts.scales import shortened, width_of
from partywork.charts.svg import Svg, chart, hit, missing, rect, text

LINE = 2.0  # heights of the type for one bar
THICK = 1.1  # of it for the bar itself
LABELS = 0.4  # of the width at most


@dataclass(frozen=True)
class _Lines:
    """The places of the bars: a name at the left, the number behind the bar."""

    frame: Frame
    labels: list[str]
    texts: list[str]
    highest: float

    @property
    def room(self) -> float:
        """For the names."""
        widest = max(width_of(label, self.frame.type) for label in self.labels)
        return min(widest, self.frame.width * LABELS)

    @property
    def left(self) -> float:
        return self.room + self.frame.type * 0.6

    @property
    def reach(self) -> float:
        """How long the longest bar may be."""
        size = self.frame.type
        return self.frame.width - self.left - max(width_of(each, size) for each in self.texts) - size * 0.6

    def length(self, number: float) -> float:
        return self.reach * number / self.highest if self.highest > 0 else 0

    def top(self, index: int) -> float:
        return self.frame.type * (LINE * index + (LINE - THICK) / 2)

    @property
    def thick(self) -> float:
        return self.frame.type * THICK

    def words(self, index: int, length: float) -> Iterator[str]:
        """The name and the number of a bar."""
        size = self.frame.type
        y = self.top(index) + self.thick / 2 + size * 0.35
        name = shortened(self.labels[index], size, self.room)
        yield text(self.room, y, name, size, "chart-label", "end")
        yield text(self.left + length + size * 0.4, y, self.texts[index], size, "chart-number")


def bars(marks: Sequence[Mark], caption: Caption, *, frame: Frame | None = None, empty: str = "没有数据") -> Svg:
    """A bar for each mark, its number behind it; the frame's height follows the number of bars."""
    frame = frame or Frame()
    filled = [mark for mark in marks if mark.number is not None]
    if not filled:
        return missing(_flat(frame), caption, empty)
    lines = _Lines(
        _high(frame, len(filled)),
        [mark.label for mark in filled],
        [mark.text for mark in filled],
        float(max(mark.number or 0 for mark in filled)),
    )
    drawn, hits = [], []
    for index, mark in enumerate(filled):
        length = lines.length(float(mark.number or 0))
        drawn += [rect(lines.left, lines.top(index), length, lines.thick, f"chart-{mark.tone}")]
        drawn += lines.words(index, length)
        hits.append(hit(mark, 0, frame.type * LINE * index, frame.width, frame.type * LINE))
    return chart(lines.frame, caption, drawn, hits)


def stacked(
    rows: Sequence[Row], caption: Caption, *, frame: Frame | None = None, whole: float = 0, empty: str = "没有数据"
) -> Svg:
    """A bar for each row made of its parts, the row's total behind it.

    ``whole``: what the full width stands for, where it is more than the greatest total.
    """
    frame = frame or Frame()
    if not rows:
        return missing(_flat(frame), caption, empty)
    totals = [float(row.total) for row in rows]
    lines = _Lines(
        _high(frame, len(rows)),
        [row.label for row in rows],
        [row.text or f"{row.total}" for row in rows],
        max([whole, *totals]),
    )
    drawn, hits = [], []
    for index, row in enumerate(rows):
        x = lines.left
        for part in row.parts:
            length = lines.length(float(part.number or 0))
            if length:
                drawn.append(rect(x, lines.top(index), length, lines.thick, f"chart-{part.tone}"))
                hits.append(hit(part, x, lines.top(index), length, lines.thick))
            x += length
        drawn += lines.words(index, x - lines.left)
    return chart(lines.frame, caption, drawn, hits)


def _high(frame: Frame, count: int) -> Frame:
    return Frame(frame.width, round(frame.type * LINE * count), frame.type)


def _flat(frame: Frame) -> Frame:
    """Little paper for the one line that says what is missing."""
    return Frame(frame.width, round(frame.type * LINE * 2), frame.type)
