"""Opening months, collecting them, and putting a payment right."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_bulk, record_event
from partywork.common.money import format_yuan
from partywork.common.periods import month_of
from partywork.dues.models import DuesMonth, month_text
from partywork.dues.queries import check_month, owed_before, standards_of, unopened
from partywork.entries.actions import StaleEdit, create_record
from partywork.members.queries import roster
from partywork.orgs.models import Organisation
from partywork.rules.queries import rules_for


@dataclass(frozen=True)
class Collected:
    """What a collection brought in: rows paid, of these for earlier months, and the money in fen."""

    paid: int
    late: int
    total_fen: int


@action
def open_month(*, org: Organisation, month: int, by: User) -> int:
    """Make the month's dues of everyone on the branch's roster who has a standard for the year.

    The roster is that of the month's last day, so whoever was admitted in the month owes it. Run twice it
    adds nothing. Returns how many rows are new.
    """
    check_month(month)
    on_behalf = not by.appointments.filter(org=org).exists()
    rows = []
    for standard in unopened(org, month):
        row = DuesMonth(
            org=org, member=standard.member, standard=standard, month=month, due_fen=standard.monthly_fen,
            key=f"{month}-{standard.member_id}", created_by=by, updated_by=by, on_behalf=on_behalf,
        )  # fmt: skip
        row.stamp()
        rows.append(row)
    DuesMonth.objects.bulk_create(rows)
    if rows:
        record_bulk(
            by=by,
            action="duesmonth.open",
            model=DuesMonth,
            rows=[(row.member_id, row.month, row.due_fen) for row in rows],
            summary=f"生成{org}{month_text(month)}应缴党费{len(rows)}人{_yuan(row.due_fen for row in rows)}元",
            org_id=org.pk,
        )
    return len(rows)


@action
def open_months(*, org: Organisation, months: Iterable[int], by: User) -> int:
    """Open several months; returns how many rows are new."""
    return sum(open_month(org=org, month=month, by=by) for month in months)


@action
def collect_month(
    *,
    org: Organisation,
    month: int,
    exceptions: Collection[int],
    late: Collection[int],
    total_received_fen: int,
    paid_on: date,
    by: User,
    today: date,
) -> Collected:
    """Take one month's dues of a whole branch: everyone has paid but the ``exceptions`` (ids of members).

    ``late`` are ids of earlier unpaid months handed in with it (补缴). The money received must equal what
    these months come to, to the fen; otherwise nothing is written and the refusal names the difference.
    """
    check_payment_day(org, month, paid_on, today)
    open_month(org=org, month=month, by=by)
    here = DuesMonth.objects.select_for_update().filter(org=org, paid_fen=0, due_fen__gt=0)
    now_paid = list(here.filter(month=month).exclude(member__in=exceptions).order_by("pk"))
    late_paid = list(here.filter(pk__in=owed_before(org, month).filter(pk__in=late).values("pk")).order_by("pk"))
    if len(late_paid) != len(set(late)):
        raise ValidationError({"late": "有的补缴月份已经缴过或不属于本支部，请刷新页面后重新勾选。"})
    rows = now_paid + late_paid
    if not rows:
        raise ValidationError(f"{month_text(month)}没有还要收的党费，可能已经收过了。请到党费台账核对。")
    expected = sum(row.due_fen for row in rows)
    if expected != total_received_fen:
        raise ValidationError({"total": _difference(expected, total_received_fen, len(now_paid), len(late_paid))})
    _pay(rows, paid_on, by)
    record_bulk(
        by=by,
        action="duesmonth.collect",
        model=DuesMonth,
        rows=[(row.pk, row.month, row.due_fen, paid_on) for row in rows],
        summary=f"收缴{org}{month_text(month)}党费{len(now_paid)}人，补缴{len(late_paid)}个月，"
        f"共{format_yuan(expected)}元",
        org_id=org.pk,
    )
    return Collected(len(rows), len(late_paid), expected)


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
    """Put a month right: the amount paid or its day, a payment taken back (0), what was due (0: exempt).

    What was due of a month that stays paid cannot change. Raises StaleEdit like every edit.
    """
    _check_correction(dues, due_fen, paid_fen, paid_on, reason)
    if paid_on:
        check_payment_day(dues.org, dues.month, paid_on, today)
    claimed = DuesMonth.objects.filter(pk=dues.pk, version=version).update(version=F("version") + 1)
    if not claimed:
        raise StaleEdit
    stored = DuesMonth.objects.get(pk=dues.pk)
    before = {name: getattr(stored, name) for name in ("due_fen", "paid_fen", "paid_on")}
    stored.due_fen, stored.paid_fen, stored.paid_on, stored.note = due_fen, paid_fen, paid_on, reason.strip()
    stored.updated_by = by
    stored.stamp()
    stored.full_clean()
    stored.save()
    record_event(
        by=by,
        action="duesmonth.correct",
        subject=stored,
        summary=f"更正{stored}：{reason.strip()}",
        changes={name: (old, getattr(stored, name)) for name, old in before.items() if old != getattr(stored, name)},
        org_id=stored.org_id,
    )
    return stored


@action
def log_month(*, dues: DuesMonth, by: User, today: date) -> DuesMonth:
    """Log one member's month as an office's own table has it: what was due, and what was paid when.

    A month that is open and unpaid is paid; one that says the same already is left alone. Without a
    ``due_fen`` the member's standard decides. Raises ValidationError that names the field otherwise.
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
    return correct_month(
        dues=known, version=known.version, due_fen=known.due_fen, paid_fen=dues.paid_fen, paid_on=dues.paid_on,
        reason="按导入的台账登记缴纳", by=by, today=today,
    )  # fmt: skip


