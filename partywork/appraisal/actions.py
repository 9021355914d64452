"""Logging and editing what an appraisal or an organisation-life meeting came to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.appraisal.enums import Grade, Whose
from partywork.appraisal.models import Appraisal, GradeLine, LifeProblem
from partywork.appraisal.queries import roster_on
from partywork.audit.recorder import action, record_event
from partywork.entries.actions import create_record, edit_record
from partywork.entries.enums import Status
from partywork.members.models import Member


class Problem(NamedTuple):
    whose: Whose
    text: str
    measure: str = ""


@dataclass(frozen=True)
class Outcome:
    """What belongs to the record beside its own fields."""

    grades: Mapping[Member, Grade] = field(default_factory=dict)
    problems: Sequence[Problem] = ()


@action
def log_appraisal(*, appraisal: Appraisal, outcome: Outcome, by: User) -> Appraisal:
    """Save what a meeting came to.

    Raises ValidationError, and writes nothing, for a meeting of another kind or not held, a year that cannot be
    meant, a graded person who was no full member on the roster of the day, or one graded for that year before.
    """
    check_appraisal(appraisal, outcome)
    saved = create_record(record=appraisal, by=by)
    assert isinstance(saved, Appraisal)
    if saved is appraisal:
        _write(appraisal, outcome)
    return saved


@action
def edit_appraisal(*, appraisal: Appraisal, outcome: Outcome, version: int, by: User) -> Appraisal:
    """Save an edited record; its grades and problems are replaced by the given ones."""
    check_appraisal(appraisal, outcome)
    before = dict(appraisal.grades.values_list("member", "grade"))
    edit_record(record=appraisal, version=version, by=by)
    appraisal.grades.all().delete()
    appraisal.problems.all().delete()
    _write(appraisal, outcome)
    _note_regraded(appraisal, before, outcome, by)
    return appraisal


def _note_regraded(appraisal: Appraisal, before: Mapping[int, str], outcome: Outcome, by: User) -> None:
    """That grades were changed, of how many: whose stays inside the branch and out of the chain."""
    after = {member.pk: grade.value for member, grade in outcome.grades.items()}
    changed = sum(before.get(pk) != after.get(pk) for pk in before.keys() | after.keys())
    if changed:
        record_event(
            by=by,
            action="appraisal.regrade",
            subject=appraisal,
            summary=f"“{appraisal}”改动{changed}人的等次",
            org_id=appraisal.org_id,
        )


def check_appraisal(appraisal: Appraisal, outcome: Outcome) -> None:
    """Refuse what cannot be true of an appraisal."""
    meeting = appraisal.meeting
    if meeting.org_id != appraisal.org_id or not (meeting.is_life or meeting.is_appraisal):
        raise ValidationError("请从本组织的组织生活会或民主评议会议登记。")
    if meeting.status != Status.DONE:
        raise ValidationError("这次会议没有召开或者已经取消，不能登记评议结果。")
    _check_year(appraisal)
    if not outcome.grades and not outcome.problems:
        raise ValidationError("请评定等次，或者写明查摆的问题。")
    if outcome.grades and not meeting.is_appraisal:
        raise ValidationError("这次会议的类型没有勾选民主评议，请先修改会议类型，再评定等次。")
    if any(not problem.text.strip() for problem in outcome.problems):
        raise ValidationError("写了整改措施的，请写明是什么问题。")
    _check_graded(appraisal, outcome)


def _check_year(appraisal: Appraisal) -> None:
    held, stated = appraisal.meeting.date.year, appraisal.meeting.belongs_to
    if appraisal.year not in (held, held - 1):
        raise ValidationError({"year": f"会议在{held}年召开，所属年度应是{held - 1}或{held}。"})
    if stated and appraisal.year != stated:
        raise ValidationError({"year": f"会议登记的所属年度是{stated}，请核对；会议填错的先改会议。"})


def _check_graded(appraisal: Appraisal, outcome: Outcome) -> None:
    day = appraisal.meeting.date
    graded = {each.member.pk for each in roster_on(appraisal.org, day) if each.is_graded}
    strangers = [member.name for member in outcome.grades if member.pk not in graded]
    if strangers:
        raise ValidationError(f"{'、'.join(strangers)}在{day:%Y-%m-%d}不是本支部名册上的正式党员，不评定等次。")
    other = GradeLine.objects.filter(appraisal__year=appraisal.year, member__in=list(outcome.grades))
    other = other.exclude(appraisal=appraisal.pk).exclude(appraisal__status=Status.CANCELLED)
    twice = other.exclude(appraisal__meeting__status=Status.CANCELLED).select_related("member")
    if names := [line.member.name for line in twice[:5]]:
        raise ValidationError(f"{'、'.join(names)}{appraisal.year}年度已经评定过等次，一年评一次。")


def _write(appraisal: Appraisal, outcome: Outcome) -> None:
    GradeLine.objects.bulk_create(
        GradeLine(appraisal=appraisal, member=member, grade=grade) for member, grade in outcome.grades.items()
    )
    LifeProblem.objects.bulk_create(
        LifeProblem(appraisal=appraisal, position=number, whose=each.whose, text=each.text, measure=each.measure)
        for number, each in enumerate(outcome.problems, 1)
    )
