"""What the author of a meeting reads before it is saved, each at its boundary."""

from datetime import date
from typing import Any

import pytest

from partywork.committees.enums import Post
from partywork.common.doubts import Doubtful
from partywork.entries.actions import cancel_entry
from partywork.meetings.actions import edit_meeting, log_meeting
from partywork.meetings.enums import AbsenceReason, MeetingKind
from partywork.meetings.lines import Lines
from partywork.meetings.models import Meeting
from partywork.members.enums import Stage
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import PartyGroup
from tests.factories.committees import make_term
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.refusals import told

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)
DAY = date(2026, 5, 11)
K = MeetingKind
MINUTES = "会议学习了有关文件，逐项研究了下一步工作安排，并明确了责任人。"


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def by(branch):
    return make_user(branch)


def asked(call) -> dict[str, list[str]]:
    """What the author is asked, by field; {} when it is saved at once."""
    try:
        call()
    except Doubtful as doubtful:
        return doubtful.message_dict
    return {}


@pytest.fixture
def log(branch, by):
    def log(*kinds, topics=(("研究工作", ""),), absences=(), votes=(), confirmed=False, **facts):
        facts = {"org": branch, "date": DAY, "expected": 5, "present": 5, **facts}
        meeting = Meeting(**facts)
        meeting.kinds = [kind.value for kind in kinds or (K.COMMITTEE,)]
        lines = Lines(list(topics), [], list(absences), list(votes))
        return log_meeting(meeting=meeting, lines=lines, by=by, today=TODAY, confirmed=confirmed)

    return log


def people(branch, by, full=0, probationary=0, **more):
    made = [make_member(branch, by, **more) for _ in range(full)]
    turned: dict[str, Any] = {"stage": Stage.PROBATIONARY, "since": date(2026, 1, 1), "admitted_on": date(2026, 1, 1)}
    return made + [make_member(branch, by, **turned, **more) for _ in range(probationary)]


class TestDuplicates:
    def test_same_unit_day_kind_and_topic(self, log, by):
        log(K.COMMITTEE, K.STUDY)
        doubt = f"这一天已经登记过议题相同的会（支委会、集中学习研讨，{by.full_name}登记）。"
        assert asked(log) == {"date": [doubt + "重复的不用再保存；确实开了两次的请核对。"]}
        assert Meeting.objects.count() == 1
        log(confirmed=True)
        assert Meeting.objects.count() == 2

    @pytest.mark.parametrize(
        "other", [{"date": date(2026, 5, 12)}, {"topics": [("研究另一件事", "")]}, {"kinds": [K.PROMOTION]}]
    )
    def test_another_day_topic_or_kind_is_none(self, log, other):
        log(K.COMMITTEE)
        assert asked(lambda: log(*other.pop("kinds", [K.COMMITTEE]), **other)) == {}

    def test_another_unit_or_a_cancelled_one_is_none(self, log, branch, by):
        first = log()
        assert asked(lambda: log(org=make_org())) == {}
        cancel_entry(entry=first, version=1, reason="记错了", by=by)
        assert asked(log) == {}

    def test_two_groups_may_meet_on_one_day(self, log, branch, by):
        one, two = (PartyGroup.objects.create(org=branch, name=name, since=date(2020, 1, 1)) for name in "甲乙")
        for group in (one, two):
            people(branch, by, full=5, group=group)
        log(K.GROUP, group=one)
        assert asked(lambda: log(K.GROUP, group=two)) == {}
        assert set(asked(lambda: log(K.GROUP, group=one))) == {"date"}
        assert set(asked(lambda: log(K.GROUP))) == {"date"}  # no group named: it may be either


