"""Planning: an item is logged, edited, completed on a day, or cancelled with a reason."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.entries.actions import StaleEdit, code_of, create_record, describe, edit_record
from partywork.measures.declarations import PerOrg, Ratio, Regular
from partywork.orgs.enums import BRANCH_KINDS
from partywork.plans.enums import Each, PlanState
from partywork.plans.models import PlanItem
from partywork.plans.spread import per_person_names
from partywork.plans.targets import target_errors


@action
def log_plan(*, item: PlanItem, by: User, today: date) -> PlanItem:
    """Save a new plan item; one that is brought in as done carries its day.

    Raises ValidationError, and writes nothing, for a half target or a day in the future.
    """
    _date_it(item, today)
    check_plan(item, today)
    saved = create_record(record=item, by=by)
    assert isinstance(saved, PlanItem)
    return saved


@action
def edit_plan(*, item: PlanItem, version: int, by: User, today: date) -> PlanItem:
    """Save an edited plan item."""
    _date_it(item, today)
    check_plan(item, today)
    edit_record(record=item, version=version, by=by)
    return item


@action
def complete_plan(*, item: PlanItem, version: int, done_on: date, result: str, by: User, today: date) -> PlanItem:
    """Mark an open item done on a day that has come."""
    _require_open(item)
    if done_on > today:
        raise ValidationError({"done_on": "完成日期在今天之后，请核对。"})
    return _move(item=item, version=version, to=PlanState.DONE, by=by, done_on=done_on, result=result.strip())


@action
def cancel_plan(*, item: PlanItem, version: int, reason: str, by: User) -> PlanItem:
    """Give an item up, with the reason; it stays on record and no figure counts it."""
    _require_open(item)
    if not reason.strip():
        raise ValidationError({"reason": "请写明取消的原因，例如：并入另一项。"})
    return _move(item=item, version=version, to=PlanState.CANCELLED, by=by, cancel_reason=reason.strip())


@action
def reopen_plan(*, item: PlanItem, version: int, reason: str, by: User) -> PlanItem:
    """Take back a completion or cancellation that was a mistake; the audit keeps both."""
    if item.state == PlanState.OPEN:
        raise ValidationError("这个事项本来就没有完成。")
    if not reason.strip():
        raise ValidationError({"reason": "请写明退回的原因。"})
    blank: dict[str, Any] = {"done_on": None, "result": "", "cancel_reason": ""}
    return _move(item=item, version=version, to=PlanState.OPEN, by=by, note=reason.strip(), **blank)


def check_plan(item: PlanItem, today: date) -> None:
    """Refuse what cannot be true of a plan item."""
    errors = target_errors(item)
    if item.state == PlanState.CANCELLED:
        raise ValidationError("这个事项已经取消，不能再改。需要时请先恢复为未完成。")
    if item.target_milli is not None and not item.measure_code:
        errors["figure"] = "有目标值的请选取数指标，系统据此算完成情况。"
    if item.measure_code and item.target_milli is None:
        errors["target_milli"] = "选了取数指标的请填目标要求和目标值。"
    errors |= _errors_of_each(item)
    if item.set_on > today:
        errors["set_on"] = "列入日期在今天之后，请核对。"
    if item.set_on > item.due_on:
        errors["set_on"] = "列入日期不能晚于完成期限，请核对。"
    if item.done_on and item.done_on > today:
        errors["done_on"] = "完成日期在今天之后，请核对。"
    if errors:
        raise ValidationError(errors)


def _errors_of_each(item: PlanItem) -> dict[str, str]:
    """Refuse to ask each one for what cannot be told of one."""
    if item.each == Each.WHOLE or not item.measure_code:
        return {}
    assert item.measure is not None
    if item.each == Each.PERSON:
        if item.org.kind not in BRANCH_KINDS:
            return {"each": "个人的数不出支部，每名党员的目标请由支部来定。"}
        if item.measure.name not in per_person_names() or item.measure_narrowing:
            return {"figure": f"“{item.figure}”不能按人算，可以按人算的有：{'、'.join(per_person_names())}。"}
        return {} if item.over_year else {"over_year": "每名党员的数从年初算起，请勾选“按全年算”。"}
    if isinstance(item.measure.of, PerOrg | Regular | Ratio):
        return {"figure": f"“{item.measure.name}”已经是比较各支部或算比率的数，请换成次数、人次这类数。"}
    return {}


def _date_it(item: PlanItem, today: date) -> None:
    """One logged late was decided by its due day, and by the day it was done, at the latest."""
    if item.set_on is None:
        item.set_on = min(filter(None, [today, item.due_on, item.done_on]))


def _require_open(item: PlanItem) -> None:
    if item.state != PlanState.OPEN:
        raise ValidationError(f"这个事项{item.get_state_display()}，不用再办。")


def _move(*, item: PlanItem, version: int, to: PlanState, by: User, note: str = "", **fields: Any) -> PlanItem:
    """Move an item to another state; raises StaleEdit when someone saved it meanwhile."""
    old = item.state
    claimed = PlanItem.objects.filter(pk=item.pk, version=version).update(
        version=F("version") + 1, state=to, updated_by=by, **fields
    )
    if not claimed:
        raise StaleEdit
    item.refresh_from_db()
    said = note or fields.get("cancel_reason") or fields.get("result")
    record_event(
        by=by,
        action=code_of(item, to.value),
        subject=item,
        summary=f"{describe(item)}改为{to.label}" + (f"：{said}" if said else ""),
        changes={"state": (old, to.value)},
        org_id=item.org_id,
    )
    return item
