"""How far someone has come: the phase, the next step, what is missing, and the worst light."""

from dataclasses import dataclass
from datetime import date

from partywork.development.enums import Phase, StepCode
from partywork.development.intervals import Facts, Interval, Light, intervals
from partywork.development.steps import BY_CODE, OPENING, STEPS, Step, reached
from partywork.members.enums import Stage
from partywork.rules.queries import RuleBook

WORST_FIRST = ("red", "amber", "green", "muted")


@dataclass(frozen=True)
class Progress:
    """``phase`` is that of the last step before the next one; ``missing`` are earlier steps nobody recorded."""

    facts: Facts
    phase: Phase
    next: Step | None
    missing: tuple[Step, ...]
    intervals: tuple[Interval, ...]
    on: date
    soon_days: int

    @property
    def running(self) -> list[Interval]:
        return [each for each in self.intervals if each.is_running]

    @property
    def most_urgent(self) -> Interval | None:
        """The running interval that comes first: deadlines before what has only to be waited for."""
        order = sorted(self.running, key=lambda each: (not each.is_deadline, each.day))
        return order[0] if order else None

    @property
    def light(self) -> Light:
        """The worst light of what is running; without any, that nothing is due."""
        lights = [each.light(self.on, self.soon_days) for each in self.running if each.is_deadline]
        return min(lights, key=lambda light: WORST_FIRST.index(light[0]), default=("muted", "没有期限"))

    @property
    def lacks_contact(self) -> bool:
        """细则第九条: an activist has one or two full members as 培养联系人."""
        return self.facts.stage == Stage.ACTIVIST and not self.facts.contacts

    @property
    def is_overdue(self) -> bool:
        return self.light[0] == "red"


def progress_of(facts: Facts, rules: RuleBook, on: date) -> Progress:
    """Pure: from what is on record, the rules and a day."""
    furthest = _furthest(facts)
    following = STEPS[furthest.number] if furthest.number < len(STEPS) else None
    return Progress(
        facts=facts,
        phase=furthest.phase,
        next=following,
        missing=missing_before(facts, furthest),
        intervals=tuple(intervals(facts, rules, on)),
        on=on,
        soon_days=rules.number("reminder.due_soon_days"),
    )


def _furthest(facts: Facts) -> Step:
    """The last step taken at the present stage, at least the one that opened it."""
    taken = [BY_CODE[code] for code in facts.done if reached(BY_CODE[code].stage, facts.stage)]
    return max([OPENING[facts.stage], *taken], key=lambda step: step.number)


def missing_before(facts: Facts, step: Step) -> tuple[Step, ...]:
    """Steps before this one that are not on record."""
    return tuple(each for each in STEPS[: step.number - 1] if each.code not in facts.done)


def done_days(began: dict[Stage, date], recorded: dict[StepCode, date]) -> dict[StepCode, date]:
    """The day of every step taken: those that open a stage from the roster, the others as recorded."""
    opened = {OPENING[stage].code: day for stage, day in began.items()}
    others = {code: day for code, day in recorded.items() if BY_CODE[code].begins is None}
    return opened | others
