"""Figures about each member's training hours (学时): how many of the roster have any, and enough."""

from collections.abc import Mapping

from django.db.models import Exists, Q

from partywork.access.scope import Scope
from partywork.measures.declarations import Condition, Measure, Ratio, Source, Stock, Tally
from partywork.measures.themes import Theme
from partywork.measures.window import Window
from partywork.meetings.training_hours import hours_of_outer_member, hours_tally
from partywork.members.enums import PARTY_STAGES
from partywork.members.models import Standing
from partywork.orgs.sectors import by_sector
from partywork.rules.queries import national_rules

MEMBER_HOURS = "training.member_hours"

TRAINED = Source(
    "training_hours", "党员学时", Standing, ledger="members", on="since", half="", month="", span="",
    where=Q(stage__in=PARTY_STAGES), dims={"sector": by_sector()},
)  # fmt: skip


def with_hours(least: int | None) -> Condition:
    """Members who have at least so many hours since the year began; ``None``: as many as the rule in force asks."""

    def condition(window: Window) -> Q:
        wanted = _wanted(least, window)
        return Q(Exists(hours_of_outer_member(window.on).filter(hours__gte=wanted)))

    return condition


def with_hours_tallied(least: int | None) -> Tally:
    """The same members counted by organisation."""

    def tally(scope: Scope, window: Window) -> Mapping[int, int]:
        wanted, by_org = _wanted(least, window), hours_tally(scope, window.on)
        return {org: sum(n for hours, n in people.items() if hours >= wanted) for org, people in by_org.items()}

    return tally


def _wanted(least: int | None, window: Window) -> int:
    return national_rules(window.on).number(MEMBER_HOURS) if least is None else least


_ROSTER = "数据截至日在册的正式党员和预备党员"
_SINCE = "当年1月1日至数据截至日、当天在册的会议活动登记的学时，减去请假和无故缺席的，已补学的计入，只开支委会的不计"


def _people(code: str, name: str, definition: str, where: Condition, tally: Tally | None = None) -> Measure:
    of = Stock("member", tally)
    return Measure(f"training.{code}", name, "人", Theme.TRAINING, TRAINED, of, definition, where)


MEASURES: list[Measure] = [
    _people("roster", "应接受教育培训的党员数", _ROSTER, Q()),
    _people("any", "参加教育培训的党员数", f"{_ROSTER}中有学时的；学时为{_SINCE}", with_hours(1),
            with_hours_tallied(1)),
    _people("reached", "达到规定学时的党员数",
            f"{_ROSTER}中学时达到“规则依据”所列党员每年学时的；学时为{_SINCE}", with_hours(None),
            with_hours_tallied(None)),
    Measure("training.rate", "教育培训覆盖率", "%", Theme.TRAINING, TRAINED, Ratio("training.any", "training.roster"),
            "参加教育培训的党员数 ÷ 应接受教育培训的党员数"),
    Measure("training.reached.rate", "学时达标率", "%", Theme.TRAINING, TRAINED,
            Ratio("training.reached", "training.roster"), "达到规定学时的党员数 ÷ 应接受教育培训的党员数"),
]  # fmt: skip
