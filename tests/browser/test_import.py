"""Handing in a workbook as a secretary does it: wrong first, then right."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from partywork.accounts.models import User
from partywork.meetings.models import Meeting
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation
from tests.factories.orgs import make_org, make_user
from tests.factories.workbooks import fill, meeting_row

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "mima-Ceshi-1"


@pytest.fixture
def branch() -> Organisation:
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def secretary(branch: Organisation) -> User:
    return make_user(branch)


def sign_in(page: Page, user: User) -> None:
    page.goto("/login/")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/")


def workbook(tmp_path: Path, branch: Organisation, **wrong: Any) -> Path:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(fill(会议活动=[meeting_row(branch, "1"), meeting_row(branch, "2", **wrong)]).getvalue())
    return path


@pytest.mark.parametrize("width", [1280, 390])
def test_wrong_rows_are_listed_and_a_sound_workbook_comes_in(
    open_page: Callable[..., Page],
    problems: list[str],
    branch: Organisation,
    secretary: User,
    tmp_path: Path,
    width: int,
) -> None:
    page = open_page(viewport={"width": width, "height": 900})
    sign_in(page, secretary)
    page.goto("/import/")
    page.get_by_label("填好的工作簿").set_input_files(workbook(tmp_path, branch, 实到=9, 日期="五月"))
    page.get_by_label("检查无误就直接导入").check()
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_text("有 1 处需要改，没有写入任何内容")).to_be_visible()
    expect(page.get_by_text("“五月”不是日期，请写成 2026-05-18 这样的日期。")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Meeting.objects.count() == 0
    problems.clear()  # the refused upload is answered with 422, which the console reports
    page.get_by_label("填好的工作簿").set_input_files(workbook(tmp_path, branch, 日期=date(2026, 5, 20)))
    page.get_by_label("检查无误就直接导入").check()
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_text("已导入，新增 2 条")).to_be_visible()
    assert Meeting.objects.count() == 2
