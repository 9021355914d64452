"""A line: how a rate or a stock went from month to month."""

from collections.abc import Iterator, Sequence

from partywork.charts.data import Caption, Frame, Mark, Number
from partywork.charts.plots import Plot
from partywork.charts.svg import Svg, chart, element, missing

DOT = 0.25  # of the type's size


def lines(
    marks: Sequence[Mark],
    caption: Caption,
    *,
    frame: Frame | None = None,
    whole: bool = True,
    most: Number | None = None,
    empty: str = "没有数据",
) -> Svg:
    """A dot for each mark, joined where neighbours both have a number: a month without one is a gap, not a zero."""
    frame = frame or Frame()
    plot = Plot(frame, marks, whole, most)
    if not plot.numbers:
        return missing(frame, caption, empty)
    return chart(frame, caption, [*plot.axes(), *_strokes(plot), *_dots(plot), *plot.numbers_over()], plot.hits())


def _strokes(plot: Plot) -> Iterator[str]:
    for run in _runs(plot.marks):
        if len(run) > 1:
            places = ((plot.x(index), plot.y(plot.marks[index].number or 0)) for index in run)
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
            yield element("polyline", points=points, css="chart-line")


def _runs(marks: Sequence[Mark]) -> Iterator[list[int]]:
    """The indexes of neighbours that have numbers."""
    run: list[int] = []
    for index, mark in enumerate(marks):
        if mark.number is None:
            yield run
            run = []
        else:
            run.append(index)
    yield run


def _dots(plot: Plot) -> Iterator[str]:
    for index, mark in enumerate(plot.marks):
        if mark.number is not None:
            yield element(
                "circle", cx=plot.x(index), cy=plot.y(mark.number), r=plot.frame.type * DOT, css=f"chart-{mark.tone}"
            )
