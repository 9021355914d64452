"""The harness itself: what must fail a browser test does get noticed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer


def test_a_page_of_the_product_opens_without_a_problem(page: Page, problems: list[str]) -> None:
    page.goto("/login/")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert problems == []


def test_a_console_error_a_thrown_error_and_another_host_are_problems(
    page: Page, live_server: LiveServer, problems: list[str]
) -> None:
    page.goto("/login/")
    page.evaluate("console.error('console text')")
    page.evaluate("setTimeout(() => { throw new Error('thrown text') }, 0)")
    page.evaluate("fetch('https://example.invalid/', {mode: 'no-cors'}).catch(() => 'refused')")
    page.wait_for_timeout(200)
    assert "console: console text" in problems
    assert "script: thrown text" in problems
    # The content policy stops the request before it leaves; either trace of it is a problem.
    assert any("example.invalid" in problem for problem in problems)
    problems.clear()


def test_the_phone_is_390_px_wide_and_has_touch(phone: Page) -> None:
    phone.goto("/login/")
    assert phone.evaluate("[innerWidth, navigator.maxTouchPoints > 0]") == [390, True]


def test_two_pages_have_a_session_each(open_page: Callable[..., Page]) -> None:
    first, second = open_page(), open_page()
    first.goto("/login/")
    second.goto("/login/")
    tokens = [page.context.cookies()[0]["value"] for page in (first, second)]
    assert tokens[0] != tokens[1]


@pytest.mark.django_db
def test_every_test_here_carries_the_mark_browser(request: pytest.FixtureRequest) -> None:
    assert [mark.name for mark in request.node.iter_markers("browser")] == ["browser"]
