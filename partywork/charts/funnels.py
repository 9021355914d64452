"""A funnel: how many came how far. Each stage is part of the one before."""

from collections.abc import Sequence
from itertools import pairwise

from partywork.charts.data import Caption, Frame, Mark
from partywork.charts.scales import shortened, width_of
from partywork.charts.svg import Svg, chart, element, hit, missing, rect, text

LINE = 2.1  # heights of the type for one stage
THICK = 1.4
LABELS = 0.36  # of the width at most


def funnel(
    stages: Sequence[Mark],
    caption: Caption,
    *,
    aside: Mark | None = None,
    frame: Frame | None = None,
    empty: str = "没有数据",
) -> Svg:
    """A bar for each stage, centred under the one before; ``aside`` (what is overdue) stands apart at the end.

    Raises ValueError where a stage is greater than the one before: then it is no part of it.
    """
    frame = frame or Frame()
    numbers = [float(stage.number or 0) for stage in stages]
    if any(later > earlier for earlier, later in pairwise(numbers)):
        raise ValueError("a stage of a funnel is part of the stage before")
    if not numbers or not numbers[0]:
        return missing(Frame(frame.width, round(frame.type * LINE * 2), frame.type), caption, empty)
    marks = [*stages, *([aside] if aside else [])]
    size = frame.type
    frame = Frame(frame.width, round(size * LINE * len(marks)), size)
    room = min(max(width_of(mark.label, size) for mark in marks), frame.width * LABELS)
    left = room + size * 0.6
    reach = frame.width - left - max(width_of(mark.text, size) for mark in marks) - size * 0.8
    middle = left + reach / 2
    drawn, hits = [], []
    before: tuple[float, float] | None = None  # the lower edge of the stage above: half its length, its height
    for index, mark in enumerate(marks):
        half = reach * float(mark.number or 0) / numbers[0] / 2
        top = size * (LINE * index + (LINE - THICK) / 2)
        if before and mark is not aside:
            drawn.append(_slope(middle, *before, half, top))
        drawn.append(rect(middle - half, top, half * 2, size * THICK, f"chart-{mark.tone}"))
        y = top + size * (THICK / 2 + 0.35)
        drawn.append(text(0, y, shortened(mark.label, size, room), size, "chart-label"))
        drawn.append(text(frame.width, y, mark.text, size, "chart-number", "end"))
        hits.append(hit(mark, 0, size * LINE * index, frame.width, size * LINE))
        before = half, top + size * THICK
    return chart(frame, caption, drawn, hits)


def _slope(middle: float, upper: float, top: float, lower: float, bottom: float) -> str:
    """The side of the funnel between two stages."""
    corners = ((-upper, top), (upper, top), (lower, bottom), (-lower, bottom))
    return element("polygon", points=" ".join(f"{middle + x:.1f},{y:.1f}" for x, y in corners), css="chart-slope")
