"""Pages of obligations: what a unit owes, the heat map level by level, the year by months, the calendar."""

from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.common.periods import HalfYear, Month, add_months, parse_period, period_of
from partywork.compliance.calendar import Occasion, occasions, weeks_of
from partywork.compliance.duties import COLUMNS, TRAINING_PEOPLE
from partywork.compliance.heat import by_light, heat_of, heat_of_duty, months_of
from partywork.compliance.hours import Hours, hours_of
from partywork.compliance.ics import CONTENT_TYPE, ics_of
from partywork.compliance.lateness import FILE_DAYS, LATE_DAYS, Lateness, lateness_of
from partywork.compliance.lights import Light, Obligation
from partywork.compliance.links import Item, cited, shown
from partywork.compliance.obligations import obligations
from partywork.compliance.places import below, chosen_unit, line_crumbs, only
from partywork.holidays.days import days_for
from partywork.ledgers.columns import Column
from partywork.orgs.enums import BRANCH_KINDS
from partywork.pages.downloads import file_response, is_export, may_export, table_response
from partywork.pages.tables import Table, table_of
from partywork.pages.views import Crumbs, Page, link
from partywork.rules.queries import RuleBook, rules_for

SECTIONS: tuple[tuple[str, tuple[Light, ...]], ...] = (
    ("现在欠着的", (Light.OVERDUE,)),
    ("快到期的", (Light.SOON,)),
    ("请核对的", (Light.HINT,)),
    ("还有时间的", (Light.OPEN,)),
    ("已经办了的", (Light.MET,)),
)
ICS_MONTHS = 6  # how far ahead the calendar file goes
OWED = [
    Column("light", "情况", lambda each: each.light.word, width=8),
    Column("title", "事项", lambda each: each.title, width=30),
    Column("detail", "说明", lambda each: each.detail, width=50),
    Column("due_on", "期限", lambda each: each.due_on, "date", 12),
    Column("citation", "依据", lambda each: cited(each.rule)["article"], width=40),
]
LATENESS = [
    Column("label", "记录", lambda row: row.label),
    Column("entered", "登记条数", lambda row: row.entered, "int"),
    Column("unfiled", "其中超过整理期限", lambda row: row.unfiled, "int"),
    Column("late", "其中补录", lambda row: row.late, "int"),
    Column("longest", "最长间隔（天）", lambda row: row.longest, "int"),
]
HOURS = [
    Column("name", "姓名", lambda row: row.name),
    Column("done", "已学（学时）", lambda row: row.done, "int"),
    Column("needed", "全年要求", lambda row: row.needed, "int"),
    Column("missing", "还差", lambda row: row.missing, "int"),
]


class UnitPage(Page):
    """A page about one unit within the reader's reach."""

    permission = Permission.VIEW_RECORDS
    heading_of = "{}"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.org = chosen_unit(self.request)
        return self.page()

    def page(self) -> HttpResponseBase:
        raise NotImplementedError

    def heading(self) -> str:
        return self.heading_of.format(self.org.short_name)

    def breadcrumbs(self) -> Crumbs:
        return line_crumbs(self.org, self.scope, self.heading())

    def to(self, page: str, label: str) -> dict[str, str]:
        return link(label, f"{reverse(f'compliance:{page}')}?{urlencode({'org': self.org.pk})}")


class Owed(UnitPage):
    """What one unit owes now, what is coming, what is done; and why each light has its colour."""

    template_name = "compliance/owed.html"
    title = "应办事项"
    heading_of = "{}应办事项"

    def page(self) -> HttpResponse:
        today = self.request.today
        rules = rules_for(on=today, org=self.org)
        found = by_light(obligations(only(self.org, self.scope), today))
        duty = self.request.GET.get("duty", "")
        if duty in COLUMNS:
            found = [each for each in found if each.duty.code == duty]
        if is_export(self.request, self.org):
            return table_response(self.request, self.heading(), OWED, found, self.org)
        is_branch = self.org.kind in BRANCH_KINDS
        return self.show(
            title=self.heading(),
            sections=self.sections(found),
            narrowed=COLUMNS.get(duty, ""),
            all_url=self.to("owed", "")["url"],
            more=[self.to("months", "按月看"), self.to("calendar", "日历"), *self.export()],
            primary=None,
            lateness=self.lateness(rules) if not duty else None,
            late_days=rules.number(LATE_DAYS),
            file_days=rules.number(FILE_DAYS),
            hours=self.hours(rules) if is_branch and self.is_own and duty in ("", "training") else None,
            hours_rule=rules.rule("training.member_hours").citation,
        )

    def export(self) -> list[dict[str, str]]:
        if not may_export(self.request, self.org):
            return []
        return [link("导出 Excel", f"?{urlencode({**self.request.GET.dict(), 'org': self.org.pk, 'export': 'xlsx'})}")]

    @cached_property
    def is_own(self) -> bool:
        """Whether the reader works in this very unit: superiors see how many, never who."""
        return self.request.gate.appointed_at(self.permission).covers(self.org.pk)

    def sections(self, found: list[Obligation]) -> list[dict[str, Any]]:
        may_log, is_own = self.request.gate.may(Permission.LOG_RECORDS, self.org), self.is_own
        parts = []
        for title, lights in SECTIONS:
            items: list[Item] = [
                shown(each, self.org, self.request.today, may_log=may_log and (is_own or each.duty != TRAINING_PEOPLE))
                for each in found
                if each.light in lights
            ]
            if items or lights == (Light.OVERDUE,):
                parts.append({"title": title, "entries": items, "is_folded": lights == (Light.MET,)})
        return parts

    def lateness(self, rules: RuleBook) -> Table | None:
        half = period_of(self.request.today, "half")
        assert isinstance(half, HalfYear)
        today = self.request.today
        rows: list[Lateness] = lateness_of(self.org, half, today, rules, days_for(self.org, today))
        return table_of(LATENESS, rows) if rows else None

    def hours(self, rules: RuleBook) -> Table | None:
        rows: list[Hours] = hours_of(self.org, self.request.today, rules)
        return table_of(HOURS, rows) if rows else None


