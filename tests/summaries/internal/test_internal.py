"""Two workbooks of one report: what may be handed in, and what stays in the house."""

import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from partywork.access.permissions import Role
from partywork.audit.models import AuditEvent
from partywork.ledgers.columns import all_ledgers
from summaries.ledgers import is_about_people
from tests.factories.members import id_number, make_member
from tests.factories.orgs import make_user
from tests.factories.summaries import make_report
from tests.factories.visits import make_visit
from tests.summaries.office import make_office

pytestmark = pytest.mark.django_db

PERSON = id_number()
SECRETS = ("吴小某", PERSON, "钱某一户")


@pytest.fixture
def report(client):
    office = make_office()
    manager = make_user(office.root, Role.MANAGER)
    make_member(office.steady, manager, name=SECRETS[0], id_number=PERSON)
    make_visit(office.steady, manager, date(2026, 2, 3), object_name=SECRETS[2], title="节前走访")
    client.force_login(manager)
    return make_report(office.root, manager)


def book_of(response):
    assert response.status_code == 200
    return load_workbook(io.BytesIO(response.content))


def texts(book):
    return {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}


def cells(sheet, first):
    return [list(row) for row in sheet.iter_rows(min_row=first, values_only=True)]


def test_the_workbook_to_hand_in_says_nothing_about_single_people(report, client):
    book = book_of(client.get(reverse("summaries:download", args=[report.pk, "xlsx"])))
    assert texts(book) & set(SECRETS) == set()
    about_people = {each.title for each in all_ledgers() if is_about_people(each)}
    assert about_people & set(book.sheetnames) == set()
    assert "党员花名册" in about_people
    assert "党组织台账" in book.sheetnames
    assert cells(book["个人台账条数"], 4) == [["党员花名册", "青禾第一社区党支部", 1]]
    details = {row[1]: row[2:] for row in cells(book["指标明细"], 4)}
    assert details["党员总数"] == ["党员花名册", None, None, "共1条，涉及个人，不逐条列出", None]
    assert details["走访户数"][3] == "节前走访"


def test_the_internal_one_has_everything_and_says_who_took_it(report, client):
    url = reverse("summaries:internal", args=[report.pk])
    mark = client.get(url).context["watermark"]
    assert not AuditEvent.objects.filter(action="report.export_internal").exists()
    book = book_of(client.post(url))
    assert set(SECRETS) <= texts(book)
    taken = report.created_by.full_name
    assert taken in mark
    assert {sheet.oddHeader.center.text.startswith(f"内部资料 {taken} 20") for sheet in book} == {True}
    assert set(book.sheetnames) >= {each.title for each in all_ledgers()}
    details = {row[1]: row[2:] for row in cells(book["指标明细"], 5)}
    assert details["党员总数"][3] == f"{SECRETS[0]} 正式党员"
    event = AuditEvent.objects.get(action="report.export_internal")
    assert (event.actor_id, event.subject_id, event.org_id) == (report.created_by_id, report.pk, report.org_id)


def test_the_page_of_a_report_offers_both(report, client):
    links = {
        each["label"]: each for each in client.get(reverse("summaries:report", args=[report.pk])).context["downloads"]
    }
    assert links["Excel 报送版"]["hint"] == "指标和台账，不含个人信息"
    assert links["Excel 内部台账"]["url"] == reverse("summaries:internal", args=[report.pk])
