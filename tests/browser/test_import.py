"""Handing in a roster of another system: the columns are looked over, a wrong cell is put right, it comes in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from partywork.accounts.models import User
from partywork.members.bulk import real_members
from partywork.members.models import Member
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation
from tests.factories.orgs import make_org, make_user
from tests.factories.rosters import person, roster

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


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, False)])
def test_a_foreign_roster_comes_in_and_is_taken_back(
    open_page: Callable[..., Page], secretary: User, tmp_path: Path, width: int, scripts: bool
) -> None:
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(roster([person(1), person(2, 学历="大四")]).getvalue())
    page = open_page(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    sign_in(page, secretary)
    page.goto("/import/")
    page.get_by_label("表格文件").set_input_files(path)
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_label("手机号", exact=True)).to_have_value("phone")
    page.get_by_role("button", name="对好了，检查内容").click()
    expect(page.get_by_text("要改的 1 行")).to_be_visible()
    box = page.locator("main").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= width
    page.get_by_label("学历", exact=True).select_option("大学本科")
    page.get_by_role("button", name="再检查一次").click()
    page.get_by_role("button", name="导入 2 行").click()
    expect(page.get_by_text("已导入，新增 2 条")).to_be_visible()
    assert Member.objects.count() == 2
    page.get_by_role("link", name="撤销这次导入").click()
    page.get_by_label("为什么撤销").fill("选错了文件")
    page.get_by_role("button", name="撤销这次导入").click()
    expect(page.get_by_text("这次导入已经撤销")).to_be_visible()
    assert real_members().count() == 0
