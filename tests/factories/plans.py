"""Plan items, indicators and their values."""

from datetime import date
from typing import Any

from partywork.accounts.models import User
from partywork.orgs.models import Organisation
from partywork.plans.actions import log_plan
from partywork.plans.indicator_actions import define_indicator, log_value
from partywork.plans.models import Indicator, IndicatorValue, PlanItem

TODAY = date(2026, 7, 1)


def make_plan(org: Organisation, by: User, due_on: date, **extra: Any) -> PlanItem:
    item = PlanItem(org=org, due_on=due_on, **{"text": "完成支部换届", **extra})
    return log_plan(item=item, by=by, today=TODAY)


def make_indicator(org: Organisation, by: User, name: str = "集体经济收入", **extra: Any) -> Indicator:
    indicator = Indicator(org=org, name=name, **{"unit": "万元", "since": date(2026, 1, 1), **extra})
    return define_indicator(indicator=indicator, by=by)


def make_value(
    indicator: Indicator, by: User, day: date, value_milli: int, *, org: Organisation | None = None, **extra: Any
) -> IndicatorValue:
    value = IndicatorValue(org=org or indicator.org, indicator=indicator, date=day, value_milli=value_milli, **extra)
    return log_value(value=value, by=by, today=TODAY)
