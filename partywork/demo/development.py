"""The steps of those on the way: dates that follow their stages, reviews half-year by half-year, few left open."""

from collections.abc import Iterator
from datetime import date, timedelta

from partywork.demo.world import Unit, World
from partywork.development.actions import record_step
from partywork.development.enums import ReviewResult, StepCode
from partywork.development.intervals import code_of, half_year_of, is_owed
from partywork.development.models import ActivistReview, DevelopmentStep
from partywork.development.steps import step_of
from partywork.development.support_actions import log_review
from partywork.members.enums import PARTY_STAGES, Stage
from partywork.members.models import Member, Standing
from partywork.orgs.dated import FOREVER

# After which stage's day, and how many days after it (before it where negative), in the order they are recorded.
PLAN: tuple[tuple[StepCode, str, int], ...] = (
    (StepCode.TALK, "applied_on", 12),
    (StepCode.FILE_ACTIVIST, "activist_on", 8),
    (StepCode.CONTACTS, "activist_on", 9),
    (StepCode.CULTIVATE, "candidate_on", -9),
    (StepCode.FILE_CANDIDATE, "candidate_on", 9),
    (StepCode.SPONSORS, "candidate_on", 10),
    (StepCode.POLITICAL_REVIEW, "candidate_on", 34),
    (StepCode.TRAINING, "candidate_on", 60),
    (StepCode.COMMITTEE, "admitted_on", -40),
    (StepCode.PRE_EXAMINATION, "admitted_on", -24),
    (StepCode.FORM, "admitted_on", -10),
    (StepCode.ADMISSION_VOTE, "admitted_on", 0),
    (StepCode.SUPERIOR_TALK, "admitted_on", 20),
    (StepCode.APPROVAL, "admitted_on", 34),
    (StepCode.FILE_ABOVE, "admitted_on", 40),
    (StepCode.JOIN, "admitted_on", 41),
    (StepCode.OATH, "admitted_on", 50),
    (StepCode.OBSERVE, "full_on", -12),
    (StepCode.FULL_APPLICATION, "full_on", -9),
    (StepCode.FULL_VOTE, "full_on", 0),
    (StepCode.FULL_APPROVAL, "full_on", 38),
    (StepCode.ARCHIVE, "full_on", 60),
)
BEHIND = 4  # every so manieth branch has left the last review open


class Development:
    def __init__(self, world: World) -> None:
        self.world = world

    def make(self) -> None:
        for number, unit in enumerate(self.world.working):
            for member in self._on_the_way(unit):
                self._steps(unit, member)
                self._reviews(unit, member, is_behind=number % BEHIND == BEHIND - 1)

    def _on_the_way(self, unit: Unit) -> list[Member]:
        """Those who are, or in these years were, on the way in this branch."""
        here = Standing.objects.filter(org=unit.org, until=FOREVER).values("member")
        people = Member.objects.filter(pk__in=here, applied_on__isnull=False)
        return list(people.order_by("key"))

    def _steps(self, unit: Unit, member: Member) -> None:
        for code, name, days in PLAN:
            start: date | None = getattr(member, name)
            if start is not None and start + timedelta(days=days) <= self.world.today:
                self._record(unit, member, code, start + timedelta(days=days))

    def _record(self, unit: Unit, member: Member, code: StepCode, day: date) -> None:
        spec, step = step_of(code), DevelopmentStep(member=member, step=code, date=day, key=self.world.key())
        step.place = unit.place if spec.has_vote else ""
        step.days = 3 if spec.has_training else None
        if spec.has_vote:
            step.voters = Standing.objects.on(day).filter(org=unit.org, stage=Stage.FULL).count()
            step.votes = step.voters
        guides = self._guides(unit, member, day) if spec.guides else []
        record_step(step=step, guides=guides, version=member.version, by=unit.secretary, today=self.world.today)

    def _guides(self, unit: Unit, member: Member, day: date) -> list[Member]:
        """Two full members of the branch, not the same two for everyone."""
        here = Standing.objects.on(day).filter(org=unit.org, stage=Stage.FULL).values("member")
        still = Standing.objects.filter(org=unit.org, stage__in=PARTY_STAGES, until=FOREVER).values("member")
        full = list(Member.objects.filter(pk__in=here).filter(pk__in=still).order_by("key"))
        first = sum(member.key.encode()) % (len(full) - 1)
        return full[first : first + 2]

    def _reviews(self, unit: Unit, member: Member, *, is_behind: bool) -> None:
        """In the last weeks of each half-year as an activist."""
        days = list(self._review_days(member))
        for day in days[:-1] if is_behind and member.candidate_on is None else days:
            review = ActivistReview(
                member=member, about=code_of(half_year_of(day)), date=day, result=ReviewResult.CONTINUE,
                conclusion="能参加支部组织的学习和志愿服务，工作认真，需进一步加强理论学习。", key=self.world.key(),
            )  # fmt: skip
            log_review(review=review, by=unit.secretary, today=self.world.today)

    def _review_days(self, member: Member) -> Iterator[date]:
        if member.activist_on is None:
            return
        until = member.candidate_on or self.world.today
        half = half_year_of(member.activist_on)
        while (day := half.end - timedelta(days=10)) < until:
            if is_owed(half, member.activist_on):
                yield day
            half = half.next


def make_development(world: World) -> None:
    Development(world).make()
