"""Filters that people keep: over their list, on their page, for nobody else."""

from datetime import date

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.audit.models import AuditEvent
from partywork.orgs.actions import close_group, create_group
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import PartyGroup
from partywork.savedfilters.models import SavedFilter
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


def keep(client, query: str, name: str = "五月学习", at: str = "meetings:list"):
    return client.post(reverse("filters:save"), {"list": at, "query": query, "name": name}, follow=True)


def chips(page) -> list[tuple[str, bool]]:
    (part,) = [part for part in page.context["parts"] if part["place"] == "above"]
    return [(each["name"], each["is_on"]) for each in part["filters"]]


def said(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def test_a_filter_is_kept_over_its_list_for_its_owner_alone(branch, secretary, client):
    page = keep(client, "q=学习&date_from=2026-05-01&status=&cursor=o2026&nonsense=1")
    assert (said(page), chips(page)) == (["已保存常用筛选“五月学习”。"], [("五月学习", True)])
    assert SavedFilter.objects.get().query == "q=%E5%AD%A6%E4%B9%A0&date_from=2026-05-01"
    assert chips(client.get(reverse("meetings:list"))) == [("五月学习", False)]
    assert chips(client.get(reverse("visits:list"))) == []
    client.force_login(make_user(branch))
    assert chips(client.get(reverse("meetings:list"))) == []
    assert "学习" not in AuditEvent.objects.latest("pk").summary


@pytest.mark.parametrize(
    ("query", "name", "answer"),
    [
        ("", "无", "还没有筛选条件。请先筛选，再保存。"),
        ("q=13800001234", "无", "常用筛选里不能有证件号码或手机号码。"),
        ("date_from=五月", "无", "这些条件现在用不了：从。请改好筛选再保存。"),
        ("q=学习", "", "没有保存：请填写。"),
        ("q=支委会", "五月学习", "没有保存：这个列表里已有同名的常用筛选，请换个名称。"),
    ],
)
def test_what_cannot_be_kept_is_told(secretary, client, query, name, answer):
    keep(client, "q=学习")
    assert said(keep(client, query, name)) == [answer]
    assert SavedFilter.objects.count() == 1


def test_saving_twice_keeps_one_and_another_list_may_have_the_name(secretary, client):
    keep(client, "q=学习")
    keep(client, "q=学习")
    keep(client, "q=学习", at="visits:list")
    assert SavedFilter.objects.count() == 2


@pytest.mark.parametrize("at", ["home", "members:detail", "http://example.invalid/", ""])
def test_what_is_no_list_keeps_no_filter(secretary, client, at):
    assert keep(client, "q=学习", at=at).status_code == 400


def test_a_filter_that_names_what_is_gone_says_so(branch, secretary, client):
    group = create_group(group=PartyGroup(org=branch, name="第一小组", since=branch.founded_on), by=secretary)
    member = make_member(branch, secretary, name="周甲")
    keep(client, f"group={group.pk}", at="members:list")
    close_group(group=group, on=date(2026, 3, 1), by=secretary)
    saved = SavedFilter.objects.get()
    page = client.get(f"{reverse('members:list')}?{saved.query}")
    (part,) = [part for part in page.context["parts"] if part["place"] == "above"]
    assert (part["gone"], "党小组：所选的已不存在" in page.content.decode()) == (["党小组"], True)
    assert member.name in page.content.decode()
    assert [line["gone"] for line in client.get(reverse("filters:mine")).context["filters"]] == ["党小组"]


def test_renaming_and_removing(secretary, client):
    keep(client, "q=学习")
    keep(client, "q=党课", "党课")
    saved = SavedFilter.objects.get(name="党课")
    refused = client.post(reverse("filters:rename", args=[saved.pk]), {"name": "五月学习"})
    assert refused.context["form"].errors == {"name": ["这个列表里已有同名的常用筛选，请换个名称。"]}
    client.post(reverse("filters:rename", args=[saved.pk]), {"name": "全部党课"})
    assert chips(client.get(reverse("meetings:list"))) == [("五月学习", False), ("全部党课", False)]
    assert "只删去这个筛选" in client.get(reverse("filters:remove", args=[saved.pk])).content.decode()
    client.post(reverse("filters:remove", args=[saved.pk]))
    assert [each.name for each in SavedFilter.objects.all()] == ["五月学习"]


def test_a_list_has_room_for_twenty(secretary, client):
    SavedFilter.objects.bulk_create(
        SavedFilter(user=secretary, list_name="meetings:list", name=f"第{n}", query="q=学") for n in range(20)
    )
    assert said(keep(client, "q=学习")) == ["没有保存：一个列表最多保存20个常用筛选，请先删去不用的。"]


def test_who_reads_only_keeps_filters_too(branch, secretary, client):
    client.force_login(make_user(branch, Role.READER))
    assert chips(keep(client, "q=学习")) == [("五月学习", True)]
