"""People and where they stood: full members of many years, some on the way, those who came, moved and left."""

from dataclasses import replace
from functools import lru_cache

from partywork.common.crypto import seal
from partywork.common.identity_number import check_digit
from partywork.common.pinyin import search_keys
from partywork.demo.county.days import OPEN, later
from partywork.demo.county.names import person_name
from partywork.demo.county.world import County, Person, Unit
from partywork.demo.county.writing import Table
from partywork.demo.people import AGES, DISTRICT, JOBS
from partywork.dues.enums import DuesBasis
from partywork.members.enums import Closing, Education, Flag, Gender, Opening, Stage
from partywork.members.facts import id_number_index, phone_index
from partywork.members.models import Member, MemberFlag, MemberSpelling, Standing
from partywork.orgs.enums import OrgKind, Sector

COLUMNS = [
    "id", "org_id", "key", "created_by_id", "created_at", "updated_by_id", "updated_at", "version", "name", "gender",
    "born_on", "ethnicity", "education", "occupation", "id_number", "id_number_index", "phone", "phone_index",
    "applied_on", "activist_on", "candidate_on", "admitted_on", "full_on",
]  # fmt: skip
STANDING = ["id", "member_id", "org_id", "group_id", "stage", "opening", "closing", "note", "since", "until"]
PEOPLE = ("汉族",) * 19 + ("回族", "满族", "土家族")
YOUNG = (Education.UNIVERSITY,) * 4 + (Education.COLLEGE,) * 3 + (Education.POSTGRADUATE, Education.SECONDARY)
OLD = (Education.HIGH_SCHOOL,) * 3 + (Education.JUNIOR,) * 2 + (Education.COLLEGE, Education.SECONDARY)
# The way of five people: dates of the stages reached, as (years back, month, day).
WAYS = (
    ((3, 3, 4), (3, 9, 6), (2, 11, 5), (1, 5, 8), (0, 5, 12)),
    ((2, 2, 10), (2, 8, 12), (1, 11, 4), (0, 5, 9)),
    ((1, 9, 3), (0, 3, 9)),
    ((2, 4, 6), (2, 10, 9), (0, 4, 10)),
    ((0, 2, 20),),
)
STAGES = (Stage.APPLICANT, Stage.ACTIVIST, Stage.CANDIDATE, Stage.PROBATIONARY, Stage.FULL)
ARRIVES, LEAVES = 0.55, 0.5  # chance of a branch and year
Leaving = tuple[Closing, str, str]  # how, on which day, where to

_keys_of = lru_cache(maxsize=20_000)(lambda name: sorted(search_keys(name)))


