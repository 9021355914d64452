"""The second factor: binding an app, logging in with it, recovery codes, who must have it and who may take it away."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP

from partywork.access.permissions import Role
from partywork.accounts import second_factor
from partywork.accounts.models import Authenticator, OpenSession, RecoveryCode
from partywork.audit.models import AuditEvent
from partywork.orgs.enums import OrgKind
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "mima-Ceshi-1"
NOON = datetime(2026, 6, 18, 4, 0, tzinfo=UTC)
HOME, ENROL, CODE = "home", "own:second_factor", "login_code"


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def office():
    root = make_org(kind=OrgKind.COMMITTEE)
    branch = make_org(root)
    return SimpleNamespace(manager=make_user(root, Role.MANAGER), user=make_user(branch))


class Phone:
    """What the user's app does with the secret it scanned."""

    def __init__(self, secret: bytes) -> None:
        self.totp = TOTP(secret)

    def shows(self, clock) -> str:
        self.totp.time = datetime.now(tz=UTC).timestamp()
        return f"{self.totp.token():06d}"


def bound(user, clock) -> tuple[Phone, list[str]]:
    """An app bound five minutes ago, and the recovery codes."""
    sealed = second_factor.new_secret(user)
    phone = Phone(second_factor.secret_in(sealed, user))
    at = datetime.now(tz=UTC)
    codes = second_factor.add_authenticator(
        user=user, sealed_secret=sealed, code=phone.shows(clock), at=at, on=at.date(), by=user
    )
    clock.shift(timedelta(minutes=5))
    return phone, codes


def past_the_password(user) -> Client:
    client = Client()
    typed = {"username": user.username, "password": PASSWORD, "next": reverse("manual:contents")}
    assert client.post(reverse("login"), typed)["Location"] == reverse(CODE)
    return client


def send(client: Client, code: str, recovery: bool = False):
    return client.post(reverse(CODE) + ("?recovery=1" if recovery else ""), {"code": code})


def is_in(client: Client) -> bool:
    return client.get(reverse("own:account")).status_code == 200


def test_binding_an_app_and_logging_in_with_it(office, clock, client):
    client.force_login(office.user)
    page = client.get(reverse(ENROL))
    sealed = page.context["form"].initial["sealed"]
    phone = Phone(second_factor.secret_in(sealed, office.user))
    assert (page.context["picture"].startswith("<svg"), "style=" in page.context["picture"]) == (True, False)
    refused = client.post(reverse(ENROL), {"sealed": sealed, "code": "000000"})
    assert (refused.status_code, Authenticator.objects.count()) == (422, 0)
    assert refused.context["secret"] == page.context["secret"]  # the phone has scanned it already
    done = client.post(reverse(ENROL), {"sealed": sealed, "code": phone.shows(clock)})
    assert ("no-store" in done["Cache-Control"], len(done.context["codes"])) == (True, 10)
    client.post(reverse("logout"))

    clock.shift(timedelta(minutes=1))
    other = past_the_password(office.user)
    assert not is_in(other)
    shown = phone.shows(clock)
    assert send(other, f"{shown[:3]} {shown[3:]}")["Location"] == reverse("manual:contents")
    assert is_in(other)


def test_a_code_is_taken_once(office, clock):
    phone, _ = bound(office.user, clock)
    code = phone.shows(clock)
    assert send(past_the_password(office.user), code).status_code == 302
    again = send(past_the_password(office.user), code)
    assert "口令不对，或者已经用过" in again.content.decode()
    clock.shift(timedelta(seconds=31))
    assert send(past_the_password(office.user), phone.shows(clock)).status_code == 302


def test_the_code_that_bound_the_app_lets_nobody_in(office, clock):
    phone, _ = bound(office.user, clock)
    clock.shift(timedelta(minutes=-5))
    assert send(past_the_password(office.user), phone.shows(clock)).status_code == 200


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345", "000000"])
def test_what_is_no_code_lets_nobody_in(office, clock, code):
    bound(office.user, clock)
    client = past_the_password(office.user)
    assert send(client, code).status_code == 200
    assert not is_in(client)


