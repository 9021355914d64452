"""Every figure in two periods: 同比 against the same period of the year before, 环比 against the one before."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from partywork.common.periods import Period, add_months
from partywork.ledgers.spreadsheet import Kind, Sheet, SheetColumn, Typed
from partywork.measures import lookup
from partywork.measures.declarations import Breakdown, Measure, Ratio, Request
from partywork.measures.display import exact, plain, print_number
from partywork.measures.evaluate import evaluate
from partywork.measures.themes import Theme
from partywork.measures.values import Value
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.orgs.queries import scope_of_org
from partywork.pages.figures import figure_url
from summaries.facts import catalogue

POINTS = "个百分点"


@dataclass(frozen=True)
class Row:
    """A figure in both periods, printed and exact. ``change`` is in percent of the other period.

    There is no change in percent of nothing, of a rate (its difference is in percentage points) or of a date.
    """

    measure: Measure
    part: str  # of a breakdown; "" for the whole figure
    this: str
    other: str
    this_exact: int | Decimal | str | None
    other_exact: int | Decimal | str | None
    difference: Decimal | None
    change: Decimal | None
    this_url: str
    other_url: str

    @property
    def name(self) -> str:
        return f"{self.measure.name}·{self.part}" if self.part else self.measure.name

    @property
    def difference_words(self) -> str:
        if self.difference is None:
            return ""
        unit = POINTS if isinstance(self.measure.of, Ratio) else ""
        return _signed(self.difference) + unit if self.difference else "持平"

    @property
    def change_words(self) -> str:
        return "" if self.change is None else f"{_signed(self.change)}%" if self.change else "0%"


def same_day(day: date, period: Period, other: Period) -> date:
    """The day as far into ``other`` as ``day`` is into ``period``; a period that is over is taken whole."""
    if day >= period.end:
        return other.end
    months = (other.start.year - period.start.year) * 12 + other.start.month - period.start.month
    last_of_month = (day + timedelta(days=1)).day == 1
    moved = (
        add_months(day + timedelta(days=1), months) - timedelta(days=1) if last_of_month else add_months(day, months)
    )
    return min(moved, other.end)


def compare_periods(org: Organisation, this: Window, other: Window) -> list[tuple[str, list[Row]]]:
    """By theme, every figure that says something in one of the two; the tree is that of each data date."""
    requests = catalogue()
    now = evaluate(requests, scope_of_org(org, this.on), this)
    then = evaluate(requests, scope_of_org(org, other.on), other)
    rows = [
        _row(request, part, a, b, (figure_url(request, org.code, this), figure_url(request, org.code, other)))
        for request in requests
        for part, a, b in _sides(request, now[request], then[request])
        if not (a.is_nothing and b.is_nothing)
    ]
    themes = [(theme.value, [row for row in rows if row.measure.theme == theme.value]) for theme in Theme]
    return [(theme, inside) for theme, inside in themes if inside]


def _sides(request: Request, now: Value, then: Value) -> list[tuple[str, Value, Value]]:
    """The figure in both periods; of a breakdown each part, since its whole is a figure of its own."""
    if not isinstance(lookup.measure(request.code).of, Breakdown):
        return [("", now, then)]
    here, there = ({part.label: part.number for part in value.parts} for value in (now, then))
    return [(each, Value(here.get(each, 0)), Value(there.get(each, 0))) for each in here | there]


def _row(request: Request, part: str, now: Value, then: Value, urls: tuple[str, str]) -> Row:
    measure = lookup.measure(request.code)
    this_exact, other_exact = exact(measure, now), exact(measure, then)
    difference = _difference(this_exact, other_exact)
    return Row(
        measure=measure,
        part=part,
        this=print_number(measure, now.number),
        other=print_number(measure, then.number),
        this_exact=this_exact,
        other_exact=other_exact,
        difference=difference,
        change=_change(measure, difference, other_exact),
        this_url=urls[0],
        other_url=urls[1],
    )


def _difference(this: int | Decimal | str | None, other: int | Decimal | str | None) -> Decimal | None:
    if this is None or other is None or isinstance(this, str) or isinstance(other, str):
        return None
    return Decimal(this) - Decimal(other)


def _change(measure: Measure, difference: Decimal | None, base: int | Decimal | str | None) -> Decimal | None:
    if difference is None or isinstance(measure.of, Ratio) or isinstance(base, str) or not base or base < 0:
        return None
    return (difference * 100 / Decimal(base)).quantize(Decimal("0.1"))


def _signed(number: Decimal) -> str:
    return f"{'+' if number > 0 else '−'}{plain(abs(number)):f}"


def sheet(org: Organisation, this: Window, other: Window, found: list[tuple[str, list[Row]]]) -> Sheet:
    """The comparison for a workbook; numbers stay numbers."""
    columns = [
        SheetColumn("主题", 16), SheetColumn("指标", 30), SheetColumn("单位", 8),
        SheetColumn(this.period.label, 14, "decimal"), SheetColumn(other.period.label, 14, "decimal"),
        SheetColumn("增减", 12, "decimal"), SheetColumn("增减幅度", 12, "percent"), SheetColumn("口径", 50),
    ]  # fmt: skip
    return Sheet(
        name="两期对比",
        title=f"{org.short_name}{this.period.label}与{other.period.label}对比",
        note=span_words(this, other),
        columns=columns,
        rows=[
            (
                theme, row.name, row.measure.unit, _cell(row.this_exact), _cell(row.other_exact),
                row.difference, row.change, row.measure.definition,
            )
            for theme, rows in found
            for row in rows
        ],
    )  # fmt: skip


def _cell(value: int | Decimal | str | None) -> object:
    kind: Kind = "text"
    return Typed(value, kind) if isinstance(value, str) else value


def span_words(this: Window, other: Window) -> str:
    """What days each side counts."""
    return "；".join(f"{window.period.label}数据截至{_day(window.on)}" for window in (this, other))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
