"""The branch's consent to late and to quarterly payment (中组发〔2008〕3号), and what it changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_bulk
from partywork.common.periods import month_of
from partywork.dues.enums import ConsentKind
from partywork.dues.exception_models import DuesConsent
from partywork.dues.models import DuesMonth, month_end, month_text
from partywork.dues.queries import check_month, was_here
from partywork.entries.actions import cancel_entry, create_record, existing
from partywork.entries.enums import Status
from partywork.rules.queries import rules_for


@dataclass(frozen=True)
class ConsentNote:
    """A consent typed while collecting: its day, why, and why so late where the limit is passed."""

    day: date
    reason: str
    beyond: str = ""


@action
def give_consent(*, consent: DuesConsent, by: User, today: date) -> DuesConsent:
    """Record a consent; one to quarterly payment moves the due day of unpaid months to the quarter's last.

    Raises ValidationError that names the field.
    """
    earlier = existing(DuesConsent, consent.org, consent.key)
    if isinstance(earlier, DuesConsent):
        return earlier
    check_consent(consent, today)
    saved = create_record(record=consent, by=by)
    assert isinstance(saved, DuesConsent)
    if saved is consent and consent.kind == ConsentKind.QUARTERLY:
        _set_by_quarter(consent, True, by)
    return saved


@action
def cancel_consent(*, consent: DuesConsent, version: int, reason: str, by: User) -> DuesConsent:
    """Take a consent back; one that a payment rests on stays."""
    used = DuesMonth.objects.filter(member=consent.member, org=consent.org, paid_fen__gt=0)
    used = used.filter(month__gte=consent.first_month, month__lte=consent.last_month)
    if any(is_late(row, row.paid_on) for row in used if row.paid_on and consent.kind == ConsentKind.LATE):
        raise ValidationError("已经按这条同意补交过，不能取消。交错的，请先更正那个月的党费。")
    cancel_entry(entry=consent, version=version, reason=reason, by=by)
    if consent.kind == ConsentKind.QUARTERLY:
        _set_by_quarter(consent, False, by)
    return consent


def is_late(row: DuesMonth, paid_on: date) -> bool:
    """Paid after it was due: by the month's end, or by the quarter's where that was agreed."""
    return paid_on > row.due_on


def months_apart(month: int, later: int) -> int:
    """From 202511 to 202602 are 3."""
    return (later // 100 - month // 100) * 12 + later % 100 - month % 100


def without_consent(rows: Sequence[DuesMonth], paid_on: date) -> list[DuesMonth]:
    """Those paid late on ``paid_on`` to whose lateness the branch has not agreed by then, far enough back."""
    late = [row for row in rows if is_late(row, paid_on)]
    given = DuesConsent.objects.filter(
        member__in=[row.member_id for row in late], kind=ConsentKind.LATE, status=Status.DONE, date__lte=paid_on
    )
    held = list(given) if late else []
    return [row for row in late if not any(_covers(consent, row, paid_on) for consent in held)]


def agree_to(rows: Sequence[DuesMonth], paid_on: date, note: ConsentNote | None, *, by: User, today: date) -> None:
    """Late payments need a consent: those that have none get the one typed. Raises ValidationError without one."""
    missing = without_consent(rows, paid_on)
    if not missing:
        return
    if note is None:
        raise ValidationError({"consented_on": f"{_named(missing)}是补交，要支部同意。请填写支部同意的日期和原因。"})
    if note.day > paid_on:
        raise ValidationError({"consented_on": "支部同意应在补交之前，请核对日期。"})
    for first, last in _runs(missing):
        consent = DuesConsent(
            org=first.org, member=first.member, kind=ConsentKind.LATE, date=note.day, first_month=first.month,
            last_month=last.month, reason=note.reason, beyond=note.beyond,
        )  # fmt: skip
        if _is_beyond(first, paid_on) and not note.beyond.strip():
            raise ValidationError({"beyond": _beyond_text(first, paid_on)})
        give_consent(consent=consent, by=by, today=today)


def check_consent(consent: DuesConsent, today: date) -> None:
    """Raises ValidationError for months in the wrong order, someone of another branch, or no reason."""
    errors: dict[str, str] = {}
    check_month(consent.first_month)
    check_month(consent.last_month)
    if consent.date > today:
        errors["date"] = "日期在今天之后，请核对。"
    if consent.last_month < consent.first_month:
        errors["last_month"] = "止月早于起月，请核对。"
    elif not was_here(consent.org, consent.member_id, consent.first_month, consent.last_month):
        errors["member"] = f"{consent.member}这几个月不在{consent.org}的党员名册上。"
    if not consent.reason.strip():
        errors["reason"] = "请写明原因。"
    if not errors:
        errors |= _check_late(consent) if consent.kind == ConsentKind.LATE else _check_quarterly(consent)
    if errors:
        raise ValidationError(errors)


def _check_late(consent: DuesConsent) -> dict[str, str]:
    limit = _limit(consent)
    if consent.first_month > month_of(consent.date):
        return {"first_month": "还没有到的月份不用补交。"}
    if months_apart(consent.first_month, month_of(consent.date)) > limit and not consent.beyond.strip():
        return {"beyond": f"补交一般不超过{limit}个月。确要补交更早的，请写明支部研究的情况。"}
    return {}


def _check_quarterly(consent: DuesConsent) -> dict[str, str]:
    """Whole quarters, agreed to before the first month is over: no arrears become due later by it."""
    if consent.first_month % 100 % 3 != 1 or consent.last_month % 100 % 3 != 0:
        return {"first_month": "按季交的，起月填季度的第一个月，止月填季度的最后一个月。"}
    if consent.date > month_end(consent.first_month):
        return {"date": f"按季交要在{month_text(consent.first_month)}底以前同意；已经欠的月份请登记补交。"}
    same = DuesConsent.objects.filter(member=consent.member, kind=ConsentKind.QUARTERLY, status=Status.DONE)
    if same.filter(first_month__lte=consent.last_month, last_month__gte=consent.first_month).exists():
        return {"first_month": "其中有的月份已经登记过按季交。"}
    return {}


def _limit(consent: DuesConsent) -> int:
    return rules_for(on=consent.date, org=consent.org).number("dues.late_months")


def _is_beyond(row: DuesMonth, paid_on: date) -> bool:
    limit = rules_for(on=paid_on, org=row.org).number("dues.late_months")
    return months_apart(row.month, month_of(paid_on)) > limit


def _beyond_text(row: DuesMonth, paid_on: date) -> str:
    limit = rules_for(on=paid_on, org=row.org).number("dues.late_months")
    return f"{_named([row])}已超过补交的一般期限{limit}个月。确要补交的，请写明支部研究的情况。"


def _covers(consent: DuesConsent, row: DuesMonth, paid_on: date) -> bool:
    here = consent.member_id == row.member_id and consent.first_month <= row.month <= consent.last_month
    return here and (bool(consent.beyond) or not _is_beyond(row, paid_on))


def _named(rows: Sequence[DuesMonth]) -> str:
    """党员甲2026年3月、2026年4月；党员乙…, the first few."""
    texts = [f"{row.member.name}{month_text(row.month)}" for row in rows[:3]]
    return "、".join(texts) + ("等" if len(rows) > 3 else "")


def _runs(rows: Iterable[DuesMonth]) -> list[tuple[DuesMonth, DuesMonth]]:
    """First and last of each run of months without a gap, person by person: nobody is agreed to for more."""
    found: list[tuple[DuesMonth, DuesMonth]] = []
    for row in sorted(rows, key=lambda row: (row.member_id, row.month)):
        last = found[-1][1] if found else None
        if last is not None and last.member_id == row.member_id and months_apart(last.month, row.month) == 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found


def _set_by_quarter(consent: DuesConsent, by_quarter: bool, by: User) -> None:
    rows = list(
        DuesMonth.objects.filter(
            member=consent.member, paid_fen=0, month__gte=consent.first_month, month__lte=consent.last_month
        ).order_by("month")
    )
    for row in rows:
        row.by_quarter = by_quarter
        row.version += 1
        row.updated_by = by
        row.stamp()
    DuesMonth.objects.bulk_update(rows, ["by_quarter", "due_on", "version", "updated_by"])
    if rows:
        record_bulk(
            by=by,
            action="duesmonth.due",
            model=DuesMonth,
            rows=[(row.pk, row.month, row.due_on) for row in rows],
            summary=f"{consent.member.name}{consent.months_text}党费改为{'按季' if by_quarter else '按月'}交",
            org_id=consent.org_id,
        )
