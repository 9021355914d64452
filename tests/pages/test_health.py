"""The addresses that whatever watches over the service asks: open to all, and saying nothing but yes or no."""

from collections import namedtuple

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from partywork.pages import health

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "total used free")


def test_it_lives_without_asking_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get(reverse("health_live"))
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_it_is_ready_while_database_and_disk_are(client):
    answer = client.get(reverse("health_ready"))
    assert (answer.status_code, answer.json()) == (200, {"database": True, "disk": True})


def test_a_full_disk_is_told(client, monkeypatch, error_log):
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _path: Usage(1, 1, health.LEAST_FREE))
    answer = client.get(reverse("health_ready"))
    assert (answer.status_code, answer.json()) == (503, {"database": True, "disk": False})


def test_a_database_that_is_away_is_told(client, monkeypatch, error_log):
    def away() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", away)
    answer = client.get(reverse("health_ready"))
    assert (answer.status_code, answer.json()) == (503, {"database": False, "disk": True})
