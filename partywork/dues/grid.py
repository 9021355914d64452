"""The year of a branch at a glance: members by twelve months."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.common.money import format_yuan
from partywork.common.text import format_date
from partywork.dues.models import DuesMonth
from partywork.dues.places import YearChoice, chosen_branch, chosen_year, month_code
from partywork.dues.queries import standards_of, year_rows
from partywork.members.models import Member
from partywork.members.queries import roster
from partywork.orgs.models import Organisation
from partywork.pages.views import Crumbs, Page, link

MONTHS = range(1, 13)
CSS = {"已缴": "ok", "欠缴": "bad", "待缴": "muted", "减免": "muted"}


class YearGrid(Page):
    template_name = "dues/grid.html"
    permission = Permission.VIEW_RECORDS
    title = "党费收缴"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        org, year = chosen_branch(self.request, self.permission), chosen_year(self.request)
        found = list(year_rows(org, year)) if org else []
        choice = YearChoice(
            request=self.request, permission=self.permission, initial={"org": org.pk if org else None, "year": year}
        )
        return self.show(
            title=f"{org}党费收缴" if org else self.title,
            year=year,
            months=list(MONTHS),
            rows=self.rows(org, year, found) if org else [],
            totals=totals(found),
            filter_form=choice,
            primary=self.primary(org),
            more=self.more(),
            open_url=self.open_url(org, year),
        )

    def rows(self, org: Organisation, year: int, found: list[DuesMonth]) -> list[dict[str, Any]]:
        """Whoever has a month of the year here, and whoever stood on the roster in it."""
        today = self.request.today
        people: dict[int, Member] = {row.member_id: row.member for row in found}
        day = min(max(today, date(year, 1, 1)), date(year, 12, 31))
        people |= {member.pk: member for member in roster(org, day)}
        standards = standards_of(people, year)
        months: dict[int, dict[int, DuesMonth]] = defaultdict(dict)
        for row in found:
            months[row.member_id][row.month % 100] = row
        named = sorted(people.values(), key=lambda member: (member.name, member.pk))
        return [
            {
                "name": member.name,
                "url": reverse("dues_standards:detail", args=[standards[member.pk].pk])
                if member.pk in standards
                else "",
                "standard": format_yuan(standards[member.pk].monthly_fen) if member.pk in standards else "未定",
                "cells": [cell_of(months[member.pk].get(month), today) for month in MONTHS],
                "total": paid_text(months[member.pk].values()),
            }
            for member in named
        ]

    def primary(self, org: Organisation | None) -> dict[str, str] | None:
        if org is None or not self.request.gate.may(Permission.LOG_RECORDS, org):
            return None
        month = month_code(self.request.today.year * 100 + self.request.today.month)
        return link("收缴党费", f"{reverse('dues:collect')}?org={org.pk}&month={month}")

    def more(self) -> list[dict[str, str]]:
        return [link("党费标准", reverse("dues_standards:list")), link("党费台账", reverse("dues:list"))]

    def open_url(self, org: Organisation | None, year: int) -> str:
        if org is None or not self.request.gate.may(Permission.LOG_RECORDS, org) or year > self.request.today.year:
            return ""
        return f"{reverse('dues:open')}?org={org.pk}&year={year}"

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(self.title, "")]


def cell_of(row: DuesMonth | None, today: date) -> dict[str, str]:
    """What one month of one member shows; "—" where nothing is due yet."""
    if row is None:
        return {"text": "—", "css": "muted", "url": "", "title": "没有应缴"}
    state = row.state(today)
    text = state if state in ("减免", "欠缴", "待缴") else format_yuan(row.paid_fen)
    day = f"，{format_date(row.paid_on)}缴" if row.paid_on else ""
    title = f"{state}，应缴 {format_yuan(row.due_fen)}，实缴 {format_yuan(row.paid_fen)}{day}"
    return {"text": text, "css": CSS[state], "url": reverse("dues:detail", args=[row.pk]), "title": title}


def totals(rows: list[DuesMonth]) -> list[str]:
    """Paid in each month, then in the year."""
    by_month = [paid_text([row for row in rows if row.month % 100 == month]) for month in MONTHS]
    return [*by_month, paid_text(rows)] if rows else []


def paid_text(rows: Collection[DuesMonth]) -> str:
    """The sum paid; "—" where nothing was due, which is not the same as nothing paid."""
    return format_yuan(sum(row.paid_fen for row in rows)) if rows else "—"
