"""Upright bars: how many in each month."""

from collections.abc import Iterator, Sequence

from partywork.charts.data import Caption, Frame, Mark
from partywork.charts.plots import Plot
from partywork.charts.svg import Svg, chart, missing, rect

BAR = 0.6  # of a place; the rest is air
WIDEST = 3  # times the type's size: a single bar must not become a wall


def columns(
    marks: Sequence[Mark], caption: Caption, *, frame: Frame | None = None, whole: bool = True, empty: str = "没有数据"
) -> Svg:
    """A bar for each mark from the zero line; a mark without a number leaves its place empty."""
    frame = frame or Frame()
    plot = Plot(frame, marks, whole)
    if not plot.numbers:
        return missing(frame, caption, empty)
    return chart(frame, caption, [*plot.axes(), *_bars(plot), *plot.numbers_over()], plot.hits())


def _bars(plot: Plot) -> Iterator[str]:
    width = min(plot.slot * BAR, plot.frame.type * WIDEST)
    zero = plot.y(0)
    for index, mark in enumerate(plot.marks):
        if mark.number:
            end = plot.y(mark.number)
            yield rect(plot.x(index) - width / 2, min(zero, end), width, abs(zero - end), f"chart-{mark.tone}")
