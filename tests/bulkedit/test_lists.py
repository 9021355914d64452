"""Every field that is declared: what a record says before and after, through the action of one record's page."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from partywork.access.permissions import Role
from partywork.accounts.gate import Gate
from partywork.bulkedit.actions import Plan, change_many
from partywork.bulkedit.lists import LISTS, list_of
from partywork.members.enums import Flag
from partywork.members.models import Standing
from partywork.orgs.actions import add_tag, create_group
from partywork.orgs.dated import FOREVER
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import PartyGroup
from tests.factories.meetings import make_meeting
from tests.factories.members import make_flag, make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.plans import make_plan
from tests.factories.rectification import make_item
from tests.factories.visits import make_talk, make_visit
from tests.factories.worklog import make_work

pytestmark = pytest.mark.django_db
TODAY, DAY = date(2026, 7, 1), date(2026, 3, 10)


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def secretary(branch):
    return make_user(branch)


def change(code: str, field: str, records: list, by, **given) -> list[tuple[str, str]]:
    """Change them; each as its preview said it and as it says itself afterwards."""
    bulk = list_of(code)
    assert bulk is not None
    editable, all_records = bulk.editable(field), bulk.model._default_manager.all()
    assert editable is not None
    scope = Gate(by, TODAY).scope(bulk.permission)
    before = [(editable.old(each), editable.new(each, given)) for each in records]
    picked = {each.pk: each.version for each in records}
    plan = Plan(bulk, editable, given, picked, all_records, scope)
    assert change_many(plan=plan, key=f"{code}{field}", by=by, today=TODAY) == len(records)
    after = [editable.old(all_records.get(pk=each.pk)) for each in records]
    assert after == [new for _, new in before]
    return before


MAKERS: dict[str, Callable[..., Any]] = {
    "meetings": make_meeting,
    "visits": make_visit,
    "talks": make_talk,
    "worklog": make_work,
}


@pytest.mark.parametrize("code", MAKERS)
def test_tag_and_highlight_of_records(branch, secretary, code):
    records = [MAKERS[code](branch, secretary, DAY), MAKERS[code](branch, secretary, date(2026, 3, 11), tag="旧")]
    assert change(code, "tag", records, secretary, value="进社区") == [("（空）", "进社区"), ("旧", "进社区")]
    for record in records:
        record.refresh_from_db()
    assert change(code, "highlight", records, secretary, value="yes") == [("否", "是")] * 2


def test_what_belongs_to_a_record_stays_as_it_was(branch, secretary):
    meeting = make_meeting(branch, secretary, DAY)
    topics = list(meeting.topics.values_list("position", "text", "tag", "in_favour"))
    change("meetings", "tag", [meeting], secretary, value="进社区")
    assert list(meeting.topics.values_list("position", "text", "tag", "in_favour")) == topics != []


def test_who_answers_for_problems_and_until_when(branch, secretary):
    items = [make_item(branch, secretary, DAY), make_item(branch, secretary, DAY, owner="周某")]
    for field in ("leader", "unit", "owner", "tag"):
        change("rectification", field, items, secretary, value="组织科")
        for item in items:
            item.refresh_from_db()
    given = {"due_on": date(2026, 11, 30), "reason": "等上级批复"}
    assert change("rectification", "deadline", items, secretary, **given) == [("2026-12-10", "2026-11-30")] * 2
    assert [item.progress.get().text.endswith("原因：等上级批复") for item in items] == [True, True]


def test_owner_and_deadline_of_plans(branch, secretary):
    item = make_plan(branch, secretary, date(2026, 9, 30))
    assert change("plans", "owner", [item], secretary, value="王某") == [("（空）", "王某")]
    item.refresh_from_db()
    assert change("plans", "due_on", [item], secretary, value=date(2026, 10, 31)) == [("2026-09-30", "2026-10-31")]


def test_group_circumstances_and_post_of_people(branch, secretary):
    group = create_group(group=PartyGroup(org=branch, name="第一小组", since=branch.founded_on), by=secretary)
    member = make_member(branch, secretary)
    given = {"group": group, "on": DAY}
    assert change("members", "group", [member], secretary, **given) == [("不分小组", "第一小组")]
    assert Standing.objects.get(member=member, until=FOREVER).since == DAY
    member.refresh_from_db()
    given = {"flag": Flag.HARDSHIP, "since": DAY, "note": ""}
    assert change("members", "raise_flag", [member], secretary, **given) == [("没有", "生活困难")]
    given = {"flag": Flag.HARDSHIP, "on": date(2026, 5, 1)}
    assert change("members", "end_flag", [member], secretary, **given) == [("生活困难", "没有")]
    assert change("members", "occupation", [member], secretary, value="教师") == [("（空）", "教师")]


def test_tags_of_organisations_by_their_manager(branch):
    root = branch.placements.get().parent
    manager = make_user(root, Role.MANAGER)
    add_tag(org=branch, tag="品牌", since=DAY, by=manager)
    assert change("organisations", "tag_on", [branch], manager, tag="示范点", since=DAY) == [("品牌", "品牌、示范点")]
    given = {"tag": "品牌", "on": date(2026, 5, 1)}
    assert change("organisations", "tag_off", [branch], manager, **given) == [("品牌、示范点", "示范点")]


def test_no_code_is_declared_twice():
    assert len({each.code for each in LISTS}) == len(LISTS)
    for bulk in LISTS:
        assert len({each.code for each in bulk.editables}) == len(bulk.editables)


def test_a_flag_that_is_held_is_not_raised_again(branch, secretary):
    member = make_member(branch, secretary)
    make_flag(member, secretary, Flag.HARDSHIP, DAY)
    bulk = list_of("members")
    assert bulk is not None
    editable = bulk.editable("raise_flag")
    assert editable is not None
    assert (editable.old(member), member.flags.count()) == ("生活困难", 1)
