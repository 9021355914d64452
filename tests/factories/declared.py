"""Units that began in mid-year, and what they declare of the time before."""

from datetime import date
from typing import Any

from partywork.accounts.models import User
from partywork.declared.actions import declare, log_start
from partywork.declared.models import DeclaredFigure, UnitStart
from partywork.entries.figured import set_figure
from partywork.orgs.models import Organisation

TODAY = date(2026, 7, 1)
START = date(2026, 3, 10)
DAYS = (date(2026, 1, 1), date(2026, 3, 9))


def make_start(org: Organisation, by: User, on: date = START) -> UnitStart:
    return log_start(start=UnitStart(org=org, on=on), by=by, today=TODAY)


def make_declared(
    org: Organisation,
    by: User,
    figure: str = "支委会次数",
    value: int = 2,
    days: tuple[date, date] = DAYS,
    **extra: Any,
) -> DeclaredFigure:
    """A number declared of a unit that has begun; ``value`` as people read it."""
    facts = {"source_document": "一季度工作报告", "declared_by": "周同", **extra}
    declared = DeclaredFigure(org=org, date=days[0], until=days[1], value_milli=value * 1000, **facts)
    set_figure(declared, figure)
    return declare(figure=declared, by=by)


def make_declared_with_start(org: Organisation, by: User) -> DeclaredFigure:
    make_start(org, by)
    return make_declared(org, by)
