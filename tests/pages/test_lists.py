"""What every list says, whatever its records."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partywork.access import scope
from partywork.access.permissions import Role
from partywork.meetings.models import Meeting
from partywork.orgs.enums import OrgKind
from partywork.pages.paging import keyset_page
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def secretary(root, client):
    user = make_user(make_org(root))
    client.force_login(user)
    return user


@pytest.mark.parametrize(("query", "title"), [("", "还没有记录"), ("?q=没有的事", "没有符合条件的记录")])
def test_an_empty_list_says_why_it_is_empty(secretary, client, query, title):
    assert client.get(reverse("meetings:list") + query).context["empty"]["title"] == title


def heads(page) -> list[str]:
    return [head["label"] for head in page.context["table"].head]


def test_who_has_one_unit_does_not_read_its_name_in_every_row(root, secretary, client):
    branch = secretary.appointments.get().org
    make_meeting(branch, secretary, date(2026, 5, 11))
    assert "党组织" not in heads(client.get(reverse("meetings:list")))
    client.force_login(make_user(root, Role.MANAGER))
    assert "党组织" in heads(client.get(reverse("meetings:list")))


FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def two_branches(root, secretary):
    """The second one's meeting was cancelled: it is listed and counted, and not summed."""
    second = make_org(root)
    make_meeting(secretary.appointments.get().org, secretary, date(2026, 5, 11))
    make_meeting(second, secretary, date(2026, 5, 12))
    make_meeting(second, secretary, date(2026, 5, 13), status="cancelled", cancel_reason="重复")
    return second


def sums(page) -> tuple[str, dict[str, str]]:
    return page.context["count_text"], {each["label"]: each["value"] for each in page.context["totals"]}


@pytest.mark.parametrize("query", [{}, {"span": "all"}, {"span": "all", "status": "done"}, {"q": "会"}])
def test_of_many_units_the_sums_come_after_the_rows_and_are_the_same(root, two_branches, client, monkeypatch, query):
    client.force_login(make_user(root, Role.MANAGER))
    url = reverse("meetings:list")
    shown = sums(client.get(url, query))
    monkeypatch.setattr(scope, "FEW", 1)
    page = client.get(url, query)
    assert sums(page) == ("", {})
    later = client.get(url + page.context["sums_url"], headers=FRAGMENT)
    without_script = client.get(url + page.context["sums_url"])
    assert sums(later) == sums(without_script) == shown
    assert [each.name for each in later.templates] == ["pages/_sums.html"]
    assert f'id="list-count" hx-swap-oob="true">{shown[0]}<' in later.content.decode()
    assert 'id="list-count">' in page.content.decode()


def test_the_sums_of_a_later_page_leave_one_there(root, two_branches, client, monkeypatch):
    client.force_login(make_user(root, Role.MANAGER))
    monkeypatch.setattr(scope, "FEW", 1)
    page = client.get(reverse("meetings:list"), {"span": "all", "cursor": "o2026-05-12.999999"})
    assert page.context["sums_url"] == "?span=all&cursor=o2026-05-12.999999&sums=1"
    assert sums(client.get(reverse("meetings:list") + page.context["sums_url"]))[0] == "共 3 条"


def test_a_stranger_is_told_the_sums_of_the_own_unit_alone(two_branches, client):
    client.force_login(make_user(two_branches))
    later = client.get(reverse("meetings:list"), {"span": "all", "sums": "1"}, headers=FRAGMENT)
    assert sums(later) == ("共 2 条", {"实到": "9", "学时": "0"})


def test_pages_meet_every_row_once_both_ways_also_of_one_day(root, secretary, django_assert_num_queries):
    branch = secretary.appointments.get().org
    made = [make_meeting(branch, secretary, date(2026, 5, day)).pk for day in (9, 10, 10, 10, 10, 10, 11)]
    rows = Meeting.objects.all()
    pages: list[list[int]] = []
    cursor = ""
    while not pages or cursor:
        page = keyset_page(rows, cursor, size=2)
        pages.append([row.pk for row in page.rows])
        cursor = page.older
    assert [pk for each in pages for pk in each] == made[::-1]
    back = [[row.pk for row in page.rows]]
    while page.newer:
        page = keyset_page(rows, page.newer, size=2)
        back.append([row.pk for row in page.rows])
    assert [pk for each in back[::-1] for pk in each] == made[::-1]
    with django_assert_num_queries(1) as asked:
        keyset_page(rows, f"o2026-05-10.{made[3]}")
    assert " OR " not in asked.captured_queries[0]["sql"]  # no index leads to a place told with OR


def test_a_page_of_many_units_asks_no_more_for_more(root, client, monkeypatch):
    monkeypatch.setattr(scope, "FEW", 0)
    manager = make_user(root, Role.MANAGER)
    client.force_login(manager)
    counts = []
    for number in (1, 3):
        for _ in range(number):
            make_meeting(make_org(root), manager, date(2026, 5, 11))
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("meetings:list"), {"span": "all"})
        counts.append((len(asked), page.context["sums_url"]))
    assert counts == [(7, "?span=all&sums=1")] * 2
