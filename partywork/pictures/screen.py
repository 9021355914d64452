"""The screen for meetings (大屏): the same pictures in big type, of units only: no names, nothing of a person."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.charts.cells import Cell, Line, cells, light_key
from partywork.charts.cells import Light as CellLight
from partywork.charts.data import Caption, Frame
from partywork.charts.svg import Svg
from partywork.common.periods import period_of
from partywork.common.text import format_date
from partywork.compliance.duties import COLUMNS
from partywork.compliance.heat import cell_of, heat_from, months_of, totals_of
from partywork.compliance.lights import Light
from partywork.compliance.overviews import duties_tally
from partywork.compliance.places import below, chosen_unit, only
from partywork.measures import lookup
from partywork.measures.declarations import Request
from partywork.measures.display import printed
from partywork.measures.evaluate import evaluate
from partywork.measures.values import Value
from partywork.measures.window import Window
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.models import Organisation
from partywork.pages.views import Page
from partywork.pictures import funnel, trends

_SHOWN = ("member.total", "meeting.life.gatherings", "meeting.life.rate", "visit.count", "dues.rate", "rect.rate")
NUMBERS = tuple(Request(code) for code in _SHOWN)
TRENDS = ("meeting.life.gatherings", "dues.rate")
REFRESH_SECONDS = 300
# What is regular and due from all: the kinds a wall has room for.
KINDS = tuple(COLUMNS[code] for code in ("committee", "group", "theme_day", "general", "lecture", "dues"))
MOST_UNITS = 11  # lines that can be read from afar
# Small paper makes big type: each drawing is scaled up to its place on the wall.
TREND, FUNNEL, HEAT = Frame(340, 92, 13), Frame(340, 92, 13), Frame(676, 440, 14)


class Screen(Page):
    """One unit on one wall. It shows what it has and says what is missing."""

    template_name = "pictures/screen.html"
    permission = Permission.VIEW_RECORDS
    title = "大屏"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        org, today = chosen_unit(self.request), self.request.today
        window = Window(period_of(today, "half"), today)
        scope = self.request.gate.report_scope(org.code, window.on)
        values = evaluate([*NUMBERS, *funnel.REQUESTS], scope, window)
        found = trends.trends_of(org, window, TRENDS)
        has_data = any(not value.is_nothing for value in values.values())
        return self.show(
            title=f"{org.short_name}{window.period.label}",
            as_of=format_date(window.on, "weekday"),
            has_data=has_data,
            numbers=[_number(request, values[request]) for request in NUMBERS],
            parts=[
                *[(trends.titled(each.measure), _trend(each, number)) for number, each in enumerate(found, 1)],
                (f"{funnel.TITLE}（个）", funnel.drawn(values, org, window, "funnel", frame=FUNNEL)),
            ],
            heat=self.heat(org) if has_data else None,
            key=[(light_key("green"), "已办"), (light_key("amber"), "临近"), (light_key("red"), "欠缺")],
            seconds=REFRESH_SECONDS,
            leave_url=f"{reverse('pictures:overview')}?{urlencode({'org': org.pk})}",
        )

    def heat(self, org: Organisation) -> tuple[str, Svg] | None:
        """Title and drawing: a branch's kinds by month; the units below by kind; of very many units the kinds alone."""
        today = self.request.today
        if org.kind in BRANCH_KINDS:
            found = months_of(org, only(org, self.scope), today, "owed")
            rows = [row for row in found["rows"] if row["label"] in KINDS]
            heads = [head["label"] for head in found["heads"]]
            return (f"{today.year}年各月完成情况", _cells(heads, rows, range(len(heads)))) if rows else None
        tally = duties_tally(org, below(org, self.scope), today)
        units = heat_from(org, tally)
        if units is None:
            return None
        if len(units["rows"]) > MOST_UNITS:
            return "各事项完成情况（项）", _kinds(totals_of(tally))
        heads = [head["label"] for head in units["heads"]]
        shown = [index for index, head in enumerate(heads) if index == 0 or head in KINDS]
        return "各单位完成情况", _cells(heads, units["rows"], shown)


def _number(request: Request, value: Value) -> dict[str, str]:
    measure = lookup.measure(request.code)
    unit = "" if value.number is None else measure.unit
    return {"label": measure.name, "value": printed(measure, value), "unit": unit}


def _trend(trend: trends.Trend, number: int) -> Svg:
    return trends.drawn(trend, f"trend-{number}", frame=TREND)


def _cells(heads: Sequence[str], rows: list[dict[str, Any]], shown: Sequence[int]) -> Svg:
    """Cells without links: nobody clicks on a wall."""
    lines = [Line(row["label"], [_cell(row["cells"][index]) for index in shown]) for row in rows]
    caption = Caption("heat", "完成情况", "每格是已办数和应办数，还没到期的不算应办。")
    return cells([heads[index] for index in shown], lines, caption, frame=HEAT)


def _cell(cell: dict[str, str]) -> Cell:
    return Cell(cell["text"], cell["light"], hint=cell["title"])  # type: ignore[arg-type]


STATES: tuple[tuple[Light, CellLight], ...] = ((Light.MET, "green"), (Light.SOON, "amber"), (Light.OVERDUE, "red"))


def _kinds(totals: dict[str, Counter[Light]]) -> Svg:
    """The kinds of duties down; of all units together what was done of what was due, and how many stand how."""
    lines = [
        Line(COLUMNS[code], [_cell(cell_of("各单位", COLUMNS[code], lights, "")), *_counts(lights)])
        for code, lights in totals.items()
        if COLUMNS[code] in KINDS
    ]
    heads = ["已办/应办", *[light.word for light, _ in STATES]]
    return cells(heads, lines, Caption("heat", "各事项完成情况", "各单位合计，一格一种情况的项数。"), frame=HEAT)


def _counts(lights: Counter[Light]) -> list[Cell]:
    return [Cell(f"{lights[light]}", css) if lights[light] else Cell("—", "muted") for light, css in STATES]
