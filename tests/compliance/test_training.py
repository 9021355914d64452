"""Training of the year: hours organised, 集中培训, members who have not had enough; and who lectures."""

from collections import Counter
from datetime import date

import pytest

from partywork.access.scope import Scope
from partywork.committees.enums import Post
from partywork.common.periods import Year
from partywork.compliance.hours import learners_in
from partywork.compliance.lights import Light
from partywork.compliance.obligations import reading_of
from partywork.compliance.training import hours_had
from partywork.meetings.actions import Lines
from partywork.meetings.enums import AbsenceReason, LecturerRank, MeetingKind
from partywork.members.movements import transfer_within
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import PartyGroup, Profile
from partywork.worklog.enums import WorkKind
from tests.compliance.reading import lights, one
from tests.factories.committees import make_term
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.worklog import make_work

pytestmark = pytest.mark.django_db
ON = date(2026, 5, 12)
PEOPLE = "2026年每名党员的学时"
ORGANISED = "2026年党员集中学习"


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def branch(root):
    return make_org(root)


@pytest.fixture
def by(root):
    return make_user(root)


def study(branch, by, hours, day=date(2026, 2, 6), **extra):
    make_meeting(branch, by, day, MeetingKind.STUDY, hours=hours, **extra)


class TestOrganised:
    @pytest.mark.parametrize(("hours", "light"), [(31, Light.OPEN), (32, Light.MET)])
    def test_thirty_two_hours(self, branch, by, hours, light):
        study(branch, by, hours)
        assert one(branch, ON, ORGANISED).light is light

    def test_meetings_for_all_and_trainings_in_the_work_log_add_up(self, branch, by):
        study(branch, by, 24)
        make_meeting(branch, by, date(2026, 2, 7), MeetingKind.COMMITTEE, hours=8)  # for its members only
        found = one(branch, ON, ORGANISED)
        assert (found.light, found.detail) == (Light.OPEN, "已有24学时，还差8学时，12月31日前完成。")
        make_work(branch, by, date(2026, 4, 6), WorkKind.TRAINING, hours=8)
        assert one(branch, ON, ORGANISED).light is Light.MET

    @pytest.mark.parametrize(
        ("on", "light"),
        [
            (date(2026, 11, 30), Light.OPEN),
            (date(2026, 12, 1), Light.SOON),
            (date(2026, 12, 31), Light.SOON),
            (date(2027, 1, 1), Light.OVERDUE),
            (date(2027, 1, 31), Light.OVERDUE),
        ],
    )
    def test_due_by_the_end_of_the_year_and_red_for_a_month(self, branch, by, on, light):
        study(branch, by, 1)
        assert one(branch, on, ORGANISED).light is light
        assert ORGANISED not in lights(branch, date(2027, 2, 1), "training")


class TestPeople:
    def test_how_many_have_not_had_enough_by_what_they_need(self, branch, by):
        wu = make_member(branch, by, name="吴越")
        make_member(branch, by, name="周同")
        make_member(branch, by, name="林青")
        make_member(branch, by, name="新来", since=date(2026, 1, 2))  # not here all year
        make_term(branch, by, posts=[(Post.SECRETARY, "周同")])
        away = Lines(topics=[("学习", "")], absences=[(wu, AbsenceReason.LEAVE)])
        study(branch, by, 32, lines=away)
        found = one(branch, ON, PEOPLE)
        assert (found.light, found.detail) == (
            Light.OPEN,
            "党员1名不满32学时，书记和委员1名不满56学时，12月31日前学满。",
        )
        assert found.rule.code == "training.member_hours"

    @pytest.mark.parametrize(("hours", "light"), [(55, Light.SOON), (56, Light.MET)])
    def test_the_secretary_needs_fifty_six(self, branch, by, hours, light):
        make_member(branch, by, name="周同")
        make_term(branch, by, posts=[(Post.SECRETARY, "周同")])
        study(branch, by, hours)
        make_meeting(branch, by, date(2026, 3, 7), MeetingKind.COMMITTEE, hours=8)  # counts for nobody
        found = one(branch, date(2026, 12, 31), PEOPLE)
        assert (found.light, found.rule.code) == (
            light,
            "training.leader_hours" if light is Light.SOON else "training.member_hours",
        )

    def test_a_training_in_the_work_log_names_nobody_and_counts_for_nobody(self, branch, by):
        make_member(branch, by)
        study(branch, by, 24)
        make_work(
            branch, by, date(2026, 4, 7), WorkKind.TRAINING, hours=8, people=10, members_taking_part=10, members_due=10
        )
        assert one(branch, ON, ORGANISED).light is Light.MET
        assert one(branch, ON, PEOPLE).light is Light.OPEN

    def test_nothing_is_said_of_an_empty_roster(self, branch):
        assert PEOPLE not in lights(branch, ON, "training")


