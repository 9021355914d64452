"""The main job in a real browser: a meeting logged by the secretary is counted in the manager's report."""

import io
import re
from collections.abc import Callable
from datetime import date
from urllib.parse import quote

import docx
import openpyxl
import pytest
from playwright.sync_api import Page

from partywork.access.permissions import Role
from partywork.accounts.models import User
from partywork.meetings.enums import MeetingKind
from partywork.meetings.models import Meeting
from partywork.orgs.enums import OrgKind
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

MEETINGS = re.compile("支委会(?:议事)?2次")  # whichever wording the unit's report has

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page: Page, user: User) -> None:
    page.goto("/login/")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", "mima-Ceshi-1")
    page.click("button[type=submit]")
    page.wait_for_url("**/")


def log_meeting(page: Page) -> None:
    """As a secretary does it: from the home page, only what has to be typed."""
    page.click("text=登记会议")
    page.get_by_label("支委会").check()
    page.fill("[name=date]", "2026-05-20")
    page.fill("[name=expected]", "2")
    page.fill("[name=present]", "2")
    page.fill("[name=topics-0-text]", "研究五月份党费收缴工作")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_selector("text=已保存")


def compile_report(page: Page) -> None:
    page.goto("/summaries/new/")
    page.select_option("[name=period]", "2026H1")
    page.get_by_role("button", name="开始编制").click()
    page.wait_for_selector(".paper")


def download(page: Page, extension: str) -> bytes:
    with page.expect_download() as waiting:
        page.click(f"a[href$='/download/{extension}/']")
    return waiting.value.path().read_bytes()


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_logged_meeting_is_counted_in_the_next_report(open_page: Callable[..., Page], device: str) -> None:
    root = make_org(kind=OrgKind.COMMITTEE)
    branch = make_org(root)
    secretary, manager = make_user(branch), make_user(root, Role.MANAGER)
    for _ in range(2):
        make_member(branch, secretary)
    make_meeting(branch, secretary, date(2026, 4, 8), MeetingKind.COMMITTEE)

    size = {"viewport": {"width": 390, "height": 844}, "has_touch": True} if device == "phone" else {}
    page = open_page(**size)
    sign_in(page, secretary)
    log_meeting(page)
    assert Meeting.objects.filter(date=date(2026, 5, 20), present=2, expected=2).count() == 1

    desk = open_page()
    sign_in(desk, manager)
    compile_report(desk)
    assert len(MEETINGS.findall(desk.locator(".paper").inner_text())) == 1

    word = "\n".join(p.text for p in docx.Document(io.BytesIO(download(desk, "docx"))).paragraphs)
    assert len(MEETINGS.findall(word)) == 1
    sheet = openpyxl.load_workbook(io.BytesIO(download(desk, "xlsx")))["数据指标"]
    figures = {row[2]: row[3] for row in sheet.iter_rows(values_only=True)}
    assert figures["支委会次数"] == 2

    desk.locator(f".paper a.figure[href*='{quote('支委会次数')}']").first.click()
    desk.wait_for_selector("text=共 2 条")
