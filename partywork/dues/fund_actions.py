"""Logging what is given beyond the dues, what is handed up, and what members were told."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Sum

from partywork.accounts.models import User
from partywork.audit.recorder import action
from partywork.common.money import format_yuan, round_half_up_to
from partywork.common.periods import month_of
from partywork.dues.fund_models import DuesPublication, Remittance, VoluntaryPayment
from partywork.dues.models import DuesMonth, month_text
from partywork.dues.queries import FIRST_YEAR, check_month
from partywork.entries.actions import create_record, edit_record, existing
from partywork.entries.enums import Status
from partywork.members.queries import roster
from partywork.orgs.models import Organisation
from partywork.orgs.queries import children_of
from partywork.rules.queries import rules_for

FUTURE = "日期在今天之后，请核对。"
PER_CENT = 100


@action
def log_voluntary(*, payment: VoluntaryPayment, by: User, today: date) -> VoluntaryPayment:
    """Record a voluntary payment. It is no month's dues and counts in none of their figures."""
    earlier = existing(VoluntaryPayment, payment.org, payment.key)
    if isinstance(earlier, VoluntaryPayment):
        return earlier
    check_voluntary(payment, today)
    saved = create_record(record=payment, by=by)
    assert isinstance(saved, VoluntaryPayment)
    return saved


@action
def edit_voluntary(*, payment: VoluntaryPayment, version: int, by: User, today: date) -> VoluntaryPayment:
    """Save an edited voluntary payment, such as the day it was forwarded."""
    check_voluntary(payment, today)
    edit_record(record=payment, version=version, by=by)
    return payment


def check_voluntary(payment: VoluntaryPayment, today: date) -> None:
    """Sets whether it is a large one by the rule of its day; raises ValidationError that names the field."""
    errors: dict[str, str] = {}
    if payment.date > today:
        errors["date"] = FUTURE
    elif not roster(payment.org, payment.date).filter(pk=payment.member_id).exists():
        errors["member"] = f"{payment.member}在{payment.date:%Y-%m-%d}不在{payment.org}的党员名册上。"
    if payment.amount_fen <= 0:
        errors["amount_fen"] = "请填写交来的金额。"
    if payment.forwarded_on and payment.forwarded_on > today:
        errors["forwarded_on"] = FUTURE
    elif payment.forwarded_on and payment.forwarded_on < payment.date:
        errors["forwarded_on"] = "转交日期不能早于交来的日期。"
    elif payment.forwarded_on and not payment.receipt.strip():
        errors["receipt"] = "已转交的请填写收据编号。"
    if errors:
        raise ValidationError(errors)
    rules = rules_for(on=payment.date, org=payment.org)
    has_rule = rules.has("dues.large_payment")
    payment.is_large = has_rule and payment.amount_fen > rules.number("dues.large_payment")


@action
def log_remittance(*, remittance: Remittance, by: User, today: date) -> Remittance:
    """Record that dues were handed up.

    Raises ValidationError for months handed up already or not begun by its day, or an amount that is not the
    share of what was collected, unless the remark says why.
    """
    earlier = existing(Remittance, remittance.org, remittance.key)
    if isinstance(earlier, Remittance):
        return earlier
    check_remittance(remittance, today)
    saved = create_record(record=remittance, by=by)
    assert isinstance(saved, Remittance)
    return saved


@action
def edit_remittance(*, remittance: Remittance, version: int, by: User, today: date) -> Remittance:
    """Save an edited remittance; refuses what log_remittance refuses."""
    check_remittance(remittance, today)
    edit_record(record=remittance, version=version, by=by)
    return remittance


def check_remittance(remittance: Remittance, today: date) -> None:
    """Sets what was collected and the share from records and rules."""
    check_month(remittance.first_month)
    check_month(remittance.last_month)
    errors: dict[str, str] = {}
    if remittance.date > today:
        errors["date"] = FUTURE
    if remittance.last_month < remittance.first_month:
        errors["last_month"] = "止月早于起月，请核对。"
    elif remittance.last_month > month_of(remittance.date):
        errors["last_month"] = f"{month_text(remittance.last_month)}还没有到，请核对。"
    elif _handed_up_already(remittance):
        errors["first_month"] = "其中有的月份已经登记过上缴。"
    if remittance.amount_fen <= 0:
        errors["amount_fen"] = "请填写上缴的金额。"
    if not remittance.receipt.strip():
        errors["receipt"] = "请填写上级开具的收据编号。"
    if errors:
        raise ValidationError(errors)
    remittance.collected_fen = collected_in(
        remittance.org, remittance.first_month, remittance.last_month, remittance.date
    )
    remittance.share = rules_for(on=remittance.date, org=remittance.org).number("dues.remittance_share")
    due = share_of(remittance.collected_fen, remittance.share)
    if due != remittance.amount_fen and not remittance.remark.strip():
        raise ValidationError({"remark": _difference(remittance, due)})


def collected_in(org: Organisation, first: int, last: int, on: date) -> int:
    """What came in in these months, in fen: dues of its own members, and what the units directly below handed up."""
    rows = DuesMonth.objects.filter(org=org, paid_month__gte=first, paid_month__lte=last)
    below = Remittance.objects.filter(
        org__in=children_of(org, on), status=Status.DONE, month__gte=first, month__lte=last
    )
    own, handed = rows.aggregate(total=Sum("paid_fen")), below.aggregate(total=Sum("amount_fen"))
    return (own["total"] or 0) + (handed["total"] or 0)


def share_of(collected_fen: int, share: int) -> int:
    """The per cent that goes up, to the fen, half up."""
    return round_half_up_to(collected_fen * share, PER_CENT) // PER_CENT


def _handed_up_already(remittance: Remittance) -> bool:
    same = Remittance.objects.filter(
        org=remittance.org, status=Status.DONE, first_month__lte=remittance.last_month,
        last_month__gte=remittance.first_month,
    ).exclude(pk=remittance.pk)  # fmt: skip
    return same.exists()


def _difference(remittance: Remittance, due_fen: int) -> str:
    collected = format_yuan(remittance.collected_fen)
    return (
        f"{remittance.months_text}收缴 {collected} 元，按{remittance.share}%应上缴 {format_yuan(due_fen)} 元，"
        f"与填写的 {format_yuan(remittance.amount_fen)} 元不同。请核对；确实不同的在备注里写明原因。"
    )


@action
def log_publication(*, publication: DuesPublication, by: User, today: date) -> DuesPublication:
    """Record that members were told of a year's dues. Raises ValidationError for the future."""
    check_publication(publication, today)
    saved = create_record(record=publication, by=by)
    assert isinstance(saved, DuesPublication)
    return saved


@action
def edit_publication(*, publication: DuesPublication, version: int, by: User, today: date) -> DuesPublication:
    """Save an edited publication."""
    check_publication(publication, today)
    edit_record(record=publication, version=version, by=by)
    return publication


def check_publication(publication: DuesPublication, today: date) -> None:
    """Refuse what cannot be true."""
    errors: dict[str, str] = {}
    if publication.date > today:
        errors["date"] = FUTURE
    if not FIRST_YEAR <= publication.year <= publication.date.year:
        errors["year"] = f"年度应在{FIRST_YEAR}至{publication.date.year}之间。"
    if errors:
        raise ValidationError(errors)
