"""Standards and months of dues."""

from datetime import date
from typing import Any

from partywork.accounts.models import User
from partywork.dues.actions import set_standard
from partywork.dues.collecting import log_month, open_month
from partywork.dues.enums import DuesBasis
from partywork.dues.models import DuesMonth, DuesStandard
from partywork.members.models import Member
from partywork.orgs.models import Organisation
from tests.factories.members import make_member

TODAY = date(2026, 7, 1)


def make_standard(
    member: Member, by: User, *, year: int = 2026, basis: DuesBasis = DuesBasis.SALARY, **facts: Any
) -> DuesStandard:
    """By default 4,000 yuan a month at 1 %: 40 yuan."""
    facts = {"base_fen": 400_000 if basis is DuesBasis.SALARY else None, **facts}
    standard = DuesStandard(org=member.org, member=member, year=year, basis=basis, **facts)
    return set_standard(standard=standard, by=by, today=TODAY)


def make_payers(org: Organisation, by: User, count: int, *, year: int = 2026) -> list[Member]:
    """Members named 党员甲, 党员乙 … in a fixed order, each with a standard of 40 yuan."""
    people = [make_member(org, by, name=f"党员{name}") for name in "甲乙丙丁戊己"[:count]]
    for member in people:
        make_standard(member, by, year=year)
    return people


def open_year(org: Organisation, by: User, *months: int) -> None:
    for month in months:
        open_month(org=org, month=month, by=by)


def make_month(
    member: Member, by: User, month: int, *, due: int = 4_000, paid_on: date | None = None, **facts: Any
) -> DuesMonth:
    """A month of ``due`` fen; paid in full when it has a day."""
    facts = {"paid_fen": due if paid_on else 0, **facts}
    dues = DuesMonth(org=member.org, member=member, month=month, due_fen=due, paid_on=paid_on, **facts)
    return log_month(dues=dues, by=by, today=TODAY)