def test_one_training_a_year(branch, by):
    make_work(branch, by, date(2025, 12, 31), WorkKind.TRAINING)
    assert lights(branch, ON, "training")["2026年集中培训"] is Light.OPEN
    make_work(branch, by, date(2026, 1, 1), WorkKind.TRAINING)
    assert lights(branch, ON, "training")["2026年集中培训"] is Light.MET


def test_a_branch_founded_during_the_year_owes_no_training_for_it(root):
    assert lights(make_org(root, founded_on=date(2026, 1, 2)), ON, "training") == {}
    first = make_org(root, founded_on=date(2026, 1, 1))
    assert list(lights(first, ON, "training")) == ["2026年集中培训", ORGANISED]


class TestLecture:
    TITLE = "2026年书记讲党课"

    def lecture(self, org, by, rank=LecturerRank.LEADER, lecturer="方某"):
        make_meeting(org, by, date(2026, 2, 6), MeetingKind.LECTURE, lecturer_rank=rank, lecturer=lecturer)

    def test_a_member_s_lecture_is_not_a_leader_s(self, root, by):
        self.lecture(root, by, LecturerRank.MEMBER)
        assert lights(root, ON, "leader_lecture") == {self.TITLE: Light.OPEN}
        self.lecture(root, by)
        assert lights(root, ON, "leader_lecture") == {self.TITLE: Light.MET}

    def test_where_the_secretary_is_on_record_it_is_his_own(self, root, by):
        Profile.objects.filter(org=root).update(secretary="方某")
        self.lecture(root, by, lecturer="邵某")
        assert lights(root, ON, "leader_lecture") == {self.TITLE: Light.OPEN}
        self.lecture(root, by)
        assert lights(root, ON, "leader_lecture") == {self.TITLE: Light.MET}

    def test_given_in_a_branch_below_it_counts_elsewhere_it_does_not(self, root, branch, by):
        Profile.objects.filter(org=root).update(secretary="方某")
        self.lecture(make_org(), by, LecturerRank.UPPER_LEADER)
        assert lights(root, ON, "leader_lecture") == {self.TITLE: Light.OPEN}
        self.lecture(branch, by, LecturerRank.UPPER_LEADER)
        assert lights(root, ON, "leader_lecture") == {self.TITLE: Light.MET}


def test_the_counts_of_a_roster_are_those_of_its_people_one_by_one(root, branch, by):
    """Whole-year members, one of a group, one who moved here, one who came, somebody absent; this year and last."""
    other, group = make_org(root), PartyGroup.objects.create(org=branch, name="第一", since=date(2020, 1, 1))
    here = [make_member(branch, by, name=name) for name in ("周同", "吴越", "林青")]
    make_member(branch, by, name="组员", group=group)
    make_member(branch, by, name="新来", since=date(2026, 1, 2))
    moved = make_member(other, by, name="调来")
    make_term(branch, by, posts=[(Post.SECRETARY, "周同")])
    for year in (2025, 2026):
        away = Lines(topics=[("学习", "")], absences=[(here[1], AbsenceReason.LEAVE), (moved, AbsenceReason.ABSENT)])
        study(other, by, 7, date(year, 1, 9))
        study(other, by, 3, date(year, 1, 10), lines=Lines(topics=[("学习", "")], absences=away.absences[1:]))
        study(branch, by, 5, date(year, 1, 11), lines=Lines(topics=[("学习", "")], absences=away.absences[:1]))
        make_meeting(branch, by, date(year, 1, 12), MeetingKind.GROUP, group=group, hours=11)
    move = {"org": branch, "group": None, "on": date(2026, 2, 1), "note": "", "today": date(2026, 7, 1)}
    transfer_within(member=moved, version=moved.version, by=by, **move)
    study(branch, by, 13, date(2026, 3, 1))
    for day in (date(2025, 12, 31), ON):
        reading = reading_of(Scope(None, day), day, since=date(day.year, 1, 1))
        unit = reading.units[branch.pk]
        counted: Counter[tuple[bool, int]] = Counter()
        for each, number in reading.heads(unit, day).learners.items():
            counted[each.is_leader, hours_had(reading, unit, Year(day.year), each)] += number
        people = learners_in(Scope(None, day), day)[branch.pk].values()
        settled = [each for each in people if each.since <= date(day.year, 1, 1)]
        assert counted == Counter((each.is_leader, each.done) for each in settled)
    assert {each.name: each.done for each in settled} == {"周同": 18, "吴越": 13, "林青": 18, "组员": 29, "调来": 20}
