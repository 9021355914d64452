"""Opening months and collecting them a branch at a time."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_bulk
from partywork.common.money import format_yuan
from partywork.common.periods import month_of
from partywork.dues.consents import ConsentNote, agree_to
from partywork.dues.models import DuesMonth, month_text
from partywork.dues.payment_days import check_payment_day
from partywork.dues.queries import check_month, coming, owed_before, quarterly_payers
from partywork.entries.actions import StaleEdit
from partywork.orgs.models import Organisation


@dataclass(frozen=True)
class Collected:
    """What a collection brought in: rows paid, of these for earlier months, and the money in fen."""

    paid: int
    late: int
    total_fen: int


@action
def open_month(*, org: Organisation, month: int, by: User) -> int:
    """Make the month's dues of everyone on the branch's roster who has a standard for the year.

    The roster is that of the month's last day: whoever was admitted by the branch meeting in the month owes it,
    and whoever moved owes it in the branch moved to. Run twice it adds nothing. Returns how many rows are new.
    """
    check_month(month)
    on_behalf = not by.appointments.filter(org=org).exists()
    rows = []
    due = coming(org, month)
    by_quarter = quarterly_payers([standard.member_id for standard, _ in due], month)
    for standard, fen in due:
        row = DuesMonth(
            org=org, member=standard.member, standard=standard, month=month, due_fen=fen,
            by_quarter=standard.member_id in by_quarter, key=f"{month}-{standard.member_id}", created_by=by,
            updated_by=by, on_behalf=on_behalf,
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
    consent: ConsentNote | None = None,
) -> Collected:
    """Take one month's dues of a whole branch: everyone has paid but the ``exceptions`` (ids of members).

    ``late`` are ids of earlier unpaid months handed in with it. The money received must equal what these months
    come to, to the fen; otherwise nothing is written and the refusal names the difference. What is paid after it
    was due needs the branch's consent: one on record, or the one given here, which is then recorded.
    """
    check_payment_day(org, month, paid_on, today)
    open_month(org=org, month=month, by=by)
    open_rows = DuesMonth.objects.select_related("member", "org").select_for_update(of=("self",))
    here = open_rows.filter(org=org, paid_fen=0, due_fen__gt=0)
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
    agree_to(rows, paid_on, consent, by=by, today=today)
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


def _yuan(amounts: Iterable[int]) -> str:
    return format_yuan(sum(amounts))
