"""The home page of a secretary and of a manager."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.accounts.actions import appoint
from partywork.accounts.models import User
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Profile
from partywork.rectification.enums import State
from tests.factories.dues import make_reduction, make_standard
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.rectification import make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_may():
    with time_machine.travel("2026-05-12 10:00+08:00", tick=False):
        yield


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
    waiting = [each for each in page.context["concerns"] if "等待" in each["title"]]
    assert [each["title"] for each in waiting] == ["1件党费减免等待批准", "1个问题申请销号，等待审核"]
    assert [client.get(each["url"]).context["table"].is_empty for each in waiting] == [False, False]


@time_machine.travel("2026-08-12 10:00+08:00", tick=False)
def test_the_figures_say_of_which_half_year_they_are(tree, client):
    client.force_login(make_user(tree[0], Role.MANAGER))
    page = client.get(reverse("home")).content.decode()
    assert (page.count("<h2>2026年下半年以来</h2>"), page.count("<h2>2026年下半年进度</h2>")) == (1, 1)


@pytest.mark.usefixtures("in_may")
class TestBranch:
    def home(self, client, by):
        client.force_login(by)
        return client.get(reverse("home")).context

    def test_progress_is_counted_against_the_whole_half_year(self, tree, client):
        branch = tree[1]
        by = make_user(branch)
        for month in (1, 2, 4):
            make_meeting(branch, by, date(2026, month, 8))
        lines = {line["label"]: line for line in self.home(client, by)["progress"]}
        committee = lines["支委会"]
        assert (committee["done"], committee["total"], committee["text"]) == (
            3, 6, "全期6项，已办3项，欠1项",
        )  # fmt: skip
        assert client.get(committee["url"]).context["narrowed"] == "支委会"

    def test_what_has_not_begun_is_not_owed_yet(self, tree, client):
        owed = self.home(client, make_user(tree[1]))["owed"]
        assert not [item for item in owed if "6月" in item["title"]]

    def test_the_month_says_what_was_done_what_is_due_and_the_days_off(self, tree, client):
        branch = tree[1]
        by = make_user(branch)
        Profile.objects.filter(org=branch).update(activity_day="month_day", activity_number=15)
        meeting = make_meeting(branch, by, date(2026, 5, 8))
        weeks = self.home(client, by)["weeks"]
        days = {day["number"]: day for week in weeks for day in week if day["number"]}
        done = [(each["title"], each["word"], each["url"]) for each in days[8]["occasions"]]
        assert done == [("支委会", "已办", reverse("meetings:detail", args=[meeting.pk]))]
        assert [each["title"] for each in days[15]["occasions"]] == ["主题党日"]
        due = {each["title"]: each["url"] for each in days[31]["occasions"]}
        assert due["主题党日"] == f"{reverse('meetings:create')}?org={branch.pk}&kind=is_theme_day"
        assert "支委会" not in due  # done: it stands on its day
        assert (days[1]["holiday"], days[9]["holiday"], days[12]["is_today"]) == ("劳动节放假", "调休上班", True)

    def test_late_entries_and_those_on_behalf_are_marked(self, tree, client):
        root, branch, _ = tree
        by = make_user(branch)
        make_meeting(branch, make_user(root, Role.MANAGER), date(2026, 5, 12), place="一楼")
        make_meeting(branch, by, date(2026, 3, 2), place="二楼")
        make_meeting(branch, by, date(2026, 5, 11))
        recent = self.home(client, by)["recent"]
        assert {item["when"]: (item["marks"], item["is_marked"]) for item in recent} == {
            "2026-03-02": ("补录，隔71天", True), "2026-05-12": ("代录", True), "2026-05-11": ("隔1天", False),
        }  # fmt: skip

    def test_only_the_own_branchs_records_are_shown(self, tree, client):
        make_meeting(tree[2], make_user(tree[2]), date(2026, 5, 8))
        context = self.home(client, make_user(tree[1]))
        words = {each["word"] for week in context["weeks"] for day in week for each in day.get("occasions", [])}
        assert (context["recent"], "已办" in words) == ([], False)

    def test_a_reader_of_a_branch_sees_what_it_owes_and_no_form(self, tree, client):
        context = self.home(client, make_user(tree[1], Role.READER))
        assert (context["looks_down"], context["quick"], context["heat"]) == (False, [], None)
        assert {item["url"] for item in context["owed"] if item["light"] == "red"} == {""}

    def test_a_role_that_sees_no_records_opens_no_unit(self, tree, client):
        """Of the units that appointed the user only those whose records may be seen are on the page."""
        by = make_user(tree[1])
        appoint(user=by, org=tree[2], role=Role.AUDITOR, since=date(2026, 1, 1), by=None)
        titles = [item["title"] for item in self.home(client, by)["owed"]]
        assert not [title for title in titles if tree[2].short_name in title]

    def test_who_serves_two_branches_sees_both_by_name(self, tree, client):
        by = make_user(tree[1])
        appoint(user=by, org=tree[2], role=Role.ORGANISER, since=date(2026, 1, 1), by=None)
        owed = self.home(client, by)["owed"][:-1]
        assert {item["title"].partition("：")[0] for item in owed} == {tree[1].short_name, tree[2].short_name}


@pytest.mark.usefixtures("in_may")
class TestManager:
    def test_progress_sums_the_branches_and_leads_to_the_heat_map(self, tree, client):
        root, first, _ = tree
        by = make_user(first)
        for month in (1, 2, 3, 4):
            make_meeting(first, by, date(2026, month, 8))
        client.force_login(make_user(root, Role.MANAGER))
        lines = {line["label"]: line for line in client.get(reverse("home")).context["progress"]}
        assert (lines["支委会"]["done"], lines["支委会"]["total"]) == (4, 12)
        assert client.get(lines["支委会"]["url"]).context["heat"]["heads"][0]["label"] == "合计"

    def test_the_heat_map_counts_nothing_that_has_not_begun(self, tree, client):
        client.force_login(make_user(tree[0], Role.MANAGER))
        heat = client.get(reverse("home")).context["heat"]
        assert heat == client.get(reverse("compliance:heat")).context["heat"]

    def test_what_the_committee_itself_owes_is_told_apart(self, tree, client):
        root = tree[0]
        client.force_login(make_user(root, Role.MANAGER))
        titles = [item["title"] for item in client.get(reverse("home")).context["owed"]]
        assert titles == ["换届", "2026年书记讲党课", "2026年民主生活会"]


class TestQueries:
    def queries(self, client):
        User.objects.update(tour_closed_on=date(2026, 1, 1))  # the first steps ask for more until they are put away
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("home")).status_code == 200
        return len(asked)

    @pytest.mark.parametrize("copies", [1, 3])
    @time_machine.travel("2026-05-12 10:00+08:00", tick=False)
    def test_a_branchs_home_reads_what_is_owed_once_until_something_is_written(self, tree, client, copies):
        """At most fifteen queries; after a write all of it anew, whoever wrote."""
        _, branch, other = tree
        by = make_user(branch)
        for day in range(1, copies + 1):
            make_meeting(branch, by, date(2026, 4, day))
        client.force_login(by)
        assert (self.queries(client), self.queries(client)) == (15, 9)
        make_meeting(other, make_user(other), date(2026, 4, 8))
        client.force_login(by)
        assert (self.queries(client), self.queries(client)) == (15, 9)

    @time_machine.travel("2026-05-12 10:00+08:00", tick=False)
    def test_a_managers_home_does_not_grow_with_branches_or_records(self, tree, client):
        root, branch, _ = tree
        manager, by = make_user(root, Role.MANAGER), make_user(branch)
        make_meeting(branch, by, date(2026, 4, 8))
        client.force_login(manager)
        few = self.queries(client)
        for number in range(3):
            make_meeting(make_org(root), by, date(2026, 5, 5 + number))
        assert (few, self.queries(client)) == (33, 33)


@time_machine.travel("2026-05-12 10:00+08:00", tick=False)
def test_the_half_year_so_far_is_drawn_below_what_is_owed(tree, client):
    root, branch, _ = tree
    by = make_user(branch)
    for month in (3, 4, 5):
        make_meeting(branch, by, date(2026, month, 8))
    make_item(branch, by, date(2026, 4, 1))
    client.force_login(by)
    own = client.get(reverse("home")).content.decode()
    assert f'hx-get="{reverse("pictures:half_year")}" hx-trigger="load"' in own
    assert drawn(pictures(client)) == ["支委会次数", "主题党日次数", "组织生活参加率", "党费收缴率"]
    assert own.index("<h2>2026年上半年走势</h2>") > own.index("owed-title")
    client.force_login(make_user(root, Role.MANAGER))
    assert drawn(pictures(client)) == ["组织生活次数", "走访次数", "党费收缴率", "问题整改进度"]


@time_machine.travel("2026-05-12 10:00+08:00", tick=False)
def test_who_keeps_the_accounts_above_sees_no_charts_of_it(tree, client):
    """The first unit of such a user is the one above; its records stay closed."""
    root, branch, _ = tree
    user = make_user(branch)
    appoint(user=user, org=root, role=Role.SYSTEM_ADMIN, since=date(2026, 1, 1), by=None)
    client.force_login(user)
    assert "走势" not in client.get(reverse("home")).content.decode()
    assert drawn(pictures(client)) == []


def pictures(client):
    """What the home page fetches when it stands."""
    return client.get(reverse("pictures:half_year")).content.decode()


def drawn(page):
    """The titles of the charts."""
    return [part.split("<")[0] for part in page.split('<figcaption class="picture-title">')[1:]]