class TestRoster:
    def test_as_many_as_are_on_the_books_that_day_and_one_more(self, log, branch, by):
        people(branch, by, full=4, probationary=1)
        make_member(branch, by, since=date(2026, 5, 12))  # joins the day after
        make_member(branch, by, stage=Stage.APPLICANT, since=DAY, applied_on=DAY)
        assert asked(lambda: log(K.THEME_DAY)) == {}
        doubt = "实到6人多于本支部当天名册上的5名党员。列席人员填在“列席人数”；名册漏了人的请先补登记。"
        again = {"expected": 6, "present": 6, "topics": [("另一件事", "")]}
        assert asked(lambda: log(K.LECTURE, lecturer="周某", **again)) == {"present": [doubt]}
        assert asked(lambda: log(K.JOINT, **again)) == {}  # others come to that

    def test_an_empty_roster_is_told(self, log):
        assert asked(lambda: log(K.LIFE)) == {
            "expected": ["本支部当天名册上没有党员，无法核对应到人数。请先登记党员；先记会议也可以。"]
        }

    def test_a_group_is_measured_by_its_own_people(self, log, branch, by):
        group = PartyGroup.objects.create(org=branch, name="甲", since=date(2020, 1, 1))
        people(branch, by, full=3, group=group)
        people(branch, by, full=3)
        assert asked(lambda: log(K.GROUP, group=group, expected=3, present=3)) == {}
        told = asked(lambda: log(K.GROUP, group=group, expected=4, present=4, topics=[("另一件事", "")]))
        assert told["present"][0].startswith("实到4人多于甲当天名册上的3名党员。")

    def test_an_upper_unit_has_no_roster(self, log, by):
        assert asked(lambda: log(K.LECTURE, org=make_org(kind=OrgKind.COMMITTEE), lecturer="周某")) == {}


class TestQuorum:
    def test_half_of_the_committee_is_enough(self, log, branch, by):
        posts = tuple(
            zip((Post.SECRETARY, Post.ORGANISATION, Post.PUBLICITY, Post.DISCIPLINE), "甲乙丙丁", strict=True)
        )
        make_term(branch, by, posts=posts)
        assert asked(lambda: log(expected=4, present=2)) == {}
        doubt = (
            "到会委员1人，委员共4人，不足1/2（《中国共产党支部工作条例（试行）》第十二条）。"
            "人数填错的请改正；确实没有达到的可以照实保存，但按规定不能表决。"
        )
        assert asked(lambda: log(expected=4, present=1, topics=[("另一件事", "")])) == {"present": [doubt]}
        assert asked(
            lambda: log(date=date(2017, 12, 1), org=make_org(founded_on=date(2010, 1, 1)), present=1)
        ).keys() == {"date"}  # before the regulation; only the year is asked about

    def test_without_a_committee_on_record_the_number_due_is_what_was_typed(self, log):
        assert asked(lambda: log(expected=3, present=1)).keys() == {"present"}
        assert asked(lambda: log(expected=2, present=1)) == {}

    def test_members_with_a_vote_and_not_all_members_make_the_quorum(self, log, branch, by):
        people(branch, by, full=6, probationary=4)
        exact = {"expected": 10, "voters_expected": 6}
        assert asked(lambda: log(K.GENERAL, **exact, present=7, voters_present=3)) == {}
        doubt = "到会有表决权的2人，应到有表决权的6人，不足1/2（《中国共产党支部工作条例（试行）》第十一条）。"
        again = {"topics": [("另一件事", "")]}
        told = asked(lambda: log(K.GENERAL, **exact, present=6, voters_present=2, **again))
        assert told == {"voters_present": [doubt + "人数填错的请改正；确实没有达到的可以照实保存，但按规定不能表决。"]}

    def test_where_nobody_counted_the_voters_only_what_is_certain_is_told(self, log, branch, by):
        """Of ten, three came: they may all have a vote. Of nine named absent, five had one of the six."""
        members = people(branch, by, full=6, probationary=4)
        assert asked(lambda: log(K.GENERAL, expected=10, present=3)) == {}
        away = [(member, AbsenceReason.LEAVE) for member in members[:4]]
        told = asked(lambda: log(K.GENERAL, expected=10, present=6, absences=away, topics=[("另一件事", "")]))
        assert told["voters_present"][0].startswith("到会有表决权的最多2人，应到有表决权的6人，")
        late = [(member, AbsenceReason.LATE) for member in members[:4]]
        assert asked(lambda: log(K.GENERAL, expected=10, present=6, absences=late, topics=[("第三件事", "")])) == {}

    def test_people_without_a_name_are_first_taken_for_probationary(self, log, branch, by):
        people(branch, by, full=6, probationary=4)
        assert asked(lambda: log(K.GENERAL, expected=10, present=3)) == {}
        told = asked(lambda: log(K.GENERAL, expected=10, present=2, topics=[("另一件事", "")]))
        assert told["voters_present"][0].startswith("到会有表决权的最多2人，")

    def test_an_election_needs_four_of_five(self, log, branch, by):
        people(branch, by, full=5)
        election = {"is_election": True, "voters_expected": 5}
        assert asked(lambda: log(K.GENERAL, **election, present=4, voters_present=4)) == {}
        told = asked(lambda: log(K.GENERAL, **election, present=4, voters_present=3, topics=[("另一件事", "")]))
        assert told["voters_present"][0].startswith("到会有表决权的3人，应到有表决权的5人，不足4/5（地方设置）。")


