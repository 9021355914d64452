"""The search as its users see it: what is found, for whom, and with how many queries."""

from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from partywork.access.permissions import Role
from partywork.accounts.gate import Gate
from partywork.meetings.enums import MeetingKind
from partywork.meetings.lines import Lines
from partywork.members.actions import edit_member
from partywork.members.enums import Closing
from partywork.members.models import MemberSpelling
from partywork.members.movements import leave
from partywork.orgs.enums import OrgKind
from partywork.search.kinds import Former, People
from partywork.search.words import Asked
from tests.factories.meetings import make_meeting
from tests.factories.members import id_number, make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.plans import make_plan
from tests.factories.rectification import make_item
from tests.factories.visits import make_visit
from tests.factories.worklog import make_work

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = date(2026, 3, 10)


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def branch(root):
    return make_org(root, name="河东第一党支部", code="HD-01")


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


def found(client, words: str) -> dict[str, list[str]]:
    page = client.get(reverse("search:results"), {"q": words})
    return {group.label: [hit.title for hit in group.hits] for group in page.context["groups"]}


@pytest.mark.parametrize(
    "words", ["曾国强", "国强", "强", "zengguoqiang", "zeng", "ZGQ", "cgq", "guoqiang", "曾guo", "zeng guo"]
)
def test_people_are_found_however_their_name_is_typed(branch, secretary, client, words):
    make_member(branch, secretary, name="曾国强")
    make_member(branch, secretary, name="李梅")
    assert found(client, words) == {"人员": ["曾国强"]}


def test_a_changed_name_is_found_and_the_old_one_no_longer(branch, secretary, client):
    member = make_member(branch, secretary, name="单红")
    member.name = "仇红"
    edit_member(member=member, version=member.version, by=secretary, today=TODAY)
    assert (found(client, "qiuhong"), found(client, "shanhong")) == ({"人员": ["仇红"]}, {})


def test_people_registered_before_names_were_spelled_are_found_too(branch, secretary, client):
    make_member(branch, secretary, name="尉迟恭")
    MemberSpelling.objects.all().delete()
    import_module("partywork.migrations.0011_spell_members").spell_members(apps, None)
    assert found(client, "yuchigong") == {"人员": ["尉迟恭"]}


def test_who_has_left_is_told_apart(branch, secretary, client):
    member = make_member(branch, secretary, name="查良")
    gone: dict[str, Any] = {"closing": Closing.TRANSFER_OUT, "on": date(2026, 2, 1), "note": "外地某支部"}
    leave(member=member, version=member.version, by=secretary, today=TODAY, **gone)
    assert found(client, "zhaliang") == {"已不在册的人员": ["查良"]}


def one_of_each(org, by, word: str) -> None:
    make_member(org, by, name=f"{word}甲")
    make_meeting(org, by, DAY, MeetingKind.GENERAL, lines=Lines(topics=[(f"研究{word}一事", "")]))
    make_visit(org, by, DAY, title=f"{word}走访")
    make_item(org, by, DAY, title=f"{word}问题")
    make_work(org, by, DAY, title=f"{word}服务")
    make_plan(org, by, date(2026, 9, 30), text=f"{word}计划")


EVERYTHING = {
    "人员": ["暗号甲"],
    "会议活动": ["2026年3月10日 党员大会"],
    "走访慰问": ["2026年3月10日 暗号走访"],
    "整改问题": ["暗号问题"],
    "工作记录": ["2026年3月10日 暗号服务"],
    "计划事项": ["暗号计划"],
}


def test_every_kind_is_found_and_nothing_of_another_unit(root, branch, secretary, client):
    one_of_each(branch, secretary, "暗号")
    sibling = make_org(root, name="暗号党支部")
    one_of_each(sibling, make_user(sibling), "暗号")
    assert found(client, "暗号") == EVERYTHING
    client.force_login(make_user(root, Role.MANAGER))
    both = found(client, "暗号")
    assert {label: len(titles) for label, titles in both.items()} == dict.fromkeys(EVERYTHING, 2) | {"党组织": 1}
    client.force_login(make_user(make_org(root)))
    assert found(client, "暗号") == {}


