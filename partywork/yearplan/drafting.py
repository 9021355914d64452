"""The year's plan of a unit as the rules and the records suggest it: what recurs, and what falls due."""

from collections.abc import Iterator
from datetime import date

from partywork.access.scope import Scope
from partywork.common.periods import last_day_of_month
from partywork.compliance.duties import APPRAISAL, LIFE, PROBATION, RECTIFICATION, REVIEW, TERM
from partywork.compliance.lights import Light, Obligation
from partywork.compliance.obligations import obligations
from partywork.measures.themes import Theme
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.models import Organisation
from partywork.orgs.queries import profile_of
from partywork.plans.enums import Each
from partywork.rules.queries import RuleBook, rules_for
from partywork.yearplan.proposals import Proposal
from partywork.yearplan.recurring import of_branches, recurring

PUBLISH, HOURS, REVIEWS = "dues.publish.frequency", "training.member_hours", "development.review.frequency"


def proposals(org: Organisation, scope: Scope, year: int, on: date) -> list[Proposal]:
    """Everything to be done in the year from ``on`` on, by its day. ``scope`` covers the unit alone.

    Each rule is taken as it holds on the first day that is planned.
    """
    first, last = max(on, date(year, 1, 1)), date(year, 12, 31)
    book, profile = rules_for(on=first, org=org), profile_of(org, first)
    found = list(obligations(scope, on, since=date(year, 1, 1), until=last))
    drafted = [*falling_due(found, book, year, on)]
    if profile:
        drafted += recurring(found, book, profile.activity_rule, year)
    drafted += of_a_branch(book, year) if org.kind in BRANCH_KINDS else of_branches(book, year)
    return sorted((each for each in drafted if first <= each.due_on <= last), key=lambda each: each.due_on)


def of_a_branch(book: RuleBook, year: int) -> Iterator[Proposal]:
    end = date(year, 12, 31)
    hours, rule = book.number(HOURS), book.rule(HOURS)
    if hours:  # not waived here
        yield Proposal(
            "hours", f"每名党员集中学习培训不少于{hours}学时", Theme.TRAINING.value, end, rule.citation,
            figure="集中学习学时", each=Each.PERSON, number=hours, over_year=True,
        )  # fmt: skip
    publish = book.frequency(PUBLISH)
    text = f"向党员公布党费收缴情况，年内不少于{publish.times}次"
    yield Proposal("dues_publish", text, Theme.DUES.value, end, book.rule(PUBLISH).citation)


def falling_due(found: list[Obligation], book: RuleBook, year: int, on: date) -> Iterator[Proposal]:
    """What has a day of its own: the end of a term or a probation, open problems, last year's meeting."""
    for each in found:
        if each.light is Light.MET and each.duty.code != TERM.code:
            continue
        match each.duty.code:
            case TERM.code if each.record:
                yield _dated(
                    each, f"term_{each.record}", f"完成换届，本届任期{_day(each.due_on)}届满", Theme.ORGANISATION
                )
            case PROBATION.code:
                text = f"讨论{_day(each.due_on)}预备期满的党员能否转正"  # no name: a plan is read by many
                yield _dated(each, f"probation_{each.record}", text, Theme.DEVELOPMENT, _not_before(each.due_on, on))
            case RECTIFICATION.code:
                due = _not_before(each.due_on, on)
                yield _dated(each, f"item_{each.record}", f"办结整改问题“{each.title}”", Theme.RECTIFICATION, due)
            case LIFE.code | APPRAISAL.code if each.turn and each.turn.year < year:
                code = f"{each.duty.code}_{each.turn.year}"
                words = "补开" if each.due_on < on else "召开"
                yield _dated(each, code, f"{words}{each.title}", Theme.LIFE, _not_before(each.due_on, on))
    if any(each.duty.code == REVIEW.code for each in found):
        yield from reviews(book, year)


def reviews(book: RuleBook, year: int) -> Iterator[Proposal]:
    for number, (label, end) in enumerate((("上半年", date(year, 6, 30)), ("下半年", date(year, 12, 31))), 1):
        why = book.rule(REVIEWS).citation
        yield Proposal(f"review_{number}", f"{label}考察入党积极分子", Theme.DEVELOPMENT.value, end, why)


def _dated(each: Obligation, code: str, text: str, theme: Theme, due: date | None = None) -> Proposal:
    return Proposal(code, text, theme.value, due or each.due_on, each.rule.citation)


def _not_before(due: date, on: date) -> date:
    """What is late already is to be done within the month."""
    return due if due >= on else last_day_of_month(on.year, on.month)


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
