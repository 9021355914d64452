"""Defining indicators, closing them, and logging their values."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import F

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.entries.actions import StaleEdit, create_record, describe, edit_record
from partywork.plans.enums import Reading
from partywork.plans.models import Indicator, IndicatorValue
from partywork.plans.queries import indicators_for, namesakes
from partywork.plans.targets import target_errors

BARRED = "：:#@{}|=＃＠＝"  # they mean something in a figure's name


@action
def define_indicator(*, indicator: Indicator, by: User) -> Indicator:
    """Save a new indicator. Raises ValidationError for a name that is taken above or below."""
    check_indicator(indicator)
    saved = create_record(record=indicator, by=by)
    assert isinstance(saved, Indicator)
    return saved


@action
def edit_indicator(*, indicator: Indicator, version: int, by: User) -> Indicator:
    """Save an edited indicator; its values follow it under the new name."""
    check_indicator(indicator)
    if indicator.measure_code and indicator.values.exists():
        raise ValidationError({"figure": "这个指标已经有填报的数值，不能再改为自动取数。请停用它，另建一个。"})
    edit_record(record=indicator, version=version, by=by)
    return indicator


@action
def close_indicator(*, indicator: Indicator, version: int, on: date, reason: str, by: User) -> Indicator:
    """From ``on`` on the indicator takes no values; those it has stay."""
    if not indicator.is_open:
        raise ValidationError("这个指标已经停用。")
    if not reason.strip():
        raise ValidationError({"reason": "请写明停用的原因。"})
    until = max(on, indicator.since)
    claimed = Indicator.objects.filter(pk=indicator.pk, version=version).update(
        version=F("version") + 1, until=until, updated_by=by
    )
    if not claimed:
        raise StaleEdit
    indicator.refresh_from_db()
    record_event(
        by=by,
        action="indicator.close",
        subject=indicator,
        summary=f"停用{describe(indicator)}：{reason.strip()}",
        org_id=indicator.org_id,
    )
    return indicator


def check_indicator(indicator: Indicator) -> None:
    """Refuse a name that figures could not be told apart by, percentages to be added up, and half a target."""
    errors = target_errors(indicator)
    if indicator.unit in ("%", "％") and indicator.reading != Reading.RATE and not indicator.measure_code:
        errors["reading"] = "百分数不能相加。请选“算占比”，填报时填分子和分母。"
    barred = [each for each in BARRED if each in indicator.name]
    if barred:
        errors["name"] = f"指标名称里不能有 {' '.join(barred)}，请换一种写法。"
    taken = namesakes(indicator, indicator.since).select_related("org").first()
    if taken:
        errors["name"] = f"“{taken.org}”已经有叫“{taken.name}”的指标，请直接用它，或换一个名称。"
    if errors:
        raise ValidationError(errors)


@action
def log_value(*, value: IndicatorValue, by: User, today: date) -> IndicatorValue:
    """Save a new value of an indicator."""
    check_value(value, today)
    saved = create_record(record=value, by=by)
    assert isinstance(saved, IndicatorValue)
    return saved


@action
def edit_value(*, value: IndicatorValue, version: int, by: User, today: date) -> IndicatorValue:
    """Save an edited value."""
    check_value(value, today)
    edit_record(record=value, version=version, by=by)
    return value


def check_value(value: IndicatorValue, today: date) -> None:
    """Refuse a value in the future, of an indicator that is not this unit's, or a rate above 100 %."""
    errors: dict[str, str] = {}
    if value.date > today:
        errors["date"] = "日期在今天之后，请核对。"
    if value.declared and not value.source_document.strip():
        errors["source_document"] = "填报数请写明来源文件，例如：2025年度党建工作总结。"
    if value.denominator_milli == 0:
        errors["denominator_milli"] = "分母不能是 0；没有分母的空着。"
    elif value.denominator_milli is not None and value.value_milli > value.denominator_milli:
        errors["denominator_milli"] = f"数值{value.value}大于分母{value.denominator}，占比会超过100%，请核对。"
    errors |= _indicator_errors(value)
    if errors:
        raise ValidationError(errors)


def _indicator_errors(value: IndicatorValue) -> dict[str, str]:
    indicator = value.indicator
    if indicator.measure_code:
        return {"indicator": f"“{indicator.name}”由系统按“{indicator.figure}”自动计算，不用填报。"}
    # A declared number may be older than the indicator; then the unit must be one that uses it today.
    day = max(value.date, indicator.since) if value.declared else value.date
    if not indicators_for(value.org, day).filter(pk=indicator.pk).exists():
        return {"indicator": f"“{indicator.name}”在{day:%Y-%m-%d}不是“{value.org}”可用的指标，请核对日期和指标。"}
    return {}
