"""Setting what a member owes a month: from the dated brackets, once a year."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Now

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_bulk
from partywork.common.money import format_yuan
from partywork.dues.arithmetic import monthly_dues
from partywork.dues.enums import BRACKET_RULES, DuesBasis, ReductionState
from partywork.dues.exception_models import DuesReduction
from partywork.dues.models import DuesMonth, DuesStandard, StandardChange
from partywork.dues.queries import FIRST_YEAR, members_of_year
from partywork.entries.actions import create_record, edit_record
from partywork.rules.queries import RuleBook, UnknownRule, rules_for


@action
def set_standard(*, standard: DuesStandard, by: User, today: date) -> DuesStandard:
    """Fix a member's dues for a year; rate and amount follow from the basis and the rules of 1 January.

    Raises ValidationError when the person is not of this branch that year, an amount is missing or out of
    range, or the year already has a standard.
    """
    fix_amount(standard, today)
    _check_member(standard)
    saved = create_record(record=standard, by=by)
    assert isinstance(saved, DuesStandard)
    return saved


@action
def change_standard(
    *, standard: DuesStandard, version: int, change_reason: str, from_month: int, by: User, today: date
) -> DuesStandard:
    """Change the amount within the year (组电明字〔2017〕5号: as a rule it stays), with the reason why.

    ``from_month`` is 1 to 12: months from then on that are not paid yet get the new amount; earlier months keep
    theirs, also those opened later, and every paid month and every one under an approved reduction stays as it is.
    """
    rules = rules_for(on=date(standard.year, 1, 1), org=standard.org)
    is_fixed = rules.has("dues.fixed_for_year") and rules.flag("dues.fixed_for_year")
    if is_fixed and not change_reason.strip():
        raise ValidationError({"change_reason": "党费标准一年内一般不变，请写明为什么改。"})
    if not 1 <= from_month <= 12:
        raise ValidationError({"from_month": "请选择 1 至 12 月。"})
    fix_amount(standard, today)
    before_fen = DuesStandard.objects.get(pk=standard.pk).monthly_fen
    edit_record(record=standard, version=version, by=by)
    first = standard.year * 100 + from_month
    StandardChange.objects.create(
        standard=standard, month=first, before_fen=before_fen, after_fen=standard.monthly_fen,
        reason=change_reason.strip(), changed_on=today, changed_by=by,
    )  # fmt: skip
    _apply(standard, first, change_reason.strip(), by)
    return standard


def _apply(standard: DuesStandard, first: int, reason: str, by: User) -> None:
    reduced = DuesReduction.objects.filter(
        member=OuterRef("member"), state=ReductionState.APPROVED, first_month__lte=OuterRef("month"),
        last_month__gte=OuterRef("month"),
    )  # fmt: skip
    months = DuesMonth.objects.filter(~Exists(reduced), standard=standard, paid_fen=0, month__gte=first).exclude(
        due_fen=standard.monthly_fen
    )
    rows = sorted(months.values_list("pk", "month", "due_fen"))
    DuesMonth.objects.filter(pk__in=[pk for pk, _, _ in rows]).update(
        due_fen=standard.monthly_fen, version=F("version") + 1, updated_by=by, updated_at=Now()
    )
    record_bulk(
        by=by,
        action="duesstandard.apply",
        model=DuesMonth,
        rows=rows,
        summary=f"{standard}自{first % 100}月起每月{format_yuan(standard.monthly_fen)}元，"
        f"未缴的{len(rows)}个月随之调整" + (f"：{reason}" if reason else ""),
        org_id=standard.org_id,
    )


def fix_amount(standard: DuesStandard, today: date) -> None:
    """Set rate and monthly amount; raises ValidationError that names the field."""
    if not FIRST_YEAR <= standard.year <= today.year + 1:
        raise ValidationError({"year": f"年度应在{FIRST_YEAR}至{today.year + 1}之间。"})
    rules = rules_for(on=date(standard.year, 1, 1), org=standard.org)
    basis = DuesBasis(standard.basis)
    standard.rate = 0
    try:
        if basis in BRACKET_RULES:
            _from_brackets(standard, rules, BRACKET_RULES[basis])
        elif basis is DuesBasis.FIXED:
            standard.base_fen, standard.monthly_fen = None, rules.number("dues.fixed")
        else:
            _from_range(standard, rules)
    except UnknownRule as error:
        raise ValidationError({"year": str(error)}) from None


def _from_brackets(standard: DuesStandard, rules: RuleBook, code: str) -> None:
    if standard.base_fen is None:
        raise ValidationError({"base_fen": "请填写每月的计算基数，例如 5200。"})
    if standard.base_fen < 0:
        raise ValidationError({"base_fen": "计算基数不能是负数。"})
    limit = rules.number("dues.month_limit") if rules.has("dues.month_limit") else None
    standard.rate, standard.monthly_fen = monthly_dues(
        standard.base_fen, rules.brackets(code), step_fen=rules.number("dues.rounding"), limit_fen=limit
    )


def _from_range(standard: DuesStandard, rules: RuleBook) -> None:
    standard.base_fen = None
    allowed = rules.range("dues.farmer.range")
    if standard.monthly_fen is None or not allowed.contains(standard.monthly_fen):
        between = f"{format_yuan(allowed.least)} 至 {format_yuan(allowed.most)} 元"
        raise ValidationError({"monthly_fen": f"农民党员的月标准应在 {between}之间。"})


def _check_member(standard: DuesStandard) -> None:
    year = standard.year
    if not members_of_year(standard.org, year).filter(pk=standard.member_id).exists():
        raise ValidationError({"member": f"{standard.member}在{year}年不是{standard.org}的党员，请核对姓名和党组织。"})
