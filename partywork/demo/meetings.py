"""A year and a half of meetings: full in the demo's own year, thin in the half-year before it."""

from datetime import date

from partywork.demo.organisations import LEADERS
from partywork.demo.topics import (
    COMMITTEE,
    GENERAL,
    GROUP,
    JOINT,
    LECTURES,
    MATERIALS,
    PARTY_COMMITTEE,
    PROMOTION,
    RESOLUTIONS,
    SECTOR,
    STUDY_CENTRE,
    THEME_DAY,
    THEME_TOPICS,
    Topic,
)
from partywork.demo.world import Unit, World, activity_date
from partywork.meetings.actions import log_meeting
from partywork.meetings.enums import AbsenceReason, LecturerRank, MeetingKind, TopicTag
from partywork.meetings.lines import Lines
from partywork.meetings.models import Meeting
from partywork.members.models import Member
from partywork.members.queries import roster
from partywork.orgs.enums import Sector
from partywork.orgs.models import PartyGroup

K = MeetingKind
FULL_MONTHS = range(1, 7)
BEFORE = {  # month of the year before → what the branches held then
    7: (K.COMMITTEE,), 8: (K.THEME_DAY,), 9: (K.COMMITTEE, K.GENERAL, K.THEME_DAY), 10: (K.COMMITTEE, K.THEME_DAY),
    11: (K.COMMITTEE, K.LECTURE), 12: (K.COMMITTEE, K.GENERAL, K.THEME_DAY),
}  # fmt: skip
AFTER = {
    7: (K.COMMITTEE, K.THEME_DAY), 8: (K.COMMITTEE, K.THEME_DAY, K.LECTURE), 9: (K.COMMITTEE, K.THEME_DAY, K.GENERAL),
    10: (K.COMMITTEE, K.THEME_DAY), 11: (K.COMMITTEE,),
}  # fmt: skip
MISSED_THEME_DAY = 8  # a month in which every fifth branch let its theme day go by
LAGGING = {1: (K.COMMITTEE, K.THEME_DAY), 2: (K.THEME_DAY,), 3: (K.COMMITTEE, K.GENERAL), 4: (K.THEME_DAY,)}


