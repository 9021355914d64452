"""What recurs by a rule: the meetings, lectures, talks and visits of the year, each with its number as a target."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from partywork.compliance.duties import (
    APPRAISAL,
    COMMITTEE,
    CONTACT,
    GENERAL,
    GROUP,
    LEADER_LECTURE,
    LECTURE,
    LIFE,
    TALKS,
    THEME_DAY,
    Duty,
)
from partywork.compliance.lights import Obligation
from partywork.measures import lookup
from partywork.measures.declarations import Request
from partywork.orgs.activity import ActivityRule
from partywork.plans.enums import Each
from partywork.rules.queries import RuleBook
from partywork.rules.values import EVERY_LABELS, Every, Frequency
from partywork.yearplan.proposals import Proposal

EACH: dict[Every, Each] = {"month": Each.MONTH, "quarter": Each.QUARTER}
EACH_BRANCH: dict[Every, Each] = {"month": Each.BRANCH_MONTH, "quarter": Each.BRANCH_QUARTER}
YEARLY = "年内"


@dataclass(frozen=True)
class Line:
    """A recurring duty in the words of a plan.

    One that is not ``counted`` has no figure of its own: what a unit below did would count for it.
    """

    code: str
    duty: Duty
    words: str
    counted: bool = True


LINES = (
    Line("committee", COMMITTEE, "召开支委会"),
    Line("group", GROUP, "召开党小组会"),
    Line("theme_day", THEME_DAY, "开展主题党日"),
    Line("general", GENERAL, "召开党员大会"),
    Line("lecture", LECTURE, "组织党课"),
    Line("leader_lecture", LEADER_LECTURE, "书记讲党课", counted=False),
    Line("life", LIFE, "召开组织生活会"),
    Line("appraisal", APPRAISAL, "开展民主评议党员"),
    *(Line(f"talk_{pair.value}", duty, f"开展{pair.label}谈心谈话") for pair, duty in TALKS.items()),
    Line("contact", CONTACT, "联系领导到联系点走访"),
)
OF_BRANCHES = tuple(line for line in LINES if line.duty in (COMMITTEE, THEME_DAY, GENERAL, LECTURE))


def recurring(found: list[Obligation], book: RuleBook, activity: ActivityRule, year: int) -> Iterator[Proposal]:
    """A line for each duty that falls on the unit in the year; how many owe it (groups) multiplies its number."""
    for line in LINES:
        mine = [each for each in found if _is_of(each, line) and each.turn and each.turn.year == year]
        if not mine:
            continue
        owing = max(sum(each.turn == first.turn for each in mine) for first in mine)
        words = line.words + (f"（{activity.words}）" if line.duty is THEME_DAY and activity.words else "")
        yield _proposal(line, words, book, year, EACH, owing)


def of_branches(book: RuleBook, year: int) -> Iterator[Proposal]:
    """For a unit with branches below it: what each of them is to do."""
    for line in OF_BRANCHES:
        if book.frequency(line.duty.rule).times:  # not waived here
            yield _proposal(line, line.words, book, year, EACH_BRANCH, 1)


def _is_of(each: Obligation, line: Line) -> bool:
    return each.duty.code == line.duty.code and each.duty.request == line.duty.request


def _proposal(line: Line, words: str, book: RuleBook, year: int, each: dict[Every, Each], owing: int) -> Proposal:
    frequency: Frequency = book.frequency(line.duty.rule)
    request = line.duty.request
    assert request is not None
    often = EVERY_LABELS[frequency.every] if frequency.every != "year" else YEARLY
    number = frequency.times * owing
    of_branches = each is EACH_BRANCH
    return Proposal(
        code=f"{'branches_' if of_branches else ''}{line.code}",
        text=f"{'各支部' if of_branches else ''}{often}{words}不少于{number}次",
        theme=_theme(request),
        due_on=date(year, 12, 31),
        why=book.rule(line.duty.rule).citation,
        figure=lookup.show_request(request) if line.counted else "",
        each=each.get(frequency.every, Each.BRANCH if of_branches else Each.WHOLE),
        number=number if frequency.every in each else number * _times_a_year(frequency.every),
        over_year=True,
    )


def _times_a_year(every: Every) -> int:
    return {"month": 12, "quarter": 4, "half_year": 2, "year": 1}[every]


def _theme(request: Request) -> str:
    return lookup.measure(request.code).theme
