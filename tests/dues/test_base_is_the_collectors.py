"""A member's income is for the branch's own collector: no page, file, form, search or copy shows it to others."""

import io
import zipfile
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from partywork.access.permissions import Role
from partywork.audit.models import AuditEvent
from partywork.dues.actions import change_standard
from partywork.dues.collection_sheet import collection_sheet
from partywork.dues.ledger import take_standard
from partywork.dues.models import DuesMonth
from partywork.dues.year_book import year_book
from partywork.members.movements import transfer_within
from partywork.orgs.enums import OrgKind
from tests.access.test_matrix import PLAIN_PAGES
from tests.exports.test_copy import copy, read
from tests.factories.dues import make_month, make_standard
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
BASE = 654_321
SHOWN = ("6543.21", "6,543.21", "654321")
ABOUT = ("dues", "members:", "exports:", "search:", "privacy:", "compliance:", "pictures:", "bulk", "home")


@pytest.fixture
def office():
    root = make_org(kind=OrgKind.COMMITTEE)
    branch = make_org(root)
    collector = make_user(branch)
    member = make_member(branch, collector, name="周某")
    standard = make_standard(member, collector, base_fen=BASE - 100)
    standard.base_fen = BASE
    change_standard(
        standard=standard, version=standard.version, change_reason="调资", from_month=1, by=collector,
        today=date(2026, 6, 1),
    )  # fmt: skip
    make_month(member, collector, 202605, paid_on=date(2026, 5, 8))
    return root, branch, collector, member, standard


def text_of(answer) -> str:
    """All text of a page or a file: cells, and the document in a .docx."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "word/document.xml" in archive.namelist():
            return archive.read("word/document.xml").decode()
    rows = [row for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows(values_only=True)]
    return " ".join(str(cell) for row in rows for cell in row if cell is not None)


def shows(answer) -> bool:
    text = text_of(answer)
    return any(each in text for each in SHOWN)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.READER])
def test_no_page_or_file_shows_it_to_anybody_above(office, client, role):
    root, branch, _, member, standard = office
    client.force_login(make_user(root, role))
    asked = {"org": branch.pk, "year": 2026, "with_base": "on", "month": "2026-05"}
    urls = [(reverse(name), extra) for name, _ in PLAIN_PAGES if name.startswith(ABOUT)
            for extra in ({}, {"export": "xlsx"}, {"go": 1})]  # fmt: skip
    urls += [
        (reverse("dues_standards:detail", args=[standard.pk]), {}), (reverse("members:detail", args=[member.pk]), {}),
        (reverse("dues_standards:edit", args=[standard.pk]), {}), (reverse("privacy:held", args=[member.pk]), {}),
    ]  # fmt: skip
    found = [url for url, extra in urls if shows(client.get(url, asked | extra))]
    assert found == []
    assert len(urls) > 40


def test_the_collector_reads_it_where_it_belongs(office, client):
    _, branch, collector, _, standard = office
    client.force_login(collector)
    assert shows(client.get(reverse("dues_standards:detail", args=[standard.pk])))
    assert shows(client.get(reverse("dues:sheet"), {"org": branch.pk, "export": "xlsx"}))
    assert not shows(client.get(reverse("dues_standards:list"), {"export": "xlsx"}))


def test_neither_the_log_nor_a_copy_of_the_data_holds_it(office):
    _, branch, collector, _, _ = office
    log = " ".join(f"{each.summary} {each.detail}" for each in AuditEvent.objects.all())
    assert [each for each in SHOWN if each in log] == []
    files, _ = read(copy(branch, collector, personal=True))
    for name, content in files.items():
        if name.endswith(".xlsx"):
            cells = [
                cell for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True) for cell in row
            ]
            assert (name, BASE / 100 in cells) == (name, False)


def test_an_import_tells_nobody_above_whether_he_guessed_it(office):
    root, branch, collector, member, standard = office
    guess = {"member": member.name, "year": 2026, "basis": standard.basis, "base_fen": BASE + 1, "key": ""}
    manager = make_user(root, Role.MANAGER)
    taken = take_standard(dict(guess), org=branch, by=manager, today=date(2026, 6, 1))
    assert (taken.pk, taken.base_fen) == (standard.pk, BASE)
    with pytest.raises(ValidationError):
        take_standard(dict(guess), org=branch, by=collector, today=date(2026, 6, 1))


def test_the_branch_of_before_reads_no_income_any_more(office):
    root, branch, _, member, _ = office
    other = make_org(root)
    member.refresh_from_db()
    transfer_within(
        member=member, org=other, group=None, on=date(2026, 6, 1), note="", version=member.version,
        by=make_user(root, Role.MANAGER), today=date(2026, 6, 2),
    )  # fmt: skip
    assert DuesMonth.objects.get().org_id == branch.pk
    sheet = collection_sheet(year_book(branch, 2026, date(2026, 6, 2)), with_base=True)
    assert [list(row)[1:4] for row in sheet.rows] == [["周某", None, ""]]
