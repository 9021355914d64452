"""The ledgers of indicators and of their values."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from partywork.accounts.models import User
from partywork.entries.figured import set_figure
from partywork.entries.ledger import date_column, key_column, org_column, tail_columns, text_column
from partywork.ledgers.cells import as_bool, as_choice, as_date, as_milli, as_text
from partywork.ledgers.columns import Column, Ledger
from partywork.orgs.models import Organisation
from partywork.plans.enums import Reading
from partywork.plans.indicator_actions import define_indicator, log_value
from partywork.plans.ledger import target_columns, theme_column
from partywork.plans.models import Indicator, IndicatorValue
from partywork.plans.queries import indicators_for

INDICATOR_COLUMNS = [
    text_column("name", "指标名称", 20, required=True, example="集体经济收入"),
    org_column(),
    text_column("unit", "单位", 8, example="万元"),
    Column("reading", "取数方式", lambda i: i.get_reading_display(), width=10, parse=as_choice(Reading),
           choices=Reading, help="不填就是各次相加；户数这类时点数填取期末数，有分母的填算占比", example="各次相加"),
    theme_column(),
    text_column("definition", "口径", 30),
    Column("since", "启用日期", lambda i: i.since, "date", 12, parse=as_date, required=True, example="2026-01-01"),
    Column("target_text", "目标", lambda i: i.target_text, width=14),
    *target_columns(),
    Column("until", "停用日期", lambda i: None if i.is_open else i.until, "date", 12),
    text_column("remark", "备注", 24, in_list=False),
    key_column(),
]  # fmt: skip


def indicator_rows(queryset: QuerySet[Indicator]) -> QuerySet[Indicator]:
    return queryset.select_related("org")


def take_indicator(
    values: dict[str, Any],
    *,
    org: Organisation,
    by: User,
    today: date,  # noqa: ARG001 (every ledger is taken the same way)
) -> Indicator:
    """Define one imported indicator. A refusal names the column it is about."""
    figure = values.pop("figure")
    reading = values.pop("reading") or Reading.SUM
    indicator = Indicator(**values, reading=reading, org=org)
    set_figure(indicator, figure)
    return define_indicator(indicator=indicator, by=by)


VALUE_COLUMNS = [
    date_column(),
    org_column(),
    Column("indicator", "指标", lambda v: v.indicator.name, width=20, parse=as_text, required=True,
           help="本组织或上级定义的指标名称", example="集体经济收入"),
    Column("value_milli", "数值", lambda v: v.value, "decimal", 12, parse=as_milli, required=True, example="12.5"),
    Column("unit", "单位", lambda v: v.indicator.unit, width=8),
    Column("denominator_milli", "分母", lambda v: v.denominator, "decimal", 12, parse=as_milli,
           help="要算占比的填，如应参加总人数"),
    Column("declared", "填报数", lambda v: "是" if v.declared else "", width=8, parse=as_bool,
           help="使用本系统之前的数、从别的材料抄来的数填“是”"),
    text_column("source_document", "来源文件", 24, help="填报数必填", in_list=False),
    *tail_columns(),
    key_column(),
]  # fmt: skip


def value_rows(queryset: QuerySet[IndicatorValue]) -> QuerySet[IndicatorValue]:
    return queryset.select_related("org", "indicator")


def take_value(values: dict[str, Any], *, org: Organisation, by: User, today: date) -> IndicatorValue:
    """Log one imported value. A refusal names the column it is about."""
    name = values.pop("indicator")
    indicator = find_indicator(org, name, today if values["declared"] else values["date"])
    given = {key: value for key, value in values.items() if value is not None}
    return log_value(value=IndicatorValue(**given, org=org, indicator=indicator), by=by, today=today)


def find_indicator(org: Organisation, name: str, on: date) -> Indicator:
    """The indicator of that name that ``org`` may use on a day."""
    offered = indicators_for(org, on)
    found = offered.filter(name=name).first()
    if found is None:
        names = "、".join(offered.filter(measure_code="").values_list("name", flat=True)[:10])
        hint = f"可以填：{names}。" if names else "请先新建这个指标。"
        raise ValidationError({"indicator": f"“{org}”在{on:%Y-%m-%d}没有叫“{name}”的指标。{hint}"})
    return found


INDICATORS = Ledger(
    "indicators", "指标台账", Indicator, "indicators:list", INDICATOR_COLUMNS, indicator_rows, take_indicator
)
VALUES = Ledger(
    "indicator_values", "指标数值台账", IndicatorValue, "indicator_values:list", VALUE_COLUMNS, value_rows, take_value
)
