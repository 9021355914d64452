"""The page of contact points: leader by leader, how often each was visited in the period, and who changes them."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.common.periods import Period, parse_period, period_of
from partywork.common.text import format_date
from partywork.ledgers.columns import Column
from partywork.measures.window import Window
from partywork.orgs.tables import SINCE
from partywork.pages.downloads import is_export, may_export, table_response
from partywork.pages.tables import Table, table_of
from partywork.pages.views import Crumbs, Page, link
from partywork.visits.contacts import ContactPoint, contact_points

COLUMNS = [
    Column("org", "联系点", lambda point: point.org.short_name),
    Column("leader", "联系领导", lambda point: point.leader),
    SINCE,
    Column("visits", "走访次数", lambda point: point.visits, "int", required=True),
    Column("own", "其中本人", lambda point: point.own, "int", required=True),
    Column("last", "最近一次", lambda point: point.last, "date"),
    Column("light", "情况", lambda point: "已走访" if point.visits else "未走访",
           mark=lambda point: "ok" if point.visits else "warn"),
]  # fmt: skip


class ContactPoints(Page):
    template_name = "visits/contacts.html"
    permission = Permission.VIEW_RECORDS
    title = "领导联系点"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        period = self.period()
        window = Window(period, self.request.today)
        points = contact_points(self.scope, window.on, window.span)
        if is_export(self.request):
            points = contact_points(self.request.gate.scope(Permission.EXPORT_LEDGERS), window.on, window.span)
            return table_response(self.request, f"{period.label}{self.title}", COLUMNS, points)
        return self.show(
            table=self.table(points),
            summary=_summary(points),
            intro=f"{period.label}，截至{format_date(window.on)}。登记走访时方式选“联系点”、对象写党组织名称的计入。",
            periods=[
                {**link(each.label, f"?period={each.code}"), "current": each == period} for each in self.offered()
            ],
            export_url=f"?period={period.code}&export=xlsx" if may_export(self.request) else "",
            manage=self.request.gate.allows(Permission.MANAGE_ORGS),
        )

    def choice(self, offered: Period, shown: Period) -> dict[str, Any]:
        return {**link(offered.label, f"?period={offered.code}"), "current": offered == shown}

    def period(self) -> Period:
        """This half-year, or the one asked for."""
        asked = self.request.GET.get("period", "")
        try:
            return parse_period(asked) if asked else period_of(self.request.today, "half")
        except ValueError as error:
            raise BadRequest(str(error)) from None

    def offered(self) -> list[Period]:
        half = period_of(self.request.today, "half")
        before = period_of(half.start - timedelta(days=1), "half")
        return [half, before, period_of(self.request.today, "year"), period_of(self.request.today, "quarter")]

    def table(self, points: list[ContactPoint]) -> Table:
        """Who keeps the organisations is led to the form that sets the leader; others to the organisation."""
        page = "orgs:profile" if self.request.gate.allows(Permission.MANAGE_ORGS) else "orgs:detail"
        return table_of(COLUMNS, points, lambda point: reverse(page, args=[point.org.pk]))

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link("走访慰问", reverse("visits:list")), link(self.title, "")]


def _summary(points: list[ContactPoint]) -> str:
    leaders = len({point.leader for point in points})
    missing = sum(not point.visits for point in points)
    return f"{leaders}名领导，{len(points)}个联系点，未走访{missing}个"
