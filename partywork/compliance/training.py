"""Training in the year: the hours a branch organised, 集中培训, and how many members have not had enough."""

from collections.abc import Iterator
from datetime import date

from partywork.common.periods import Year
from partywork.compliance.counted import in_months, stands, turns_of
from partywork.compliance.duties import TRAINING, TRAINING_PEOPLE, TRAINING_SESSION
from partywork.compliance.hours import LEADER_HOURS
from partywork.compliance.lights import Light, Obligation, day, light_of
from partywork.compliance.monthly import TRAINING as TRAINED
from partywork.compliance.monthly import Months
from partywork.compliance.reading import DUE_SOON_DAYS, Reading
from partywork.compliance.roster import Learners
from partywork.compliance.units import Unit
from partywork.rules.queries import RuleBook


def training_obligations(reading: Reading) -> Iterator[Obligation]:
    years = [Year(year) for year in range(reading.since.year, reading.on.year + 1) if Year(year).end >= reading.since]
    monthly = reading.monthly
    for unit in reading.units.values():
        if not unit.is_branch:
            continue
        yield from turns_of(reading, unit, TRAINING_SESSION, "集中培训", monthly.of(TRAINED, unit.pk))
        for year in years:
            if unit.founded_on <= year.start and reading.was_in_use(unit, year):
                yield _organised(reading, unit, year, monthly.more_of(TRAINED, unit.pk))
                yield from _people(reading, unit, year)


def _organised(reading: Reading, unit: Unit, year: Year, logged: Months) -> Obligation:
    """Hours the branch has organised in the year against what each member needs."""
    book = _book(reading, unit, year)
    needed = book.number(TRAINING.rule)
    months = _months(year)
    done = reading.held(unit).count(TRAINING.code, months) + in_months(logged, months)
    light = light_of(done >= needed, year.end, reading.on, reading.book(unit).number(DUE_SOON_DAYS))
    detail = stands(done, needed, "学时", year.end, light, reading.on)
    title = f"{year.label}党员集中学习"
    return Obligation(unit.pk, TRAINING, book.rule(TRAINING.rule), title, detail, year.end, light, year)


def _people(reading: Reading, unit: Unit, year: Year) -> Iterator[Obligation]:
    """How many have not had enough: names stay on the branch's own page. Who came during the year is not counted."""
    learners = reading.heads(unit, min(reading.on, year.end)).learners
    if not learners:
        return
    book = _book(reading, unit, year)
    needs = {False: book.number(TRAINING.rule), True: book.number(LEADER_HOURS)}
    missing = {False: 0, True: 0}
    for each, number in learners.items():
        if hours_had(reading, unit, year, each) < needs[each.is_leader]:
            missing[each.is_leader] += number
    nobody = not any(missing.values())
    light = light_of(nobody, year.end, reading.on, reading.book(unit).number(DUE_SOON_DAYS))
    detail = _how_many(missing, learners.total(), needs, light, year.end, reading.on)
    rule = book.rule(TRAINING.rule if missing[False] or nobody else LEADER_HOURS)
    title = f"{year.label}每名党员的学时"
    yield Obligation(unit.pk, TRAINING_PEOPLE, rule, title, detail, year.end, light, year)


def hours_had(reading: Reading, unit: Unit, year: Year, each: Learners) -> int:
    """The hours of the year that members alike have: what was offered to them less what they missed."""
    here = each.offered if each.offered is not None else reading.held(unit).hours_for(each.group, _months(year))
    return here - each.missed


def _months(year: Year) -> tuple[int, ...]:
    return tuple(year.year * 100 + month for month in range(1, 13))


def _how_many(missing: dict[bool, int], whole: int, needs: dict[bool, int], light: Light, due: date, on: date) -> str:
    if not any(missing.values()):
        return f"在册满一年的{whole}名党员学时已满：党员{needs[False]}学时，书记和委员{needs[True]}学时"
    words = {False: "党员", True: "书记和委员"}
    parts = [f"{words[who]}{number}名不满{needs[who]}学时" for who, number in missing.items() if number]
    after = {Light.OVERDUE: f"{due:%Y-%m-%d}已到期。请安排补学，学过的请补录。"}
    return f"{'，'.join(parts)}，" + after.get(light, f"{day(due, on)}前学满。")


def _book(reading: Reading, unit: Unit, year: Year) -> RuleBook:
    return reading.shelf.book(unit.line, year.start)
