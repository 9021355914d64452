"""Failed logins: when the door closes, for whom, what is kept of them, and who opens it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.accounts import guard
from partywork.accounts.actions import reset_password
from partywork.audit.models import AuditEvent
from partywork.orgs.enums import OrgKind
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
PASSWORD, WRONG = "mima-Ceshi-1", "typed-by-mistake"
NOON = datetime(2026, 6, 18, 4, 0, 20, tzinfo=UTC)  # 12:00:20 in Shanghai


@pytest.fixture
def user():
    return make_user(make_org())


def try_in(username: str, password: str = WRONG, address: str = "10.0.0.1"):
    """One attempt from a browser of its own."""
    typed = {"username": username, "password": password}
    return Client(REMOTE_ADDR=address).post(reverse("login"), typed)


def fail(username: str, times: int, address: str = "10.0.0.1"):
    return [try_in(username, address=address).status_code for _ in range(times)]


def events() -> list[tuple[str, str]]:
    about = AuditEvent.objects.filter(action__regex=r"^session\.(failure|lockout|unlock|login)|^user.unlock")
    return list(about.order_by("sequence").values_list("action", "summary"))


def test_five_failures_close_the_door_for_half_an_hour(user):
    with time_machine.travel(NOON, tick=False):
        assert fail(user.username, 4) == [200] * 4
        locked = try_in(user.username)
        assert (locked.status_code, locked["Retry-After"]) == (429, "1800")
        assert "12:31 以后可以再试" in locked.content.decode()
        assert try_in(user.username, PASSWORD).status_code == 429
        assert try_in(user.username, PASSWORD, "10.0.0.2").status_code == 302
    with time_machine.travel(NOON + timedelta(minutes=29), tick=False):
        assert try_in(user.username, PASSWORD).status_code == 429
    with time_machine.travel(NOON + timedelta(minutes=30), tick=False):
        assert try_in(user.username, PASSWORD).status_code == 302


def test_what_is_refused_lengthens_no_lock_and_fills_no_log(user):
    with time_machine.travel(NOON, tick=False):
        fail(user.username, 5)
    before = events()
    with time_machine.travel(NOON + timedelta(minutes=20), tick=False):
        assert fail(user.username, 3) == [429] * 3
    assert events() == before
    with time_machine.travel(NOON + timedelta(minutes=31), tick=False):
        assert try_in(user.username, PASSWORD).status_code == 302


def test_failures_before_a_success_count_no_more(user):
    for _ in range(2):
        assert fail(user.username, 4) == [200] * 4
        assert try_in(user.username, PASSWORD).status_code == 302


def without_tokens(response) -> str:
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", response.content.decode())


def test_a_name_nobody_has_is_answered_like_any_other(user):
    """Same pages, same work, same lock."""
    inactive = make_user(make_org())
    inactive.is_active = False
    inactive.save()
    with time_machine.travel(NOON, tick=False):
        for number in range(5):
            answers, asked = {}, set()
            for name in (user.username, "nobody", inactive.username):
                with CaptureQueriesContext(connection) as queries:
                    answers[name] = try_in(name)
                asked.add(len(queries))
            texts = {without_tokens(answer).replace(name, "NAME") for name, answer in answers.items()}
            assert (len(texts), len(asked)) == (1, 1)
            assert {answer.status_code for answer in answers.values()} == {200 if number < 4 else 429}


def test_one_account_tried_from_many_addresses_closes_too(user, settings):
    settings.LOCKOUT = replace(settings.LOCKOUT, account=10)
    for number in range(1, 4):
        assert fail(user.username, 3, f"10.0.1.{number}") == [200] * 3
    assert try_in(user.username, address="10.0.1.4").status_code == 429
    assert try_in(user.username, PASSWORD, "10.0.9.9").status_code == 429
    assert events()[-1] == ("session.lockout", f"“{user.username}”锁定30分钟：各处合计10次失败")


def test_one_password_tried_on_many_accounts_closes_the_address(user, settings):
    settings.LOCKOUT = replace(settings.LOCKOUT, address=20)
    office = [make_user() for _ in range(10)]
    for other in office[:9]:
        assert fail(other.username, 2, "10.0.2.1") == [200] * 2
    fail("nobody", 1, "10.0.2.1")
    assert try_in(user.username, PASSWORD, "10.0.2.1").status_code == 302  # an office behind one address works on
    closed = try_in(office[9].username, address="10.0.2.1")
    assert closed.status_code == 429
    assert "请找维护服务器的人解除这个地址的锁定" in closed.content.decode()
    assert try_in(user.username, PASSWORD, "10.0.2.1").status_code == 429
    assert try_in(user.username, PASSWORD, "10.0.2.2").status_code == 302
    assert guard.unlock_address(address="10.0.2.1", by=None) == 11
    assert try_in(user.username, PASSWORD, "10.0.2.1").status_code == 302


def test_nothing_typed_is_kept(user):
    fail(user.username, 1)
    try_in("my-password-in-the-wrong-box")
    kept = [str(value) for row in AccessAttempt.objects.values_list() for value in row]
    kept += [str(value) for row in AuditEvent.objects.values_list() for value in row]
    for typed in (WRONG, "my-password-in-the-wrong-box"):
        assert not any(typed in value for value in kept)
    names = AccessAttempt.objects.values_list("username", flat=True)
    assert [len(name) for name in names] == [64, 64]
    assert not any(user.username in name for name in names)


def test_failures_locks_and_unlocking_are_in_the_chain(user):
    fail(user.username, 5)
    guard.unlock(user=user, by=user)
    fail("nobody", 5)
    name = user.username
    assert events() == [
        *[("session.failure", f"“{name}”登录失败")] * 5,
        ("session.lockout", f"“{name}”锁定30分钟：同一地址连续5次失败"),
        ("user.unlock", f"解除了“{name}”的登录锁定"),
        *[("session.failure", "登录失败：没有这个登录名")] * 5,
        ("session.lockout", "没有这个登录名，锁定30分钟：同一地址连续5次失败"),
    ]


def test_an_administrator_unlocks_on_the_users_page(client):
    root = make_org(kind=OrgKind.COMMITTEE)
    user, manager = make_user(make_org(root)), make_user(root, Role.MANAGER)
    fail(user.username, 5)
    client.force_login(manager)
    page = reverse("accounts:detail", args=[user.pk])
    shown = client.get(page)
    unlock = reverse("accounts:unlock", args=[user.pk])
    assert shown.context["notes"] == ["登录已锁定：10.0.0.1"]
    assert unlock in [link["url"] for link in shown.context["more"]]
    client.post(unlock)
    assert client.get(page).context["notes"] == []
    assert try_in(user.username, PASSWORD).status_code == 302


def test_a_new_initial_password_can_be_used_at_once(user):
    fail(user.username, 5)
    reset_password(user=user, password="shangao-yuexiao", on=NOON.date(), by=None)
    assert try_in(user.username, "shangao-yuexiao").status_code == 302


def test_a_login_asks_the_database_no_more_than_it_must(user, django_assert_num_queries):
    """Lock, user, app; the session (made, written with its owner), last_login, the audit event, where to go."""
    with django_assert_num_queries(18):
        assert try_in(user.username, PASSWORD).status_code == 302
