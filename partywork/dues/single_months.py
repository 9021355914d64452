"""One member's month by itself: logged as an office's table has it, or put right."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import F

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.common.money import format_yuan
from partywork.dues.amounts import amounts_in
from partywork.dues.consents import without_consent
from partywork.dues.models import DuesCorrection, DuesMonth, month_end
from partywork.dues.payment_days import check_payment_day
from partywork.dues.queries import check_month, standards_of
from partywork.entries.actions import StaleEdit, create_record
from partywork.members.queries import roster


@action
def correct_month(
    *,
    dues: DuesMonth,
    version: int,
    due_fen: int,
    paid_fen: int,
    paid_on: date | None,
    reason: str,
    by: User,
    today: date,
) -> DuesMonth:
    """Put a month right: the amount paid or its day, a payment taken back (0), what was due.

    What the month said before stays on record (``DuesCorrection``) with the reason. What was due of a month that
    stays paid cannot change, and it changes only to what standard and approved reductions make it: a reduction is
    the level above's to grant. A late payment needs the branch's consent. Raises StaleEdit like every edit.
    """
    _check_correction(dues, due_fen, paid_fen, paid_on, reason)
    if due_fen != dues.due_fen:
        _check_due(dues, due_fen)
    if paid_on:
        check_payment_day(dues.org, dues.month, paid_on, today)
        if without_consent([dues], paid_on):
            raise ValidationError({"paid_on": "这是补交，要支部同意。请先登记支部同意补交，或在“收缴党费”里补缴。"})
    return _rewrite(dues, version, due_fen, paid_fen, paid_on, reason.strip(), by=by, today=today)


def _rewrite(
    dues: DuesMonth, version: int, due_fen: int, paid_fen: int, paid_on: date | None, reason: str, *, by: User,
    today: date,
) -> DuesMonth:  # fmt: skip
    claimed = DuesMonth.objects.filter(pk=dues.pk, version=version).update(version=F("version") + 1)
    if not claimed:
        raise StaleEdit
    stored = DuesMonth.objects.get(pk=dues.pk)
    before = {name: getattr(stored, name) for name in ("due_fen", "paid_fen", "paid_on")}
    stored.due_fen, stored.paid_fen, stored.paid_on, stored.note = due_fen, paid_fen, paid_on, reason
    stored.updated_by = by
    stored.stamp()
    stored.full_clean()
    stored.save()
    DuesCorrection.objects.create(
        dues=stored, old_due_fen=before["due_fen"], old_paid_fen=before["paid_fen"], old_paid_on=before["paid_on"],
        new_due_fen=due_fen, new_paid_fen=paid_fen, new_paid_on=paid_on, reason=reason, corrected_on=today,
        corrected_by=by,
    )  # fmt: skip
    record_event(
        by=by,
        action="duesmonth.correct",
        subject=stored,
        summary=f"更正{stored}：{reason}",
        changes={name: (old, getattr(stored, name)) for name, old in before.items() if old != getattr(stored, name)},
        org_id=stored.org_id,
    )
    return stored


@action
def log_month(*, dues: DuesMonth, by: User, today: date) -> DuesMonth:
    """Log one member's month as an office's own table has it: what was due, and what was paid when.

    A month that is open and unpaid is paid; one that says the same already is left alone. Without a
    ``due_fen`` the member's standard decides. What was paid late is taken as the table has it: the branch's consent
    to it stands on the office's own papers. Raises ValidationError that names the field otherwise.
    """
    check_month(dues.month)
    dues.stamp()
    _complete(dues)
    if dues.paid_on:
        check_payment_day(dues.org, dues.month, dues.paid_on, today)
    known = DuesMonth.objects.filter(member=dues.member, month=dues.month).select_for_update().first()
    if known is None:
        saved = create_record(record=dues, by=by)
        assert isinstance(saved, DuesMonth)
        return saved
    if _same(known, dues):
        return known
    if known.org_id != dues.org_id:
        raise ValidationError({"member": f"{dues.member}{dues.month_text}的党费已记在{known.org}，请核对党组织。"})
    if known.due_fen != dues.due_fen:
        due = format_yuan(known.due_fen)
        raise ValidationError({"due_fen": f"系统里{dues.month_text}应缴{due}元，与填写的不同，请核对或在网页上更正。"})
    if known.paid_fen:
        raise ValidationError({"paid_fen": f"{dues.member}{dues.month_text}已记缴纳，与填写的不同，请在网页上更正。"})
    return _rewrite(
        known, known.version, known.due_fen, dues.paid_fen, dues.paid_on, "按导入的台账登记缴纳", by=by, today=today
    )


def _check_correction(dues: DuesMonth, due_fen: int, paid_fen: int, paid_on: date | None, reason: str) -> None:
    errors: dict[str, str] = {}
    if not reason.strip():
        errors["reason"] = "请写明更正的原因。"
    if due_fen < 0:
        errors["due_fen"] = "应缴不能是负数，免交的填 0。"
    elif due_fen != dues.due_fen and paid_fen:
        errors["due_fen"] = "已缴的月份不能改应缴金额。确要改的，请先把实缴改为 0，再改应缴。"
    if paid_fen < 0 or paid_fen > due_fen:
        errors["paid_fen"] = f"实缴应在 0 至应缴 {format_yuan(due_fen)} 元之间；自愿多交的不记在月份上。"
    if bool(paid_fen) != bool(paid_on):
        errors["paid_on"] = "请填写缴纳日期。" if paid_fen else "没有缴纳的不填日期。"
    if errors:
        raise ValidationError(errors)


def _check_due(dues: DuesMonth, due_fen: int) -> None:
    """What the standard and approved reductions say, or nothing for someone who was not on the month's roster."""
    if not due_fen and not roster(dues.org, month_end(dues.month)).filter(pk=dues.member_id).exists():
        return
    standard = standards_of([dues.member_id], dues.month // 100).get(dues.member_id)
    if standard is None:
        return
    owed = amounts_in([standard], dues.month)[dues.member_id]
    if due_fen != owed:
        text = f"按党费标准和已批准的减免，这个月应缴{format_yuan(owed)}元。标准有变的请改标准，要减免的请申请减免。"
        raise ValidationError({"due_fen": text})


def _complete(dues: DuesMonth) -> None:
    """Due amount and standard of a month logged alone; the person must be on that month's roster."""
    day = month_end(dues.month)
    if not roster(dues.org, day).filter(pk=dues.member_id).exists():
        raise ValidationError({"member": f"{dues.member}在{day:%Y-%m-%d}不在{dues.org}的名册上，请核对。"})
    dues.standard = standards_of([dues.member_id], dues.month // 100).get(dues.member_id)
    if dues.due_fen is None:
        if dues.standard is None:
            raise ValidationError({"due_fen": f"{dues.member}还没有{dues.month // 100}年的党费标准，请填应缴金额。"})
        dues.due_fen = amounts_in([dues.standard], dues.month)[dues.member_id]
    if dues.paid_fen > dues.due_fen:
        raise ValidationError({"paid_fen": f"实缴多于应缴{format_yuan(dues.due_fen)}元；自愿多交的不记在月份上。"})
    if bool(dues.paid_fen) != bool(dues.paid_on):
        raise ValidationError({"paid_on": "请填写缴纳日期。" if dues.paid_fen else "没有缴纳的不填日期。"})


def _same(known: DuesMonth, dues: DuesMonth) -> bool:
    names = ("org_id", "due_fen", "paid_fen", "paid_on")
    return all(getattr(known, name) == getattr(dues, name) for name in names)
