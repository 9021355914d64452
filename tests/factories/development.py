"""People on the way into the party, and what is recorded about them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from partywork.accounts.models import User
from partywork.development.actions import record_step
from partywork.development.enums import ExtensionKind, GuideRole, ReviewResult, StepCode
from partywork.development.models import ActivistReview, DevelopmentExtension, DevelopmentStep
from partywork.development.steps import step_of
from partywork.development.support_actions import extend_term, log_review
from partywork.members.enums import STAGE_DATES, Stage
from partywork.members.models import Member
from partywork.orgs.models import Organisation
from tests.factories.members import make_member

TODAY = date(2026, 12, 31)
FIRST = {
    Stage.APPLICANT: date(2023, 3, 1),
    Stage.ACTIVIST: date(2023, 9, 1),
    Stage.CANDIDATE: date(2024, 10, 1),
    Stage.PROBATIONARY: date(2025, 6, 10),
    Stage.FULL: date(2026, 6, 10),
}


def make_person(org: Organisation, by: User, stage: Stage, **facts: Any) -> Member:
    """Someone on the books since the application, with a day for every stage reached; ``facts`` may change them."""
    reached = list(FIRST)[: list(FIRST).index(stage) + 1]
    facts = {STAGE_DATES[each]: FIRST[each] for each in reached} | facts
    since = min(facts[STAGE_DATES[each]] for each in reached)
    return make_member(org, by, stage=stage, since=since, **facts)


def make_step(
    member: Member, by: User, code: StepCode, day: date, *, guides: Sequence[Member] = (), **extra: Any
) -> DevelopmentStep:
    member.refresh_from_db()
    if step_of(code).guides and not guides:
        number = 1 if step_of(code).guides == GuideRole.CONTACT else 2
        guides = [make_member(member.org, by) for _ in range(number)]
    step = DevelopmentStep(member=member, step=code, date=day, **{"remark": "补录", **extra})
    return record_step(step=step, guides=guides, version=member.version, by=by, today=TODAY)


def make_review(member: Member, by: User, about: int, day: date, **extra: Any) -> ActivistReview:
    facts: dict[str, Any] = {"result": ReviewResult.CONTINUE, **extra}
    return log_review(review=ActivistReview(member=member, about=about, date=day, **facts), by=by, today=TODAY)


def make_extension(
    member: Member, by: User, kind: ExtensionKind, day: date, months: int = 0, **extra: Any
) -> DevelopmentExtension:
    facts: dict[str, Any] = {"remark": "需要继续考察", **extra}
    extension = DevelopmentExtension(member=member, kind=kind, date=day, months=months, **facts)
    return extend_term(extension=extension, by=by, today=TODAY)
