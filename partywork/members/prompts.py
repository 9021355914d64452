"""Circumstances that have lasted long enough to be looked at: queries for whoever reminds people.

Each is as of a day, over a whole scope and takes a fixed number of queries. The months are the caller's: they are
rules, dated and local. None of it is a judgement of anybody: the answer is a talk or a decision by the organisation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from partywork.access.scope import Scope
from partywork.common.periods import add_months
from partywork.members.enums import Closing, Flag
from partywork.members.models import Member, MemberFlag, Standing
from partywork.orgs.models import Organisation

Months = Callable[[int], int]
"""The number of months that holds for an organisation, by its id."""


@dataclass(frozen=True)
class Lasting:
    """Something that has held for someone since a day; ``due`` is the day the months were full."""

    member: Member
    org: Organisation
    since: date
    due: date
    note: str


def flagged_for(flag: Flag, scope: Scope, on: date, months: Months) -> list[Lasting]:
    """Members in this circumstance for at least so many months, the longest first. Two queries.

    流动 (member.floating_months): think of moving the organisational tie where someone has settled. 失联
    (member.lost_months): the branch looks into 停止党籍. A move between branches does not begin it anew.
    """
    here = _within(MemberFlag.objects.on(on).filter(flag=flag), scope).select_related("member", "org")
    rows = list(here.order_by("member"))
    begun = _first_days(flag, [row.member_id for row in rows if row.carried], on)
    found = [_lasting(row.member, row.org, begun.get(row.member_id, row.since), row.note, months) for row in rows]
    return _reached(found, on)


def suspended_for(scope: Scope, on: date, months: Months) -> list[Lasting]:
    """Members suspended (停止党籍) for so many months with nothing decided since, the longest first. One query.

    member.lost_removal_months: the organisation decides on 除名 or on restoring.
    """
    rows = _within(Standing.objects.filter(closing=Closing.SUSPENDED, until__lte=on), scope)
    rows = rows.filter(Q(final_on=None) | Q(final_on__gt=on))
    came_back = Standing.objects.real().filter(member=OuterRef("member"), since__gte=OuterRef("until"), since__lte=on)
    rows = rows.exclude(Exists(came_back)).select_related("member", "org").order_by("member")
    return _reached([_lasting(row.member, row.org, row.until, row.note, months) for row in rows], on)


def _within(rows: Any, scope: Scope) -> Any:
    return rows if scope.orgs is None else rows.filter(org__in=scope.orgs)


def _first_days(flag: Flag, members: list[int], on: date) -> dict[int, date]:
    """The day the circumstance that holds began, before it was carried along."""
    begun: dict[int, date] = {}
    if members:
        rows = MemberFlag.objects.filter(flag=flag, member__in=members, carried=False, since__lte=on)
        for member, since in rows.order_by("since").values_list("member", "since"):
            begun[member] = since
    return begun


def _lasting(member: Member, org: Organisation, since: date, note: str, months: Months) -> Lasting:
    return Lasting(member, org, since, add_months(since, months(org.pk)), note)


def _reached(found: list[Lasting], on: date) -> list[Lasting]:
    return sorted((each for each in found if each.due <= on), key=lambda each: (each.due, each.member.pk))
