"""Meetings: three meetings and a lecture of every branch, theme days, study and sessions above; who was absent."""

from partywork.demo.county.days import half, month
from partywork.demo.county.world import County, Person, Unit
from partywork.demo.county.writing import Table
from partywork.demo.topics import (
    COMMITTEE,
    GENERAL,
    GROUP,
    LECTURES,
    MATERIALS,
    PARTY_COMMITTEE,
    RESOLUTIONS,
    SECTOR,
    STUDY_CENTRE,
    THEME_DAY,
    THEME_TOPICS,
)
from partywork.meetings.enums import AbsenceReason, LecturerRank, MeetingKind, TopicTag
from partywork.meetings.models import KIND_COLUMNS, Absence, Material, Meeting, Topic
from partywork.orgs.enums import OrgKind, Sector

K = MeetingKind
COLUMNS = [
    "id", "org_id", "key", "created_by_id", "created_at", "updated_by_id", "updated_at", "date", "half", "month",
    "title", "place", "tag", *KIND_COLUMNS, "group_id", "chair", "lecturer", "lecturer_rank", "belongs_to", "expected",
    "present", "observers", "hours", "resolutions",
]  # fmt: skip
REASONS = (AbsenceReason.LEAVE.value,) * 16 + (AbsenceReason.MADE_UP.value,) * 3 + (AbsenceReason.ABSENT.value,)
GENERAL_MONTHS, LECTURE_MONTHS = (3, 6, 9, 12), (2, 5, 8, 11)
MISSED = 0.025  # of a meeting that ought to be held
Topics = list[tuple[str, str]]
Kinds = tuple[MeetingKind, ...]
_LIFE = [("支部班子对照检查", TopicTag.ORGANISATION.value), ("党员开展批评和自我批评", TopicTag.ORGANISATION.value)]


def _columns(*kinds: MeetingKind) -> tuple[int, ...]:
    return tuple(int(name in kinds) for name in KIND_COLUMNS)


_KINDS: dict[Kinds, tuple[int, ...]] = {}


def columns_of(kinds: Kinds) -> tuple[int, ...]:
    """The boolean columns of a gathering's kinds."""
    if kinds not in _KINDS:
        _KINDS[kinds] = _columns(*kinds)
    return _KINDS[kinds]


