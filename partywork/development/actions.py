"""Recording, editing and undoing steps. A step that opens a stage changes the stage through the members' own action."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action
from partywork.development.checks import check_guides, check_reason, check_step
from partywork.development.models import DevelopmentGuide, DevelopmentStep
from partywork.development.queries import Person, done_steps, person, rules_on
from partywork.development.steps import STEPS, reached, stage_day
from partywork.development.support_actions import name_guides
from partywork.entries.actions import cancel_entry, create_record, edit_record, existing
from partywork.members.corrections import undo_latest
from partywork.members.enums import Opening
from partywork.members.models import Member
from partywork.members.movements import change_stage
from partywork.members.queries import latest_standing


@action
def record_step(
    *, step: DevelopmentStep, guides: Sequence[Member] = (), version: int, by: User, today: date
) -> DevelopmentStep:
    """Record that a step was taken; the same key records once.

    ``version`` is the person's, for a step that opens a stage. ``guides`` are those named by the step.
    Raises ValidationError, and writes nothing, for what cannot be, and for what departs from the regulation
    without a reason in the remark.
    """
    step.org = step.member.org
    earlier = existing(DevelopmentStep, step.org, step.key)
    if isinstance(earlier, DevelopmentStep):
        return earlier
    rules, now = rules_on(today), on_the_books(step.member, today)
    check_step(step, now, rules, today)
    role = step.spec.guides
    if role:
        check_guides(step.member, role, guides, step.date, rules)
    check_reason(step, now, rules)
    _open_stage(step, version, by, today)
    saved = create_record(record=step, by=by)
    assert isinstance(saved, DevelopmentStep)
    if role:
        name_guides(member=step.member, role=role, guides=guides, on=step.date, by=by, today=today)
    return saved


@action
def edit_step(*, step: DevelopmentStep, version: int, by: User, today: date) -> DevelopmentStep:
    """Save an edited step, also of someone who has left. Who was named by it is changed with ``name_guides``."""
    rules = rules_on(today)
    now = person(step.member, today, rules) or on_the_books(step.member, step.date)
    check_step(step, now, rules, today)
    check_reason(step, now, rules)
    edit_record(record=step, version=version, by=by)
    return step


@action
def undo_step(*, step: DevelopmentStep, version: int, reason: str, by: User, today: date) -> DevelopmentStep:
    """Take a step back with the reason; the record stays as cancelled.

    If it opened a stage, the stage is taken back too, as long as nothing has followed.
    """
    cancel_entry(entry=step, version=version, reason=reason, by=by)
    begins = step.spec.begins
    if step.opened_stage and begins is not None and stage_day(step.member, begins) is not None:
        _refuse_what_others_rest_on(step)
        newest = latest_standing(step.member)
        if newest.stage != begins or newest.opening != Opening.STAGE or not newest.is_open:
            raise ValidationError("这之后组织关系还有别的变更，请先在人员页撤销那些变更。")
        member = Member.objects.get(pk=step.member_id)
        undo_latest(member=member, reason=reason, version=member.version, by=by, today=today)
    if step.spec.guides:
        named = DevelopmentGuide.objects.filter(member=step.member, role=step.spec.guides, since=step.date)
        named.delete()
    return step


def on_the_books(member: Member, on: date) -> Person:
    """The person as of a day. Raises ValidationError for someone who is not on the books then."""
    found = person(member, on, rules_on(on))
    if found is None:
        raise ValidationError(f"{member.name}已不在册，不能再登记。")
    return found


def _open_stage(step: DevelopmentStep, version: int, by: User, today: date) -> None:
    begins = step.spec.begins
    if begins is None or stage_day(step.member, begins) is not None:
        return
    try:
        change_stage(member=step.member, stage=begins, on=step.date, version=version, by=by, today=today)
    except ValidationError as error:
        if hasattr(error, "error_dict") and "on" in error.error_dict:
            error.error_dict["date"] = error.error_dict.pop("on")
        raise
    step.opened_stage = True


def _refuse_what_others_rest_on(step: DevelopmentStep) -> None:
    begins = step.spec.begins
    assert begins is not None
    later = [each.code for each in STEPS if reached(begins, each.stage)]
    resting = done_steps().filter(member=step.member, step__in=later)
    names = "、".join(row.get_step_display() for row in resting)
    if names:
        raise ValidationError(f"后面的步骤已经登记：{names}。请先撤销它们。")
