"""Every list leaves as Excel as it is filtered. The lists come from the resolver: a new one enters by itself."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from partywork.access.permissions import GRANTS, Permission, Role
from partywork.pages.downloads import XLSX
from partywork.pages.lists import ListPage
from tests.access.test_matrix import PLAIN_PAGES, view_of
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db

# Lists that are no ledger and export all the same.
OTHER_LISTS = ["compliance:owed", "dues:arrears", "dues:sheet", "rules:list", "visits:contacts", "year_plan:year"]
# Pages called a list that are no list of records: each for a reason one would defend.
NO_LISTS = {
    "accounts:list": "who may log in is no record of party work, and their names are not carried about",
    "holidays:list": "days off as announced by the state",
    "jobs:list": "one's own background work, gone in a week",
}
LISTS = [name for name, pattern in PLAIN_PAGES if issubclass(view_of(pattern), ListPage)]


def test_whatever_is_called_a_list_is_one_or_says_why_not():
    called = {name for name, _ in PLAIN_PAGES if name.endswith(":list")}
    assert called - set(LISTS) - set(OTHER_LISTS) == set(NO_LISTS)
    assert len(LISTS) >= 25


@pytest.fixture
def visitors():
    """Somebody for each permission, of one branch."""
    branch = make_org()
    return {role: make_user(branch, role) for role in (Role.SECRETARY, Role.MANAGER, Role.READER)}


def test_every_list_offers_itself_as_excel_and_gives_it(client, visitors):
    views = {name: view_of(pattern) for name, pattern in PLAIN_PAGES}
    failed = []
    for name in [*LISTS, *OTHER_LISTS]:
        role = Role.SECRETARY if views[name].permission in GRANTS[Role.SECRETARY].permissions else Role.MANAGER
        client.force_login(visitors[role])
        page = client.get(reverse(name)).content.decode()
        answer = client.get(reverse(name), {"export": "xlsx"})
        if "export=xlsx" not in page or answer.headers["Content-Type"] != XLSX or not answer.content.startswith(b"PK"):
            failed.append(name)
    assert failed == []


def test_who_may_only_read_takes_no_list_away(client, visitors):
    client.force_login(visitors[Role.READER])
    views = {name: view_of(pattern) for name, pattern in PLAIN_PAGES}
    shown = [name for name in [*LISTS, *OTHER_LISTS] if views[name].permission is Permission.VIEW_RECORDS]
    answers = {name: client.get(reverse(name), {"export": "xlsx"}).status_code for name in shown}
    assert {name: code for name, code in answers.items() if code != 403} == {}
    assert [name for name in shown if "export=xlsx" in client.get(reverse(name)).content.decode()] == []


def test_the_file_has_what_the_filter_lets_through(client):
    branch = make_org()
    secretary = make_user(branch)
    make_meeting(branch, secretary, date(2026, 5, 4), title="要找的")
    make_meeting(branch, secretary, date(2026, 5, 5), title="另一个")
    client.force_login(secretary)
    answer = client.get(reverse("meetings:list"), {"q": "要找的", "export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert (cells.count("要找的"), cells.count("另一个")) == (1, 0)