class TestVotes:
    def test_more_than_half_of_those_who_should_attend(self, log, branch, by):
        people(branch, by, full=6, probationary=2)
        facts = {"expected": 8, "present": 6, "voters_present": 5, "topics": [("甲", ""), ("乙", "")]}
        assert asked(lambda: log(K.GENERAL, **facts, votes=[None, 4])) == {}
        facts["topics"] = [("丙", ""), ("丁", "")]
        assert asked(lambda: log(K.GENERAL, **facts, votes=[3, 4])) == {
            "topics": [
                "第1个议题赞成3票，应到有表决权的6人，没有超过1/2（《中国共产党支部工作条例（试行）》第十一条），"
                "按规定没有通过。票数填错的请改正。"
            ]
        }
        saved = log(K.GENERAL, **facts, votes=[3, 4], confirmed=True)
        assert list(saved.topics.values_list("text", "in_favour")) == [("丙", 3), ("丁", 4)]

    @pytest.mark.parametrize(
        ("facts", "votes", "why"),
        [
            ({"voters_present": 4}, [5], "第1个议题赞成5票，多于到会能表决的4人"),
            ({}, [6], "第1个议题赞成6票，多于到会能表决的5人"),
            ({"voters_present": 6}, [], "到会有表决权的6人多于实到5人"),
            ({"voters_expected": 6}, [], "有表决权的6人多于应到5人"),
            ({"voters_expected": 3, "voters_present": 4}, [], "到会有表决权的4人多于应到有表决权的3人"),
        ],
    )
    def test_numbers_that_contradict_each_other_are_refused(self, log, facts, votes, why):
        assert why in told(lambda: log(K.GENERAL, **facts, votes=votes, confirmed=True))
        assert Meeting.objects.count() == 0


class TestMinutes:
    def test_the_same_words_however_they_are_spaced(self, log, branch):
        log(minutes=MINUTES, confirmed=True)
        copied = {"date": date(2026, 6, 8), "minutes": MINUTES.replace("，", "\n")}
        assert asked(lambda: log(**copied)) == {
            "minutes": ["会议记录和本组织2026-05-11的支委会一字不差。请写这一次实际讨论的内容；确实相同的可以保存。"]
        }
        assert asked(lambda: log(**copied | {"minutes": MINUTES + "散会。"})) == {}

    def test_another_units_words_without_naming_it(self, log):
        log(minutes=MINUTES, org=make_org())
        assert asked(lambda: log(minutes=MINUTES))["minutes"][0].startswith(
            "会议记录和另一个党组织的一次会议一字不差。"
        )

    def test_a_few_words_are_alike_everywhere(self, log):
        for day in (8, 9):
            assert (
                asked(lambda day=day: log(date=date(2026, 6, day), minutes="一二三四五六七八九十" + "见会议记录本。"))
                == {}
            )

    def test_an_edit_is_asked_too_but_not_about_itself(self, log, by):
        meeting = log(minutes=MINUTES)
        lines = Lines([("研究工作", "")])
        edit = {"meeting": meeting, "lines": lines, "by": by, "today": TODAY}
        edit_meeting(**edit, version=1)
        meeting.present = 1
        assert asked(lambda: edit_meeting(**edit, version=2)).keys() == {"present"}
        assert edit_meeting(**edit, version=2, confirmed=True).version == 3


def test_every_doubt_is_told_at_once(log):
    log(minutes=MINUTES)
    assert set(asked(lambda: log(K.COMMITTEE, K.LIFE, minutes=MINUTES))) == {"date", "expected", "minutes"}
