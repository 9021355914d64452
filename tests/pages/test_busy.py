"""While somebody else writes for long: nothing is saved, and the page says so and when to come back."""

import pytest
from django.db import OperationalError
from django.urls import reverse

from partywork.pages.busy import is_busy
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


def test_what_is_sent_meanwhile_is_asked_to_come_back(client, monkeypatch, error_log):
    user = make_user(make_org())
    client.force_login(user)

    def locked(**_facts: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("partywork.dashboard.views.close_tour", locked)
    answer = client.post(reverse("tour_close"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "过一两分钟再点一次" in answer.content.decode()
    user.refresh_from_db()
    assert user.tour_closed_on is None
    assert error_log == ["django.request: Service Unavailable: /tour/close/"]


@pytest.mark.parametrize(
    "text", ["no such table: partywork_meeting", "disk I/O error", "database is locked in a dream"]
)
def test_another_fault_of_the_database_stays_a_fault(text):
    assert not is_busy(OperationalError(text))
    assert not is_busy(ValueError("database is locked"))


def test_what_postgresql_calls_busy():
    class Refused(Exception):
        sqlstate = "55P03"

    error = OperationalError("canceling statement due to lock timeout")
    error.__cause__ = Refused()
    assert is_busy(error)
