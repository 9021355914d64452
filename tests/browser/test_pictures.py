"""Charts and the screen for meetings in a real browser: seen, read as a table, followed to the records, left by Esc."""

from collections.abc import Callable
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from partywork.access.permissions import Role
from partywork.orgs.enums import OrgKind
from tests.browser.test_main_journey import sign_in
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def serious(page: Page) -> list[str]:
    """What axe finds that keeps people from using the page."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found if each["impact"] in ("serious", "critical")]


def test_a_manager_reads_a_chart_as_a_table_and_shows_the_screen(open_page: Callable[..., Page]) -> None:
    root = make_org(kind=OrgKind.COMMITTEE)
    branch = make_org(root)
    by = make_user(branch)
    make_member(branch, by)
    make_meeting(branch, by, date(2026, 5, 20))
    page = open_page(viewport={"width": 390, "height": 844})
    sign_in(page, make_user(root, Role.MANAGER))

    page.goto("/charts/?period=2026H1&on=2026-06-30")
    card = page.locator("figure", has_text="支委会次数")
    expect(card.locator("svg")).to_be_visible()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    card.get_by_text("显示表格").click()
    expect(card.locator("svg")).to_be_hidden()
    card.get_by_role("row", name="2026年5月").get_by_role("link").click()
    expect(page.locator(".notice-title").first).to_have_text("支委会次数：1次")

    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto("/charts/screen/")
    expect(page.locator(".screen-heat .chart")).to_be_visible()
    assert serious(page) == []
    size = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    for width, height in ((1366, 768), (1920, 1080), (3840, 2160)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(size) == [width, height]  # nothing to scroll
    page.keyboard.press("Escape")
    page.wait_for_url(f"**/charts/?org={root.pk}")