def test_suggestions_keep_to_the_scope_and_end_with_all_results(root, branch, secretary, client):
    sibling = make_org(root)
    make_member(sibling, make_user(sibling), name="暗号乙")
    make_member(branch, secretary, name="暗号甲")
    text = client.post(reverse("search:suggest"), {"q": "暗号"}).content.decode()
    assert (text.count('role="option"'), "暗号甲" in text, "暗号乙" in text) == (2, True, False)
    assert "没有找到" in client.post(reverse("search:suggest"), {"q": "没有的事"}).content.decode()


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.AUDITOR])
def test_who_may_not_see_records_finds_none_and_has_no_box(branch, secretary, client, role):
    make_member(branch, secretary, name="暗号甲")
    client.force_login(make_user(branch, role))
    assert client.get(reverse("search:results"), {"q": "暗号"}).status_code == 403
    assert client.post(reverse("search:suggest"), {"q": "暗号"}).status_code == 403
    assert "data-search" not in client.get(reverse("password_change")).content.decode()


def test_the_list_behind_a_group_shows_what_the_group_counted(branch, secretary, client):
    for day in (1, 2):
        make_meeting(
            branch, secretary, date(2026, 3, day), MeetingKind.COMMITTEE, minutes="讨论了暗号工程的进度和分工安排"
        )
    make_meeting(branch, secretary, date(2026, 4, 1), MeetingKind.COMMITTEE, minutes="讨论了暗号工程的进度和下月安排")
    make_member(branch, secretary, name="曾暗")
    (group,) = client.get(reverse("search:results"), {"q": "暗号 支委会 2026年3月"}).context["groups"]
    assert (group.count, client.get(group.list_url).context["count_text"]) == ("2", "共 2 条")
    (people,) = client.get(reverse("search:results"), {"q": "ceng"}).context["groups"]
    assert (people.count, client.get(people.list_url).context["count_text"]) == ("1", "共 1 条")


@pytest.mark.parametrize("words", ["河东第一", "HD-01", "hddy", "hedong"])
def test_organisations_by_name_code_and_pinyin(root, branch, client, words):
    client.force_login(make_user(root, Role.MANAGER))
    assert found(client, words) == {"党组织": ["河东第一党支部"]}


NUMBER, PHONE = id_number("19800101"), "13800001234"


@pytest.fixture
def numbered(branch, secretary):
    return make_member(branch, secretary, name="周甲", id_number=NUMBER, phone=PHONE)


@pytest.mark.parametrize("number", [NUMBER, PHONE, "138 0000 1234"])
def test_a_whole_number_leads_to_its_person_and_stands_in_no_address(numbered, root, client, number):
    url, home = reverse("search:results"), reverse("members:detail", args=[numbered.pk])
    assert client.post(url, {"q": number}).url == home
    assert home in client.post(reverse("search:suggest"), {"q": number}).content.decode()
    asked = client.get(url, {"q": number}).content.decode()
    assert ("周甲" in asked, number in asked, "没有这样去查" in asked) == (False, False, True)
    client.force_login(make_user(make_org(root)))
    answer = client.post(url, {"q": number})
    assert (answer.status_code, number in answer.content.decode()) == (200, False)


@pytest.mark.parametrize("number", [NUMBER[:-1], PHONE[:-1] + "5"])
def test_part_of_a_number_or_another_finds_nobody(numbered, client, number):
    assert client.post(reverse("search:results"), {"q": number}).context["notice"].startswith("没有找到这个号码")


def test_posted_words_get_an_address(secretary, client):
    assert client.post(reverse("search:results"), {"q": "张伟 5月"}).url.startswith("/search/?q=")


@pytest.mark.parametrize("rows", [1, 3])
def test_more_records_ask_no_more_queries(root, branch, secretary, client, rows, django_assert_num_queries):
    for _ in range(rows):
        one_of_each(branch, secretary, "暗号")
    client.force_login(make_user(root, Role.MANAGER))
    with django_assert_num_queries(18):  # who asks and where; of each kind its filter, rows and number
        client.get(reverse("search:results"), {"q": "暗号"})
    with django_assert_num_queries(12):
        client.post(reverse("search:suggest"), {"q": "暗号"})


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a handful of rows without an index")
@pytest.mark.parametrize("kind", [People(), Former()])
def test_people_are_reached_from_their_names_never_from_a_roster(root, kind, rf):
    request = rf.get("/")
    request.today, request.gate = TODAY, Gate(make_user(root, Role.MANAGER), TODAY)
    found = kind.rows(Asked.read("zhang"), request, request.gate.scope(kind.permission))
    plan = kind.ordered(found).explain()
    assert (plan.count("INDEX member_spelling_key"), "SCAN" in plan) == (1, False)
    assert "standing_roster" not in plan


def test_a_key_holds_marks_of_patterns_as_characters(branch, secretary):
    make_member(branch, secretary, name="周甲")
    assert [MemberSpelling.objects.filter(key__begins=text).count() for text in ("周", "%", "_", "周\\")] == [
        1,
        0,
        0,
        0,
    ]
