"""The year of a branch at a glance: members by twelve months."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.common.money import format_yuan
from partywork.common.text import format_date
from partywork.dues.enums import ReductionState
from partywork.dues.exception_models import DuesReduction
from partywork.dues.models import DuesMonth
from partywork.dues.places import YearChoice, chosen_branch, chosen_year, month_code
from partywork.dues.queries import owed_elsewhere
from partywork.dues.year_book import MONTHS, YearBook, YearLine, year_book
from partywork.orgs.models import Organisation
from partywork.pages.views import Crumbs, Page, link

CSS = {"已缴": "ok", "欠缴": "bad", "待缴": "muted", "减免": "muted"}


class YearGrid(Page):
    template_name = "dues/grid.html"
    permission = Permission.VIEW_RECORDS
    title = "党费收缴"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        org, year = chosen_branch(self.request, self.permission), chosen_year(self.request)
        book = year_book(org, year, self.request.today) if org else None
        choice = YearChoice(
            request=self.request, permission=self.permission, initial={"org": org.pk if org else None, "year": year}
        )
        return self.show(
            title=f"{org}党费收缴" if org else self.title,
            year=year,
            months=list(MONTHS),
            rows=self.rows(book) if book else [],
            totals=totals(book) if book else [],
            filter_form=choice,
            primary=self.primary(org),
            more=self.more(org, year),
            open_url=self.open_url(org, year),
            waiting=self.waiting(),
            elsewhere=owed_elsewhere(org, self.request.today).count() if org else 0,
            arrears_url=f"{reverse('dues:arrears')}?org={org.pk}" if org else "",
        )

    def rows(self, book: YearBook) -> list[dict[str, Any]]:
        today = self.request.today
        return [
            {
                "name": line.member.name,
                "url": standard_url(line, book.org),
                "standard": format_yuan(line.standard.monthly_fen) if line.standard else "未定",
                "cells": [cell_of(line.months.get(month), today) for month in MONTHS],
                "total": paid_text(line.months.values()),
            }
            for line in book.lines
        ]

    def waiting(self) -> dict[str, Any] | None:
        """Reductions that wait for this user's level to decide."""
        if not self.request.gate.allows(Permission.APPROVE_DUES):
            return None
        below = self.request.gate.beneath(Permission.APPROVE_DUES)
        count = restrict(DuesReduction.objects.filter(state=ReductionState.PENDING), below).count()
        return {"count": count, "url": f"{reverse('dues_reductions:list')}?state=pending"} if count else None

    def primary(self, org: Organisation | None) -> dict[str, str] | None:
        if org is None or not self.request.gate.may(Permission.LOG_RECORDS, org):
            return None
        month = month_code(self.request.today.year * 100 + self.request.today.month)
        return link("收缴党费", f"{reverse('dues:collect')}?org={org.pk}&month={month}")

    def more(self, org: Organisation | None, year: int) -> list[dict[str, str]]:
        here = f"?org={org.pk}&year={year}" if org else ""
        return [
            link("收缴表（签名、打印）", reverse("dues:sheet") + here),
            link("欠缴情况", reverse("dues:arrears") + here),
            link("党费标准", reverse("dues_standards:list")),
            link("党费台账", reverse("dues:list")),
            link("减免", reverse("dues_reductions:list")),
            link("补交和按季交", reverse("dues_consents:list")),
            link("上缴", reverse("remittances:list")),
            link("自愿多交、大额党费", reverse("voluntary_payments:list")),
            link("公布", reverse("dues_publications:list")),
        ]

    def open_url(self, org: Organisation | None, year: int) -> str:
        if org is None or not self.request.gate.may(Permission.LOG_RECORDS, org) or year > self.request.today.year:
            return ""
        return f"{reverse('dues:open')}?org={org.pk}&year={year}"

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(self.title, "")]


def standard_url(line: YearLine, org: Organisation) -> str:
    """Empty where there is none, or where it followed the member to another branch."""
    standard = line.standard
    if standard is None or line.member.org_id != org.pk:
        return ""
    return reverse("dues_standards:detail", args=[standard.pk])


def cell_of(row: DuesMonth | None, today: date) -> dict[str, str]:
    """What one month of one member shows; "—" where nothing is due yet."""
    if row is None:
        return {"text": "—", "css": "muted", "url": "", "title": "没有应缴"}
    state = row.state(today)
    text = state if state in ("减免", "欠缴", "待缴") else format_yuan(row.paid_fen)
    day = f"，{format_date(row.paid_on)}缴" if row.paid_on else ""
    title = f"{state}，应缴 {format_yuan(row.due_fen)}，实缴 {format_yuan(row.paid_fen)}{day}"
    return {"text": text, "css": CSS[state], "url": reverse("dues:detail", args=[row.pk]), "title": title}


def totals(book: YearBook) -> list[str]:
    """Paid in each month, then in the year."""
    by_month = [paid_text(book.of_month(month)) for month in MONTHS]
    return [*by_month, paid_text(book.rows)] if book.rows else []


def paid_text(rows: Collection[DuesMonth]) -> str:
    """The sum paid; "—" where nothing was due, which is not the same as nothing paid."""
    return format_yuan(sum(row.paid_fen for row in rows)) if rows else "—"
