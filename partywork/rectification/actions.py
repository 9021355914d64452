"""Raising a problem, reporting progress, asking for closure and reviewing it.

Which step leads where says ``states.TRANSITIONS``. Each is dated, leaves a line in the item's log, and names the
version of the item it started from.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.entries.actions import StaleEdit, create_record, edit_record
from partywork.rectification.enums import DUE_STATES, WEAK_ORGANISATION, Decision, ProgressKind, State
from partywork.rectification.models import Progress, RectificationItem
from partywork.rectification.queries import another_reviewer, requester_of
from partywork.rectification.states import TRANSITIONS, can, move_on, move_start, steps_so_far, write_steps

Lines = Sequence[tuple[date, str]]  # progress already made: day, text


@action
def raise_item(*, item: RectificationItem, progress: Lines = (), by: User, today: date) -> RectificationItem:
    """Save a new item, with progress already made and the state reached where it is carried in.

    An item carried in as closed has nobody's review in this system; its log says so.
    Raises ValidationError, and writes nothing, for days in the future or out of order, or no deadline.
    """
    if progress and item.state == State.NOT_STARTED:
        item.state = State.UNDER_WAY
    check_item(item, today)
    _check_carried_in(item, progress, today)
    saved = create_record(record=item, by=by)
    assert isinstance(saved, RectificationItem)
    if saved is item:
        write_steps(item, steps_so_far(item, [day for day, _ in progress]))
        for day, text in progress:
            _log(item, ProgressKind.PROGRESS, day, text, by)
        if item.state == State.CLOSED:
            assert item.closed_on is not None
            _log(item, ProgressKind.CARRIED_IN, item.closed_on, f"登记时已销号，销号人：{item.closed_by}", by)
    return saved


@action
def edit_item(*, item: RectificationItem, version: int, by: User, today: date) -> RectificationItem:
    """Save an edited item. Its state moves by the steps below, its deadline by ``extend``."""
    check_item(item, today)
    first = item.progress.order_by("date").first()
    if first and item.date > first.date:
        raise ValidationError({"date": f"{first.date:%Y-%m-%d}已有进展，提出日期不能更晚。"})
    edit_record(record=item, version=version, by=by)
    move_start(item)
    return item


@action
def add_progress(
    *, item: RectificationItem, text: str, on: date, version: int, by: User, today: date
) -> RectificationItem:
    """Log progress on a day; the first starts the rectification."""
    _check_step(item, ProgressKind.PROGRESS, text, on, today)
    return _step(item, ProgressKind.PROGRESS, text, on, version, by)


@action
def request_closure(
    *, item: RectificationItem, text: str, on: date, version: int, by: User, today: date
) -> RectificationItem:
    """Ask the superior to close the item, saying what was achieved."""
    _check_step(item, ProgressKind.REQUEST, text, on, today)
    return _step(item, ProgressKind.REQUEST, text, on, version, by)


@action
def review_closure(
    *, item: RectificationItem, decision: Decision, text: str, on: date, version: int, by: User, today: date
) -> RectificationItem:
    """Answer a request: close, find it basically done, turn it into a lasting measure, or return it with a remark.

    Who may do so is the page's matter: the superior with 审核整改销号; where nobody in the system holds that
    right over the unit, the unit itself. Nobody reviews what he asked for while somebody else could (双审).
    """
    kind = ProgressKind(decision.value)
    if decision == Decision.CLOSE:
        text = text.strip() or "同意销号"
    _check_step(item, kind, text, on, today)
    if requester_of(item) == by.pk and another_reviewer(item.org, today, by):
        raise ValidationError("销号申请是您自己提交的，请由另一位有审核权限的人审核。")
    closed = {"closed_on": on, "closed_by": by.full_name} if decision == Decision.CLOSE else {}
    return _step(item, kind, text, on, version, by, **closed)


@action
def extend(
    *, item: RectificationItem, due_on: date, reason: str, version: int, by: User, today: date
) -> RectificationItem:
    """Move the deadline from today on, with the reason; until today the old one held, and stays on record."""
    _check_step(item, ProgressKind.DEADLINE, reason, today, today, field="reason")
    if due_on == item.due_on:
        raise ValidationError({"due_on": "新的时限和现在的一样，请填新的日期。"})
    if due_on < item.date:
        raise ValidationError({"due_on": f"时限不能早于提出日期{item.date:%Y-%m-%d}。"})
    old = f"{item.due_on:%Y-%m-%d}" if item.due_on else "未定"
    text = f"时限由{old}调整为{due_on:%Y-%m-%d}。原因：{reason.strip()}"
    return _step(item, ProgressKind.DEADLINE, text, today, version, by, due_on=due_on)


@action
def reopen(*, item: RectificationItem, reason: str, version: int, by: User, today: date) -> RectificationItem:
    """Take a closed item up again from today on, with the reason; until today it stays closed."""
    _check_step(item, ProgressKind.REOPEN, reason, today, today, field="reason")
    return _step(item, ProgressKind.REOPEN, reason, today, version, by, closed_on=None, closed_by="")


def check_item(item: RectificationItem, today: date) -> None:
    """Refuse what cannot be true of an item."""
    errors: dict[str, str] = {}
    if not item.title.strip():
        errors["title"] = "请写明是什么问题。"
    if item.date > today:
        errors["date"] = "提出日期在今天之后，请核对。"
    if item.due_on is None and item.state in DUE_STATES:
        errors["due_on"] = "请填写整改时限；立行立改的填当天。"
    elif item.due_on and item.due_on < item.date:
        errors["due_on"] = f"整改时限不能早于提出日期{item.date:%Y-%m-%d}。"
    if item.category == WEAK_ORGANISATION and item.subject_org_id is None:
        errors["subject_org"] = "软弱涣散党组织的整顿，请选择整顿对象。"
    if errors:
        raise ValidationError(errors)


def _check_carried_in(item: RectificationItem, progress: Lines, today: date) -> None:
    last = max((day for day, _ in progress), default=item.date)
    if any(day < item.date for day, _ in progress):
        raise ValidationError({"progress": f"进展日期不能早于提出日期{item.date:%Y-%m-%d}。"})
    if last > today:
        raise ValidationError({"progress": "进展日期在今天之后，请核对。"})
    if item.state != State.CLOSED:
        if item.closed_on:
            raise ValidationError({"closed_on": "整改状态不是已销号，请不要填销号日期，或把状态改为已销号。"})
        return
    if item.closed_on is None or not item.closed_by.strip():
        raise ValidationError({"closed_on": "已销号的请填写销号日期和销号人。"})
    if not last <= item.closed_on <= today:
        raise ValidationError({"closed_on": f"销号日期要在{last:%Y-%m-%d}到今天之间。"})


def _check_step(
    item: RectificationItem, kind: ProgressKind, text: str, on: date, today: date, *, field: str = "text"
) -> None:
    if item.is_cancelled:
        raise ValidationError("这条记录已取消，不能再办理。")
    if not can(kind, item):
        raise ValidationError(f"这个问题现在是“{State(item.state).label}”，不能这样办理。请刷新后再看。")
    if not text.strip():
        raise ValidationError({field: "请写明情况，不能空着。"})
    if not item.date <= on <= today:
        raise ValidationError({"date": f"日期要在提出日期{item.date:%Y-%m-%d}到今天之间。"})


def _step(
    item: RectificationItem, kind: ProgressKind, text: str, on: date, version: int, by: User, **changes: Any
) -> RectificationItem:
    """Take a step: claim the version, date the new state, log the line, note the event."""
    changes["state"] = TRANSITIONS[kind].moves[State(item.state)]
    told = {name: (getattr(item, name), new) for name, new in changes.items() if getattr(item, name) != new}
    claimed = RectificationItem.objects.filter(pk=item.pk, version=version).update(
        version=F("version") + 1, updated_by=by, **changes
    )
    if not claimed:
        raise StaleEdit
    item.refresh_from_db()
    move_on(item, on)
    _log(item, kind, on, text.strip(), by)
    record_event(
        by=by,
        action=f"rectificationitem.{kind.value}",
        subject=item,
        summary=f"整改问题“{item}”：{kind.label}",
        changes=told,
        org_id=item.org_id,
    )
    return item


def _log(item: RectificationItem, kind: ProgressKind, day: date, text: str, by: User) -> None:
    Progress.objects.create(item=item, kind=kind, date=day, text=text, created_by=by)
