"""Reading dues: who owes a month, what is still owed, and the grid of a year."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet

from partywork.dues.amounts import amounts_in
from partywork.dues.enums import ConsentKind
from partywork.dues.exception_models import DuesConsent
from partywork.dues.models import DuesMonth, DuesStandard, month_end
from partywork.entries.enums import Status
from partywork.members.enums import PARTY_STAGES
from partywork.members.models import Member, Standing
from partywork.members.queries import roster
from partywork.orgs.models import Organisation

FIRST_YEAR, LAST_YEAR = 2008, 2199  # the brackets in force date from 2008


def check_month(month: int) -> None:
    """Refuse what is no month such as 202605."""
    if not (FIRST_YEAR <= month // 100 <= LAST_YEAR and 1 <= month % 100 <= 12):
        raise ValidationError({"month": "月份请写成 2026-05 的样子。"})


def standards_of(members: Iterable[int], year: int) -> dict[int, DuesStandard]:
    """The standards of a year by member."""
    found = DuesStandard.objects.filter(member__in=members, year=year).select_related("member")
    return {standard.member_id: standard for standard in found}


def members_of_year(org: Organisation, year: int) -> QuerySet[Member]:
    """Who was a party member in the branch on any day of the year."""
    there = Standing.objects.real().filter(
        org=org, stage__in=PARTY_STAGES, since__lte=date(year, 12, 31), until__gt=date(year, 1, 1)
    )
    return Member.objects.filter(pk__in=there.values("member"))


def unopened(org: Organisation, month: int) -> list[DuesStandard]:
    """Standards of those on the month's roster whose month is not open yet, by name."""
    people = roster(org, month_end(month)).exclude(dues_months__month=month)
    found = DuesStandard.objects.filter(member__in=people, year=month // 100).select_related("member")
    return list(found.order_by("member__name", "member_id"))


def was_here(org: Organisation, member: int, first: int, last: int) -> bool:
    """Whether someone stood on the branch's roster on some day of these months."""
    start = date(first // 100, first % 100, 1)
    there = Standing.objects.real().filter(member=member, org=org, stage__in=PARTY_STAGES)
    return there.filter(since__lte=month_end(last), until__gt=start).exists()


def quarterly_payers(members: Iterable[int], month: int) -> set[int]:
    """Who has the branch's consent to pay by the quarter in this month."""
    given = DuesConsent.objects.filter(
        member__in=members, kind=ConsentKind.QUARTERLY, status=Status.DONE, first_month__lte=month,
        last_month__gte=month,
    )  # fmt: skip
    return set(given.values_list("member", flat=True))


def coming(org: Organisation, month: int) -> list[tuple[DuesStandard, int]]:
    """Who is to be opened for the month, and with what amount in fen, by name. Three queries."""
    standards = unopened(org, month)
    amounts = amounts_in(standards, month)
    return [(standard, amounts[standard.member_id]) for standard in standards]


def without_standard(org: Organisation, month: int) -> QuerySet[Member]:
    """Members on the month's roster who have no standard for its year."""
    return roster(org, month_end(month)).exclude(dues_standards__year=month // 100)


def owed_in(org: Organisation, month: int) -> QuerySet[DuesMonth]:
    """Open and wholly unpaid rows of the month."""
    rows = DuesMonth.objects.filter(org=org, month=month, paid_fen=0, due_fen__gt=0)
    return rows.select_related("member").order_by("member__name", "member_id")


def owed_before(org: Organisation, month: int) -> QuerySet[DuesMonth]:
    """Wholly unpaid rows of earlier months, which can be handed in late."""
    rows = DuesMonth.objects.filter(org=org, month__lt=month, paid_fen=0, due_fen__gt=0)
    return rows.select_related("member").order_by("member__name", "member_id", "month")


def owed_elsewhere(org: Organisation, on: date) -> QuerySet[DuesMonth]:
    """What people on the roster still owe to branches they were in before.

    Arrears stay with the branch whose month it was, which collects them; the new branch sees them.
    """
    rows = DuesMonth.objects.filter(member__in=roster(org, on), due_on__lte=on, paid_fen__lt=F("due_fen"))
    return rows.exclude(org=org).select_related("member", "org").order_by("member__name", "member_id", "month")


def year_rows(org: Organisation, year: int) -> QuerySet[DuesMonth]:
    """Every month of the year that the branch has open, by name and month."""
    rows = DuesMonth.objects.filter(org=org, month__gte=year * 100, month__lt=(year + 1) * 100)
    return rows.select_related("member").order_by("member__name", "member_id", "month")