def test_clocks_may_differ_by_half_a_minute_and_no_more(office, clock):
    phone, _ = bound(office.user, clock)
    early = phone.shows(clock)
    clock.shift(timedelta(seconds=30))
    assert send(past_the_password(office.user), early).status_code == 302
    clock.shift(timedelta(seconds=30))
    late = phone.shows(clock)
    clock.shift(timedelta(seconds=60))
    assert send(past_the_password(office.user), late).status_code == 200


def test_after_a_wrong_code_the_next_waits_and_the_pause_doubles(office, clock):
    phone, _ = bound(office.user, clock)
    for pause in (1, 2, 4, 8):
        client = past_the_password(office.user)
        assert second_factor.WRONG_CODE in send(client, "000000").content.decode()
        assert "，用手机上新显示的口令再试" in send(client, phone.shows(clock)).content.decode()
        assert Authenticator.objects.get().wait_until == datetime.now(tz=UTC) + timedelta(seconds=pause)
        clock.shift(timedelta(seconds=pause))
    assert send(past_the_password(office.user), phone.shows(clock)).status_code == 302
    assert list(Authenticator.objects.values_list("wrong", "wait_until")) == [(0, None)]


def test_the_pause_ends_at_an_hour(office, clock):
    phone, _ = bound(office.user, clock)
    Authenticator.objects.update(wrong=30)
    at = datetime.now(tz=UTC)
    assert second_factor.check_code(user=office.user, code="000000", at=at) == (second_factor.WRONG_CODE, True)
    early = second_factor.check_code(user=office.user, code=phone.shows(clock), at=at + timedelta(minutes=59))
    assert early == ("刚才的口令不对，请等61秒，用手机上新显示的口令再试。", False)
    clock.shift(timedelta(hours=1))
    later = datetime.now(tz=UTC)
    assert second_factor.check_code(user=office.user, code=phone.shows(clock), at=later) == ("", False)


def test_five_wrong_codes_lock_like_five_wrong_passwords(office, clock):
    phone, _ = bound(office.user, clock)
    client = past_the_password(office.user)
    answers = []
    for _ in range(5):
        answers.append(send(client, "000000").status_code)
        clock.shift(timedelta(seconds=20))
    assert answers == [200] * 4 + [429]
    assert send(client, phone.shows(clock)).status_code == 429
    told = AuditEvent.objects.filter(action__in=["session.failure", "session.lockout"])
    assert list(told.order_by("sequence").values_list("summary", flat=True)) == [
        *[f"“{office.user.username}”登录时口令不对"] * 5,
        f"“{office.user.username}”锁定30分钟：同一地址连续5次失败",
    ]


def test_the_password_waits_ten_minutes_and_ends_with_its_change(office, clock):
    phone, _ = bound(office.user, clock)
    late, changed = past_the_password(office.user), past_the_password(office.user)
    office.user.set_password("shangao-yuexiao")
    office.user.save()
    assert send(changed, phone.shows(clock))["Location"] == reverse("login")
    clock.shift(timedelta(minutes=11))
    assert send(late, phone.shows(clock))["Location"] == reverse("login")
    assert Client().get(reverse(CODE))["Location"] == reverse("login")


def test_a_recovery_code_lets_in_once(office, clock):
    _, codes = bound(office.user, clock)
    client = past_the_password(office.user)
    assert send(client, codes[0].upper().replace("-", " "), recovery=True).status_code == 302
    [said] = [str(each) for each in client.get(reverse("own:account")).context["messages"]]
    assert "还剩9个" in said
    assert send(past_the_password(office.user), codes[0], recovery=True).status_code == 200
    event = AuditEvent.objects.get(action="session.recovery")
    assert event.summary == f"“{office.user.username}”用恢复码登录，还剩9个"


def test_neither_secret_nor_codes_are_kept_in_the_clear(office, clock):
    _, codes = bound(office.user, clock)
    app = Authenticator.objects.get()
    secret = second_factor.secret_of(app)
    tables = [model._meta.db_table for model in (Authenticator, RecoveryCode, AuditEvent, OpenSession)]
    kept = []
    with connection.cursor() as cursor:  # as the rows lie there, unopened
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            kept += [str(value) for row in cursor.fetchall() for value in row]
    hidden = [secret.hex(), second_factor.typed_secret(secret).replace(" ", ""), *codes]
    hidden += [code.replace("-", "") for code in codes]
    assert not any(each in value for each in hidden for value in kept)


