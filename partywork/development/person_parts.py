"""The parts of a person's page: steps in their phases, intervals with their lights, reviews half by half."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from partywork.access.scope import Scope
from partywork.common.periods import HalfYear
from partywork.development.enums import Phase, StepCode
from partywork.development.intervals import Interval, Light, code_of, half_year_of, is_owed, reviews_missed
from partywork.development.models import ActivistReview, DevelopmentStep, half_label
from partywork.development.places import shown_day
from partywork.development.queries import Person
from partywork.development.steps import STEPS, Step, reached
from partywork.ledgers.columns import Column
from partywork.members.enums import Stage


def interval_columns(found: Person) -> list[Column]:
    """Over intervals, judged on the person's day."""
    progress = found.progress

    def light(each: Interval) -> Light:
        return each.light(progress.on, progress.soon_days)

    return [
        Column("label", "事项", lambda each: each.label, width=24),
        Column("begun_on", "起算", lambda each: each.begun_on, "date"),
        Column("bound", "要求", lambda each: f"{each.bound.value} {shown_day(each.day)}", width=20),
        Column("done_on", "办理", lambda each: each.done_on, "date"),
        Column("light", "情况", lambda each: light(each)[1], mark=lambda each: light(each)[0]),
        Column("rule", "依据", lambda each: each.rule.citation, width=24),
    ]


GUIDE_COLUMNS = [
    Column("guide", "姓名", lambda each: each.guide.name),
    Column("role", "身份", lambda each: each.get_role_display()),
    Column("since", "自何日起", lambda each: each.since, "date"),
]


@dataclass(frozen=True)
class ReviewLine:
    """A half-year with its review, or without one that is owed."""

    about: int
    review: ActivistReview | None
    url: str
    light: Light


REVIEW_COLUMNS = [
    Column("about", "所属半年", lambda line: half_label(line.about)),
    Column("date", "考察日期", lambda line: line.review.date if line.review else None, "date"),
    Column("result", "结论", lambda line: line.review.get_result_display() if line.review else ""),
    Column("light", "情况", lambda line: line.light[1], mark=lambda line: line.light[0]),
    Column("open", "记录", lambda line: format_html('<a href="{}">查看</a>', line.url) if line.url else ""),
]


def review_lines(found: Person, scope: Scope) -> list[ReviewLine]:
    """Newest half-year first: reviews held, reviews missed, and the running one if it is owed."""
    on, facts = found.progress.on, found.progress.facts
    lines = [_held(review, scope) for review in found.reviews]
    colour = "red" if facts.stage == Stage.ACTIVIST else "muted"  # what is past is not to be done any more
    lines += [ReviewLine(code_of(half), None, "", (colour, "没有登记")) for half in reviews_missed(facts, on)]
    now = half_year_of(on)
    if _is_open(found, now):
        lines.append(ReviewLine(code_of(now), None, "", ("muted", f"{shown_day(now.end)}前考察")))
    return sorted(lines, key=lambda line: -line.about)


def _held(review: ActivistReview, scope: Scope) -> ReviewLine:
    url = reverse("activist_reviews:detail", args=[review.pk]) if scope.covers(review.org_id) else ""
    return ReviewLine(review.about, review, url, ("green", "已考察"))


def _is_open(found: Person, now: HalfYear) -> bool:
    facts = found.progress.facts
    begun = facts.began.get(Stage.ACTIVIST)
    is_activist = facts.stage == Stage.ACTIVIST and begun is not None
    return is_activist and begun is not None and is_owed(now, begun) and code_of(now) not in facts.reviewed


def step_groups(found: Person, writes: bool, scope: Scope) -> list[dict[str, Any]]:
    """The twenty-five steps in five groups, each with its day, its record or the way to record it."""
    seen = {row.org_id: scope.covers(row.org_id) for row in found.steps.values()}
    return [
        {
            "label": phase.label,
            "rows": [_step_row(found, step, writes, seen) for step in STEPS if step.phase == phase],
        }
        for phase in Phase
    ]


def _step_row(found: Person, step: Step, writes: bool, seen: dict[int, bool]) -> dict[str, Any]:
    progress = found.progress
    day, row = progress.facts.done.get(step.code), found.steps.get(step.code)
    if step.begins and day is None:
        row = None  # the stage was taken back on the roster
    is_next = progress.next is not None and progress.next.code == step.code
    url, label = _way(found, step, row, seen) if writes or row else ("", "")
    return {
        "number": step.number,
        "name": step.name,
        "who": step.who,
        "article": step.article,
        "day": shown_day(day),
        "detail": _detail(found, row) if row else "",
        "url": url,
        "action": label,
        "css": "next" if is_next else ("done" if day else ""),
        "is_missing": step in progress.missing,
    }


def _way(found: Person, step: Step, row: DevelopmentStep | None, seen: dict[int, bool]) -> tuple[str, str]:
    if row is not None:
        return (reverse("development_steps:detail", args=[row.pk]), "查看") if seen[row.org_id] else ("", "")
    if step.code == StepCode.APPLY:
        return reverse("members:edit", args=[found.member.pk]), "修改"
    if not reached(step.stage, found.progress.facts.stage):
        return "", ""
    label = "补充" if step.code in found.progress.facts.done else "登记"
    return reverse("development:record", args=[found.member.pk, step.code.value]), label


def _detail(found: Person, row: DevelopmentStep) -> str:
    role = row.spec.guides
    parts = [
        found.names(role) if role else "",
        f"{row.days}天" if row.days else "",
        f"{row.hours}学时" if row.hours else "",
        f"应到{row.voters}人，赞成{row.votes}人" if row.voters else "",
        str(row.meeting) if row.meeting else "",
        row.remark,
    ]
    return "；".join(part for part in parts if part)
