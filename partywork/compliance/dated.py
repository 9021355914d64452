"""Whatever has a day of its own, of all kinds, in one query: terms, party groups, reviews, probation, rectification,
plans, circumstances of members.
"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)  # fmt: skip
from django.db.models.functions import Cast, Coalesce

from partywork.access.scope import Scope
from partywork.committees.models import CommitteePost, CommitteeTerm
from partywork.committees.queries import in_force
from partywork.development.enums import ExtensionKind
from partywork.development.models import DevelopmentExtension
from partywork.development.overdue import review, review_due, reviewed_now
from partywork.entries.enums import Status
from partywork.members.enums import Flag, Stage
from partywork.members.models import Standing
from partywork.members.prompts import flagged_on, suspended_by
from partywork.orgs.models import PartyGroup
from partywork.plans.enums import PlanState
from partywork.plans.models import PlanItem
from partywork.rectification.enums import DUE_STATES
from partywork.rectification.models import ItemState

AHEAD = timedelta(days=366)  # plans and items due later than this are no page's business yet
REVIEWED, MISSED = 1, 2  # in this half-year; neither in it nor in the last one

TERM, SHIFTED, GROUP, PROBATION, REVIEW, RECTIFICATION, PLAN, FLOATING, LOST, SUSPENDED = (
    "term", "shifted", "group", "probation", "review", "rectification", "plan", "floating", "lost", "suspended",
)  # fmt: skip
NO_NUMBER = Value(0, output_field=IntegerField())


class Dated(NamedTuple):
    """A row of any of the tables: whose, its days, its record, what it is called.

    ``number``: of a term the people in its committee, of a probation the months it was prolonged by, of a review
    whether it was done or missed.
    """

    kind: str
    org_id: int
    day: date
    until: date
    record: int
    text: str
    number: int


def dated_in(scope: Scope, since: date, on: date, until: date) -> dict[str, list[Dated]]:
    """By kind, as known on ``on``; groups of any day from ``since`` to ``until``, terms replaced since ``since``."""
    parts = [*_committees(scope, since, on), *_people(scope, on), *_work(scope, on, max(until, on) + AHEAD)]
    groups = PartyGroup.objects.filter(until__gt=since, since__lte=until)
    parts.append(_listed(GROUP, groups, scope, "since", "pk", "name", until="until"))
    found: dict[str, list[Dated]] = {}
    for row in parts[0].union(*parts[1:], all=True):
        each = Dated(*row)
        found.setdefault(each.kind, []).append(each)
    return found


def _committees(scope: Scope, since: date, on: date) -> list[QuerySet[Any]]:
    posts = CommitteePost.objects.on(on).filter(term=OuterRef("pk")).order_by().values("term")
    people = Subquery(posts.annotate(n=Count("name", distinct=True)).values("n"), output_field=IntegerField())
    shifted = CommitteeTerm.objects.filter(
        status=Status.DONE, ended_on__gte=since, ended_on__lte=on, due_on__gt=F("ended_on")
    )
    terms = CommitteeTerm.objects.filter(in_force(on))
    return [
        _listed(TERM, terms, scope, "due_on", "pk", "number", Coalesce(people, NO_NUMBER)),
        _listed(SHIFTED, shifted, scope, "due_on", "pk", "number", until="ended_on"),
    ]


def _people(scope: Scope, on: date) -> list[QuerySet[Any]]:
    admitted = Standing.objects.on(on).filter(stage=Stage.PROBATIONARY)
    admitted = admitted.annotate(admitted=Coalesce("member__admitted_on", "since"))
    reviewed = Case(
        When(reviewed_now(on), then=REVIEWED), When(review(on), then=MISSED), default=0, output_field=IntegerField()
    )
    activists = Standing.objects.on(on).filter(review_due(on))
    flagged, suspended = flagged_on(on), suspended_by(on)
    return [
        _listed(PROBATION, admitted, scope, "admitted", "member", "member__name", _prolonged(on)),
        _listed(REVIEW, activists, scope, "since", "member", "member__name", reviewed),
        _listed(FLOATING, flagged.filter(flag=Flag.FLOATING), scope, "begun", "member", "flag"),
        _listed(LOST, flagged.filter(flag=Flag.LOST), scope, "begun", "member", "flag"),
        _listed(SUSPENDED, suspended, scope, "until", "member", "closing"),
    ]


def _work(scope: Scope, on: date, last: date) -> list[QuerySet[Any]]:
    states = ItemState.objects.on(on).filter(item__status=Status.DONE, state__in=DUE_STATES, due_on__lte=last)
    open_on = Q(done_on__isnull=True) | Q(done_on__gt=on)
    plans = PlanItem.objects.filter(open_on, due_on__lte=last).exclude(state=PlanState.CANCELLED)
    return [
        _listed(RECTIFICATION, states, scope, "due_on", "item", "item__title", org="item__org"),
        _listed(PLAN, plans, scope, "due_on", "pk", "text"),
    ]


def _prolonged(on: date) -> Any:
    """The months by which a person's probation was prolonged, as known on the day."""
    held = DevelopmentExtension.objects.filter(
        member=OuterRef("member"), kind=ExtensionKind.PROBATION, status=Status.DONE, date__lte=on
    )
    months = held.order_by().values("member").annotate(most=Max("months")).values("most")
    return Coalesce(Subquery(months, output_field=IntegerField()), NO_NUMBER)


def _listed(
    kind: str, rows: QuerySet[Any], scope: Scope, day: str, record: str, text: str, number: Any = NO_NUMBER,
    *, org: str = "org", until: str = "",
) -> QuerySet[Any]:  # fmt: skip
    """The columns of ``Dated``; a union needs them alike in every part."""
    if scope.orgs is not None:
        rows = rows.filter(**{f"{org}__in": scope.orgs})
    return rows.order_by().values_list(
        Value(kind, output_field=CharField()), F(org), F(day), F(until or day), F(record), Cast(text, CharField()),
        number,
    )  # fmt: skip
