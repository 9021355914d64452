"""Heat cells: lines against columns, each cell a light that is colour, shape and words at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from partywork.charts.data import Caption, Frame, Mark
from partywork.charts.scales import shortened, shown_labels, width_of
from partywork.charts.svg import Svg, chart, element, hit, missing, rect, text

Light = Literal["green", "amber", "hint", "red", "muted"]
LINE = 2.2  # heights of the type for one line
LABELS = 0.3  # of the width at most
AIR = 0.08  # of a line around a cell

SHAPES: dict[Light, str] = {
    "green": "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0",
    "amber": "M0-4.5L4.5 4L-4.5 4Z",
    "hint": "M0-4.5L4.5 0L0 4.5L-4.5 0Z",
    "red": "M-2-4.5L2-4.5L4.5-2L4.5 2L2 4.5L-2 4.5L-4.5 2L-4.5-2Z",
    "muted": "",
}


@dataclass(frozen=True)
class Cell:
    """``text`` is what stands in it (3/4); ``hint`` what it means."""

    text: str
    light: Light
    url: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Line:
    label: str
    cells: Sequence[Cell]


def cells(
    heads: Sequence[str],
    lines: Sequence[Line],
    caption: Caption,
    *,
    frame: Frame | None = None,
    empty: str = "没有数据",
) -> Svg:
    """The lines of cells under their heads; a head that has no room beside its neighbours is left out."""
    frame = frame or Frame()
    if not lines or not heads:
        return missing(Frame(frame.width, round(frame.type * LINE * 2), frame.type), caption, empty)
    size = frame.type
    frame = Frame(frame.width, round(size * LINE * (len(lines) + 1)), size)
    room = min(max(width_of(each.label, size) for each in lines), frame.width * LABELS)
    left = room + size * 0.6
    step = (frame.width - left) / len(heads)
    drawn, hits = [*_heads(heads, size, left, step)], []
    for number, each in enumerate(lines, start=1):
        y = size * LINE * number
        drawn.append(text(0, y + size * (LINE / 2 + 0.35), shortened(each.label, size, room), size, "chart-label"))
        for index, cell in enumerate(each.cells):
            drawn += _cell(cell, left + step * index, y, step, size)
            mark = Mark(each.label, None, cell.text, cell.url, cell.hint)
            hits.append(hit(mark, left + step * index, y, step, size * LINE))
    return chart(frame, caption, drawn, hits)


def _heads(heads: Sequence[str], size: float, left: float, step: float) -> Iterator[str]:
    for index in shown_labels(heads, size, step):
        yield text(left + step * (index + 0.5), size * (LINE / 2 + 0.35), heads[index], size, "chart-label", "middle")


def _cell(cell: Cell, x: float, y: float, step: float, size: float) -> Iterator[str]:
    """The field with its shape and, where they fit, its words; a shape alone where the words are too wide."""
    air = size * LINE * AIR
    high = size * LINE - 2 * air
    yield rect(x + air, y + air, step - 2 * air, high, f"chart-cell chart-cell-{cell.light}")
    middle, shape = y + size * LINE / 2, SHAPES[cell.light]
    wide = width_of(cell.text, size)
    mark = size * 1.1 if shape else 0
    has_room = wide + mark + 2 * air <= step - size * 0.2
    start = x + (step - (mark + (wide if has_room else 0))) / 2
    if shape:
        place = f"translate({start + size * 0.4:.1f} {middle:.1f}) scale({size / 12:.2f})"
        yield element("path", d=shape, transform=place, css=f"chart-light-{cell.light}")
    if has_room:
        yield text(start + mark, middle + size * 0.35, cell.text, size, f"chart-words-{cell.light}")
