"""On which day a month may be paid."""

from datetime import date

from django.core.exceptions import ValidationError

from partywork.common.periods import month_of
from partywork.dues.models import month_text
from partywork.orgs.models import Organisation
from partywork.rules.queries import rules_for


def check_payment_day(org: Organisation, month: int, paid_on: date, today: date) -> None:
    """Not in the future, and not before its month where advance payment is not allowed (dues.advance)."""
    if paid_on > today:
        raise ValidationError({"paid_on": "缴纳日期在今天之后，请核对。"})
    if month_of(paid_on) < month and not rules_for(on=paid_on, org=org).flag("dues.advance"):
        raise ValidationError({"paid_on": f"{paid_on:%Y-%m-%d}早于{month_text(month)}，本单位不预收党费，请核对日期。"})
