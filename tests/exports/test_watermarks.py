"""Whatever leaves with personal data says on every page who took it and when; what has none bears no mark."""

import io
from datetime import UTC, date, datetime

import docx
import openpyxl
import pytest
import time_machine
from django.urls import reverse

from partywork.access.permissions import Permission, Role
from partywork.dues.arrears import columns as arrears_columns
from partywork.exports.forms.library import FORMS
from partywork.ledgers.columns import all_ledgers
from partywork.orgs.enums import OrgKind
from partywork.pages.lists import ListPage
from partywork.rules.queries import rules_for
from tests.access.test_matrix import PLAIN_PAGES, view_of
from tests.exports.test_copy import copy, fill, read
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 21, 6, 30, tzinfo=UTC)
DAY = date(2026, 5, 21)
LISTS = {name: view_of(pattern) for name, pattern in PLAIN_PAGES if issubclass(view_of(pattern), ListPage)}


@pytest.fixture
def office(client):
    root = make_org(kind=OrgKind.COMMITTEE)
    branch = make_org(root)
    secretary = make_user(branch)
    fill(branch, secretary, "柳荫")
    client.force_login(secretary)
    with time_machine.travel(NOW, tick=False):
        yield branch, secretary


def mark(user) -> str:
    return f"内部资料 {user.full_name} 2026-05-21 14:30 导出"


def marks_of_workbook(content: bytes) -> set[str | None]:
    """What stands under each title, on each printed page, and among the properties."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = {book.properties.keywords}
    for sheet in book.worksheets:
        top = [sheet.cell(row, 1).value for row in range(2, 5)]
        found.add(next((text for text in top if str(text).startswith("内部资料")), None))
        found.add(sheet.oddHeader.center.text)
    return found


def marks_of_word(content: bytes) -> set[str]:
    """What stands on odd, even and first pages, and among the properties."""
    word = docx.Document(io.BytesIO(content))
    found = {word.core_properties.keywords}
    for section in word.sections:
        kinds = [section.header, section.even_page_header]
        kinds += [section.first_page_header] if section.different_first_page_header_footer else []
        found |= {"\n".join(each.text for each in header.paragraphs) for header in kinds}
    return found


def test_every_list_with_personal_columns_is_marked_and_no_other(office, client):
    _, secretary = office
    wrong = []
    for name, view in LISTS.items():
        answer = client.get(reverse(name), {"export": "xlsx"})
        if answer.status_code == 403:  # nothing a branch may see
            continue
        personal = any(column.personal for column in view.ledger.columns)
        if marks_of_workbook(answer.content) != {mark(secretary) if personal else None}:
            wrong.append(name)
    assert wrong == []
    assert sum(any(column.personal for column in ledger.columns) for ledger in all_ledgers()) > 8


@pytest.mark.parametrize(("name", "personal"), [("dues:arrears", True), ("dues:sheet", True), ("rules:list", False)])
def test_tables_that_are_no_ledger(office, client, name, personal):
    branch, secretary = office
    content = client.get(reverse(name), {"export": "xlsx", "org": branch.pk}).content
    assert marks_of_workbook(content) == {mark(secretary) if personal else None}


@pytest.mark.parametrize("kind", FORMS, ids=[kind.code for kind in FORMS])
def test_every_form_with_personal_data_is_marked_and_no_other(office, client, kind):
    branch, secretary = office
    days = {"go": 1, "org": branch.pk, "on": DAY, "first": "2026-01-01", "last": DAY, "month": "2026-05", "year": 2026}
    plain = client.get(reverse(f"exports:{kind.code}"), days)
    assert marks_of_word(plain.content) == {mark(secretary) if kind.about_people else ""}
    if kind.personal:
        full = client.get(reverse(f"exports:{kind.code}"), days | {"personal": "on"})
        assert marks_of_word(full.content) == {mark(secretary)}


def test_a_copy_of_the_data_is_marked_where_it_is_personal(office):
    branch, secretary = office
    for personal in (False, True):
        files, _ = read(copy(branch, secretary, personal=personal))
        for name, content in files.items():
            if name.endswith(".xlsx"):
                found = {text and text.partition(" 2026")[0] for text in marks_of_workbook(content)}
                assert (name, found) == (name, {f"内部资料 {secretary.full_name}" if personal else None})


def test_who_may_not_take_personal_data_gets_the_list_without_it(office, client, monkeypatch):
    branch, _ = office
    from partywork.access import permissions

    grant = permissions.GRANTS[Role.ORGANISER]
    less = permissions.Grant(grant.reach, grant.permissions - {Permission.EXPORT_PERSONAL})
    monkeypatch.setitem(permissions.GRANTS, Role.ORGANISER, less)
    client.force_login(make_user(branch, Role.ORGANISER))
    content = client.get(reverse("members:list"), {"export": "xlsx"}).content
    assert marks_of_workbook(content) == {None}
    cells = {cell.value for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row}
    assert "公民身份号码" not in cells
    asked = {"go": 1, "org": branch.pk, "on": DAY.isoformat(), "personal": "on"}
    assert "personal" not in client.get(reverse("exports:roster")).context["form"].fields
    assert client.get(reverse("dues:sheet"), {"export": "xlsx", "org": branch.pk}).status_code == 403
    assert client.get(reverse("dues:arrears"), {"export": "xlsx", "org": branch.pk}).status_code == 403
    assert marks_of_word(client.get(reverse("exports:roster"), asked).content) == {""}
    assert client.get(reverse("exports:visits"), asked | {"first": DAY, "last": DAY}).status_code == 403


def test_the_names_of_who_owes_are_personal(office):
    branch, _ = office
    assert [each.key for each in arrears_columns(rules_for(on=DAY, org=branch)) if each.personal] == ["name"]