class Heat(UnitPage):
    """The unit's children by kind of duty; each child sums what is below it, and leads one level down."""

    template_name = "compliance/heat.html"
    title = "完成情况"
    heading_of = "{}完成情况"

    def page(self) -> HttpResponseBase:
        if self.org.kind in BRANCH_KINDS:
            return redirect(self.to("owed", "")["url"])
        today, duty = self.request.today, self.request.GET.get("duty", "")
        if duty in COLUMNS:
            return self.of_duty(duty, today)
        return self.show(
            title=self.heading(),
            heat=heat_of(self.org, below(self.org, self.scope), today),
            period=f"{period_of(today, 'half').label}。点单位、格子往下看，点事项看各月。",
            more=[self.to("months", "按月看"), self.to("owed", "本级应办事项")],
            primary=None,
        )

    def of_duty(self, duty: str, today: date) -> HttpResponse:
        """One kind: the children by months."""
        return self.show(
            title=f"{self.org.short_name}{COLUMNS[duty]}各月完成情况",
            heat=heat_of_duty(self.org, below(self.org, self.scope), today, duty),
            period=f"{today.year}年{COLUMNS[duty]}，按到期的月份列。点单位往下看。",
            more=[self.to("heat", "全部事项"), self.to("months", "按月看")],
            primary=None,
        )


class Months(UnitPage):
    """The year by months: kinds of duties down, the months in which they fall due across."""

    template_name = "compliance/heat.html"
    title = "按月看"
    heading_of = "{}各月完成情况"

    def page(self) -> HttpResponse:
        is_branch = self.org.kind in BRANCH_KINDS
        page = "owed" if is_branch else "heat"
        heat = months_of(self.org, below(self.org, self.scope), self.request.today, page)
        other = self.to("owed", "应办事项") if is_branch else self.to("heat", "按单位看")
        return self.show(
            title=self.heading(),
            heat=heat if heat["rows"] else None,
            period=f"{self.request.today.year}年，按到期的月份列。点事项看详情。",
            more=[other, self.to("calendar", "日历")],
            primary=None,
        )


class Calendar(UnitPage):
    """A month with activity days, due dates and public holidays."""

    template_name = "compliance/calendar.html"
    title = "日历"
    heading_of = "{}日历"

    def page(self) -> HttpResponse:
        month, today = self.month(), self.request.today
        found = occasions(self.org, only(self.org, self.scope), today, month.start, month.end)
        days = days_for(self.org, today)
        return self.show(
            title=self.heading(),
            month=month.label,
            weeks=weeks_of(month, today, self.linked(found), days),
            announced=days.is_known(month.year),
            notice_url=self.notice_url(month.year),
            year=month.year,
            previous_url=self.at(month.previous),
            next_url=self.at(month.next),
            more=[self.to("ics", "导出到手机日历"), self.to("owed", "应办事项")],
            primary=None,
        )

    def linked(self, found: list[Occasion]) -> list[Occasion]:
        """Due dates with the page that settles them; an activity day leads nowhere."""
        may_log, today = self.request.gate.may(Permission.LOG_RECORDS, self.org), self.request.today
        return [
            replace(each, url=shown(each.source, self.org, today, may_log=may_log)["url"]) if each.source else each
            for each in found
        ]

    def notice_url(self, year: int) -> str:
        """Where a year's holidays are typed in, for who may."""
        if not self.request.gate.allows(Permission.SET_RULES):
            return ""
        return f"{reverse('holidays:set')}?{urlencode({'year': year})}"

    def month(self) -> Month:
        """The month the address names, else this one. Raises Http404 for none."""
        asked = self.request.GET.get("month", "")
        if not asked:
            return Month(self.request.today.year, self.request.today.month)
        try:
            month = parse_period(asked)
        except ValueError:
            raise Http404 from None
        if not isinstance(month, Month) or abs(month.year - self.request.today.year) > 1:
            raise Http404
        return month

    def at(self, month: Month) -> str:
        """The address of a month; a calendar goes one year back and one ahead."""
        if abs(month.year - self.request.today.year) > 1:
            return ""
        return f"{reverse('compliance:calendar')}?{urlencode({'org': self.org.pk, 'month': month.code})}"


class CalendarFile(UnitPage):
    """The unit's due dates of the coming months as .ics."""

    title = "日历"

    def page(self) -> HttpResponse:
        today: date = self.request.today
        own = only(self.org, self.scope)
        found = occasions(self.org, own, today, today, add_months(today, ICS_MONTHS))
        name = f"{self.org.short_name}党建日历"
        to_do = [each for each in found if each.light is not Light.MET]
        content = ics_of(to_do, name=name, code=self.org.code, stamp=today)
        return file_response(content, f"{name}{today:%Y%m%d}.ics", CONTENT_TYPE)
