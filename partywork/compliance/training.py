"""Training in the year: the hours a branch organised, 集中培训, and how many members have not had enough."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Sum

from partywork.common.periods import Year
from partywork.compliance.counted import in_months, rows_of, stands, turns_of
from partywork.compliance.duties import TRAINING, TRAINING_PEOPLE, TRAINING_SESSION
from partywork.compliance.hours import LEADER_HOURS, Learner, learners_in
from partywork.compliance.lights import Light, Obligation, day, light_of
from partywork.compliance.reading import DUE_SOON_DAYS, Reading
from partywork.compliance.units import Unit
from partywork.rules.queries import RuleBook
from partywork.worklog.enums import WorkKind
from partywork.worklog.measures import WORK

Learners = dict[int, Learner]


def training_obligations(reading: Reading) -> Iterator[Obligation]:
    """One query for the trainings logged, five for the members of each year that is looked at."""
    years = [Year(year) for year in range(reading.since.year, reading.on.year + 1) if Year(year).end >= reading.since]
    learners = {year: learners_in(reading.scope, min(reading.on, year.end)) for year in years}
    sessions, hours = _logged(reading)
    for unit in reading.units.values():
        if not unit.is_branch:
            continue
        yield from turns_of(reading, unit, TRAINING_SESSION, "集中培训", sessions[unit.pk])
        for year in years:
            if unit.founded_on <= year.start and reading.was_in_use(unit, year):
                yield _organised(reading, unit, year, hours[unit.pk])
                yield from _people(reading, unit, year, learners[year].get(unit.pk, {}))


def _logged(reading: Reading) -> tuple[dict[int, dict[int, int]], dict[int, dict[int, int]]]:
    """Trainings in the work log by branch and month: how many, how many hours."""
    sessions: dict[int, dict[int, int]] = defaultdict(dict)
    hours: dict[int, dict[int, int]] = defaultdict(dict)
    rows = rows_of(reading, WORK, reading.scope).filter(kind=WorkKind.TRAINING)
    for org, month, items, taught in rows.values_list("org", "month").annotate(Sum("items"), Sum("hours")):
        sessions[org][month], hours[org][month] = items, taught
    return sessions, hours


def _organised(reading: Reading, unit: Unit, year: Year, logged: dict[int, int]) -> Obligation:
    """Hours the branch has organised in the year against what each member needs."""
    book = _book(reading, unit, year)
    needed = book.number(TRAINING.rule)
    months = tuple(year.year * 100 + month for month in range(1, 13))
    done = reading.held(unit).count(TRAINING.code, months) + in_months(logged, months)
    light = light_of(done >= needed, year.end, reading.on, reading.book(unit).number(DUE_SOON_DAYS))
    detail = stands(done, needed, "学时", year.end, light, reading.on)
    title = f"{year.label}党员集中学习"
    return Obligation(unit.pk, TRAINING, book.rule(TRAINING.rule), title, detail, year.end, light, year)


def _people(reading: Reading, unit: Unit, year: Year, learners: Learners) -> Iterator[Obligation]:
    """How many have not had enough: names stay on the branch's own page. Who came during the year is not counted."""
    book, everyone = _book(reading, unit, year), [each for each in learners.values() if each.since <= year.start]
    if not everyone:
        return
    needs = {False: book.number(TRAINING.rule), True: book.number(LEADER_HOURS)}
    missing = [each for each in everyone if each.done < needs[each.is_leader]]
    light = light_of(not missing, year.end, reading.on, reading.book(unit).number(DUE_SOON_DAYS))
    detail = _how_many(missing, len(everyone), needs, light, year.end, reading.on)
    rule = book.rule(TRAINING.rule if any(not each.is_leader for each in missing) or not missing else LEADER_HOURS)
    title = f"{year.label}每名党员的学时"
    yield Obligation(unit.pk, TRAINING_PEOPLE, rule, title, detail, year.end, light, year)


def _how_many(missing: list[Learner], whole: int, needs: dict[bool, int], light: Light, due: date, on: date) -> str:
    if not missing:
        return f"在册满一年的{whole}名党员学时已满：党员{needs[False]}学时，书记和委员{needs[True]}学时"
    leaders = sum(each.is_leader for each in missing)
    numbers = {False: len(missing) - leaders, True: leaders}
    words = {False: "党员", True: "书记和委员"}
    parts = [f"{words[who]}{number}名不满{needs[who]}学时" for who, number in numbers.items() if number]
    after = {Light.OVERDUE: f"{due:%Y-%m-%d}已到期。请安排补学，学过的请补录。"}
    return f"{'，'.join(parts)}，" + after.get(light, f"{day(due, on)}前学满。")


def _book(reading: Reading, unit: Unit, year: Year) -> RuleBook:
    return reading.shelf.book(unit.line, year.start)
