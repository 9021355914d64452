"""Counts that the workers keep for very large units: the same as counted now, and never beyond the reader's reach."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from partywork.access.permissions import Role
from partywork.accounts.models import User
from partywork.common.periods import period_of
from partywork.compliance import overviews
from partywork.compliance.heat import heat_of, heat_of_duty, months_of
from partywork.compliance.models import Overview
from partywork.compliance.overviews import kept, large_units, round_of
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation
from partywork.orgs.queries import scope_of_org
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-05-12 12:00+08:00")
ON = NOON.date()


@pytest.fixture
def root(monkeypatch) -> Organisation:
    """A committee with two branches, one of which met; three units are many here."""
    monkeypatch.setattr(overviews, "LARGE", 2)
    root = make_org(kind=OrgKind.COMMITTEE)
    branch = make_org(root)
    make_org(root)
    for month in (1, 2, 4):
        make_meeting(branch, make_user(branch), ON.replace(month=month, day=8))
    return root


@pytest.fixture
def manager(root) -> User:
    return make_user(root, Role.MANAGER)


def at(moment: datetime) -> None:
    round_of(lambda: moment)


def test_only_units_with_many_below_are_counted_ahead(root):
    make_org(make_org(root, kind=OrgKind.GENERAL_BRANCH))
    assert large_units(ON) == [root.pk]


def test_a_small_office_is_found_small_by_one_query(root, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(overviews, "LARGE", 3)
    with django_assert_num_queries(1):
        at(NOON)
    assert not Overview.objects.exists()


def test_what_is_kept_is_what_a_page_would_count(root, manager, client):
    scope = scope_of_org(root, ON)

    def shown():
        with time_machine.travel(NOON, tick=False):
            client.force_login(manager)
            home = client.get(reverse("home")).context
        return (
            heat_of(root, scope, ON), heat_of_duty(root, scope, ON, "theme_day"), months_of(root, scope, ON, "heat"),
            home["heat"], home["progress"], home["owed"], home["weeks"],
        )  # fmt: skip

    counted = shown()
    assert counted[0] == counted[3]
    at(NOON)
    assert kept(root, scope, ON) is not None
    assert shown() == counted


def test_until_when_it_was_counted_is_said_once_something_was_written_since(root, manager, client):
    at(NOON)
    client.force_login(manager)
    with time_machine.travel(NOON, tick=False):
        assert "汇总到" not in client.get(reverse("home")).content.decode()
        branch = make_org(root)
        make_meeting(branch, make_user(branch), ON)
        Overview.objects.update(units=4)
        home = client.get(reverse("home")).content.decode()
        assert "还没到期的不算应办。汇总到12:00，之后登记的稍后计入</span>" in home


def test_who_sees_only_some_of_the_units_has_them_counted_now(root):
    at(NOON)
    some = scope_of_org(Organisation.objects.exclude(pk=root.pk).earliest("pk"), ON)
    assert kept(root, some, ON) is None


def test_another_day_is_counted_now(root):
    at(NOON)
    assert kept(root, scope_of_org(root, ON), ON + timedelta(days=1)) is None


def test_it_is_counted_again_after_a_rest_and_only_if_something_was_written(root):
    branch = Organisation.objects.exclude(pk=root.pk).earliest("pk")
    at(NOON)
    assert Overview.objects.get().made_at == NOON
    at(NOON + overviews.OFTEN)
    assert Overview.objects.get().made_at == NOON
    make_meeting(branch, make_user(branch), ON)
    at(NOON + overviews.OFTEN - timedelta(seconds=1))
    assert Overview.objects.get().made_at == NOON
    Overview.objects.update(seconds=60)
    at(NOON + timedelta(minutes=19))
    assert Overview.objects.get().made_at == NOON
    at(NOON + timedelta(minutes=20))
    assert Overview.objects.get().made_at == NOON + timedelta(minutes=20)
    at(NOON + timedelta(days=1))
    assert Overview.objects.get().on == timezone.localdate(NOON + timedelta(days=1))


def test_one_worker_counts_and_another_takes_over_when_it_dies(root):
    Overview.objects.create(org=root, begun_at=NOON)
    at(NOON + timedelta(minutes=1))
    assert Overview.objects.get().made_at is None
    at(NOON + overviews.LOST + timedelta(seconds=1))
    row = Overview.objects.get()
    assert (row.made_at, row.begun_at) == (NOON + overviews.LOST + timedelta(seconds=1), None)


def test_progress_is_kept_whole(root):
    at(NOON)
    found = kept(root, scope_of_org(root, ON), ON)
    assert found is not None
    assert found.progress.half == period_of(ON, "half")
    assert {line["label"]: line["text"] for line in found.progress.lines("heat", root.pk)}["支委会"] == (
        "全期12项，已办3项，欠5项"
    )
