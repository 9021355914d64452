"""The legal intervals of 发展党员 for one person: a pure function of what is on record, the rules and a date.

Months are added once, from the day the interval begins (common.periods.add_months); holidays shift nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from partywork.common.periods import HalfYear, add_months, half_of, period_of
from partywork.development.enums import ExtensionKind, StepCode
from partywork.members.enums import Stage
from partywork.rules.models import Rule
from partywork.rules.queries import RuleBook

Light = tuple[str, str]  # colour, word
AFTER_ACTIVIST = (Stage.CANDIDATE, Stage.PROBATIONARY, Stage.FULL)


@dataclass(frozen=True)
class Facts:
    """What is on record about a person on a day: nothing later than that day is in it."""

    stage: Stage
    began: Mapping[Stage, date]
    done: Mapping[StepCode, date]  # with the steps that open a stage
    reviewed: frozenset[int] = frozenset()  # half-years: 20261
    extended: Mapping[ExtensionKind, int] = field(default_factory=dict)  # months
    contacts: int = 0
    voted_here: bool = False  # the vote on full membership was recorded as a step


class Bound(Enum):
    LATEST = "期限"  # to be done by the day
    EARLIEST = "不早于"  # not to be done before it
    TERM = "期满"  # not before the day, and due on it


@dataclass(frozen=True)
class Interval:
    """From ``begun_on`` a day follows on which, by which or from which something is to be done."""

    label: str
    bound: Bound
    begun_on: date
    day: date
    done_on: date | None
    rule: Rule

    @property
    def is_running(self) -> bool:
        return self.done_on is None

    @property
    def is_deadline(self) -> bool:
        return self.bound is not Bound.EARLIEST

    def light(self, on: date, soon_days: int) -> Light:
        """While it runs: red from the day after the deadline, amber shortly before. Done: how it went."""
        if self.done_on is not None:
            return self._went(self.done_on)
        if self.bound is Bound.EARLIEST:
            return ("green", "已满") if on >= self.day else ("muted", "未满")
        left = (self.day - on).days
        if left < 0:
            return "red", "逾期"
        return ("amber", "将到期") if left <= soon_days else ("green", "正常")

    def _went(self, done_on: date) -> Light:
        if self.bound is Bound.LATEST and done_on > self.day:
            return "amber", "晚于期限"
        if self.bound is not Bound.LATEST and done_on < self.day:
            return "amber", "早于规定"
        return "green", "符合"


def intervals(facts: Facts, rules: RuleBook, on: date) -> list[Interval]:
    """Every interval that has begun by ``on``, in order; those whose end nobody recorded in time are left out
    once the person has gone on to the next stage: they show as steps that are missing."""
    found = [
        _talk(facts, rules),
        _year_as_activist(facts, rules),
        *_reviews(facts, rules, on),
        _approval(facts, rules),
        _probation(facts, rules),
        _full_approval(facts, rules),
    ]
    return [each for each in found if each is not None]


def _talk(facts: Facts, rules: RuleBook) -> Interval | None:
    begun, done = facts.began.get(Stage.APPLICANT), facts.done.get(StepCode.TALK)
    if begun is None or (done is None and facts.stage != Stage.APPLICANT):
        return None
    rule = rules.rule("development.talk_months")
    day = add_months(begun, rules.number(rule.code))
    return Interval("派人谈话", Bound.LATEST, begun, day, done, rule)


def _year_as_activist(facts: Facts, rules: RuleBook) -> Interval | None:
    begun, done = facts.began.get(Stage.ACTIVIST), facts.began.get(Stage.CANDIDATE)
    if begun is None or (done is None and facts.stage != Stage.ACTIVIST):
        return None
    rule = rules.rule("development.activist_months")
    day = activist_year_ends(begun, rules)
    return Interval("培养教育考察，然后确定发展对象", Bound.EARLIEST, begun, day, done, rule)


def activist_year_ends(begun: date, rules: RuleBook) -> date:
    """The first day on which an activist may become 发展对象."""
    return add_months(begun, rules.number("development.activist_months"))


def _reviews(facts: Facts, rules: RuleBook, on: date) -> list[Interval]:
    """The review of the last half-year if it is still owed, and that of the running one."""
    begun = facts.began.get(Stage.ACTIVIST)
    if begun is None or facts.stage != Stage.ACTIVIST:
        return []
    rule = rules.rule("development.review.frequency")
    now = half_year_of(on)
    owed = []
    if is_owed(now.previous, begun) and not any(each >= code_of(now.previous) for each in facts.reviewed):
        owed.append(now.previous)
    if is_owed(now, begun) and code_of(now) not in facts.reviewed:
        owed.append(now)
    return [Interval(f"{half.label}考察", Bound.LATEST, half.start, half.end, None, rule) for half in owed]


def is_owed(half: HalfYear, activist_on: date) -> bool:
    """A review is owed for a half-year that someone has been an activist from its first day."""
    return half.start >= activist_on


def reviews_missed(facts: Facts, on: date) -> list[HalfYear]:
    """Half-years that are over, for which a review was owed and none is on record."""
    begun = facts.began.get(Stage.ACTIVIST)
    if begun is None:
        return []
    until = min([on, *(facts.began[stage] for stage in AFTER_ACTIVIST if stage in facts.began)])
    half, missed = half_year_of(begun), []
    while half.end < until:
        if is_owed(half, begun) and code_of(half) not in facts.reviewed:
            missed.append(half)
        half = half.next
    return missed


def _approval(facts: Facts, rules: RuleBook) -> Interval | None:
    begun, done = facts.began.get(Stage.PROBATIONARY), facts.done.get(StepCode.APPROVAL)
    if begun is None or (done is None and facts.stage != Stage.PROBATIONARY):
        return None
    special = ExtensionKind.APPROVAL in facts.extended
    rule = rules.rule("development.approval_limit_months" if special else "development.approval_months")
    day = add_months(begun, rules.number(rule.code))
    return Interval("上级党委审批接收", Bound.LATEST, begun, day, done, rule)


def _probation(facts: Facts, rules: RuleBook) -> Interval | None:
    begun, done = facts.began.get(Stage.PROBATIONARY), facts.began.get(Stage.FULL)
    if begun is None or (done is None and facts.stage != Stage.PROBATIONARY):
        return None
    rule = rules.rule("development.probation_months")
    return Interval("预备期满，讨论转正", Bound.TERM, begun, probation_ends(facts, rules), done, rule)


def probation_ends(facts: Facts, rules: RuleBook) -> date:
    """The day the probation is over: a year after the branch meeting, later where it was prolonged.

    One addition from the meeting's day, so that a probation from 31 August prolonged by six months ends on the
    last day of February.
    """
    months = rules.number("development.probation_months") + facts.extended.get(ExtensionKind.PROBATION, 0)
    return add_months(facts.began[Stage.PROBATIONARY], months)


def _full_approval(facts: Facts, rules: RuleBook) -> Interval | None:
    """Only for a vote recorded here: of those who turned full long ago nobody enters the approval any more."""
    begun, done = facts.began.get(Stage.FULL), facts.done.get(StepCode.FULL_APPROVAL)
    if begun is None or not facts.voted_here:
        return None
    rule = rules.rule("development.full_approval_months")
    day = add_months(begun, rules.number(rule.code))
    return Interval("上级党委审批转正", Bound.LATEST, begun, day, done, rule)


def half_year_of(day: date) -> HalfYear:
    found = period_of(day, "half")
    assert isinstance(found, HalfYear)
    return found


def code_of(half: HalfYear) -> int:
    """20261, as stored with records."""
    return half_of(half.start)
