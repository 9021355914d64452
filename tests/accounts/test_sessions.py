"""How long a session lasts, where one is signed in, and what ends sessions elsewhere."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partywork.access.permissions import Role
from partywork.accounts import actions
from partywork.accounts.browsers import in_words
from partywork.accounts.models import OpenSession
from partywork.accounts.sessions import clear_expired, mark_of
from partywork.audit.models import AuditEvent
from partywork.orgs.enums import OrgKind
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "mima-Ceshi-1", "shangao-yuexiao"
NOON = datetime(2026, 6, 18, 4, 0, tzinfo=UTC)
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1 MicroMessenger/8.0.40"


@pytest.fixture
def office():
    root = make_org(kind=OrgKind.COMMITTEE)
    return SimpleNamespace(
        root=root, manager=make_user(root, Role.MANAGER), branch=(branch := make_org(root)), user=make_user(branch)
    )


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def signed_in(user, agent: str = EDGE, address: str = "10.0.0.1") -> Client:
    client = Client(REMOTE_ADDR=address, HTTP_USER_AGENT=agent)
    answer = client.post(reverse("login"), {"username": user.username, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("own:account")).status_code == 200


def test_half_an_hour_without_a_request_ends_it(office, clock):
    client = signed_in(office.user)
    for _ in range(3):
        clock.shift(timedelta(minutes=29))
        assert is_in(client)
    clock.shift(timedelta(minutes=30, seconds=1))
    assert not is_in(client)


def test_twelve_hours_end_it_whatever_is_done(office, clock):
    client = signed_in(office.user)
    for _ in range(12 * 60 // 20 - 1):
        clock.shift(timedelta(minutes=20))
        assert is_in(client)
    clock.shift(timedelta(minutes=20))
    assert not is_in(client)


def test_being_used_is_written_once_a_minute_at_most(office, clock, django_assert_num_queries):
    client = signed_in(office.user)
    for seconds, marks in ((59, 0), (1, 1), (59, 0), (1, 1)):
        clock.shift(timedelta(seconds=seconds))
        [before] = OpenSession.objects.values_list("seen_at", flat=True)
        client.get(reverse("manual:contents"))
        [after] = OpenSession.objects.values_list("seen_at", flat=True)
        assert (after != before) is bool(marks)


def test_whose_session_is_over_is_told_and_comes_back(office, clock):
    client = signed_in(office.user)
    clock.shift(timedelta(hours=1))
    page = reverse("meetings:create") + "?kind=is_committee"
    sent_off = client.get(page)
    login = client.get(sent_off["Location"])
    assert "登录已经结束，请重新登录" in login.content.decode()
    typed = {"username": office.user.username, "password": PASSWORD, "next": login.context["next"]}
    assert client.post(sent_off["Location"], typed)["Location"] == page
    assert "登录已经结束" not in Client().get(Client().get(page)["Location"]).content.decode()


def test_a_button_pressed_too_late_leads_back_to_its_page(office, clock):
    client = signed_in(office.user)
    clock.shift(timedelta(hours=1))
    here = f"http://testserver{reverse('own:account')}?tab=1"
    sent_off = client.post(reverse("own:session_end"), {"others": "1"}, headers={"referer": here})
    assert client.get(sent_off["Location"]).context["next"] == reverse("own:account") + "?tab=1"
    elsewhere = {"referer": "http://elsewhere.example/own"}
    again = client.post(reverse("own:session_end"), {"others": "1"}, headers=elsewhere)
    assert client.get(again["Location"]).context["next"] == reverse("home")


OWN_PAGES = ["account", "awake", "session_end", "second_factor", "recovery_codes", "second_factor_off"]


@pytest.mark.parametrize("name", OWN_PAGES)
def test_pages_of_ones_own_account_open_to_nobody_who_is_not_signed_in(client, name):
    for verb in (client.get, client.post):
        assert verb(reverse(f"own:{name}"))["Location"].startswith(reverse("login"))


def test_who_types_for_long_stays_signed_in(office, clock):
    client = signed_in(office.user)
    for _ in range(3):
        clock.shift(timedelta(minutes=20))
        assert client.get(reverse("own:awake")).status_code == 204


def test_a_piece_of_a_page_is_answered_with_nothing_when_the_session_is_over(office, clock):
    client = signed_in(office.user)
    clock.shift(timedelta(hours=1))
    answer = client.get(reverse("own:account"), headers={"hx-request": "true"})
    assert (answer.status_code, answer.content) == (401, b"")


def test_one_sees_where_one_is_signed_in(office, clock):
    signed_in(office.manager)
    signed_in(office.user, PHONE, "10.0.0.7")
    clock.shift(timedelta(minutes=5))
    shown = signed_in(office.user).get(reverse("own:account")).context["sessions"]
    assert [(one["browser"], one["address"], f"{one['began']:%H:%M}", one["is_this"]) for one in shown] == [
        ("Windows电脑，Edge浏览器", "10.0.0.1", "12:05", True),
        ("苹果手机，微信", "10.0.0.7", "12:00", False),
    ]


def test_one_ends_one_session_or_all_others(office):
    here, phone, other = (signed_in(office.user) for _ in range(3))
    [mark] = [mark_of(row) for row in OpenSession.objects.filter(session_key=phone.session.session_key)]
    here.post(reverse("own:session_end"), {"session": mark})
    assert [is_in(each) for each in (here, phone, other)] == [True, False, True]
    here.post(reverse("own:session_end"), {"others": "1"})
    assert [is_in(each) for each in (here, other)] == [True, False]
    told = AuditEvent.objects.filter(action="user.sessions").values_list("summary", flat=True)
    assert list(told) == [f"结束了“{office.user.username}”的1处登录"] * 2


def test_nobody_ends_anothers_session_by_its_mark(office):
    theirs, mine = signed_in(office.manager), signed_in(office.user)
    [mark] = [mark_of(row) for row in OpenSession.objects.filter(user=office.manager)]
    mine.post(reverse("own:session_end"), {"session": mark})
    assert is_in(theirs)


def test_no_page_gives_the_key_of_a_session_away(office):
    client = signed_in(office.user)
    signed_in(office.user)
    page = client.get(reverse("own:account")).content.decode()
    assert not any(key in page for key in OpenSession.objects.values_list("session_key", flat=True))


def test_an_administrator_ends_a_users_sessions(office):
    theirs, admin = signed_in(office.user), signed_in(office.manager)
    page = reverse("accounts:sessions_end", args=[office.user.pk])
    assert page in [one["url"] for one in admin.get(reverse("accounts:detail", args=[office.user.pk])).context["more"]]
    admin.post(page)
    assert not is_in(theirs)


def change(office, user):
    actions.change_password(user=user, password=NEW, on=timezone.localdate(), by=user)


def reset(office, user):
    actions.reset_password(user=user, password=NEW, on=timezone.localdate(), by=office.manager)


def deactivate(office, user):
    actions.set_active(user=user, is_active=False, by=office.manager)


def end_last_appointment(office, user):
    actions.end_appointment(appointment=user.appointments.get(), on=timezone.localdate(), by=office.manager)


@pytest.mark.parametrize("deed", [change, reset, deactivate, end_last_appointment])
def test_what_ends_every_session(office, deed):
    signed_in(office.user)
    signed_in(office.manager)
    deed(office, office.user)
    assert list(OpenSession.objects.values_list("user", flat=True)) == [office.manager.pk]


def test_one_of_two_appointments_ending_ends_no_session(office):
    actions.appoint(user=office.user, org=office.root, role=Role.READER, since=office.root.founded_on, by=None)
    client = signed_in(office.user)
    actions.end_appointment(
        appointment=office.user.appointments.get(org=office.branch), on=timezone.localdate(), by=office.manager
    )
    assert is_in(client)


def test_changing_ones_password_ends_the_others_and_not_this_one(office):
    here, other = signed_in(office.user), signed_in(office.user)
    typed = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    here.post(reverse("password_change"), typed)
    assert [is_in(here), is_in(other)] == [True, False]
    assert OpenSession.objects.filter(user=office.user).count() == 1


def test_what_has_ended_is_swept(office, clock):
    signed_in(office.user)
    clock.shift(timedelta(minutes=20))
    signed_in(office.manager)
    clock.shift(timedelta(minutes=15))
    clear_expired(timezone.now())
    assert list(OpenSession.objects.values_list("user", flat=True)) == [office.manager.pk]


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (EDGE, "Windows电脑，Edge浏览器"),
        (PHONE, "苹果手机，微信"),
        ("Mozilla/5.0 (X11; Linux x86_64; Kylin) Gecko/20100101 Firefox/115.0", "麒麟电脑，火狐浏览器"),
        ("curl/8.0", "认不出的浏览器"),
        ("", "认不出的浏览器"),
    ],
)
def test_a_browser_in_words(agent, words):
    assert in_words(agent) == words