class Meetings:
    """Logs the meetings of one world."""

    def __init__(self, world: World) -> None:
        self.world, self.chance = world, world.chance
        self._rosters: dict[tuple[int, date], list[Member]] = {}

    def make(self) -> None:
        for number, unit in enumerate(self.world.branches):
            self._branch(unit, number)
        for unit in self.world.generals:
            self._general_branch(unit)
        self._working_committee()

    # ── branches ──

    def _branch(self, unit: Unit, number: int) -> None:
        year = self.world.year
        for month, kinds in BEFORE.items():
            self._month(unit, number, year - 1, month, kinds if not unit.lags else kinds[:1])
        for month in FULL_MONTHS:
            self._month(unit, number, year, month, self._due_kinds(unit, month))
        for month, kinds in AFTER.items():
            self._month(unit, number, year, month, self._kinds_after(unit, number, month, kinds))
        self._organisation_life(unit)

    def _due_kinds(self, unit: Unit, month: int) -> tuple[MeetingKind, ...]:
        if unit.lags:
            return LAGGING.get(month, ())
        kinds: tuple[MeetingKind, ...] = (K.COMMITTEE, K.THEME_DAY)
        if month in (3, 6):
            kinds += (K.GENERAL,)
        if month in (2, 5):
            kinds += (K.LECTURE,)
        return kinds + ((K.GROUP,) if unit.groups else ())

    def _kinds_after(
        self, unit: Unit, number: int, month: int, kinds: tuple[MeetingKind, ...]
    ) -> tuple[MeetingKind, ...]:
        if unit.lags:
            return ()
        if month == MISSED_THEME_DAY and number % 5 == 3:
            kinds = tuple(kind for kind in kinds if kind is not K.THEME_DAY)
        return kinds + ((K.GROUP,) if unit.groups and month < 11 else ())

    def _month(self, unit: Unit, number: int, year: int, month: int, kinds: tuple[MeetingKind, ...]) -> None:
        activity = activity_date(unit.rule, year, month)
        for kind in kinds:
            if kind is K.COMMITTEE:
                self._committee(unit, self.world.some_day(year, month, 2, 8), month)
            elif kind is K.THEME_DAY:
                # In March and June the members' assembly is held on the same afternoon (套会).
                joined = K.GENERAL in kinds and number % 2 == 0 and not unit.lags
                self._theme_day(unit, number, activity, K.GENERAL if joined else None)
            elif kind is K.GENERAL and (number % 2 == 1 or unit.lags or K.THEME_DAY not in kinds):
                self._assembly(unit, self.world.some_day(year, month, 15, 25), month)
            elif kind is K.LECTURE:
                self._lecture(unit, number, self.world.some_day(year, month, 11, 26))
            elif kind is K.GROUP:
                for group in unit.groups:
                    self._group_meeting(unit, group, self.world.some_day(year, month, 9, 27), month)

    def _committee(self, unit: Unit, day: date, month: int) -> None:
        topics = [*self.world.few(COMMITTEE[month], 2), self.world.pick(SECTOR[unit.sector])]
        names = unit.committee
        away = self._from(unit, day, names[1:], 1) if self.chance.random() < 0.18 else []
        meeting = self._new(unit, day, K.COMMITTEE, expected=len(names), away=away)
        meeting.resolutions = self.world.pick(RESOLUTIONS)
        self._log(unit, meeting, topics, away=away)

    def _theme_day(self, unit: Unit, number: int, day: date, also: MeetingKind | None) -> None:
        titles = THEME_DAY[day.month]
        title = titles[number % len(titles)]
        topics: list[Topic] = [(title, "")] + [(text, "") for text in self.world.few(THEME_TOPICS, 2)]
        kinds = [K.THEME_DAY]
        if also:
            kinds.append(also)
            topics += GENERAL.get(day.month, [])
        people = self._roster(unit, day)
        away = self.world.few(people, self._absent(unit, len(people)))
        meeting = self._new(unit, day, *kinds, expected=len(people), away=away, title=f"主题党日：{title}", hours=2)
        meeting.tag = "进社区" if number % 3 == 0 and day.month in (3, 5) else ""
        meeting.highlight = (number == 0 and day.month == 6) or (number == 9 and day.month == 3)
        self._log(unit, meeting, topics, self.world.few(MATERIALS, 1), away)

    def _assembly(self, unit: Unit, day: date, month: int) -> None:
        people = self._roster(unit, day)
        away = self.world.few(people, self._absent(unit, len(people)))
        meeting = self._new(unit, day, K.GENERAL, expected=len(people), away=away)
        self._log(unit, meeting, GENERAL.get(month, GENERAL[9]), away=away)

    def _lecture(self, unit: Unit, number: int, day: date) -> None:
        people = self._roster(unit, day)
        away = self.world.few(people, self._absent(unit, len(people)))
        title = LECTURES[(number * 2 + day.month) % len(LECTURES)]
        meeting = self._new(unit, day, K.LECTURE, expected=len(people), away=away, title=f"党课：{title}", hours=2)
        if number % 4 == 1:
            meeting.lecturer, meeting.lecturer_rank = self.world.pick(LEADERS), LecturerRank.UPPER_LEADER
        elif number % 4 == 3 and len(unit.committee) > 1:
            meeting.lecturer, meeting.lecturer_rank = unit.committee[1], LecturerRank.COMMITTEE_MEMBER
        else:
            meeting.lecturer, meeting.lecturer_rank = unit.chair, LecturerRank.SECRETARY
        self._log(unit, meeting, [(title, "")], away=away)

    def _group_meeting(self, unit: Unit, group: PartyGroup, day: date, month: int) -> None:
        people = list(roster(unit.org, day).filter(standings__group=group).distinct())
        if not people:
            return
        away = self.world.few(people, self._absent(unit, len(people)))
        meeting = self._new(unit, day, K.GROUP, expected=len(people), away=away)
        meeting.group = group
        meeting.chair = group.leader or unit.chair
        self._log(unit, meeting, [GROUP.get(month, GROUP[9])], away=away)

    def _organisation_life(self, unit: Unit) -> None:
        """组织生活会 and 民主评议 of the year before, held in its first quarter."""
        if unit.org.founded_on.year == self.world.year:
            return
        day = self.world.some_day(self.world.year, 1, 12, 28)
        people = self._roster(unit, day)
        away = self.world.few(people, self._absent(unit, len(people)))
        kinds = (K.LIFE, K.APPRAISAL) if not unit.lags else (K.LIFE,)
        year = self.world.year - 1
        meeting = self._new(unit, day, *kinds, expected=len(people), away=away, title=f"{year}年度组织生活会")
        meeting.belongs_to = year
        topics: list[Topic] = [
            ("支部班子对照检查", TopicTag.ORGANISATION.value), ("党员开展批评和自我批评", TopicTag.ORGANISATION.value),
        ]  # fmt: skip
        self._log(unit, meeting, topics, away=away)

    # ── the organisations above ──

    def _general_branch(self, unit: Unit) -> None:
        for month, title in ((3, PROMOTION[0]), (6, "半年党建工作调度会")):
            day = self.world.some_day(self.world.year, month)
            meeting = self._new(unit, day, K.PROMOTION, expected=12, present=11 + month % 2, title=title)
            self._log(unit, meeting, [(title, TopicTag.ORGANISATION.value)])

    def _working_committee(self) -> None:
        unit, year = self.world.root, self.world.year
        for month in (9, 12):
            self._party_committee(unit, self.world.some_day(year - 1, month), month)
        for month in [*FULL_MONTHS, 7, 9, 10]:
            self._party_committee(unit, self.world.some_day(year, month, 3, 12), month)
            if month in FULL_MONTHS:
                self._party_committee(unit, self.world.some_day(year, month, 16, 26), month)
        months = [(year - 1, 8), (year - 1, 11), *((year, month) for month in (*FULL_MONTHS, 8))]
        for number, (in_year, month) in enumerate(months):
            self._study_centre(unit, self.world.some_day(in_year, month, 14, 24), number)
        for number, month in enumerate((1, 4, 6)):
            self._plain(unit, month, K.JOINT, JOINT[number], 24)
            self._plain(unit, month, K.PROMOTION, PROMOTION[number], 30)

    def _party_committee(self, unit: Unit, day: date, month: int) -> None:
        topics = self.world.few(PARTY_COMMITTEE.get(month, PARTY_COMMITTEE[9]), 2)
        meeting = self._new(unit, day, K.PARTY_COMMITTEE, expected=5, present=self.world.pick([5, 5, 4]))
        meeting.observers = self.chance.randint(2, 6)
        self._log(unit, meeting, topics)

    def _study_centre(self, unit: Unit, day: date, number: int) -> None:
        text = STUDY_CENTRE[number % len(STUDY_CENTRE)]
        kinds = (K.STUDY_CENTRE, K.STUDY) if number % 3 == 2 else (K.STUDY_CENTRE,)
        meeting = self._new(unit, day, *kinds, expected=9, present=self.world.pick([9, 8]), title=text, hours=3)
        self._log(unit, meeting, [(text, TopicTag.FIRST.value)], self.world.few(MATERIALS, 2))

    def _plain(self, unit: Unit, month: int, kind: MeetingKind, title: str, expected: int) -> None:
        day = self.world.some_day(self.world.year, month)
        present = expected - self.chance.randint(0, 3)
        meeting = self._new(unit, day, kind, expected=expected, present=present, title=title)
        self._log(unit, meeting, [(title, TopicTag.BUSINESS.value)])

    # ── what they share ──

    def _new(
        self, unit: Unit, day: date, *kinds: MeetingKind, expected: int, away: list[Member] | None = None,
        present: int | None = None, title: str = "", hours: int = 0,
    ) -> Meeting:  # fmt: skip
        present = expected - len(away or []) if present is None else present
        chair = unit.chair or LEADERS[0]
        meeting = Meeting(
            org=unit.org, key=self.world.key(), date=day, place=unit.place, chair=chair, title=title, hours=hours,
            expected=expected, present=present,
        )  # fmt: skip
        meeting.kinds = [kind.value for kind in kinds]
        return meeting

    def _log(
        self, unit: Unit, meeting: Meeting, topics: list[Topic], materials: list[str] | None = None,
        away: list[Member] | None = None,
    ) -> None:  # fmt: skip
        if not unit.org.founded_on <= meeting.date <= self.world.today or not meeting.expected:
            return
        reasons = [(member, self._reason()) for member in away or []]
        lines = Lines(list(dict.fromkeys(topics)), materials or [], reasons)
        log_meeting(meeting=meeting, lines=lines, by=unit.secretary, today=self.world.today, confirmed=True)

    def _reason(self) -> AbsenceReason:
        drawn = self.chance.random()
        if drawn < 0.8:
            return AbsenceReason.LEAVE
        return AbsenceReason.MADE_UP if drawn < 0.95 else AbsenceReason.ABSENT

    def _roster(self, unit: Unit, day: date) -> list[Member]:
        key = (unit.org.pk, day)
        if key not in self._rosters:
            self._rosters[key] = list(roster(unit.org, day))
        return self._rosters[key]

    def _from(self, unit: Unit, day: date, names: list[str], number: int) -> list[Member]:
        return self.world.few([member for member in self._roster(unit, day) if member.name in names], number)

    def _absent(self, unit: Unit, people: int) -> int:
        """How many stay away: about one in twelve, in the lagging branch and among the old one in five."""
        share = 0.2 if unit.lags else (0.13 if unit.sector == Sector.RETIRED else 0.08)
        return min(people, round(people * share * self.chance.uniform(0.4, 1.6)))


def make_meetings(world: World) -> None:
    Meetings(world).make()