class Meetings:
    def __init__(self, county: County) -> None:
        self.county, self.random = county, county.random
        self.meetings = Table(Meeting, COLUMNS)
        self.topics = Table(Topic, ["id", "meeting_id", "position", "text", "tag"])
        self.materials = Table(Material, ["id", "meeting_id", "title"])
        self.absences = Table(Absence, ["id", "meeting_id", "member_id", "reason", "half"])
        self.tables = [self.meetings, self.topics, self.materials, self.absences]

    def make(self, unit: Unit) -> None:
        if unit.kind is OrgKind.BRANCH:
            for year, number in self.county.months:
                (self._lagging_month if unit.lags else self._month)(unit, year, number)
        else:
            for year, number in self.county.months:
                self._above(unit, year, number)

    # ── branches ──

    def _month(self, unit: Unit, year: int, number: int) -> None:
        county, random = self.county, self.random
        if random() > MISSED:
            self._committee(unit, county.some_day(year, number, 2, 8), number)
        together = number in GENERAL_MONTHS and unit.number % 2 == 0
        if random() > MISSED:
            self._theme_day(unit, county.activity(unit.rule, year, number), number, together=together)
        if number in GENERAL_MONTHS and not together and random() > MISSED:
            topics = GENERAL[number]
            self._whole(unit, county.some_day(year, number, 15, 25), (K.GENERAL,), "", topics)
        if number in LECTURE_MONTHS and random() > MISSED:
            self._lecture(unit, county.some_day(year, number, 11, 26))
        if number == 1:
            self._life(unit, county.some_day(year, number, 12, 28), year - 1)
        if unit.sector is Sector.OFFICE and random() > MISSED:
            text = STUDY_CENTRE[number % len(STUDY_CENTRE)]
            topics = [(text, TopicTag.FIRST.value)]
            self._whole(unit, county.some_day(year, number, 9, 27), (K.STUDY,), text, topics, hours=2)
        for group in unit.groups:
            self._group(unit, county.some_day(year, number, 9, 27), number, group)

    def _lagging_month(self, unit: Unit, year: int, number: int) -> None:
        if self.random() < 0.35:
            self._committee(unit, self.county.some_day(year, number, 2, 8), number)
        if self.random() < 0.5:
            self._theme_day(unit, self.county.activity(unit.rule, year, number), number, together=False)

    def _committee(self, unit: Unit, day: str, number: int) -> None:
        topics = self._two(COMMITTEE[number])
        topics.append(self._one(SECTOR[unit.sector]))
        expected = len(unit.committee) or 3
        there = [each for each in unit.seated[1:] if each.since <= day]
        away = [self._one(there)] if there and self.random() < 0.16 else []
        self._log(unit, day, (K.COMMITTEE,), expected, "", topics, away, resolutions=self._one(RESOLUTIONS))

    def _theme_day(self, unit: Unit, day: str, number: int, *, together: bool) -> None:
        title = self._one(THEME_DAY[number])
        topics = [(title, ""), (self._one(THEME_TOPICS), "")]
        kinds: Kinds = (K.THEME_DAY,)
        if together:
            kinds, topics = (K.THEME_DAY, K.GENERAL), topics + GENERAL[number]
        tag = "进社区" if unit.number % 3 == 0 and number in (3, 5, 9) else ""
        materials = [self._one(MATERIALS)] if self.random() < 0.6 else []
        self._whole(unit, day, kinds, f"主题党日：{title}", topics, hours=2, tag=tag, materials=materials)

    def _lecture(self, unit: Unit, day: str) -> None:
        title, drawn = self._one(LECTURES), self.random()
        who, rank = unit.chair, LecturerRank.SECRETARY
        if drawn < 0.2 and unit.above and unit.above.leaders:
            who, rank = self._one(unit.above.leaders), LecturerRank.UPPER_LEADER
        elif drawn < 0.4 and len(unit.committee) > 1:
            who, rank = unit.committee[1], LecturerRank.COMMITTEE_MEMBER
        self._whole(unit, day, (K.LECTURE,), f"党课：{title}", [(title, "")], hours=2, lecturer=(who, rank.value))

    def _life(self, unit: Unit, day: str, year: int) -> None:
        self._whole(unit, day, (K.LIFE, K.APPRAISAL), f"{year}年度组织生活会", _LIFE, belongs_to=year)

    def _group(self, unit: Unit, day: str, number: int, group: int) -> None:
        people = [each for each in unit.roster(day) if each.group == group]
        if people:
            topics = [GROUP.get(number, GROUP[9])]
            self._log(unit, day, (K.GROUP,), len(people), "", topics, self._away(unit, people), group=group)

    def _whole(self, unit: Unit, day: str, kinds: Kinds, title: str, topics: Topics, **facts: object) -> None:
        """A gathering of the whole branch."""
        people = unit.roster(day)
        if people:
            self._log(unit, day, kinds, len(people), title, topics, self._away(unit, people), **facts)  # type: ignore[arg-type]

    def _away(self, unit: Unit, people: list[Person]) -> list[Person]:
        """About one in thirteen, where the branch lags one in five."""
        share = 0.2 if unit.lags else 0.125 if unit.sector is Sector.RETIRED else 0.075
        number = int(len(people) * share * (0.4 + 1.2 * self.random()) + 0.5)
        if not number:
            return []
        first = int(self.random() * len(people))
        return (
            [people[(first + 7 * each) % len(people)] for each in range(number)]
            if len(people) % 7
            else (people[:number])
        )

    # ── above ──

    def _above(self, unit: Unit, year: int, number: int) -> None:
        county = self.county
        if unit.kind is OrgKind.GENERAL_BRANCH:
            if number in GENERAL_MONTHS:
                text = "党支部标准化建设推进会"
                topics = [(text, TopicTag.ORGANISATION.value)]
                self._log(
                    unit, county.some_day(year, number), (K.PROMOTION,), 12, text, topics, present=12 - number % 2
                )
            return
        topics = PARTY_COMMITTEE.get(number, PARTY_COMMITTEE[9])
        for first in (3, 16):
            present = 5 - (self.random() < 0.3)
            self._log(unit, county.some_day(year, number, first, first + 9), (K.PARTY_COMMITTEE,), 5, "", topics,
                      present=present, observers=2 + county.below(5))  # fmt: skip
        text = STUDY_CENTRE[number % len(STUDY_CENTRE)]
        kinds = (K.STUDY_CENTRE, K.STUDY) if number % 3 == 2 else (K.STUDY_CENTRE,)
        self._log(unit, county.some_day(year, number, 14, 24), kinds, 9, text, [(text, TopicTag.FIRST.value)],
                  present=9 - county.below(2), hours=3, materials=[self._one(MATERIALS)])  # fmt: skip

    # ── what they share ──

    def _log(
        self, unit: Unit, day: str, kinds: Kinds, expected: int, title: str, topics: Topics,
        away: "list[Person] | tuple[()]" = (), *, present: int | None = None, hours: int = 0, tag: str = "",
        group: int | None = None, lecturer: tuple[str, str] = ("", ""), belongs_to: int | None = None,
        observers: int = 0, resolutions: str = "", materials: "list[str] | tuple[()]" = (),
    ) -> None:  # fmt: skip
        county = self.county
        if not county.happened(unit, day):
            return
        pk, moment = self.meetings.next_id(), county.entered(unit, day)
        self.meetings.add((
            pk, unit.id, unit.key(), unit.user, moment, unit.user, moment, day, half(day), month(day), title,
            unit.place, tag, *columns_of(kinds), group, unit.chair, *lecturer, belongs_to, expected,
            expected - len(away) if present is None else present, observers, hours, resolutions,
        ))  # fmt: skip
        for number, (text, topic) in enumerate(topics, 1):
            self.topics.add((self.topics.next_id(), pk, number, text, topic))
        for text in materials:
            self.materials.add((self.materials.next_id(), pk, text))
        for person in away:
            reason = REASONS[int(self.random() * len(REASONS))]
            self.absences.add((self.absences.next_id(), pk, person.id, reason, half(day)))

    def _one(self, items):  # type: ignore[no-untyped-def]
        return items[int(self.random() * len(items))]

    def _two(self, items: Topics) -> Topics:
        """Two that stand side by side."""
        first = int(self.random() * len(items))
        return [items[first], items[(first + 1) % len(items)]]
