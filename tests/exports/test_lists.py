"""Every list leaves as Excel as it is filtered. The lists come from the resolver: a new one enters by itself."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from partywork.access.permissions import GRANTS, Permission, Role
from partywork.accounts.actions import appoint
from partywork.audit.models import AuditEvent
from partywork.orgs.enums import OrgKind
from partywork.pages import downloads
from partywork.pages.downloads import XLSX
from partywork.pages.lists import ListPage
from tests.access.test_matrix import PLAIN_PAGES, view_of
from tests.factories.meetings import make_meeting
from tests.factories.members import id_number, make_member
from tests.factories.orgs import FOUNDED, make_org, make_user

pytestmark = pytest.mark.django_db

# Lists that are no ledger and export all the same.
OTHER_LISTS = ["compliance:owed", "dues:arrears", "dues:sheet", "rules:list", "visits:contacts", "year_plan:year"]
# Pages called a list that are no list of records: each for a reason one would defend.
NO_LISTS = {
    "audit:list": "the log is read page by page and exported by its own page, which is on record too",
    "accounts:list": "who may log in is no record of party work, and their names are not carried about",
    "holidays:list": "days off as announced by the state",
    "jobs:list": "one's own background work, gone in a week",
    "reminder_targets:list": "addresses of groups and mailboxes, which are no record of party work",
}
VIEWS = {name: view_of(pattern) for name, pattern in PLAIN_PAGES}
LISTS = [name for name, pattern in PLAIN_PAGES if issubclass(view_of(pattern), ListPage)]


def test_whatever_is_called_a_list_is_one_or_says_why_not():
    called = {name for name, _ in PLAIN_PAGES if name.endswith(":list")}
    assert called - set(LISTS) - set(OTHER_LISTS) == set(NO_LISTS)
    assert len(LISTS) >= 25


def cells_of(workbook: bytes) -> list[object]:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook)).worksheets[0]
    return [cell for row in sheet.iter_rows(values_only=True) for cell in row]


@pytest.fixture
def visitors():
    """Somebody for each permission, of one branch."""
    branch = make_org()
    return {role: make_user(branch, role) for role in (Role.SECRETARY, Role.MANAGER, Role.READER)}


def test_every_list_offers_itself_as_excel_and_is_on_record_when_it_is_taken(client, visitors):
    failed = []
    for name in [*LISTS, *OTHER_LISTS]:
        role = Role.SECRETARY if VIEWS[name].permission in GRANTS[Role.SECRETARY].permissions else Role.MANAGER
        client.force_login(visitors[role])
        before = noted()
        page = client.get(reverse(name)).content.decode()
        looked = noted()
        answer = client.get(reverse(name), {"export": "xlsx"})
        if "export=xlsx" not in page or answer.headers["Content-Type"] != XLSX or not answer.content.startswith(b"PK"):
            failed.append(f"{name}: no file")
        if looked != before or [who for who, _ in noted()[len(before) :]] != [visitors[role].pk]:
            failed.append(f"{name}: not on record, or for looking at it")
    assert failed == []


def noted() -> list[tuple[int | None, str]]:
    """Who took what out, the oldest first."""
    events = AuditEvent.objects.filter(action="file.export").order_by("sequence")
    return list(events.values_list("actor_id", "summary"))


def test_the_record_says_how_many_rows_and_whether_personal(client):
    branch = make_org()
    secretary = make_user(branch)
    make_member(branch, secretary)
    client.force_login(secretary)
    client.get(reverse("members:list"), {"export": "xlsx"})
    client.get(reverse("members:list"), {"export": "xlsx", "q": "没有这个人"})
    client.get(reverse("worklog:list"), {"export": "xlsx"})
    assert [said for _, said in noted()] == [
        "导出党员花名册（含个人信息），1条", "导出党员花名册（含个人信息），0条", "导出工作台账，0条",
    ]  # fmt: skip


def test_where_nobody_keeps_the_record_nothing_leaves(client, visitors, monkeypatch, error_log):
    monkeypatch.setattr(downloads, "_note", None)
    client.force_login(visitors[Role.SECRETARY])
    with pytest.raises(RuntimeError):
        client.get(reverse("meetings:list"), {"export": "xlsx"})
    assert len(error_log) == 1


def test_a_second_appointment_that_only_reads_adds_nothing_to_the_file(client):
    """Who is secretary of one branch and reader of another takes away the first one's rows, and the file says so."""
    root = make_org(kind=OrgKind.COMMITTEE)
    own, other = make_org(root), make_org(root)
    user, stranger = make_user(own), make_user(other)
    appoint(user=user, org=other, role=Role.READER, since=FOUNDED, by=None)
    make_member(own, user, name="周某", id_number=id_number("19850302"))
    make_member(other, stranger, name="吴某", id_number=id_number("19860302"))
    client.force_login(user)
    assert "吴某" in client.get(reverse("members:list")).content.decode()
    cells = cells_of(client.get(reverse("members:list"), {"export": "xlsx"}).content)
    assert (cells.count("周某"), cells.count("吴某"), cells.count(id_number("19860302"))) == (1, 0, 0)
    assert cells.count(id_number("19850302")) == 1
    assert downloads.LEFT_OUT in cells
    assert noted()[-1][1] == "导出党员花名册（含个人信息），1条"
    for name in ("compliance:owed", "dues:arrears", "dues:sheet", "year_plan:year"):
        assert client.get(reverse(name), {"org": own.pk, "export": "xlsx"}).status_code == 200
        assert (name, client.get(reverse(name), {"org": other.pk, "export": "xlsx"}).status_code) == (name, 403)
        assert (name, "export=xlsx" in client.get(reverse(name), {"org": other.pk}).content.decode()) == (name, False)


def test_who_may_only_read_takes_no_list_away(client, visitors):
    client.force_login(visitors[Role.READER])
    shown = [name for name in [*LISTS, *OTHER_LISTS] if VIEWS[name].permission is Permission.VIEW_RECORDS]
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
    cells = cells_of(answer.content)
    assert (cells.count("要找的"), cells.count("另一个")) == (1, 0)
