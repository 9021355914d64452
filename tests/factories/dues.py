"""Standards and months of dues."""

from datetime import date
from typing import Any

from partywork.accounts.models import User
from partywork.dues.actions import set_standard
from partywork.dues.collecting import open_month
from partywork.dues.consents import give_consent
from partywork.dues.enums import ConsentKind, DuesBasis, PublicationWay
from partywork.dues.exception_models import DuesConsent, DuesReduction
from partywork.dues.fund_actions import log_publication, log_remittance, log_voluntary
from partywork.dues.fund_models import DuesPublication, Remittance, VoluntaryPayment
from partywork.dues.models import DuesMonth, DuesStandard
from partywork.dues.reductions import ask_reduction, decide_reduction
from partywork.dues.single_months import log_month
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


def make_reduction(
    member: Member, by: User, first: int = 202601, last: int = 202612, *, decided_on: date | None = None, **facts: Any
) -> DuesReduction:
    """Asked for by the branch; approved when it has a day."""
    given: dict[str, Any] = {"monthly_fen": 0, "reason": "长期患病", "studied_on": date(2025, 12, 8), **facts}
    asked = DuesReduction(
        org=member.org, member=member, year=first // 100, first_month=first, last_month=last, **given
    )  # fmt: skip
    reduction = ask_reduction(reduction=asked, by=by, today=TODAY)
    if decided_on is None:
        return reduction
    return decide_reduction(
        reduction=reduction, version=reduction.version, approve=True, decided_on=decided_on, opinion="", by=by,
        today=TODAY,
    )  # fmt: skip


def make_consent(
    member: Member, by: User, kind: ConsentKind, first: int, last: int, day: date, **facts: Any
) -> DuesConsent:
    given: dict[str, Any] = {"reason": "外出务工", **facts}
    consent = DuesConsent(
        org=member.org, member=member, kind=kind, first_month=first, last_month=last, date=day, **given
    )
    return give_consent(consent=consent, by=by, today=TODAY)


def make_voluntary(member: Member, by: User, day: date, amount_fen: int, **facts: Any) -> VoluntaryPayment:
    payment = VoluntaryPayment(org=member.org, member=member, date=day, amount_fen=amount_fen, **facts)
    return log_voluntary(payment=payment, by=by, today=TODAY)


def make_remittance(
    org: Organisation, by: User, first: int, last: int, day: date, amount_fen: int, **facts: Any
) -> Remittance:
    given: dict[str, Any] = {"receipt": "0001", **facts}
    remittance = Remittance(
        org=org, first_month=first, last_month=last, date=day, amount_fen=amount_fen, **given
    )  # fmt: skip
    return log_remittance(remittance=remittance, by=by, today=TODAY)


def make_publication(org: Organisation, by: User, day: date, year: int, **facts: Any) -> DuesPublication:
    given: dict[str, Any] = {"way": PublicationWay.MEETING, **facts}
    return log_publication(publication=DuesPublication(org=org, date=day, year=year, **given), by=by, today=TODAY)
