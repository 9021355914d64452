"""People on the way into the party as of a date: read at once, whatever their number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from partywork.development.enums import ExtensionKind, GuideRole, StepCode
from partywork.development.intervals import Facts
from partywork.development.models import ActivistReview, DevelopmentExtension, DevelopmentGuide, DevelopmentStep
from partywork.development.progress import Progress, done_days, progress_of
from partywork.development.steps import STAGES, stage_day
from partywork.entries.enums import Status
from partywork.members.enums import Stage
from partywork.members.models import Member, Standing
from partywork.rules.queries import RuleBook, national_rules


@dataclass(frozen=True)
class Person:
    """Someone on the way, with what is on record up to the day asked about."""

    member: Member
    standing: Standing
    steps: dict[StepCode, DevelopmentStep]
    reviews: list[ActivistReview]
    guides: list[DevelopmentGuide]
    extensions: list[DevelopmentExtension]
    progress: Progress

    def names(self, role: GuideRole) -> str:
        return "、".join(each.guide.name for each in self.guides if each.role == role)


def rules_on(on: date) -> RuleBook:
    """The regulation is national and no unit sets its own numbers, so one book serves every branch and figure."""
    return national_rules(on)


def in_development(on: date | None = None) -> Q:
    """Standings of people on the way; a full member is on it from a vote recorded here until the papers are filed.

    Without a day, with all that is on record.
    """
    voted = _members_with(StepCode.FULL_VOTE, on)
    return ~Q(stage=Stage.FULL) | (Q(member__in=voted) & ~Q(member__in=_members_with(StepCode.ARCHIVE, on)))


def done_steps(on: date | None = None) -> QuerySet[DevelopmentStep]:
    rows = DevelopmentStep.objects.filter(status=Status.DONE)
    return rows if on is None else rows.filter(date__lte=on)


def _members_with(step: StepCode, on: date | None) -> QuerySet[Any, Any]:
    return done_steps(on).filter(step=step).values("member")


def with_records(standings: QuerySet[Any], on: date | None = None) -> QuerySet[Any]:
    """The standings with everything on record about their people up to a day, in one query a table."""
    reviews = ActivistReview.objects.filter(status=Status.DONE)
    extensions = DevelopmentExtension.objects.filter(status=Status.DONE)
    guides = DevelopmentGuide.objects.select_related("guide")
    if on is not None:
        reviews, extensions = reviews.filter(date__lte=on), extensions.filter(date__lte=on)
        guides = guides.filter(since__lte=on, until__gt=on)
    return standings.select_related("member", "org").prefetch_related(
        Prefetch("member__development_steps", done_steps(on).select_related("meeting"), to_attr="steps_taken"),
        Prefetch("member__activist_reviews", reviews.order_by("about"), to_attr="reviews_held"),
        Prefetch("member__development_extensions", extensions, to_attr="extensions_held"),
        Prefetch("member__development_guides", guides, to_attr="guides_held"),
    )


def people(standings: QuerySet[Any], on: date, rules: RuleBook, *, limit: int | None = None) -> list[Person]:
    """Those on the way among the standings, in the order of the standings. Five queries."""
    rows = with_records(standings.filter(in_development(on)), on)[:limit]
    return [person_of(row, on, rules) for row in rows]


def person(member: Member, on: date, rules: RuleBook) -> Person | None:
    """One person, on the way or not; None who was not on the books on that day."""
    rows = with_records(Standing.objects.on(on).filter(member=member), on)
    return next((person_of(row, on, rules) for row in rows), None)


def person_of(standing: Any, on: date, rules: RuleBook) -> Person:
    """From a row of ``with_records``."""
    member = standing.member
    steps = {StepCode(row.step): row for row in member.steps_taken}
    facts = facts_of(standing, steps.values(), member.reviews_held, member.extensions_held, member.guides_held, on)
    return Person(
        member=member,
        standing=standing,
        steps=steps,
        reviews=member.reviews_held,
        guides=member.guides_held,
        extensions=member.extensions_held,
        progress=progress_of(facts, rules, on),
    )


def facts_of(
    standing: Standing,
    steps: Iterable[DevelopmentStep],
    reviews: Iterable[ActivistReview],
    extensions: Iterable[DevelopmentExtension],
    guides: Iterable[DevelopmentGuide],
    on: date,
) -> Facts:
    stage = Stage(standing.stage)
    days = {each: stage_day(standing.member, each) for each in STAGES[: STAGES.index(stage) + 1]}
    began = {each: day for each, day in days.items() if day is not None and day <= on}
    recorded = {StepCode(row.step): row.date for row in steps}
    return Facts(
        stage=stage,
        began=began,
        done=done_days(began, recorded),
        reviewed=frozenset(row.about for row in reviews),
        extended={ExtensionKind(row.kind): row.months for row in extensions},
        contacts=sum(row.role == GuideRole.CONTACT for row in guides),
        voted_here=StepCode.FULL_VOTE in recorded,
    )