class People:
    def __init__(self, county: County) -> None:
        self.county, self.chance, self.random = county, county.chance, county.random
        self.members = Table(Member, COLUMNS)
        self.standings = Table(Standing, STANDING)
        self.spellings = Table(MemberSpelling, ["id", "member_id", "key"])
        self.flags = Table(MemberFlag, ["id", "member_id", "org_id", "flag", "note", "since"])
        self.tables = [self.members, self.standings, self.spellings, self.flags]
        self._orders: dict[str, int] = {}
        self._coming: list[tuple[Person, str]] = []  # who moves into the next branch, and on which day

    def make(self, unit: Unit) -> None:
        if unit.kind is not OrgKind.BRANCH:
            return  # 党员编入支部
        for person, on in self._coming:
            self._move_in(unit, person, on)
        self._coming.clear()
        leavers = self._leavers(unit)
        for number in range(unit.size):
            self._full_member(unit, number, leavers.get(number))
        if not unit.lags and unit.number % 3 and unit.founded < f"{self.county.year - 4}":
            self._on_the_way(unit, WAYS[unit.number % len(WAYS)])
        self._arrivals(unit)

    # ── one person ──

    def _identity(self, born: str, *, is_woman: bool) -> str:
        """A number of a district that does not exist; the order is odd for men."""
        key = f"{born}{is_woman:d}"
        order = self._orders[key] = self._orders.get(key, -1) + 1
        # Five hundred a day and sex and district; a city needs more districts than one.
        beyond, order = divmod(order, 500)
        first = f"{int(DISTRICT) - beyond}{born.replace('-', '')}{order * 2 + (not is_woman):03d}"
        return first + check_digit(first)

    def _write(
        self, unit: Unit, ages: tuple[int, int], dates: tuple[str | None, ...], *, org: int | None = None,
        version: int = 1, entered: str,
    ) -> Person:  # fmt: skip
        county, random = self.county, self.random
        pk = self.members.next_id()
        is_woman = random() < 0.44
        year = county.year - ages[0] - int(random() * (ages[1] - ages[0] + 1))
        born = f"{year}-{1 + int(random() * 12):02d}-{1 + int(random() * 28):02d}"
        age, name = county.year - year, person_name(self.chance)
        schooling = OLD if age > 58 else YOUNG
        retired = age > 58 and unit.sector is not Sector.VILLAGE
        jobs = JOBS[unit.sector]
        number, phone = self._identity(born, is_woman=is_woman), f"199{pk:08d}"
        if not dates:
            dates = self._joined(year)
        self.members.add((
            pk, org or unit.id, f"demo-p{pk:07d}", unit.user, entered, unit.user, entered, version, name,
            Gender.FEMALE.value if is_woman else Gender.MALE.value, born, PEOPLE[int(random() * len(PEOPLE))],
            schooling[int(random() * len(schooling))].value, "退休" if retired else jobs[int(random() * len(jobs))],
            seal(number, purpose="id_number"), id_number_index(number), seal(phone, purpose="phone"),
            phone_index(phone), *dates,
        ))  # fmt: skip
        for key in _keys_of(name):
            self.spellings.add((self.spellings.next_id(), pk, key))
        basis, base = self._income(unit, retired=retired)
        return Person(pk, name, dates[4] or dates[3] or OPEN, OPEN, year, basis, base)

    def _joined(self, born: int) -> tuple[str | None, ...]:
        latest = max(20, min(self.county.year - self.county.years - born - 3, 42))
        year = born + 20 + int(self.random() * (latest - 19))
        day = f"{1 + int(self.random() * 12):02d}-{1 + int(self.random() * 28):02d}"
        return None, None, None, f"{year}-{day}", f"{year + 1}-{day}"

    def _income(self, unit: Unit, *, retired: bool) -> tuple[str, int]:
        """What the dues go by: the basis, and income (a farmer: the dues themselves) in fen."""
        if unit.sector is Sector.VILLAGE and self.random() < 0.75:
            return DuesBasis.FARMER.value, (20, 50, 100)[int(self.random() * 3)]
        if retired:
            return DuesBasis.RETIRED.value, (260 + int(self.random() * 420)) * 1000
        return DuesBasis.SALARY.value, (280 + int(self.random() * 680)) * 1000

    def _stand(
        self, person: Person, unit: Unit, stage: Stage, opening: Opening, since: str, until: str = OPEN,
        closing: str = "", note: str = "",
    ) -> None:  # fmt: skip
        self.standings.add((
            self.standings.next_id(), person.id, unit.id, person.group, stage.value, opening.value, closing, note,
            since, until,
        ))  # fmt: skip

    def _group(self, unit: Unit, number: int) -> int | None:
        return unit.groups[number % len(unit.groups)] if unit.groups else None

    # ── who is there, who comes, who goes ──

    def _full_member(self, unit: Unit, number: int, leaving: Leaving | None) -> None:
        """Someone who has been a full member for years; one of a new branch came with its founding."""
        county = self.county
        is_new = unit.founded > county.ends[0]
        closing, on, where = leaving or (None, OPEN, "")
        person = self._write(
            unit, AGES[unit.sector], (), org=unit.id + 1 if closing is Closing.MOVE else None,
            version=2 if leaving else 1, entered=f"{max(unit.founded, f'{county.year - county.years}-06-01')} 02:00:00",
        )  # fmt: skip
        person.group = self._group(unit, number)
        person.since, person.until = max(person.since, unit.founded), on
        opening = Opening.TRANSFER_IN if is_new else Opening.RECORDED
        note = "；".join(part for part in ("原所在党支部" if is_new else "", where) if part)
        self._stand(person, unit, Stage.FULL, opening, person.since, on, closing.value if closing else "", note)
        unit.people.append(person)
        if closing is Closing.MOVE:
            self._coming.append((person, on))
        elif closing is None:
            self._flag(unit, person, number)

    def _leavers(self, unit: Unit) -> dict[int, Leaving]:
        """By place on the roster: about one of half the branches in a year."""
        found: dict[int, Leaving] = {}
        for back in range(self.county.years if unit.founded < self.county.ends[0] else 0):
            if self.random() >= LEAVES:
                continue
            year, month = self.county.months[12 * back + self.county.below(12)]
            day, drawn = self.county.some_day(year, month), self.random()
            if drawn < 0.5 or (drawn < 0.75 and not unit.has_next):
                leaving: Leaving = (Closing.TRANSFER_OUT, day, "新工作单位党支部")
            elif drawn < 0.75:
                leaving = (Closing.MOVE, day, "")
            else:
                leaving = (Closing.DECEASED, day, "")
            found[unit.size - 1 - back] = leaving
        return found

    def _move_in(self, unit: Unit, was: Person, on: str) -> None:
        """From the branch beside; the standards of dues go along."""
        person = replace(was, since=on, until=OPEN, group=None)
        self._stand(person, unit, Stage.FULL, Opening.MOVE, on, note="居住地变化")
        unit.people.append(person)

    def _arrivals(self, unit: Unit) -> None:
        for back in range(self.county.years):
            if self.random() >= ARRIVES:
                continue
            year, month = self.county.months[12 * back + self.county.below(12)]
            day = self.county.some_day(year, month)
            if day <= unit.founded:
                continue
            person = self._write(unit, (34 + self.county.years, 58), (), entered=self.county.entered(unit, day))
            person.since = day
            self._stand(person, unit, Stage.FULL, Opening.TRANSFER_IN, day, note="原工作单位党支部")
            unit.people.append(person)

    def _on_the_way(self, unit: Unit, way: tuple[tuple[int, int, int], ...]) -> None:
        """One whose stages lie in these years; each is a standing of its own."""
        days = [f"{self.county.year - back}-{month:02d}-{day + unit.number % 8:02d}" for back, month, day in way]
        dates = (*days, *[None] * (5 - len(days)))
        person = self._write(unit, (24, 36), dates, version=len(days), entered=f"{days[0]} 03:00:00")
        for number, day in enumerate(days):
            until = days[number + 1] if number + 1 < len(days) else OPEN
            closing = "" if until == OPEN else Closing.STAGE.value
            self._stand(person, unit, STAGES[number], Opening.STAGE, day, until, closing)
        if dates[3]:
            person.since = dates[3]
            unit.people.append(person)

    def _flag(self, unit: Unit, person: Person, number: int) -> None:
        """老党员 and a few others, of those who stay."""
        since = max(later(person.since, 1), f"{self.county.year - 1}-03-01")
        if number == 0 and self.county.year - person.born > 70:
            self._raise(unit, person, Flag.VETERAN, "", since)
        elif number == 3 and unit.number % 4 == 0:
            self._raise(unit, person, Flag.HARDSHIP, "因病致困", since)
        elif number == 4 and unit.number % 3 == 0:
            self._raise(unit, person, Flag.FLOATING, "外省务工", since)

    def _raise(self, unit: Unit, person: Person, flag: Flag, note: str, since: str) -> None:
        self.flags.add((self.flags.next_id(), person.id, unit.id, flag.value, note, since))
