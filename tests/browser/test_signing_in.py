"""Typing for long keeps the session; a phone is bound with what the page shows."""

import base64

import pytest
from django_otp.oath import TOTP
from playwright.sync_api import Page, expect

from partywork.accounts import second_factor
from partywork.accounts.models import User
from tests.browser.test_main_journey import sign_in
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def secretary() -> User:
    return make_user(make_org())


def test_the_server_hears_of_long_typing(page: Page, secretary: User) -> None:
    page.clock.install()
    sign_in(page, secretary)
    page.goto("/meetings/new/?kind=is_committee")
    page.fill("[name=present]", "3")
    page.clock.fast_forward("06:00")
    with page.expect_response("**/account/awake/") as answer:
        page.locator("[name=present]").press_sequentially("4")
    assert answer.value.status == 204


def test_binding_a_phone_on_the_page(page: Page, secretary: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_factor, "TOLERANCE", 100)  # a busy machine may need minutes to type six digits
    sign_in(page, secretary)
    page.goto("/account/")
    page.get_by_role("link", name="开启双因素登录").click()
    box = page.get_by_role("img", name="二维码").locator("svg").bounding_box()
    assert box is not None
    assert box["width"] >= 200
    page.get_by_text("不能扫码，手工输入").click()
    secret = base64.b32decode(page.locator(".qr-secret").inner_text().replace(" ", ""))
    page.get_by_label("手机上显示的6位数字").fill(f"{TOTP(secret).token():06d}")
    page.get_by_role("button", name="绑定并显示恢复码").click()
    expect(page.get_by_role("heading", name="已开启双因素登录")).to_be_visible()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    page.get_by_role("link", name="抄好了").click()
    expect(page.get_by_text("恢复码还剩10个")).to_be_visible()
