"""In the browser: the author reads what looks doubtful, changes it or saves all the same; nothing typed is lost."""

import re
from datetime import date

import pytest
from django.urls import reverse

from partywork.meetings.models import Meeting
from partywork.orgs.enums import OrgKind
from partywork.visits.models import Talk, Visit
from partywork.worklog.models import WorkLog
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
MEETING = {
    "version": 0, "kinds": ["is_theme_day"], "date": "2026-05-11", "place": "会议室", "expected": 3, "present": 3,
    "topics-TOTAL_FORMS": 1, "topics-INITIAL_FORMS": 0, "topics-0-text": "研究发展党员工作", "topics-0-tag": "",
}  # fmt: skip
VISIT = {
    "version": 0,
    "date": "2026-02-03",
    "kind": "visit",
    "object_kind": "resident",
    "visitor_count": 2,
    "object_name": "孙某某",
    "occasion": "ordinary",
}
TALK = {
    "version": 0, "date": "2023-02-03", "kind": "heart", "pair": "members", "talker": "周某", "people": 2,
}  # fmt: skip
WORK = {
    "version": 0, "kind": "volunteering", "date": "2026-05-18", "title": "清理楼道", "items": 1, "people": 9,
    "members_taking_part": 3, "lines-TOTAL_FORMS": 0, "lines-INITIAL_FORMS": 0,
}  # fmt: skip


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


@pytest.fixture
def post(branch, secretary, client):
    def post(name, data, *args, **changes):
        return client.post(reverse(name, args=args), {"org": branch.pk, "key": "k1", **data, **changes})

    return post


def asked(response) -> list[tuple[str, str]]:
    assert (response.status_code, response.context["form"].errors) == (422, {})
    return [(line["label"], line["message"]) for line in response.context["doubts"]["lines"]]


def mark(response) -> str:
    """What the button 仍然保存 sends."""
    page = response.content.decode()
    found = re.search(r'name="confirmed" value="(\w+)">仍然保存', page)
    assert found is not None
    assert "还没有保存，有" in page
    return found[1]


def test_a_meeting_is_saved_when_its_author_means_it_and_nothing_is_lost(post, client):
    shown = post("meetings:create", MEETING)
    assert [label for label, _ in asked(shown)] == ["应到人数"]
    assert Meeting.objects.count() == 0
    page = shown.content.decode()
    assert all(text in page for text in ('value="会议室"', 'value="研究发展党员工作"', "填过的内容都在"))
    saved = post("meetings:create", MEETING, confirmed=mark(shown))
    assert saved.url == reverse("meetings:detail", args=[Meeting.objects.get().pk])


def test_a_confirmation_holds_for_what_was_read_only(post, branch, secretary):
    for _ in range(3):
        make_member(branch, secretary)
    first = post("meetings:create", MEETING, expected=4, present=4)
    changed = post("meetings:create", MEETING, expected=5, present=5, confirmed=mark(first))
    assert asked(changed)[0][1].startswith("实到5人多于本支部当天名册上的3名党员。")
    assert Meeting.objects.count() == 0
    assert post("meetings:create", MEETING, confirmed=mark(first)).status_code == 302  # put right: nothing to ask


def test_what_cannot_be_is_no_doubt_and_confirming_does_not_help(post):
    shown = post("meetings:create", MEETING, date="2019-12-31", confirmed="x")
    assert shown.context["doubts"] is None
    assert shown.context["form"].errors["date"][0].endswith("日期不能更早；成立日期登记错了的，请先在组织页改正。")


def test_another_entry_follows_when_that_was_asked_for(post):
    shown = post("meetings:create", MEETING, again="1")
    assert '<input type="hidden" name="again" value="1">' in shown.content.decode()
    answer = post("meetings:create", MEETING, again="1", confirmed=mark(shown))
    assert answer.url == f"{reverse('meetings:create')}?copy={Meeting.objects.get().pk}"


