"""Without a mouse: a person found by initials; two meetings ticked, tagged, previewed and done; one unit of many."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from partywork.access import scope
from partywork.access.permissions import Role
from partywork.meetings.models import Meeting
from partywork.orgs.enums import OrgKind
from partywork.pages import choosing
from tests.browser.test_main_journey import sign_in
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_find_somebody_and_tag_two_meetings(page: Page) -> None:
    branch = make_org(make_org(kind=OrgKind.COMMITTEE))
    secretary = make_user(branch)
    make_member(branch, secretary, name="曾国强")
    for day in (10, 11, 12):
        make_meeting(branch, secretary, date(2026, 3, day))
    sign_in(page, secretary)
    page.wait_for_load_state("load")

    page.keyboard.press("/")
    page.keyboard.type("zgq")
    expect(page.locator("#suggestions [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("曾国强")

    page.goto("/meetings/")
    bar = page.get_by_role("button", name="批量修改")
    expect(bar).to_be_hidden()
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("[data-bulk-count]")).to_have_text("已选 2 条")
    bar.click()
    page.fill("[name=tag-value]", "进社区")
    page.get_by_role("button", name="预览“标签”").click()
    expect(page.locator("td", has_text="可以修改")).to_have_count(2)
    page.get_by_role("button", name="确认修改 2 条").click()
    expect(page.locator(".notice-success")).to_have_text("已改好 2 条会议活动的“标签”。")
    assert sorted(Meeting.objects.values_list("date__day", "tag")) == [(10, ""), (11, "进社区"), (12, "进社区")]


def test_one_unit_of_many_is_found_and_the_sums_come_after_the_rows(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is a hundred units elsewhere is one here."""
    monkeypatch.setattr(scope, "FEW", 1)
    monkeypatch.setattr(choosing, "MOST_LISTED", 1)
    root = make_org(kind=OrgKind.COMMITTEE)
    east, west = make_org(root, name="东村支部"), make_org(root, name="西村支部")
    manager = make_user(root, Role.MANAGER)
    for unit in (east, west, west):
        make_meeting(unit, manager, date(2026, 3, 10))
    sign_in(page, manager)
    page.goto("/meetings/?span=all")
    expect(page.locator(".totals dd").first).to_have_text("27")
    expect(page.locator("#list-count")).to_have_text("共 3 条")
    box = page.get_by_label("党组织", exact=True)
    box.press_sequentially("西村")
    expect(page.locator("#id_org_found [role=option]")).to_have_count(1)
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("西村支部")
    box.press("Enter")
    expect(page.locator("#list-count")).to_have_text("共 2 条")
    expect(page.locator(".totals dd").first).to_have_text("18")
    expect(page.get_by_label("党组织", exact=True)).to_have_value("西村支部")
    assert f"org={west.pk}&" in page.url
    assert "org_said" not in page.url