def test_a_secret_made_for_one_user_binds_no_other(office, clock):
    sealed = second_factor.new_secret(office.manager)
    phone = Phone(second_factor.secret_in(sealed, office.manager))
    client = Client()
    client.force_login(office.user)
    client.post(reverse(ENROL), {"sealed": sealed, "code": phone.shows(clock)})
    assert Authenticator.objects.count() == 0


def test_new_recovery_codes_need_the_password_and_end_the_old_ones(office, clock, client):
    _, codes = bound(office.user, clock)
    client.force_login(office.user)
    page = reverse("own:recovery_codes")
    refused = client.post(page, {"password": "wrong"})
    assert "当前密码不对" in refused.content.decode()
    fresh = client.post(page, {"password": PASSWORD}).context["codes"]
    assert send(past_the_password(office.user), codes[0], recovery=True).status_code == 200
    assert send(past_the_password(office.user), fresh[0], recovery=True).status_code == 302


def test_who_may_do_without_closes_it_with_the_password(office, clock, client, settings):
    bound(office.user, clock)
    client.force_login(office.user)
    page = reverse("own:second_factor_off")
    settings.TWO_FACTOR = "all"
    assert client.post(page, {"password": PASSWORD}).status_code == 403
    settings.TWO_FACTOR = "managers"
    client.post(page, {"password": PASSWORD})
    assert (Authenticator.objects.count(), RecoveryCode.objects.count()) == (0, 0)
    assert client.get(page).status_code == 403  # nothing left to close


@pytest.mark.parametrize(
    ("setting", "role", "must"),
    [
        ("off", Role.MANAGER, False),
        ("managers", Role.MANAGER, True),
        ("managers", Role.SYSTEM_ADMIN, True),
        ("managers", Role.AUDITOR, True),
        ("managers", Role.SECRETARY, False),
        ("managers", Role.READER, False),
        ("all", Role.SECRETARY, True),
    ],
)
def test_who_must_bind_an_app_does_so_before_anything_else(clock, settings, setting, role, must):
    settings.TWO_FACTOR = setting
    user, client = make_user(make_org(), role), Client()
    client.post(reverse("login"), {"username": user.username, "password": PASSWORD})
    answer = client.get(reverse("manual:contents"))
    assert (answer.status_code == 302 and answer["Location"] == reverse(ENROL)) is must
    if must:
        page = client.get(reverse(ENROL))
        assert "绑定手机以后才能继续使用" in page.content.decode()
        sealed = page.context["form"].initial["sealed"]
        phone = Phone(second_factor.secret_in(sealed, user))
        client.post(reverse(ENROL), {"sealed": sealed, "code": phone.shows(clock)})
        assert client.get(reverse("manual:contents")).status_code == 200


def test_an_administrator_helps_when_the_phone_is_lost(office, clock, client):
    phone, _ = bound(office.user, clock)
    theirs = past_the_password(office.user)
    send(theirs, phone.shows(clock))
    client.force_login(office.manager)
    page = reverse("accounts:second_factor_reset", args=[office.user.pk])
    detail = client.get(reverse("accounts:detail", args=[office.user.pk]))
    assert page in [link["url"] for link in detail.context["more"]]
    client.post(page)
    assert not is_in(theirs)
    told = AuditEvent.objects.filter(action="user.second_factor_off").get()
    assert (told.summary, told.actor_id) == (f"“{office.user.username}”的双因素登录被关闭", office.manager.pk)
    answer = Client().post(reverse("login"), {"username": office.user.username, "password": PASSWORD})
    assert answer["Location"] == reverse(HOME)


def test_the_server_helps_the_last_administrator(office, clock, capsys):
    bound(office.manager, clock)
    call_command("regain_access", username=office.manager.username, second_factor=True, password=True, unlock=True)
    [password] = re.findall("初始密码：(.+)", capsys.readouterr().out)
    client = Client()
    client.post(reverse("login"), {"username": office.manager.username, "password": password})
    assert client.get(reverse(HOME))["Location"] == reverse("password_change")
    done = AuditEvent.objects.filter(action__in=["user.second_factor_off", "user.reset"])
    assert list(done.order_by("sequence").values_list("actor_name", flat=True)) == ["系统", "系统"]