def test_a_doubt_about_a_folded_field_opens_the_fold(post, branch, secretary):
    words = "会议学习了有关文件，逐项研究了下一步工作安排，并明确了责任人。"
    make_meeting(branch, secretary, date(2026, 4, 13), minutes=words)
    shown = post("meetings:create", MEETING, kinds=["is_committee"], minutes=words)
    assert [label for label, _ in asked(shown)] == ["会议记录"]
    assert '<details class="more-fields" open>' in shown.content.decode()


def test_votes_are_typed_beside_the_topic(post, branch, secretary):
    for _ in range(3):
        make_member(branch, secretary)
    general = {"kinds": ["is_general"], "topics-0-in_favour": 1}
    shown = post("meetings:create", MEETING, **general)
    assert asked(shown)[0][1].startswith("第1个议题赞成1票，应到有表决权的3人，没有超过1/2")
    assert post("meetings:create", MEETING, **general | {"topics-0-in_favour": 2}).status_code == 302
    assert list(Meeting.objects.get().topics.values_list("in_favour", flat=True)) == [2]
    nothing = {"topics-TOTAL_FORMS": 2, "topics-1-in_favour": 2}
    assert "填了赞成票，请写明表决的是什么。" in post("meetings:create", MEETING, key="k2", **nothing).content.decode()


def test_an_edit_is_asked_as_well(post, branch, secretary):
    meeting = make_meeting(branch, secretary, date(2026, 5, 11))
    edit = {**MEETING, "version": 1, "kinds": ["is_committee"], "expected": 3, "present": 1}
    shown = post("meetings:edit", edit, meeting.pk)
    assert [label for label, _ in asked(shown)] == ["实到人数"]
    post("meetings:edit", edit, meeting.pk, confirmed=mark(shown))
    meeting.refresh_from_db()
    assert (meeting.present, meeting.version) == (1, 2)


def test_a_visit_to_the_same_object_on_the_same_day(post, secretary):
    post("visits:create", VISIT)
    assert post("visits:create", VISIT, key="k2", date="2026-02-04").status_code == 302
    assert post("visits:create", VISIT, key="k3", object_name="李某某").status_code == 302
    shown = post("visits:create", VISIT, key="k4")
    doubt = (
        f"这一天已经登记过同一个走访对象（走访，{secretary.full_name}登记）。重复的不用再保存；确实去了两次的请核对。"
    )
    assert asked(shown) == [("走访对象", doubt)]
    assert post("visits:create", VISIT, key="k4", confirmed=mark(shown)).status_code == 302
    assert Visit.objects.count() == 4


def test_a_talk_of_years_ago(post):
    shown = post("talks:create", TALK)
    assert asked(shown)[0] == ("日期", "这是2023年的事，已经过去24个月以上。年份填错的请改正；确实是补记的可以保存。")
    post("talks:create", TALK, confirmed=mark(shown))
    assert Talk.objects.count() == 1


def test_work_of_the_same_kind_title_and_day_and_more_members_than_there_are(post, branch, secretary):
    members = [make_member(branch, secretary) for _ in range(3)]
    assert post("worklog:create", WORK).status_code == 302
    for other in ({"date": "2026-05-19"}, {"kind": "grid"}, {"title": "清理河道"}):
        assert post("worklog:create", WORK, key=str(other), **other).status_code == 302
    doubt = f"这一天已经登记过类型和内容都相同的工作（{secretary.full_name}登记）。"
    shown = post("worklog:create", WORK, key="k2", members_taking_part=len(members) + 1)
    assert asked(shown) == [
        ("内容", doubt + "重复的不用再保存；确实做了两次的请核对。"),
        ("参加党员（名）", "参加党员4名多于当天名册上的3名。群众和外单位的人只计入参加人次；名册漏了人的请先补登记。"),
    ]  # fmt: skip
    post("worklog:create", WORK, key="k2", members_taking_part=4, confirmed=mark(shown))
    assert WorkLog.objects.count() == 5
