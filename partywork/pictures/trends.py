"""Trends: a figure of the catalogue evaluated for each month of a period."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from partywork.access.scope import Scope
from partywork.charts.columns import columns
from partywork.charts.data import Caption, Frame, Mark
from partywork.charts.lines import lines
from partywork.charts.svg import Svg
from partywork.common.periods import Month, months_between
from partywork.common.text import format_date
from partywork.measures import lookup
from partywork.measures.declarations import Balance, Measure, PerOrg, Ratio, Request, Stock
from partywork.measures.display import exact, print_number, printed
from partywork.measures.evaluate import evaluate_windows
from partywork.measures.values import Value
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.orgs.queries import scopes_of_org
from partywork.pages.figures import figure_url
from partywork.pictures.picture import Cell, Picture

FULL = 100  # the end of the axis of rates
PAPER = Frame(300, 150)  # of one of several beside each other
EMPTY = "这段时间没有可算的数"


@dataclass(frozen=True)
class Point:
    """A month of a trend; None where the month has not begun or the unit did not exist yet."""

    month: Month
    value: Value | None
    url: str = ""


@dataclass(frozen=True)
class Trend:
    measure: Measure
    points: Sequence[Point]

    @property
    def is_line(self) -> bool:
        """Rates and stocks go up and down; what happens in a month is counted and stands by itself."""
        return isinstance(self.measure.of, Ratio | Stock | Balance | PerOrg)


def trends_of(org: Organisation, window: Window, codes: Sequence[str]) -> list[Trend]:
    """Each figure by month, as of the end of the month or the data date, over the units below ``org`` on that day.

    One query a source where the same units were below all the time (see evaluate_windows); the evidence page of a
    point shows the same number.
    """
    months = months_between(window.period.start, window.period.end)
    begun = [Window(month, window.data_date) for month in months if month.start <= window.data_date]
    begun = [each for each in begun if org.founded_on <= each.on < org.dissolved_on]
    values = _values(org, begun, [Request(code) for code in codes])
    trends = []
    for code in codes:
        points = [_point(Request(code), org, Window(month, window.data_date), values) for month in months]
        trends.append(Trend(lookup.measure(code), points))
    return trends


Values = dict[Window, dict[Request, Value]]


def _values(org: Organisation, windows: list[Window], requests: list[Request]) -> Values:
    if not windows:
        return {}
    scopes = scopes_of_org(org, [window.on for window in windows])
    alike: dict[Scope, list[Window]] = defaultdict(list)
    for window in windows:
        alike[scopes[window.on]].append(window)
    values: Values = {}
    for scope, together in alike.items():
        values |= evaluate_windows(requests, scope, together)
    return values


def _point(request: Request, org: Organisation, window: Window, values: Values) -> Point:
    assert isinstance(window.period, Month)
    if window not in values:
        return Point(window.period, None)
    return Point(window.period, values[window][request], figure_url(request, org.code, window))


def drawn(trend: Trend, key: str, *, frame: Frame = PAPER) -> Svg:
    """The trend as columns or, for a rate or a stock, as a line; the newest month darker than the others."""
    marks = [_mark(trend.measure, point) for point in trend.points]
    newest = max((index for index, mark in enumerate(marks) if mark.number is not None), default=-1)
    if newest >= 0:
        marks[newest] = replace(marks[newest], tone="strong")
    whole = all(isinstance(mark.number, int) for mark in marks if mark.number is not None)
    caption = Caption(key, titled(trend.measure), _about(trend))
    if trend.is_line:
        most = FULL if trend.measure.unit == "%" else None
        return lines(marks, caption, frame=frame, whole=whole, most=most, empty=EMPTY)
    return columns(marks, caption, frame=frame, whole=whole, empty=EMPTY)


def _mark(measure: Measure, point: Point) -> Mark:
    number = exact(measure, point.value) if point.value else None
    assert not isinstance(number, str)
    text = printed(measure, point.value) if point.value else ""
    hint = f"{point.month.label}：{text}{measure.unit if number is not None else ''}"
    return Mark(f"{point.month.month}月", number, text, point.url, hint)


def titled(measure: Measure) -> str:
    return f"{measure.name}（{measure.unit}）" if measure.unit else measure.name


def _about(trend: Trend) -> str:
    known = [f"{each.month.month}月{printed(trend.measure, each.value)}" for each in trend.points if each.value]
    return f"各月：{'，'.join(known)}。" if known else EMPTY


def picture_of(trend: Trend, key: str, *, frame: Frame = PAPER) -> Picture:
    known = [(point, point.value) for point in trend.points if point.value]
    rows = [
        (Cell(point.month.label), Cell(printed(trend.measure, value), point.url if value.number is not None else ""))
        for point, value in known
    ]
    declared = sum(value.declared for _, value in known)
    note = f"其中填报{print_number(trend.measure, declared)}{trend.measure.unit}，没有逐条记录" if declared else ""
    name, unit = trend.measure.name, trend.measure.unit
    return Picture(name, unit, drawn(trend, key, frame=frame), ("月份", unit or "数"), rows, note)


def as_of(window: Window) -> str:
    """数据截至2026年11月30日."""
    return f"数据截至{format_date(window.on)}"
