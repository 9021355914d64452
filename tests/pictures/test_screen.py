"""The screen for meetings: units and their numbers, never a person."""

from datetime import date

import pytest
import time_machine

from partywork.access.permissions import Role
from partywork.common.periods import HalfYear
from partywork.compliance.duties import COLUMNS
from partywork.compliance.heat import cell_of, totals_of
from partywork.compliance.lights import Light
from partywork.compliance.overviews import duties_tally
from partywork.measures import lookup
from partywork.measures.display import printed
from partywork.measures.evaluate import evaluate
from partywork.measures.window import Window
from partywork.members.models import Member
from partywork.orgs.enums import OrgKind
from partywork.orgs.queries import scope_of_org
from partywork.pictures import screen
from partywork.pictures.screen import KINDS, NUMBERS, REFRESH_SECONDS
from tests.charts.reading import texts
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user
from tests.pictures.offices import TODAY, make_office

pytestmark = pytest.mark.django_db
URL = "/charts/screen/"
QUERIES = 28


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-05-20 10:00+08:00", tick=False):
        yield


@pytest.fixture
def office():
    return make_office()


def test_its_numbers_are_the_catalogues_and_it_says_of_when(office, client):
    client.force_login(make_user(office.root, Role.MANAGER))
    page = client.get(URL)
    window = Window(HalfYear(2026, 1), TODAY)
    values = evaluate(NUMBERS, scope_of_org(office.root, TODAY), window)
    assert [each["value"] for each in page.context["numbers"]] == [
        printed(lookup.measure(request.code), value) for request, value in values.items()
    ]
    assert page.context["as_of"] == "2026年5月20日（周三）"
    assert page.context["title"] == f"{office.root.short_name}2026年上半年"


def test_it_shows_units_and_no_persons(office, client):
    client.force_login(make_user(office.root, Role.MANAGER))
    page = client.get(URL)
    title, drawn = page.context["heat"]
    assert title == "各单位完成情况"
    assert office.branch.short_name in texts(drawn)
    content = page.content.decode()
    assert [name for name in Member.objects.values_list("name", flat=True) if name in content] == []
    assert page.wsgi_request.user.full_name not in content


def test_a_branch_sees_its_months_and_very_many_units_their_kinds(office, client, monkeypatch):
    client.force_login(office.by)
    title, drawn = client.get(URL).context["heat"]
    assert title == "2026年各月完成情况"
    assert "主题党日" in texts(drawn)
    monkeypatch.setattr(screen, "MOST_UNITS", 1)
    client.force_login(make_user(office.root, Role.MANAGER))
    title, drawn = client.get(URL).context["heat"]
    assert title == "各事项完成情况（项）"
    assert office.branch.short_name not in texts(drawn)
    heads = ["已办/应办", "已办", "临近", "欠缺"]
    assert texts(drawn) == [*heads, *(words for line in _lines(office) for words in line)]


def _lines(office):
    """Each kind with what was done of what was due, and how many are done, near and missing."""
    for code, lights in totals_of(duties_tally(office.root, scope_of_org(office.root, TODAY), TODAY)).items():
        if COLUMNS[code] in KINDS:
            counts = [f"{lights[each] or '—'}" for each in (Light.MET, Light.SOON, Light.OVERDUE)]
            yield [COLUMNS[code], cell_of("", "", lights, "")["text"], *counts]


def test_without_data_it_says_so_and_shows_no_numbers(client):
    client.force_login(make_user(make_org()))
    content = client.get(URL).content.decode()
    assert content.count("还没有数据") == 1
    assert "screen-number" not in content


def test_it_can_be_left_refreshes_itself_and_asks_no_other_host(office, client):
    client.force_login(office.by)
    content = client.get(URL).content.decode()
    assert f'<a class="screen-leave" href="/charts/?org={office.branch.pk}">' in content
    assert f'hx-trigger="every {REFRESH_SECONDS}s"' in content
    assert f'<noscript><meta http-equiv="refresh" content="{REFRESH_SECONDS}"></noscript>' in content
    assert "http://" not in content
    assert "https://" not in content


def test_a_unit_out_of_reach_is_not_shown(office, client):
    client.force_login(office.by)
    assert client.get(URL, {"org": office.root.pk}).status_code == 404


@pytest.mark.parametrize("copies", [1, 3])
def test_it_asks_the_same_queries_whatever_the_rows(copies, client, django_assert_num_queries):
    root = make_org(kind=OrgKind.COMMITTEE)
    branch = make_org(root)
    by = make_user(branch)
    for day in range(1, copies + 1):
        make_meeting(branch, by, date(2026, 4, day))
    client.force_login(make_user(root, Role.MANAGER))
    with django_assert_num_queries(QUERIES):
        client.get(URL)