def check_payment_day(org: Organisation, month: int, paid_on: date, today: date) -> None:
    """Not in the future, and not before its month where advance payment is not allowed (dues.advance)."""
    if paid_on > today:
        raise ValidationError({"paid_on": "缴纳日期在今天之后，请核对。"})
    if month_of(paid_on) < month and not rules_for(on=paid_on, org=org).flag("dues.advance"):
        raise ValidationError({"paid_on": f"{paid_on:%Y-%m-%d}早于{month_text(month)}，本单位不预收党费，请核对日期。"})


def _pay(rows: list[DuesMonth], paid_on: date, by: User) -> None:
    unpaid: QuerySet[Any] = DuesMonth.objects.filter(pk__in=[row.pk for row in rows], paid_fen=0)
    paid = unpaid.update(
        paid_fen=F("due_fen"), paid_on=paid_on, paid_month=month_of(paid_on), version=F("version") + 1,
        updated_by=by, updated_at=Now(),
    )  # fmt: skip
    if paid != len(rows):  # someone else collected the same month this moment
        raise StaleEdit


def _difference(expected: int, received: int, people: int, late: int) -> str:
    """By how much the money in hand misses what the ticks come to."""
    gap = (
        f"少 {format_yuan(expected - received)} 元"
        if received < expected
        else f"多 {format_yuan(received - expected)} 元"
    )
    made_of = f"{people}人本月应缴" + (f"和{late}个月补缴" if late else "")
    return f"{made_of}合计 {format_yuan(expected)} 元，实收比它{gap}。请核对没有缴的人和补缴的月份。"


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


def _complete(dues: DuesMonth) -> None:
    """Due amount and standard of a month logged alone; the person must be on that month's roster."""
    if not roster(dues.org, dues.due_on).filter(pk=dues.member_id).exists():
        raise ValidationError({"member": f"{dues.member}在{dues.due_on:%Y-%m-%d}不在{dues.org}的名册上，请核对。"})
    dues.standard = standards_of([dues.member_id], dues.month // 100).get(dues.member_id)
    if dues.due_fen is None:
        if dues.standard is None:
            raise ValidationError({"due_fen": f"{dues.member}还没有{dues.month // 100}年的党费标准，请填应缴金额。"})
        dues.due_fen = dues.standard.monthly_fen
    if dues.paid_fen > dues.due_fen:
        raise ValidationError({"paid_fen": f"实缴多于应缴{format_yuan(dues.due_fen)}元；自愿多交的不记在月份上。"})
    if bool(dues.paid_fen) != bool(dues.paid_on):
        raise ValidationError({"paid_on": "请填写缴纳日期。" if dues.paid_fen else "没有缴纳的不填日期。"})


def _same(known: DuesMonth, dues: DuesMonth) -> bool:
    names = ("org_id", "due_fen", "paid_fen", "paid_on")
    return all(getattr(known, name) == getattr(dues, name) for name in names)


def _yuan(amounts: Iterable[int]) -> str:
    return format_yuan(sum(amounts))
