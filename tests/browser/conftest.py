"""A real Chromium against pytest-django's live server.

``page`` is a desktop (1280 px), ``phone`` a touch screen (390 px), ``open_page`` makes more. Each fails its
test when the page logs a console error, throws, or asks another host for anything; a test that provokes such
a problem on purpose asks for ``problems``, compares it, and clears it.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

# Playwright's synchronous interface runs an event loop in this thread, where Django would refuse every query.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PATIENCE = 30_000  # ms: a busy machine is slow, not wrong
expect.set_options(timeout=PATIENCE)

FLAGS = [
    "--no-sandbox",  # CI is root in a container, where Chromium's sandbox cannot start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder carries the mark ``browser``, so ``-m "not browser and not long"`` is quick."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run: the system's, none is downloaded."""
    executable = shutil.which("chromium")
    if executable is None:
        pytest.fail("找不到命令 chromium，请先运行 .ci/system-packages")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def problems() -> list[str]:
    """What the test's pages did wrong so far; must be empty when the test ends."""
    return []


@pytest.fixture
def open_page(
    browser: Browser,
    problems: list[str],
    live_server: LiveServer,
    django_db_serialized_rollback: None,  # rows that migrations made survive the flush between tests
) -> Iterator[Callable[..., Page]]:
    """``open_page(**options)``: a page with a session of its own; the options are Browser.new_context's."""
    contexts: list[BrowserContext] = []

    def open_one(**options: Any) -> Page:
        context = browser.new_context(
            base_url=live_server.url, locale="zh-CN", timezone_id="Asia/Shanghai", **(DESKTOP | options)
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        _watch(context, problems, urlsplit(live_server.url).netloc)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A desktop page, not signed in."""
    return open_page()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """A phone's page with touch, not signed in."""
    return open_page(**PHONE)


def _watch(context: BrowserContext, problems: list[str], our_host: str) -> None:
    def console(message: ConsoleMessage) -> None:
        if message.type == "error":
            problems.append(f"console: {message.text}")

    def request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != our_host:
            problems.append(f"other host: {request.url}")

    context.on("console", console)
    context.on("weberror", lambda error: problems.append(f"script: {error.error.message}"))
    context.on("request", request)
