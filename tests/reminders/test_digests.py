"""What digests and messages say: counts and kinds, each person's own business, nobody's name."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partywork.access.permissions import Role
from partywork.access.scope import Scope
from partywork.accounts.actions import appoint
from partywork.accounts.gate import Gate
from partywork.compliance.lights import Light
from partywork.compliance.obligations import obligations
from partywork.members.enums import Stage
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation, PartyGroup, Profile
from partywork.plans.models import PlanItem
from partywork.rectification.enums import State
from partywork.reminders.actions import choose
from partywork.reminders.digests import lines_for
from partywork.reminders.drawing import draw
from partywork.reminders.enums import HowOften, MessageState, Part
from partywork.reminders.models import Digest, ReminderMessage, all_parts
from partywork.reminders.sending import prepare
from partywork.reminders.tallies import tallies_on
from partywork.reminders.texts import message_for, trial_message
from tests.factories.development import make_person
from tests.factories.dues import make_month, make_reduction, make_standard
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.plans import make_plan
from tests.factories.rectification import make_item
from tests.factories.reminders import make_target

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 12)
SENTINEL = "哨兵名"


@pytest.fixture
def tree():
    root = make_org(kind=OrgKind.COMMITTEE, name="青禾街道党工委")
    return root, make_org(root, name="第一支部"), make_org(root, name="第二支部")


def lines_of(user, parts=None):
    names = dict(Organisation.objects.values_list("pk", "short_name"))
    return lines_for(Gate(user, DAY), tallies_on(DAY), names, parts or all_parts())


def keep_up(branch, by):
    for month in (1, 2, 3, 4):
        make_meeting(branch, by, date(2026, month, 8))


def test_a_secretary_is_told_by_kind_with_the_way_to_each(tree, client):
    _, branch, _ = tree
    by = make_user(branch)
    keep_up(branch, by)
    lines = lines_of(by, [Part.OVERDUE])
    told = {line.text: line.count for line in lines}
    found = [each for each in obligations(Scope(None, DAY), DAY) if each.org_id == branch.pk]
    assert sum(told.values()) == sum(each.light is Light.OVERDUE for each in found) > 0
    assert "支委会" not in told  # it kept up with these
    client.force_login(by)
    assert {client.get(line.url).status_code for line in lines} == {200}
    assert all(f"org={branch.pk}" in line.url for line in lines)


def test_a_manager_is_told_by_unit_in_the_order_of_the_tree(tree):
    root, first, _ = tree
    keep_up(first, make_user(first))
    lines = lines_of(make_user(root, Role.MANAGER), [Part.OVERDUE])
    assert [line.text for line in lines] == ["第一支部", "第二支部"]
    assert lines[1].count == lines[0].count + 4  # the second held none of four 支委会
    assert lines[1].note.startswith("支委会4、")


def test_what_waits_for_a_manager(tree):
    root, branch, _ = tree
    by = make_user(branch)
    member = make_member(branch, by)
    make_standard(member, by)
    make_reduction(member, by, 202606, 202612, studied_on=date(2026, 5, 8))
    make_item(branch, by, date(2026, 4, 1), state=State.REQUESTED)
    lines = lines_of(make_user(root, Role.MANAGER), [Part.WAITING])
    assert [(line.text, line.count) for line in lines] == [("问题申请销号，等待审核", 1), ("党费减免等待批准", 1)]
    assert lines_of(by, [Part.WAITING]) == []


def test_a_message_that_was_not_sent_is_told_to_who_set_the_target(tree):
    root, *_ = tree
    manager = make_user(root, Role.MANAGER)
    target = make_target(root, manager)
    ReminderMessage.objects.create(
        target=target, day=date(2026, 5, 11), text="x", state=MessageState.FAILED, next_try_at=timezone.now()
    )
    assert [(line.text, line.count) for line in lines_of(manager, [Part.WAITING])] == [("提醒没有发到群或邮箱", 1)]
    assert lines_of(make_user(root, Role.READER), [Part.WAITING]) == []


def test_who_serves_two_branches_is_told_which(tree):
    _, first, second = tree
    by = make_user(first)
    appoint(user=by, org=second, role=Role.ORGANISER, since=date(2026, 1, 1), by=None)
    assert {line.text.partition("：")[0] for line in lines_of(by)} == {"第一支部", "第二支部"}


def test_two_roles_at_one_branch_say_it_once(tree):
    _, first, _ = tree
    by = make_user(first)
    once = lines_of(by)
    appoint(user=by, org=first, role=Role.ORGANISER, since=date(2026, 1, 1), by=None)
    assert lines_of(by) == once


def test_each_gets_what_was_chosen_and_who_may_not_look_gets_nothing(tree):
    root, branch, _ = tree
    people = {name: make_user(branch) for name in ("all", "soon", "weekly", "never")}
    choose(how_often=HowOften.DAILY, parts=[Part.SOON], by=people["soon"])
    choose(how_often=HowOften.WEEKLY, parts=all_parts(), by=people["weekly"])
    choose(how_often=HowOften.NEVER, parts=all_parts(), by=people["never"])
    admin, gone = make_user(root, Role.SYSTEM_ADMIN), make_user(branch)
    gone.is_active = False
    gone.save()
    make_meeting(branch, people["all"], date(2026, 5, 8))
    drawn = draw(date(2026, 5, 29)).digests  # a Friday, when the month's duties are near
    assert set(drawn) == {people["all"].pk, people["soon"].pk}
    assert {line["part"] for line in drawn[people["all"].pk]} >= {"overdue", "soon"}
    assert {line["part"] for line in drawn[people["soon"].pk]} == {"soon"}
    assert {admin.pk, gone.pk} & set(drawn) == set()


def test_the_bell_counts_the_lines_of_the_newest_digest(tree):
    by = make_user(tree[1])
    prepare(DAY, timezone.now())
    by.refresh_from_db()
    assert by.unread == len(Digest.objects.get(user=by).lines) > 0


def test_a_message_counts_all_below_by_kind(tree):
    root, first, _ = tree
    keep_up(first, make_user(first))
    text = message_for(root, tallies_on(DAY), DAY)
    head, overdue, *rest = text.splitlines()
    assert head == "【党建工作提醒】青禾街道党工委，2026年5月12日（周二）"
    tally = tallies_on(DAY).below(root.pk)
    assert overdue.startswith(f"欠着{tally.total(Part.OVERDUE)}项：支委会4、")
    assert rest[-2:] == ["涉及2个党组织", "请登录党建工作台账查看。"]


def test_the_link_is_the_offices_own_address(tree, settings):
    settings.REMINDER_LINK = "https://dangjian.example.cn"
    root, first, _ = tree
    last = [trial_message(org, DAY).splitlines()[-1] for org in (root, first)]
    assert last == [
        f"查看：https://dangjian.example.cn/compliance/heat/?org={root.pk}",
        f"查看：https://dangjian.example.cn/compliance/owed/?org={first.pk}",
    ]


def test_the_queries_do_not_depend_on_how_many_units_there_are(tree, django_assert_num_queries):
    root, *_ = tree
    manager = make_user(root, Role.MANAGER)
    make_target(root, manager)
    with CaptureQueriesContext(connection) as few:
        draw(DAY)
    for _ in range(2):
        make_org(root)
    with django_assert_num_queries(len(few)):
        draw(DAY)


def test_nobodys_name_leaves_the_product_or_is_kept_in_a_digest(tree):
    """People, plans, problems, leaders, groups: everything whose name shows on the page of what is owed."""
    root, branch, _ = tree
    by = make_user(branch)
    by.full_name = f"{SENTINEL}书记"
    by.save()
    Profile.objects.filter(org=branch).update(contact_leader=f"{SENTINEL}领导", secretary=f"{SENTINEL}书记")
    PartyGroup.objects.create(org=branch, name=f"{SENTINEL}党小组", since=date(2026, 1, 1))
    make_person(branch, by, Stage.ACTIVIST, name=f"{SENTINEL}积极")
    make_person(branch, by, Stage.PROBATIONARY, name=f"{SENTINEL}预备")
    make_item(branch, by, date(2026, 3, 1), due_on=date(2026, 4, 30), title=f"{SENTINEL}问题")
    make_plan(branch, by, date(2026, 4, 30), text=f"{SENTINEL}计划")
    member = make_member(branch, by, name=f"{SENTINEL}党员")
    for month in (202601, 202602, 202603):
        make_month(member, by, month)
    shown = [each.title for each in obligations(Scope(None, DAY), DAY) if SENTINEL in each.title]
    assert len(shown) >= 5  # the test looks at something
    manager = make_user(root, Role.MANAGER)
    make_target(root, manager)
    make_target(branch, manager, name="支部群")
    drawn = draw(DAY)
    assert set(drawn.digests) == {by.pk, manager.pk}
    assert len(drawn.texts) == 2
    assert SENTINEL not in f"{drawn.digests}{drawn.texts}"
    assert PlanItem.objects.count() == 1
