"""JavaScript off, as some offices have it: records are logged, lists and reports leave as files."""

import io
import re
from collections.abc import Callable
from datetime import date

import docx
import openpyxl
import pytest
from playwright.sync_api import Page

from partywork.meetings.enums import MeetingKind
from partywork.meetings.models import Meeting
from partywork.orgs.enums import OrgKind
from partywork.visits.models import Visit
from tests.browser.test_main_journey import sign_in
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def downloaded(page: Page, selector: str) -> bytes:
    with page.expect_download() as waiting:
        page.click(selector)
    return waiting.value.path().read_bytes()


def test_logging_and_exporting_work(open_page: Callable[..., Page]) -> None:
    branch = make_org(make_org(kind=OrgKind.COMMITTEE))
    secretary = make_user(branch)
    make_member(branch, secretary)
    make_meeting(branch, secretary, date(2026, 4, 8), MeetingKind.COMMITTEE)
    page = open_page(java_script_enabled=False)
    sign_in(page, secretary)

    page.goto("/meetings/new/")
    page.check("[name=kinds][value=is_committee]")
    page.fill("[name=date]", "2026-05-20")
    page.fill("[name=expected]", "1")
    page.fill("[name=present]", "1")
    page.fill("[name=topics-0-text]", "研究五月份党费收缴工作")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_selector("text=已保存")
    assert Meeting.objects.filter(date=date(2026, 5, 20), topics__text="研究五月份党费收缴工作").count() == 1

    page.goto("/visits/new/")
    page.fill("[name=date]", "2026-05-21")
    for name in ("kind", "object_kind"):
        page.select_option(f"[name={name}]", index=1)
    page.fill("[name=object_name]", "困难家庭")
    page.fill("[name=visitor_count]", "2")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_selector("text=已保存")
    assert list(Visit.objects.values_list("date", flat=True)) == [date(2026, 5, 21)]

    page.goto("/meetings/")
    sheet = openpyxl.load_workbook(io.BytesIO(downloaded(page, "text=导出 Excel"))).worksheets[0]
    assert sum(row[0].value is not None for row in sheet.iter_rows()) >= 3

    page.goto("/summaries/new/")
    page.select_option("[name=period]", "2026H1")
    page.get_by_role("button", name="开始编制").click()
    word = docx.Document(io.BytesIO(downloaded(page, "a[href$='/download/docx/']")))
    said = "\n".join(each.text for each in word.paragraphs)
    assert len(re.findall("支委会(?:议事)?2次", said)) == 1  # whichever wording the unit's report has
