"""Keeping accounts in the browser; passwords and sign-ins."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from partywork.access.permissions import Role
from partywork.accounts.actions import appoint
from partywork.accounts.models import User
from partywork.audit.models import AuditEvent
from partywork.orgs.dated import FOREVER
from partywork.orgs.enums import OrgKind
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "mima-Ceshi-1"


@pytest.fixture
def office():
    root = make_org(kind=OrgKind.WORKING_COMMITTEE)
    return root, make_org(root), make_org(root)


@pytest.fixture
def manager(office, client):
    user = make_user(office[0], Role.MANAGER)
    client.force_login(user)
    return user


def summaries(*actions: str) -> list[str]:
    return list(AuditEvent.objects.filter(action__in=actions).order_by("sequence").values_list("summary", flat=True))


def shown_password(response) -> str:
    [password] = re.findall(r"<strong>(.+)</strong>", response.content.decode())
    return password


def test_a_new_account_shows_its_password_once_and_must_change_it(office, manager, client):
    _, branch, _ = office
    typed = {"full_name": "沈青", "username": "shenqing", "org": branch.pk, "role": "secretary", "since": "2026-01-01"}
    response = client.post(reverse("accounts:create"), typed)
    password = shown_password(response)
    user = User.objects.get(username="shenqing")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert (user.check_password(password), user.must_change_password) == (True, True)
    assert list(user.appointments.values_list("org", "role", "since", "until")) == [
        (branch.pk, "secretary", date(2026, 1, 1), FOREVER)
    ]
    assert not AuditEvent.objects.filter(detail__contains=password).exists()
    assert password not in client.get(reverse("accounts:detail", args=[user.pk])).content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"username": "沈 青"}, "登录名用3到40个字母"),
        ({"role": "system_admin"}, "选择一个有效的选项"),
        ({"org": "0"}, "选择一个有效的选项"),
    ],
)
def test_what_may_not_be_is_refused_and_nothing_is_made(office, manager, client, changes, message):
    typed = {
        "full_name": "沈青",
        "username": "shenqing",
        "org": office[1].pk,
        "role": "secretary",
        "since": "2026-01-01",
    }
    response = client.post(reverse("accounts:create"), typed | changes)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not User.objects.filter(full_name="沈青").exists()


def test_a_taken_name_is_refused_without_a_half_made_account(office, manager, client):
    typed = {
        "full_name": "另一个", "username": manager.username, "org": office[1].pk, "role": "reader",
        "since": "2026-01-01",
    }  # fmt: skip
    response = client.post(reverse("accounts:create"), typed)
    assert "这个登录名已经有人用了" in response.content.decode()
    assert User.objects.filter(full_name="另一个").count() == 0


def test_appointments_are_added_and_ended(office, manager, client):
    _, branch, other = office
    user = make_user(branch)
    add = reverse("accounts:appoint", args=[user.pk])
    client.post(add, {"org": other.pk, "role": "organiser", "since": "2026-02-01"})
    again = client.post(add, {"org": other.pk, "role": "organiser", "since": "2026-03-01"})
    assert "已经是" in again.content.decode()
    given = user.appointments.get(org=other)
    ending = client.get(reverse("accounts:appointment_end", args=[user.pk])).context["form"]["appointment"]
    assert (given.pk, f"{other}组织委员") in [(value.value, label) for value, label in ending.field.choices if value]
    client.post(reverse("accounts:appointment_end", args=[user.pk]), {"appointment": given.pk, "on": "2026-05-01"})
    given.refresh_from_db()
    assert given.until == date(2026, 5, 1)


def test_an_appointment_given_by_mistake_ends_at_once(office, manager, client):
    user = make_user(office[1])
    wrong = appoint(user=user, org=office[2], role=Role.READER, since=timezone.localdate(), by=None)
    page = reverse("accounts:appointment_end", args=[user.pk])
    client.post(page, {"appointment": wrong.pk, "on": timezone.localdate().isoformat()})
    assert list(user.appointments.values_list("org", flat=True)) == [office[1].pk]


def test_nobody_adds_to_ones_own_rights(office, manager, client):
    for name in ("appoint", "appointment_end", "reset", "active"):
        assert client.get(reverse(f"accounts:{name}", args=[manager.pk])).status_code == 403
    assert client.get(reverse("accounts:detail", args=[manager.pk])).status_code == 200


def test_a_reset_password_ends_sessions_and_works_once_changed(office, manager, client, django_user_model):
    user = make_user(office[1])
    theirs = type(client)()
    theirs.force_login(user)
    password = shown_password(client.post(reverse("accounts:reset", args=[user.pk])))
    assert theirs.get(reverse("home")).url.startswith(reverse("login"))
    assert theirs.post(reverse("login"), {"username": user.username, "password": PASSWORD}).status_code == 200
    assert theirs.post(reverse("login"), {"username": user.username, "password": password}).status_code == 302
    assert theirs.get(reverse("home")).url == reverse("password_change")


def test_a_user_below_who_also_serves_elsewhere_keeps_the_password(office, manager, client):
    user = make_user(office[1])
    appoint(user=user, org=make_org(kind=OrgKind.COMMITTEE), role=Role.READER, since=date(2026, 1, 1), by=None)
    assert client.post(reverse("accounts:reset", args=[user.pk])).status_code == 403
    assert client.get(reverse("accounts:detail", args=[user.pk])).context["notes"] == ["另有您管理范围以外的任职"]
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_locked_account_is_out_at_once_and_can_come_back(office, manager, client):
    user = make_user(office[1])
    theirs = type(client)()
    theirs.force_login(user)
    switch = reverse("accounts:active", args=[user.pk])
    client.post(switch)
    assert theirs.get(reverse("home")).url.startswith(reverse("login"))
    assert theirs.post(reverse("login"), {"username": user.username, "password": PASSWORD}).status_code == 200
    client.post(switch)
    assert theirs.post(reverse("login"), {"username": user.username, "password": PASSWORD}).status_code == 302
    assert summaries("user.deactivate", "user.activate") == [
        f"停用账号“{user.username}”",
        f"启用账号“{user.username}”",
    ]


def test_the_initial_password_must_give_way_to_another(client):
    user = make_user(make_org())
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    client.force_login(user)
    page = reverse("password_change")
    assert client.get(reverse("home")).url == page
    assert "取消" not in client.get(page).content.decode()  # it would lead back here
    typed = {"old_password": PASSWORD, "new_password1": PASSWORD, "new_password2": PASSWORD}
    assert "新密码要和现在的密码不同" in client.post(page, typed).content.decode()
    new = "shangao-Yuexiao-7"
    client.post(page, typed | {"new_password1": new, "new_password2": new})
    user.refresh_from_db()
    assert (user.check_password(new), user.must_change_password) == (True, False)
    assert client.get(reverse("home")).status_code == 200
    assert summaries("user.password") == [f"“{user.username}”修改了自己的密码"]


def test_sign_ins_are_in_the_chain_but_never_what_may_be_a_password(client):
    user = make_user(make_org())
    page = reverse("login")
    client.post(page, {"username": user.username, "password": "wrong-password"})
    client.post(page, {"username": "mima-typed-here", "password": "x"})
    client.post(page, {"username": user.username, "password": PASSWORD})
    client.post(reverse("logout"))
    client.post(reverse("logout"))
    assert summaries("session.failure", "session.login", "session.logout") == [
        f"“{user.username}”登录失败",
        "登录失败：没有这个登录名",
        f"“{user.username}”登录",
        f"“{user.username}”退出登录",
    ]


def test_who_only_keeps_accounts_begins_with_them(client):
    admin = make_user(make_org(), Role.SYSTEM_ADMIN)
    answer = client.post(reverse("login"), {"username": admin.username, "password": PASSWORD})
    assert answer.url == reverse("accounts:list")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries(office, manager, client, rows, django_assert_num_queries):
    for _ in range(rows):
        make_user(office[1])
    with django_assert_num_queries(7):
        page = client.get(reverse("accounts:list"))
    assert page.context["count_text"] == f"共 {rows + 1} 个"


def test_the_list_is_filtered(office, manager, client):
    _, branch, other = office
    user = make_user(branch)
    make_user(other, Role.READER)
    for query in ({"q": user.username}, {"org": branch.pk}, {"role": "secretary"}):
        page = client.get(reverse("accounts:list"), query)
        assert page.context["count_text"] == "共 1 个"
        assert user.username in page.content.decode()


def test_the_filter_by_role_tells_nothing_of_posts_elsewhere(client):
    root = make_org(kind=OrgKind.COMMITTEE)
    east, west = make_org(root, kind=OrgKind.GENERAL_BRANCH), make_org(root, kind=OrgKind.GENERAL_BRANCH)
    user = make_user(make_org(east))
    appoint(user=user, org=west, role=Role.MANAGER, since=date(2026, 1, 1), by=None)
    client.force_login(make_user(east, Role.MANAGER))
    names = [client.get(reverse("accounts:list"), {"role": role}).content.decode() for role in ("secretary", "manager")]
    assert [user.full_name in page for page in names] == [True, False]
