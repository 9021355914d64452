"""Circumstances that may have lasted long enough to be looked at: queries for whoever reminds people.

Each is as of a day. After how many months somebody is told is the caller's: it is a rule, dated and local. None of it
is a judgement of anybody: the answer is a talk or a decision by the organisation.
"""

from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from partywork.common.periods import add_months
from partywork.members.enums import Closing, Flag
from partywork.members.models import MemberFlag, Standing

LASTING = (Flag.FLOATING, Flag.LOST)


def flagged_on(on: date) -> QuerySet[Any]:
    """Members away or out of touch on the day, each with ``begun``: a move between branches does not begin it anew.

    流动 (member.floating_months): think of moving the organisational tie where someone has settled. 失联
    (member.lost_months): the branch looks into 停止党籍.
    """
    first = MemberFlag.objects.filter(member=OuterRef("member"), flag=OuterRef("flag"), carried=False, since__lte=on)
    latest = first.order_by().values("member").annotate(day=Max("since")).values("day")
    begun = Case(When(carried=True, then=Coalesce(Subquery(latest), F("since"))), default=F("since"))
    return MemberFlag.objects.on(on).filter(flag__in=LASTING).annotate(begun=begun)


def suspended_by(on: date) -> QuerySet[Any]:
    """The standings that ended in 停止党籍 by the day with nothing decided since.

    member.lost_removal_months: the organisation decides on 除名 or on restoring.
    """
    came_back = Standing.objects.real().filter(member=OuterRef("member"), since__gte=OuterRef("until"), since__lte=on)
    rows = Standing.objects.filter(closing=Closing.SUSPENDED, until__lte=on)
    return rows.filter(Q(final_on=None) | Q(final_on__gt=on)).exclude(Exists(came_back))


def has_lasted(since: date, months: int, on: date) -> bool:
    return add_months(since, months) <= on
