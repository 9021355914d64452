"""Dues beyond the months: half-yearly remittances, last year's publication, a large payment, a request that waits.

Nothing here is drawn by chance, so that the rest of the demo stays as it was.
"""

from datetime import date, timedelta

from partywork.common.periods import last_day_of_month
from partywork.demo.world import Unit, World
from partywork.dues.enums import PublicationWay
from partywork.dues.exception_models import DuesReduction
from partywork.dues.fund_actions import collected_in, log_publication, log_remittance, log_voluntary
from partywork.dues.fund_models import DuesPublication, Remittance, VoluntaryPayment
from partywork.dues.models import DuesStandard
from partywork.dues.reductions import ask_reduction
from partywork.members.queries import roster

LARGE_FEN = 500_000
LEAST_FEN = 1_000  # of a standard that a reduction is asked of


def make_dues_funds(world: World) -> None:
    for unit in world.branches:
        _hand_up(world, unit, world.year - 1, 7, date(world.year, 1, 8))
        if not unit.lags:
            _hand_up(world, unit, world.year, 1, date(world.year, 6, 26))
            _publish(world, unit)
    first = (world.working or world.branches)[0]
    _large(world, first)
    _ask(world, first)


def _hand_up(world: World, unit: Unit, year: int, first: int, day: date) -> None:
    """All that came in in half a year: in January for the half before, at the end of June for the running one."""
    months = year * 100 + first, year * 100 + first + 5
    day = world.workday(day.year, day.month, day.day)
    amount = collected_in(unit.org, *months, day)
    if amount:
        half = 1 if first == 1 else 2
        key = f"demo-remit-{year}{half}"
        remittance = Remittance(
            org=unit.org, key=key, first_month=months[0], last_month=months[1], date=day, amount_fen=amount,
            receipt=f"{year}{half}-{unit.org.pk:03}",
        )  # fmt: skip
        log_remittance(remittance=remittance, by=unit.secretary, today=world.today)


def _publish(world: World, unit: Unit) -> None:
    """At the first general meeting of the year; a branch founded this year has nothing to tell of."""
    if unit.org.founded_on.year < world.year:
        told = DuesPublication(
            org=unit.org, key="demo-published", date=world.workday(world.year, 1, 20), year=world.year - 1,
            way=PublicationWay.MEETING, place=unit.place,
        )  # fmt: skip
        log_publication(publication=told, by=unit.secretary, today=world.today)


def _large(world: World, unit: Unit) -> None:
    day = world.workday(world.year, 6, 24)
    giver = roster(unit.org, day).last()
    assert giver is not None
    payment = VoluntaryPayment(
        org=unit.org, key="demo-large", member=giver, date=day, amount_fen=LARGE_FEN,
        forwarded_on=day + timedelta(days=2), receipt=f"大额{world.year}-001",
    )  # fmt: skip
    log_voluntary(payment=payment, by=unit.secretary, today=world.today)


def _ask(world: World, unit: Unit) -> None:
    """A reduction that waits for the level above; next month, so that nothing owed changes."""
    here = roster(unit.org, last_day_of_month(world.year, 12))
    standards = DuesStandard.objects.filter(year=world.year, member__in=here, monthly_fen__gte=LEAST_FEN)
    standard = standards.order_by("monthly_fen", "pk").first()
    if standard is not None:
        asked = DuesReduction(
            org=unit.org, key="demo-reduction-waiting", member=standard.member, year=world.year,
            first_month=world.year * 100 + 12, last_month=world.year * 100 + 12, monthly_fen=LEAST_FEN // 10,
            reason="家中突发变故，申请少交", studied_on=world.workday(world.year, 11, 5),
        )  # fmt: skip
        ask_reduction(reduction=asked, by=unit.secretary, today=world.today)
