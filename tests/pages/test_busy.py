"""While the database is busy or away, or the disk is full: nothing is saved, and the page says so in plain words."""

import errno

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import InterfaceError, OperationalError
from django.urls import reverse

from partywork.pages.trouble import Trouble, trouble_of
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
LOG = "partywork.pages.trouble"


def caused(error: Exception, sqlstate: str | None) -> Exception:
    """As Django hands on what psycopg raised."""

    class Refused(Exception):
        pass

    Refused.sqlstate = sqlstate  # type: ignore[attr-defined]
    error.__cause__ = Refused()
    return error


@pytest.mark.parametrize(
    ("error", "logged", "said"),
    [
        (OperationalError("database is locked"), [], "过一两分钟再点一次"),
        (OperationalError("database or disk is full"), ["full"], "告诉系统管理员清理磁盘"),
        (OSError(errno.ENOSPC, "No space left on device"), ["full"], "告诉系统管理员清理磁盘"),
        (caused(OperationalError("connection refused"), None), ["away"], "过几分钟再点一次"),
    ],
)
def test_what_is_sent_meanwhile_is_asked_to_come_back(client, monkeypatch, error_log, error, logged, said):
    user = make_user(make_org())
    client.force_login(user)

    def fails(**_facts: object) -> None:
        raise error

    monkeypatch.setattr("partywork.dashboard.views.close_tour", fails)
    answer = client.post(reverse("tour_close"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert said in answer.content.decode()
    user.refresh_from_db()
    assert user.tour_closed_on is None
    lines = [f"{LOG}: the database or disk is {each}: POST /tour/close/" for each in logged]
    assert error_log == [*lines, "django.request: Service Unavailable: /tour/close/"]


def test_a_session_that_cannot_be_read_is_told_alike(client, monkeypatch, error_log):
    client.force_login(make_user(make_org()))
    client.raise_request_exception = False

    def fails(_store: object) -> None:
        raise caused(OperationalError("connection refused"), None)

    monkeypatch.setattr(SessionStore, "load", fails)
    answer = client.get(reverse("home"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert Trouble.AWAY.value[1] in answer.content.decode()
    assert len(error_log) == 2


def test_a_fault_of_the_program_stays_one(client, monkeypatch, error_log):
    client.force_login(make_user(make_org()))
    client.raise_request_exception = False

    def fails(**_facts: object) -> None:
        raise OperationalError("no such table: partywork_meeting")

    monkeypatch.setattr("partywork.dashboard.views.close_tour", fails)
    answer = client.post(reverse("tour_close"))
    assert (answer.status_code, "系统出错了" in answer.content.decode()) == (500, True)
    assert len(error_log) == 1


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("no such table: partywork_meeting"),
        OperationalError("disk I/O error"),
        OperationalError("database is locked in a dream"),
        OSError(errno.EACCES, "Permission denied"),
        ValueError("database is locked"),
        caused(OperationalError("out of memory"), "53200"),
    ],
)
def test_another_fault_stays_a_fault(error):
    assert trouble_of(error) is None


@pytest.mark.parametrize(
    ("sqlstate", "trouble"),
    [
        ("55P03", Trouble.BUSY),
        ("40P01", Trouble.BUSY),
        ("53100", Trouble.FULL),
        ("53300", Trouble.AWAY),
        ("57P01", Trouble.AWAY),
        ("57P03", Trouble.AWAY),
        ("08006", Trouble.AWAY),
        (None, Trouble.AWAY),
    ],
)
def test_what_postgresql_calls_it(sqlstate, trouble):
    assert trouble_of(caused(OperationalError("in its own words"), sqlstate)) is trouble
    assert trouble_of(caused(InterfaceError("in its own words"), sqlstate)) is trouble
