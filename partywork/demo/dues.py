"""Dues: a standard for everyone for two years, and months that most branches collect in full.

Standards are written a branch at a time; the action, which reads the rules for each, would take ten seconds.
"""

from datetime import date

from partywork.audit.recorder import record_bulk
from partywork.common.periods import month_of
from partywork.demo.world import Unit, World
from partywork.dues.arithmetic import monthly_dues
from partywork.dues.collecting import collect_month, open_month
from partywork.dues.consents import give_consent
from partywork.dues.enums import BRACKET_RULES, ConsentKind, DuesBasis
from partywork.dues.exception_models import DuesConsent, DuesReduction
from partywork.dues.models import DuesMonth, DuesStandard
from partywork.dues.reductions import ask_reduction, decide_reduction
from partywork.members.enums import PARTY_STAGES
from partywork.members.models import Member, Standing
from partywork.orgs.dated import FOREVER
from partywork.orgs.enums import Sector
from partywork.rules.queries import RuleBook, rules_for

LAST_COLLECTED = 10  # month of the demo's year up to which branches that keep up have collected
LAGGING_COLLECTED = 2
OWING = 2  # of how many branches one member pays late


def make_dues(world: World) -> None:
    for unit in world.branches:
        _standards(world, unit, world.year - 1)
        _standards(world, unit, world.year)
    for number, unit in enumerate(world.branches):
        _months(world, unit, number)


def _standards(world: World, unit: Unit, year: int) -> None:
    if unit.org.founded_on.year > year:
        return
    here = Standing.objects.filter(
        org=unit.org, stage__in=PARTY_STAGES, since__lte=date(year, 12, 31), until__gt=date(year, 1, 1)
    )
    people = Member.objects.filter(pk__in=here.values("member")).exclude(dues_standards__year=year).order_by("pk")
    rules = rules_for(on=date(year, 1, 1), org=unit.org)
    standards = []
    for position, member in enumerate(people):
        standard = DuesStandard(org=unit.org, key=world.key(), member=member, year=year)
        standard.created_by = standard.updated_by = unit.secretary
        _fill(world, unit, standard, position)
        _fix(standard, rules)
        standard.stamp()
        standards.append(standard)
    DuesStandard.objects.bulk_create(standards)
    for position, standard in enumerate(standards):
        if _is_reduced(unit, position):
            _reduce(world, unit, standard)
    rows = [(standard.member_id, standard.year, standard.monthly_fen) for standard in standards]
    record_bulk(by=unit.secretary, action="duesstandard.create", model=DuesStandard, rows=rows,
                summary=f"核定{unit.name}{year}年党费标准{len(rows)}人", org_id=unit.org.pk)  # fmt: skip


def _is_reduced(unit: Unit, position: int) -> bool:
    return position == 5 and unit.sector == Sector.COMMUNITY


def _reduce(world: World, unit: Unit, standard: DuesStandard) -> None:
    """For the year, studied and approved in the December before."""
    year = standard.year
    asked = DuesReduction(
        org=unit.org, key=f"demo-reduction-{year}", member=standard.member, year=year, first_month=year * 100 + 1,
        last_month=year * 100 + 12, monthly_fen=20, reason="因病致困，申请少交党费", studied_on=date(year - 1, 12, 8),
    )  # fmt: skip
    reduction = ask_reduction(reduction=asked, by=unit.secretary, today=world.today)
    decide_reduction(
        reduction=reduction, version=reduction.version, approve=True, decided_on=date(year - 1, 12, 22), opinion="",
        by=world.manager, today=world.today,
    )  # fmt: skip


def _fix(standard: DuesStandard, rules: RuleBook) -> None:
    """Rate and amount from the year's brackets, with one reading of the rules for the whole branch."""
    code = BRACKET_RULES.get(DuesBasis(standard.basis))
    if code and standard.base_fen is not None:
        step, limit = rules.number("dues.rounding"), rules.number("dues.month_limit")
        found = monthly_dues(standard.base_fen, rules.brackets(code), step_fen=step, limit_fen=limit)
        standard.rate, standard.monthly_fen = found


def _fill(world: World, unit: Unit, standard: DuesStandard, position: int) -> None:
    """What the dues are based on: pay, pension, or a farmer's amount."""
    chance, sector = world.chance, unit.sector
    if _is_reduced(unit, position):
        standard.basis, standard.base_fen = DuesBasis.SALARY, 400_000
    elif sector == Sector.VILLAGE and position % 4:
        standard.basis, standard.monthly_fen = DuesBasis.FARMER, chance.choice([20, 50, 100])
    elif standard.member.occupation == "退休":
        standard.basis, standard.base_fen = DuesBasis.RETIRED, chance.randrange(2600, 6800, 10) * 100
    else:
        standard.basis, standard.base_fen = DuesBasis.SALARY, chance.randrange(2800, 9600, 10) * 100


def _months(world: World, unit: Unit, number: int) -> None:
    last = LAGGING_COLLECTED if unit.lags else LAST_COLLECTED
    months = [(world.year - 1, month) for month in range(7, 13)] + [(world.year, month) for month in range(1, 12)]
    owing = _late_payer(unit) if number % OWING == 0 else None
    for year, month in months:
        if date(year, month, 1) < unit.org.founded_on.replace(day=1):
            continue
        open_month(org=unit.org, month=year * 100 + month, by=unit.secretary)
        if year < world.year or month <= last:
            _collect(world, unit, year, month, owing)


def _late_payer(unit: Unit) -> int | None:
    """Someone who stays on the roster all the time."""
    staying = Standing.objects.filter(member__in=unit.members, until=FOREVER).order_by("member_id")
    found = staying.first()
    return found.member_id if found else None


def _collect(world: World, unit: Unit, year: int, month: int, owing: int | None) -> None:
    """One collection. The late payer hands in last year's December in March, and owes from April on."""
    owes_now = owing is not None and (month >= 4 if year == world.year else month == 12)
    code = year * 100 + month
    rows = DuesMonth.objects.filter(org=unit.org, paid_fen=0, due_fen__gt=0)
    now = rows.filter(month=code)
    exceptions = [owing] if owes_now and owing is not None else []
    late = []
    if owing is not None and (year, month) == (world.year, 3):
        late = list(rows.filter(member=owing, month=(year - 1) * 100 + 12))
    total = sum(row.due_fen for row in [*now.exclude(member__in=exceptions), *late])
    if not total:
        return
    paid_on = world.some_day(year, month, 8, 22)
    assert month_of(paid_on) == code
    for row in late:
        _agree(world, unit, row, paid_on)
    collect_month(
        org=unit.org, month=code, exceptions=exceptions, late=[row.pk for row in late], total_received_fen=total,
        paid_on=paid_on, by=unit.secretary, today=world.today,
    )  # fmt: skip


def _agree(world: World, unit: Unit, row: DuesMonth, day: date) -> None:
    """The branch's consent to a late payment, given on the day it is handed in."""
    consent = DuesConsent(
        org=unit.org, key=f"demo-late-{row.month}-{row.member_id}", member=row.member, kind=ConsentKind.LATE, date=day,
        first_month=row.month, last_month=row.month, reason="外出务工，回来后补交",
    )  # fmt: skip
    give_consent(consent=consent, by=unit.secretary, today=world.today)
