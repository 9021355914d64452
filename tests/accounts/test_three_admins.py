"""三员 mode: three people keep accounts, roles and the log, and none of them sees business data."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.timezone import localdate

from partywork.access.permissions import (
    APART,
    GRANTS,
    LONGEST,
    THREE_ADMINS,
    TOGETHER,
    Permission,
    Role,
    collides,
)
from partywork.accounts import three_admins
from partywork.accounts.actions import appoint
from partywork.accounts.checks import COLLIDING, MISSING, OFF, separate_administrators
from partywork.accounts.gate import Gate
from partywork.accounts.holders import somebody_may
from partywork.accounts.models import Appointment, User
from partywork.accounts.policy import may_handle
from partywork.orgs.enums import OrgKind
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)
AGREE = Permission.AGREE_TO_RESETS
KEEPING = {Permission.VIEW_ACCOUNTS, Permission.MANAGE_ACCOUNTS, Permission.APPOINT, Permission.READ_AUDIT, AGREE}
SYSTEM, SECURITY, AUDITOR = Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR


@pytest.fixture
def apart(settings):
    settings.THREE_ADMINS = True


@pytest.fixture
def tree():
    root = make_org(kind=OrgKind.COMMITTEE)
    return root, make_org(root)


def test_nobody_of_the_three_sees_business_data_and_nobody_else_keeps_anything():
    held = {role: set(grant.permissions) for role, grant in APART.grants.items()}
    assert {role: held[role] for role in THREE_ADMINS} == {
        SYSTEM: {Permission.VIEW_ACCOUNTS, Permission.MANAGE_ACCOUNTS},
        SECURITY: {Permission.VIEW_ACCOUNTS, Permission.APPOINT, AGREE},
        AUDITOR: {Permission.READ_AUDIT, AGREE},
    }
    others = set(Role) - THREE_ADMINS
    assert {role: held[role] for role in others} == {role: set(GRANTS[role].permissions) - KEEPING for role in others}
    assert set().union(*(TOGETHER.grants[role].permissions for role in THREE_ADMINS)) == KEEPING


def test_which_roles_no_single_person_may_hold():
    free = [pair for pair in ((one, other) for one in Role for other in Role) if not collides(frozenset(pair))]
    business = [role for role in Role if role not in THREE_ADMINS]
    assert free == [(one, other) for one in Role for other in Role if one is other or {one, other} <= set(business)]


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize(("held", "wanted"), [(Role.MANAGER, SYSTEM), (SYSTEM, SECURITY), (AUDITOR, Role.READER)])
def test_a_second_hat_is_refused_while_the_first_is_worn(tree, held, wanted):
    root, branch = tree
    user = make_user(root, held)
    with pytest.raises(ValidationError, match="要由另外的人担任"):
        appoint(user=user, org=branch, role=wanted, since=TODAY, by=None)
    user.appointments.update(until=TODAY)
    assert appoint(user=user, org=branch, role=wanted, since=TODAY, by=None).role == wanted


def test_what_collided_before_gives_nothing_once_the_mode_is_on(tree, settings):
    root, branch = tree
    user = make_user(root, Role.MANAGER)
    appoint(user=user, org=root, role=SYSTEM, since=TODAY, by=None)
    other = make_user(branch)
    assert Gate(user, TODAY).allows(Permission.VIEW_RECORDS)
    assert somebody_may(Permission.RECEIVE_REPORTS, branch, TODAY)
    settings.THREE_ADMINS = True
    gate = Gate(user, TODAY)
    assert not any(gate.allows(permission) for permission in Permission)
    with pytest.raises(PermissionDenied):
        gate.scope(Permission.VIEW_RECORDS)
    assert not somebody_may(Permission.RECEIVE_REPORTS, branch, TODAY)
    assert Gate(user, TODAY - timedelta(days=1)).allows(Permission.VIEW_RECORDS)  # while he wore one hat
    assert Gate(other, TODAY).allows(Permission.LOG_RECORDS)
    assert list(three_admins.violators(TODAY)) == [user]


@pytest.mark.usefixtures("apart")
def test_one_after_the_other_is_no_violation(tree):
    root, branch = tree
    user = make_user(root, SYSTEM)
    user.appointments.update(until=TODAY)
    appoint(user=user, org=branch, role=Role.SECRETARY, since=TODAY, by=None)
    assert three_admins.violators(TODAY - timedelta(days=1)) == {}


@pytest.mark.usefixtures("apart")
def test_who_may_reset_whose_password(tree):
    root, branch = tree
    admin, security = (Gate(make_user(root, role), TODAY) for role in (SYSTEM, SECURITY))
    people = {role: make_user(branch, role) for role in Role}
    assert [role for role, user in people.items() if not may_handle(admin, user)] == [SECURITY, AUDITOR]
    assert not any(may_handle(security, user) for user in people.values())


@pytest.mark.usefixtures("apart")
def test_one_opens_the_account_and_another_gives_the_role(tree, client):
    root, branch = tree
    client.force_login(make_user(root, SYSTEM))
    page = client.post(reverse("accounts:create"), {"full_name": "周明", "username": "zhouming"})
    assert "请安全保密管理员再给他添加任职" in page.content.decode()
    user = User.objects.get(username="zhouming")
    appointing = reverse("accounts:appoint", args=[user.pk])
    data = {"org": branch.pk, "role": "secretary", "since": "2026-07-01"}
    assert client.post(appointing, data).status_code == 403
    client.force_login(make_user(root, SECURITY))
    assert client.get(reverse("accounts:create")).status_code == 403
    assert client.get(reverse("accounts:reset", args=[user.pk])).status_code == 403
    client.post(appointing, data)
    assert [str(each) for each in user.appointments.all()] == [f"{branch}支部书记"]
    client.force_login(make_user(root, Role.MANAGER))
    assert client.get(reverse("accounts:list")).status_code == 403


def test_the_page_of_accounts_says_what_is_given_up_or_who_stands_in_the_way(tree, client, settings):
    root, branch = tree
    manager = make_user(root, Role.MANAGER)
    client.force_login(manager)
    assert client.get(reverse("accounts:list")).context["banner"]["title"] == "没有启用三员分设"
    two_hats = make_user(branch, Role.SECRETARY)
    appoint(user=two_hats, org=root, role=AUDITOR, since=date(2026, 1, 1), by=None)
    settings.THREE_ADMINS = True
    client.force_login(make_user(root, SYSTEM))
    told = f"{two_hats.full_name}（{root}审计管理员、{branch}支部书记）"
    assert client.get(reverse("accounts:list")).context["banner"]["text"] == told
    assert "不起作用" in client.get(reverse("accounts:detail", args=[two_hats.pk])).context["notes"][0]


def test_the_table_of_roles_is_the_policy_itself(tree, client, settings):
    root, _ = tree
    client.force_login(make_user(root, SYSTEM))
    for on, policy in ((False, TOGETHER), (True, APART)):
        settings.THREE_ADMINS = on
        page = client.get(reverse("accounts:roles"))
        shown = page.context["permissions"]
        assert [each["label"] for each in shown.head] == ["权限", *(role.label for role in Role)]
        marks = shown.body.count("✓")
        assert marks == sum(len(grant.permissions) for grant in policy.grants.values())
        assert page.context["is_apart"] is on


def test_check_deploy_tells(tree, settings):
    root, branch = tree
    assert [each.id for each in separate_administrators()] == [OFF]
    settings.THREE_ADMINS = True
    user = make_user(root, SYSTEM)
    Appointment.objects.create(user=user, org=branch, role=Role.READER, since=date(2026, 1, 1))
    make_user(root, AUDITOR)
    colliding, missing = separate_administrators()
    assert (colliding.id, missing.id) == (COLLIDING, MISSING)
    assert f"{user.full_name}（{root}系统管理员、{branch}只读人员）" in colliding.msg
    assert missing.msg.endswith("：系统管理员、安全保密管理员。")


def test_the_command_makes_all_three_or_none(tree):
    root, _ = tree
    two_hats = make_user(root, Role.MANAGER)
    appoint(user=two_hats, org=root, role=SYSTEM, since=localdate(), by=None)
    out = StringIO()
    options = {"org": root.code, "system": ["xitong", "甲某"], "security": ["baomi", "乙某"]}
    with pytest.raises(CommandError, match="没有建立"):
        call_command("create_three_admins", **options, auditor=[two_hats.username, "丙某"], stdout=out)
    assert not User.objects.filter(username="xitong").exists()
    call_command("create_three_admins", **options, auditor=["shenji", "丙某"], stdout=out)
    made = Appointment.objects.filter(user__username__in=["xitong", "baomi", "shenji"])
    assert {(each.user.username, each.role) for each in made} == {
        ("xitong", SYSTEM), ("baomi", SECURITY), ("shenji", AUDITOR)
    }  # fmt: skip
    assert f"启用前请先分开：{two_hats.full_name}" in out.getvalue()


def test_an_inspector_is_appointed_for_a_limited_time(tree):
    root, _ = tree
    longest = timedelta(days=LONGEST[Role.INSPECTOR])
    given = {"user": make_user(), "org": root, "role": Role.INSPECTOR, "since": TODAY, "by": None}
    with pytest.raises(ValidationError, match="请填最后一天"):
        appoint(**given)
    with pytest.raises(ValidationError, match="最多任职90天，最晚填2026-09-28"):
        appoint(**given, until=TODAY + longest + timedelta(days=1))
    made = appoint(**given, until=TODAY + longest)
    last = made.until - timedelta(days=1)
    gates = [Gate(made.user, day) for day in (TODAY - timedelta(days=1), TODAY, last, made.until)]
    assert [gate.allows(Permission.INSPECT) for gate in gates] == [False, True, True, False]


def test_the_form_takes_the_last_day(tree, client):
    root, branch = tree
    client.force_login(make_user(root, Role.MANAGER))
    page = reverse("accounts:appoint", args=[make_user(branch).pk])
    data = {"org": root.pk, "role": "inspector", "since": "2026-07-01"}
    assert client.post(page, data).context["form"].errors == {"last_day": ["巡察人员的任职要有期限，请填最后一天。"]}
    early = client.post(page, data | {"last_day": "2026-06-30"})
    assert early.context["form"].errors == {"last_day": ["最后一天不能早于开始的一天。"]}
    assert client.post(page, data | {"last_day": "2026-07-31"}).status_code == 302
    assert Appointment.objects.get(role=Role.INSPECTOR).until == date(2026, 8, 1)
