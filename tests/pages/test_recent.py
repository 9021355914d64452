"""A list of what was done opens with the last twelve months, says so, and leads to the rest."""

import io
from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from partywork.orgs.enums import OrgKind
from tests.factories.dues import make_month, make_payers
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
LIST = "meetings:list"
OLD, FIRST, NEW = date(2025, 6, 30), date(2025, 7, 1), date(2026, 5, 11)


@pytest.fixture(autouse=True)
def first_of_july():
    with time_machine.travel(datetime(2026, 7, 1, 9, tzinfo=timezone.get_default_timezone()), tick=False):
        yield


@pytest.fixture
def secretary(client):
    user = make_user(make_org(make_org(kind=OrgKind.COMMITTEE)))
    client.force_login(user)
    return user


@pytest.fixture
def held(secretary):
    org = secretary.appointments.get().org
    return [make_meeting(org, secretary, day, title=f"会{day:%Y%m%d}") for day in (OLD, FIRST, NEW)]


def days(client, **query) -> list[str]:
    """The days of the list, newest first, as its Excel file has them."""
    answer = client.get(reverse(LIST), {**query, "export": "xlsx"})
    rows = load_workbook(io.BytesIO(b"".join(answer))).active.iter_rows(values_only=True)
    return sorted((str(row[0])[:10] for row in rows if str(row[0])[:2] == "20"), reverse=True)


def span(page) -> tuple[list[str], str, str]:
    """What is chosen, what is said of it, and where the rest is."""
    told = page.context["span"]
    return [each["label"] for each in told["choices"] if each["is_on"]], told["said"], told["earlier_url"]


def totals(page) -> dict[str, str]:
    return {each["label"]: each["value"] for each in page.context["totals"]}


def test_it_opens_with_twelve_months_and_says_where_the_rest_is(held, client):
    page = client.get(reverse(LIST))
    assert span(page) == (["近12个月"], "2025年7月1日以来的记录", "?span=all")
    assert (page.context["count_text"], totals(page)["实到"]) == ("共 2 条", "18")
    assert "还有更早的记录" in page.content.decode()
    assert days(client) == ["2026-05-11", "2025-07-01"]


def test_all_of_it_is_one_link_away(held, client):
    page = client.get(reverse(LIST), {"span": "all"})
    assert span(page) == (["全部"], "", "")
    assert (page.context["count_text"], totals(page)["实到"]) == ("共 3 条", "27")
    assert days(client, span="all") == ["2026-05-11", "2025-07-01", "2025-06-30"]
    assert not page.context["filter_open"]


@pytest.mark.parametrize("query", [{"q": "会"}, {"date_to": "2026-06-30"}, {"status": "done"}])
def test_an_address_with_conditions_means_all_records_unless_it_says_otherwise(held, client, query):
    """Search, kept filters and links written before there was a window keep their meaning."""
    assert client.get(reverse(LIST), query).context["count_text"] == "共 3 条"


@pytest.mark.parametrize(
    ("query", "count"), [({"q": "会"}, 3), ({"date_from": "2025-01-01"}, 3), ({"status": "done"}, 2)]
)
def test_filtering_the_open_list_keeps_its_window_save_for_words_and_days(held, client, query, count):
    """The form sends along how far back the list went."""
    assert 'name="span" value="recent"' in client.get(reverse(LIST)).content.decode()
    assert client.get(reverse(LIST), {**query, "span": "recent"}).context["count_text"] == f"共 {count} 条"


def test_where_there_is_only_older_the_empty_list_leads_to_it(secretary, client):
    make_meeting(secretary.appointments.get().org, secretary, OLD)
    empty = client.get(reverse(LIST)).context["empty"]
    assert (empty["title"], empty["action"]["url"]) == ("近12个月没有记录", "?span=all")


def test_without_anything_older_nothing_is_said_of_it(secretary, client):
    make_meeting(secretary.appointments.get().org, secretary, NEW)
    assert span(client.get(reverse(LIST)))[2] == ""
    assert client.get(reverse("visits:list")).context["empty"]["title"] == "还没有记录"


def test_what_stays_in_force_has_no_window(secretary, client):
    for name in ("rectification:list", "committees:list", "members:list"):
        assert client.get(reverse(name)).context["span"] is None


def test_months_of_dues_open_with_those_due_within_twelve_months(secretary, client):
    org = secretary.appointments.get().org
    (payer,) = make_payers(org, secretary, 1)
    for month in (202601, 202602):
        make_month(payer, secretary, month)
    counts = [client.get(reverse("dues:list"), query).context["count_text"] for query in ({}, {"month": "2026-01"})]
    assert counts == ["共 2 条", "共 1 条"]
    with time_machine.travel(datetime(2027, 2, 15, 9, tzinfo=timezone.get_default_timezone()), tick=False):
        client.force_login(secretary)
        page = client.get(reverse("dues:list"))
        assert (page.context["count_text"], span(page)[2]) == ("共 1 条", "?span=all")
        assert client.get(reverse("dues:list"), {"month": "2026-01"}).context["count_text"] == "共 1 条"
