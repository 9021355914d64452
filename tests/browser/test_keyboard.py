"""With the keyboard alone: to the text past the menu, into menus and out again, always seeing where one is."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from partywork.orgs.enums import OrgKind
from tests.browser.test_main_journey import sign_in
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db(transaction=True)

# What has the focus, and whether one sees it: a ring, or the shadow that stands for one on fields.
FOCUSED = """() => {
  const at = document.activeElement, style = getComputedStyle(at);
  return {text: (at.innerText || at.name || '').trim(), inMain: Boolean(at.closest('#content')),
          seen: (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none'};
}"""


def press(page: Page, *keys: str) -> dict[str, object]:
    for key in keys:
        page.keyboard.press(key)
    focused: dict[str, object] = page.evaluate(FOCUSED)
    return focused


def test_a_form_is_reached_and_left_without_a_mouse(open_page: Callable[..., Page]) -> None:
    secretary = make_user(make_org(make_org(kind=OrgKind.COMMITTEE)))
    page = open_page(reduced_motion="reduce")  # a ring that fades in is not there at once
    sign_in(page, secretary)
    page.goto("/visits/new/")
    assert press(page, "Tab") == {"text": "跳到正文", "inMain": False, "seen": True}
    page.keyboard.press("Enter")
    expect(page).to_have_url("/visits/new/#content")
    stops = [press(page, "Tab") for _ in range(12)]
    assert [stop for stop in stops if not (stop["inMain"] and stop["seen"])] == []
    assert [stop["text"] for stop in stops[:2]] == ["首页", "走访慰问"]

    account = page.locator(".topbar-user")
    account.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="修改密码")).to_be_visible()
    press(page, "Tab", "Escape")
    expect(page.get_by_role("link", name="修改密码")).to_be_hidden()
    expect(account).to_be_focused()

    narrow = open_page(viewport={"width": 640, "height": 450}, reduced_motion="reduce")  # 1280 at 200 %
    sign_in(narrow, secretary)
    everything = narrow.get_by_role("button", name="全部")
    everything.focus()
    narrow.keyboard.press("Enter")
    expect(narrow.locator("#menu")).to_be_focused()
    expect(narrow.get_by_role("link", name="党员花名册")).to_be_visible()
    narrow.keyboard.press("Escape")
    expect(narrow.get_by_role("link", name="党员花名册")).to_be_hidden()
    expect(everything).to_be_focused()
