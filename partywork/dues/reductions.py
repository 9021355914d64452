"""Reductions of dues: the branch studies and asks, the next level above decides, only then the amount changes."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import F
from django.db.models.functions import Now

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_bulk, record_event
from partywork.common.money import format_yuan
from partywork.dues.enums import ReductionState
from partywork.dues.exception_models import DuesReduction
from partywork.dues.models import DuesMonth
from partywork.dues.queries import FIRST_YEAR, LAST_YEAR, check_month, standards_of, was_here
from partywork.entries.actions import StaleEdit, create_record, edit_record, existing

HOLDING = (ReductionState.PENDING, ReductionState.APPROVED)


@action
def ask_reduction(*, reduction: DuesReduction, by: User, today: date) -> DuesReduction:
    """File what the branch has studied; it waits for the level above and changes nothing yet.

    Raises ValidationError that names the field for months of two years, someone of another branch or without a
    standard, an amount that is no reduction, months asked for already, a day in the future, or no reason.
    """
    earlier = existing(DuesReduction, reduction.org, reduction.key)
    if isinstance(earlier, DuesReduction):
        return earlier
    check_reduction(reduction, today)
    saved = create_record(record=reduction, by=by)
    assert isinstance(saved, DuesReduction)
    return saved


@action
def edit_reduction(*, reduction: DuesReduction, version: int, by: User, today: date) -> DuesReduction:
    """Change what is asked for, as long as nobody has decided."""
    _require_pending(reduction)
    check_reduction(reduction, today)
    edit_record(record=reduction, version=version, by=by)
    return reduction


@action
def withdraw_reduction(*, reduction: DuesReduction, version: int, reason: str, by: User) -> DuesReduction:
    """The branch takes its request back before it is decided; it stays on record."""
    _require_pending(reduction)
    if not reason.strip():
        raise ValidationError({"reason": "请写明为什么撤回。"})
    return _set_state(reduction, version, ReductionState.WITHDRAWN, None, reason.strip(), by)


@action
def decide_reduction(
    *, reduction: DuesReduction, version: int, approve: bool, decided_on: date, opinion: str, by: User, today: date
) -> DuesReduction:
    """The level above approves or refuses. Approved, its months that are not paid yet get the reduced amount.

    Months paid already stay as they are.
    """
    _require_pending(reduction)
    if decided_on > today:
        raise ValidationError({"decided_on": "日期在今天之后，请核对。"})
    if decided_on < reduction.studied_on:
        raise ValidationError({"decided_on": "上级决定应在支部研究之后，请核对日期。"})
    if not approve and not opinion.strip():
        raise ValidationError({"opinion": "不批准的请写明原因。"})
    state = ReductionState.APPROVED if approve else ReductionState.REFUSED
    _set_state(reduction, version, state, decided_on, opinion.strip(), by)
    if approve:
        _apply(reduction, by)
    return reduction


def check_reduction(reduction: DuesReduction, today: date) -> None:
    """Refuse what cannot be asked for."""
    check_month(reduction.first_month)
    check_month(reduction.last_month)
    errors: dict[str, str] = {}
    first, last = reduction.first_month, reduction.last_month
    if not FIRST_YEAR <= reduction.year <= LAST_YEAR or {first // 100, last // 100} != {reduction.year}:
        errors["year"] = "起止月份应在同一年度；跨年的分开申请。"
    elif last < first:
        errors["last_month"] = "止月早于起月，请核对。"
    elif not was_here(reduction.org, reduction.member_id, first, last):
        errors["member"] = f"{reduction.member}这几个月不在{reduction.org}的党员名册上。"
    if reduction.studied_on > today:
        errors["studied_on"] = "日期在今天之后，请核对。"
    if not reduction.reason.strip():
        errors["reason"] = "请写明减免的原因。"
    if reduction.monthly_fen < 0:
        errors["monthly_fen"] = "金额不能是负数，免交的填 0。"
    if not errors:
        errors |= _check_amount(reduction)
    if errors:
        raise ValidationError(errors)


def _check_amount(reduction: DuesReduction) -> dict[str, str]:
    standard = standards_of([reduction.member_id], reduction.year).get(reduction.member_id)
    if standard is None:
        return {"member": f"{reduction.member}还没有{reduction.year}年的党费标准，请先登记标准。"}
    if reduction.monthly_fen >= standard.monthly_fen:
        return {"monthly_fen": f"应少于现在的月标准 {format_yuan(standard.monthly_fen)} 元，免交的填 0。"}
    same = DuesReduction.objects.filter(
        member=reduction.member, state__in=HOLDING, first_month__lte=reduction.last_month,
        last_month__gte=reduction.first_month,
    ).exclude(pk=reduction.pk)  # fmt: skip
    return {"first_month": "其中有的月份已经申请或批准过减免。"} if same.exists() else {}


def _require_pending(reduction: DuesReduction) -> None:
    if reduction.state != ReductionState.PENDING:
        raise ValidationError(f"这件减免现在是“{ReductionState(reduction.state).label}”，不能再改。")


def _set_state(
    reduction: DuesReduction, version: int, state: ReductionState, decided_on: date | None, decision: str, by: User
) -> DuesReduction:
    before = reduction.state
    claimed = DuesReduction.objects.filter(pk=reduction.pk, version=version, state=ReductionState.PENDING).update(
        version=F("version") + 1, state=state, decided_on=decided_on, decided_by=by if decided_on else None,
        decision=decision, updated_by=by, updated_at=Now(),
    )  # fmt: skip
    if not claimed:
        raise StaleEdit
    reduction.refresh_from_db()
    record_event(
        by=by,
        action=f"duesreduction.{state.value}",
        subject=reduction,
        summary=f"{reduction}改为{state.label}" + (f"：{decision}" if decision else ""),
        changes={"state": (before, state.value)},
        org_id=reduction.org_id,
    )
    return reduction


def _apply(reduction: DuesReduction, by: User) -> None:
    months = DuesMonth.objects.filter(
        member=reduction.member, paid_fen=0, month__gte=reduction.first_month, month__lte=reduction.last_month
    ).exclude(due_fen=reduction.monthly_fen)
    rows = sorted(months.values_list("pk", "month", "due_fen"))
    DuesMonth.objects.filter(pk__in=[pk for pk, _, _ in rows]).update(
        due_fen=reduction.monthly_fen, version=F("version") + 1, updated_by=by, updated_at=Now()
    )
    if rows:
        record_bulk(
            by=by,
            action="duesreduction.apply",
            model=DuesMonth,
            rows=rows,
            summary=f"{reduction}批准后每月{format_yuan(reduction.monthly_fen)}元，未缴的{len(rows)}个月随之调整",
            org_id=reduction.org_id,
        )
