"""What the search finds: every kind of record through its own list, so that search and list never disagree; people
by their names' keys.

A kind is found with the permission of its list, in the scope where the user holds it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import Scope
from partywork.entries.views import dated_name
from partywork.meetings.views import MeetingList
from partywork.members.models import Member, Standing
from partywork.members.queries import named
from partywork.members.views import EVERYONE, MemberList
from partywork.orgs.views import OrganisationTree
from partywork.pages.http import PageRequest
from partywork.pages.lists import ListPage
from partywork.plans.models import PlanItem
from partywork.plans.views import PlanList
from partywork.rectification.models import RectificationItem
from partywork.rectification.views import ItemList
from partywork.search.words import Asked
from partywork.visits.views import VisitList
from partywork.worklog.views import WorkLogList


@dataclass(frozen=True)
class Hit:
    """One found record, as a line."""

    title: str
    note: str
    url: str


@dataclass(frozen=True)
class Listed:
    """A kind that has a list page. ``days``: the fields of its filter that narrow it to a range of days."""

    label: str
    page: type[ListPage]
    title: Callable[[Any], str]
    note: Callable[[Any], list[str]]
    days: tuple[str, str] | None = ("date_from", "date_to")
    ahead: bool = False
    beside: tuple[str, ...] = ("org",)

    @property
    def permission(self) -> Permission:
        return self.page.permission

    def query(self, asked: Asked, request: PageRequest) -> dict[str, str] | None:
        """The filter of the list that the search comes to; None where it cannot be about this kind."""
        query = {"q": asked.words} if asked.words else {}
        if asked.days is None:
            return query
        if self.days is None:
            return None
        first, last = asked.days.span(request.today, ahead=self.ahead)
        return query | {self.days[0]: first.isoformat(), self.days[1]: last.isoformat()}

    def rows(self, asked: Asked, request: PageRequest, scope: Scope) -> QuerySet[Any] | None:
        query = self.query(asked, request)
        if query is None:
            return None
        found = self.page.opened(request, QueryDict(urlencode(query)), scope).filtered()
        return found.select_related(*self.beside) if self.beside else found

    def ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows if self.page is OrganisationTree else rows.order_by(f"-{self.page.order_by}", "-pk")

    def list_url(self, asked: Asked, request: PageRequest) -> str:
        return f"{reverse(self.page.ledger.url)}?{urlencode(self.query(asked, request) or {})}"

    def hit(self, row: Any) -> Hit:
        url = reverse(self.page.detail_url, args=[row.pk])
        return Hit(self.title(row), " · ".join(filter(None, self.note(row))), url)


@dataclass(frozen=True)
class People:
    """Who is on the books of the scope today, at whatever stage: what the roster shows for the same words.

    The roster is not asked itself: SQLite would read all of it. Here the names lead to the people, and whether
    one is in the scope is asked of each who was found.
    """

    label: str = "人员"
    permission: Permission = MemberList.permission

    def rows(self, asked: Asked, request: PageRequest, scope: Scope) -> QuerySet[Any] | None:
        if not asked.names_people:
            return None
        standings = Standing.objects.on(request.today)
        for word in asked.words.split():
            standings = standings.filter(member__in=Member.objects.filter(named(word)).values("pk"))
        if scope.orgs is not None:
            standings = standings.filter(Exists(scope.orgs.filter(pk=OuterRef("org"))))
        found: QuerySet[Any] = standings.select_related("member", "org")
        return found

    def ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.order_by("member__name", "pk")

    def list_url(self, asked: Asked, request: PageRequest) -> str:
        return f"{reverse('members:list')}?{urlencode({'stage': EVERYONE, 'q': asked.words})}"

    def hit(self, row: Any) -> Hit:
        note = f"{row.org.short_name} · {row.get_stage_display()}"
        return Hit(row.member.name, note, reverse("members:detail", args=[row.member_id]))


@dataclass(frozen=True)
class Former:
    """People who were on the books of the scope once and are no longer; no list shows them."""

    label: str = "已不在册的人员"
    permission: Permission = MemberList.permission

    def rows(self, asked: Asked, request: PageRequest, scope: Scope) -> QuerySet[Any] | None:
        if not asked.names_people:
            return None
        theirs = of_scope(Standing.objects.real().filter(member=OuterRef("pk")), scope)
        here = Exists(theirs.on(request.today))
        people = Member.objects.filter(Exists(theirs)).exclude(here)
        for word in asked.words.split():
            people = people.filter(named(word))
        return people.select_related("org")

    def ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.order_by("name", "pk")

    def list_url(self, asked: Asked, request: PageRequest) -> str:
        return ""

    def hit(self, row: Any) -> Hit:
        return Hit(row.name, "", reverse("members:detail", args=[row.pk]))


def of_scope(standings: Any, scope: Scope) -> Any:
    return standings if scope.orgs is None else standings.filter(org__in=scope.orgs)


Kind = Listed | People | Former


def _of_item(item: RectificationItem) -> list[str]:
    due = f"时限{item.due_on:%Y-%m-%d}" if item.due_on else ""
    return [item.org.short_name, item.get_state_display(), due]


def _of_plan(item: PlanItem) -> list[str]:
    return [item.org.short_name, item.get_state_display(), f"期限{item.due_on:%Y-%m-%d}"]


KINDS: list[Kind] = [
    People(),
    Former(),
    Listed("会议活动", MeetingList, dated_name, lambda m: [m.org.short_name, m.kinds_text if m.title else "", m.place]),
    Listed("走访慰问", VisitList, dated_name, lambda v: [v.org.short_name, v.place]),
    Listed("整改问题", ItemList, str, _of_item),
    Listed("工作记录", WorkLogList, dated_name, lambda w: [w.org.short_name, w.get_kind_display(), w.tag]),
    Listed("计划事项", PlanList, str, _of_plan, days=("due_from", "due_to"), ahead=True),
    Listed(
        "党组织",
        OrganisationTree,
        lambda o: o.short_name,
        lambda o: [o.get_kind_display(), f"编码{o.code}"],
        days=None,
        beside=(),
    ),
]
