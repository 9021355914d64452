"""A prepared query answers each time what the query itself would answer with those values."""

from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.db.models import BigIntegerField, CharField, DateField, OuterRef, QuerySet, Subquery

from partywork.access.permissions import Role
from partywork.accounts.models import Appointment
from partywork.common.prepared import Given, Prepared
from partywork.orgs.dated import holding_on
from partywork.orgs.models import Organisation, Placement
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 30)


@Prepared
def called() -> QuerySet[Organisation]:
    return Organisation.objects.filter(name=Given("name", CharField()), dissolved_on__gt=Given("day", DateField()))


@Prepared
def held() -> QuerySet[Any]:
    day = Given("day", DateField())
    path = Placement.objects.filter(holding_on(day), org=OuterRef("org")).values("path")[:1]
    rows = Appointment.objects.filter(user=Given("user", BigIntegerField())).select_related("org")
    return rows.annotate(path=Subquery(path)).order_by("org__code")


def test_it_is_asked_anew_with_other_values_and_sees_what_changed_since():
    one, other = make_org(), make_org()
    assert called(name=one.name, day=DAY) == [one]
    assert called(name=other.name, day=DAY) == [other]
    Organisation.objects.filter(pk=one.pk).update(dissolved_on=DAY)
    assert called(name=one.name, day=DAY) == []
    assert called(name=one.name, day=DAY - timedelta(days=1)) == [one]


def test_what_is_typed_is_a_value_and_never_sql():
    make_org()
    assert called(name="' OR 1=1 --", day=DAY) == []


def test_related_rows_and_annotations_come_along_in_one_query(django_assert_num_queries):
    org = make_org()
    user = make_user(org, Role.MANAGER)
    held(user=user.pk, day=DAY)
    with django_assert_num_queries(1):
        [found] = held(user=user.pk, day=DAY)
        assert (found.org, found.user_id) == (org, user.pk)
    assert found.path == Placement.objects.get(org=org).path
    [before] = held(user=user.pk, day=date(1900, 1, 1))
    assert before.path is None


def test_a_value_that_is_missing_is_named():
    with pytest.raises(KeyError, match="day"):
        called(name="某支部")


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_its_own_connection():
    """The server answers from several threads; a query built in one must not use its connection in another."""
    org, found = make_org(), []
    assert called(name=org.name, day=DAY) == [org]

    def ask() -> None:
        found.extend(called(name=org.name, day=DAY))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [org]
