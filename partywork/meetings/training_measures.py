"""Figures about each member's training hours (学时), from meetings and their absentees: nobody's presence is a row.

A member has the hours of every meeting of the branch he stood in that day (of his group, for a group's meeting) but
those he missed; a session made up counts. A 支委会 alone counts for nobody here. Hours run from the year's first day.
"""

from datetime import date
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from partywork.entries.enums import Status
from partywork.measures.declarations import Condition, Measure, Ratio, Source, Stock
from partywork.measures.themes import Theme
from partywork.measures.window import Window
from partywork.meetings.enums import AbsenceReason, MeetingKind
from partywork.meetings.models import Absence
from partywork.members.enums import PARTY_STAGES
from partywork.members.models import Standing
from partywork.orgs.sectors import by_sector
from partywork.rules.queries import rules_for

MEMBER_HOURS = "training.member_hours"
MISSED = (AbsenceReason.LEAVE, AbsenceReason.ABSENT)

TRAINED = Source(
    "training_hours", "党员学时", Standing, ledger="members", on="since", half="", month="", span="",
    where=Q(stage__in=PARTY_STAGES), dims={"sector": by_sector()},
)  # fmt: skip

_FOR_ALL = Q(
    *[(f"org__meeting__{kind.value}", True) for kind in MeetingKind if kind != MeetingKind.COMMITTEE], _connector=Q.OR
)


def with_hours(least: int | None) -> Condition:
    """Members who have at least so many hours since the year began; ``None``: as many as the rule in force asks."""

    def condition(window: Window) -> Q:
        wanted = rules_for(on=window.on).number(MEMBER_HOURS) if least is None else least
        return Q(Exists(_hours(window.on).filter(hours__gte=wanted)))

    return condition


def _hours(on: date) -> QuerySet[Any, Any]:
    """One row for the member of the outer query: the hours of this year until ``on``; none without any meeting."""
    first = date(on.year, 1, 1)
    missed = Absence.objects.filter(
        member=OuterRef("member"), reason__in=MISSED, meeting__status=Status.DONE, meeting__date__range=(first, on)
    )
    missed_hours = missed.order_by().values("member").annotate(sum=Sum("meeting__hours")).values("sum")
    attended = Standing.objects.real().filter(
        Q(org__meeting__group=None) | Q(org__meeting__group=F("group")),
        _FOR_ALL,
        member=OuterRef("member"),
        stage__in=PARTY_STAGES,
        org__meeting__status=Status.DONE,
        org__meeting__date__range=(first, on),
        org__meeting__date__gte=F("since"),
        org__meeting__date__lt=F("until"),
    )
    offered = attended.order_by().values("member").annotate(offered=Sum("org__meeting__hours"))
    missing = Coalesce(Subquery(missed_hours, output_field=IntegerField()), 0)
    return offered.annotate(hours=F("offered") - missing)


_ROSTER = "数据截至日在册的正式党员和预备党员"
_SINCE = "当年1月1日至数据截至日、当天在册的会议活动登记的学时，减去请假和无故缺席的，已补学的计入，只开支委会的不计"


def _people(code: str, name: str, definition: str, where: Condition) -> Measure:
    return Measure(f"training.{code}", name, "人", Theme.TRAINING, TRAINED, Stock("member"), definition, where)


MEASURES: list[Measure] = [
    _people("roster", "应接受教育培训的党员数", _ROSTER, Q()),
    _people("any", "参加教育培训的党员数", f"{_ROSTER}中有学时的；学时为{_SINCE}", with_hours(1)),
    _people("reached", "达到规定学时的党员数",
            f"{_ROSTER}中学时达到“规则依据”所列党员每年学时的；学时为{_SINCE}", with_hours(None)),
    Measure("training.rate", "教育培训覆盖率", "%", Theme.TRAINING, TRAINED, Ratio("training.any", "training.roster"),
            "参加教育培训的党员数 ÷ 应接受教育培训的党员数"),
    Measure("training.reached.rate", "学时达标率", "%", Theme.TRAINING, TRAINED,
            Ratio("training.reached", "training.roster"), "达到规定学时的党员数 ÷ 应接受教育培训的党员数"),
]  # fmt: skip
