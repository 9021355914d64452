"""Heat cells: lines against columns, each cell a light that is colour, shape and words at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from partywork.charts.data import Caption, Frame, Mark
from partywork.charts.scales import shortened, shown_labels, width_of
from partywork.charts.svg import Svg, chart, element, hit, missing, rect, text

Light = Literal["green", "amber", "hint", "red", "muted"]
LINE, MOST = 2.2, 3.6  # heights of the type for one line, at least and at most
LABELS = 0.3  # of the width at most
AIR = 0.18  # of the type's size around a cell

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
    """The lines of cells under their heads, spread over the frame where they are few.

    A head that has no room beside its neighbours is left out.
    """
    frame = frame or Frame()
    if not lines or not heads:
        return missing(Frame(frame.width, round(frame.type * LINE * 2), frame.type), caption, empty)
    size = frame.type
    high = min(max(size * LINE, frame.height / (len(lines) + 1)), size * MOST)
    frame = Frame(frame.width, round(high * (len(lines) + 1)), size)
    room = min(max(width_of(each.label, size) for each in lines), frame.width * LABELS)
    left = room + size * 0.6
    step = (frame.width - left) / len(heads)
    drawn, hits = [*_heads(heads, size, left, step, high)], []
    for number, each in enumerate(lines, start=1):
        y = high * number
        drawn.append(text(0, y + high / 2 + size * 0.35, shortened(each.label, size, room), size, "chart-label"))
        for index, cell in enumerate(each.cells):
            drawn += _cell(cell, left + step * index, y, step, high, size)
            mark = Mark(each.label, None, cell.text, cell.url, cell.hint)
            hits.append(hit(mark, left + step * index, y, step, high))
    return chart(frame, caption, drawn, hits)


def _heads(heads: Sequence[str], size: float, left: float, step: float, high: float) -> Iterator[str]:
    for index in shown_labels(heads, size, step):
        yield text(left + step * (index + 0.5), high / 2 + size * 0.35, heads[index], size, "chart-label", "middle")


def _cell(cell: Cell, x: float, y: float, step: float, high: float, size: float) -> Iterator[str]:
    """The field with its shape and, where they fit, its words; a shape alone where the words are too wide."""
    air = size * AIR
    yield rect(x + air, y + air, step - 2 * air, high - 2 * air, f"chart-cell chart-cell-{cell.light}")
    middle = y + high / 2
    wide = width_of(cell.text, size)
    mark = size * 1.1 if SHAPES[cell.light] else 0
    has_room = wide + mark + 2 * air <= step
    start = x + (step - (mark + wide if has_room else mark - size * 0.3)) / 2
    if SHAPES[cell.light]:
        yield _shape(cell.light, start + size * 0.4, middle, size)
    if has_room:
        yield text(start + mark, middle + size * 0.35, cell.text, size, f"chart-words-{cell.light}")


def _shape(light: Light, x: float, y: float, size: float) -> str:
    place = f"translate({x:.1f} {y:.1f}) scale({size / 12:.2f})"
    return element("path", d=SHAPES[light], transform=place, css=f"chart-light-{light}")


def light_key(light: Light) -> Svg:
    """The shape of a light alone, for the key beside a chart."""
    return Svg(element("svg", _shape(light, 6, 6, 12), css="chart-key", viewBox="0 0 12 12", aria_hidden="true"))
