"""The home page of a secretary and of a manager."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.accounts.actions import appoint
from partywork.orgs.enums import OrgKind
from partywork.rectification.enums import State
from tests.factories.dues import make_reduction, make_standard
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.rectification import make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    root = make_org(kind=OrgKind.COMMITTEE)
    return root, make_org(root), make_org(root)


@time_machine.travel("2026-05-12 10:00+08:00", tick=False)
def test_a_secretary_sees_what_the_own_branch_owes_with_the_article(tree, client):
    _, branch, _ = tree
    by = make_user(branch)
    for month in (1, 2, 4):
        make_meeting(branch, by, date(2026, month, 8))
    client.force_login(by)
    response = client.get(reverse("home"))
    committee = [item for item in response.context["owed"] if item["title"].endswith("支委会")]
    assert [(item["title"], item["light"]) for item in committee] == [
        ("2026年3月支委会", "red"),
        ("2026年5月支委会", "muted"),
    ]
    assert committee[0]["article"] == "《中国共产党支部工作条例（试行）》第十二条"
    assert response.context["heat"] is None


@time_machine.travel("2026-05-12 10:00+08:00", tick=False)
def test_a_manager_sees_every_branch_on_the_heat_map(tree, client):
    root, first, second = tree
    by = make_user(first)
    for month in (1, 2, 3, 4):
        make_meeting(first, by, date(2026, month, 8))
    client.force_login(make_user(root, Role.MANAGER))
    heat = client.get(reverse("home")).context["heat"]
    column = [head["label"] for head in heat["heads"]].index("支委会")
    cells = {row["label"]: row["cells"][column] for row in heat["rows"]}
    assert {name: (cell["text"], cell["light"]) for name, cell in cells.items()} == {
        first.short_name: ("4/4", "green"),
        second.short_name: ("0/4", "red"),
        f"{root.short_name}（本级）": ("—", "muted"),
    }


@time_machine.travel("2026-05-12 10:00+08:00", tick=False)
def test_a_manager_sees_what_waits_for_the_level_above(tree, client):
    root, branch, _ = tree
    by = make_user(branch)
    member = make_member(branch, by)
    make_standard(member, by)
    make_reduction(member, by, 202606, 202612, studied_on=date(2026, 5, 8))
    make_item(branch, by, date(2026, 4, 1), state=State.REQUESTED)
    client.force_login(make_user(root, Role.MANAGER))
    page = client.get(reverse("home"))
    waiting = [each for each in page.context["owed"] if "等待" in each["title"]]
    assert [each["title"] for each in waiting] == ["1件党费减免等待批准", "1个问题申请销号，等待审核"]
    assert [client.get(each["url"]).context["table"].is_empty for each in waiting] == [False, False]


@pytest.mark.parametrize("copies", [1, 3])
@time_machine.travel("2026-05-12 10:00+08:00", tick=False)
def test_home_asks_the_same_queries_whatever_the_rows(tree, client, copies, django_assert_num_queries):
    _, branch, _ = tree
    by = make_user(branch)
    for day in range(1, copies + 1):
        make_meeting(branch, by, date(2026, 4, day))
    client.force_login(by)
    with django_assert_num_queries(42):
        client.get(reverse("home"))


@time_machine.travel("2026-08-12 10:00+08:00", tick=False)
def test_the_figures_say_of_which_half_year_they_are(tree, client):
    _, branch, _ = tree
    client.force_login(make_user(branch))
    page = client.get(reverse("home")).content.decode()
    assert page.count("<h2>2026年下半年以来</h2>") == 1


@time_machine.travel("2026-05-12 10:00+08:00", tick=False)
def test_the_half_year_so_far_is_drawn_below_what_is_owed(tree, client):
    root, branch, _ = tree
    by = make_user(branch)
    for month in (3, 4, 5):
        make_meeting(branch, by, date(2026, month, 8))
    make_item(branch, by, date(2026, 4, 1))
    client.force_login(by)
    own = client.get(reverse("home")).content.decode()
    assert drawn(own) == ["支委会次数", "主题党日次数", "组织生活参加率", "党费收缴率"]
    assert own.index("<h2>2026年上半年走势</h2>") > own.index("owed-title")
    client.force_login(make_user(root, Role.MANAGER))
    whole = client.get(reverse("home")).content.decode()
    assert drawn(whole) == ["组织生活次数", "走访次数", "党费收缴率", "问题整改进度"]


@time_machine.travel("2026-05-12 10:00+08:00", tick=False)
def test_who_keeps_the_accounts_above_sees_no_charts_of_it(tree, client):
    """The first unit of such a user is the one above; its records stay closed."""
    root, branch, _ = tree
    user = make_user(branch)
    appoint(user=user, org=root, role=Role.SYSTEM_ADMIN, since=date(2026, 1, 1), by=None)
    client.force_login(user)
    page = client.get(reverse("home"))
    assert page.status_code == 200
    assert drawn(page.content.decode()) == []


def drawn(page):
    """The titles of the charts."""
    return [part.split("<")[0] for part in page.split('<figcaption class="picture-title">')[1:]]
