"""axe finds nothing on any page: WCAG 2.1 A and AA, light and dark; and no page scrolls sideways at any width.

Every address of the resolver is opened, with a record of its kind, and its markup is checked. Into the browser go
as few pages as show every kind of element there is (about one in five): axe judges elements, and the hundredth list
has the elements of the first.
"""

import mimetypes
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route, ViewportSize

from partywork.access.permissions import Role
from partywork.accounts.actions import appoint
from partywork.accounts.models import User
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation
from summaries.renderers import pdf
from tests.access.test_matrix import addresses, view_of
from tests.browser.markup import Markup
from tests.factories.orgs import FOUNDED, make_org, make_user
from tests.factories.samples import Maker, maker_of, sample_for

# These samples make what their branch already has of the others, and may have once only.
OF_ANOTHER_BRANCH = ("declared:", "indicator_values:", "summaries:version_file")
SIZE: ViewportSize = {"width": 1280, "height": 900}
WIDTHS = (390, 640, 768, 1280, 1920)  # 640 is a PC's 1280 at 200 %
MANY = 5  # kinds of elements that make a page worth a second look, in the dark
HOST = "http://testserver"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}


@pytest.fixture
def pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The markup of every page by its address, as someone sees it who keeps a branch and manages the unit above it."""
    monkeypatch.setattr(pdf, "from_docx", lambda document, faces: b"%PDF")
    root = make_org(kind=OrgKind.COMMITTEE)
    branch = make_org(root)
    user = make_user(branch)
    appoint(user=user, org=root, role=Role.MANAGER, since=FOUNDED, by=None)
    found = {url: client.get(url).content.decode() for url in ("/login/", "/nowhere/")}
    client.force_login(user)
    for url in opened(root, branch, user):
        answer = client.get(url)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            found[url] = answer.content.decode()
    found = {url: html for url, html in found.items() if "<html" in html}  # the others are parts of pages
    return found


def opened(root: Organisation, branch: Organisation, user: User) -> Iterator[str]:
    """The addresses that a browser opens. Pages about the same kind of record are opened of the same one."""
    made: dict[Maker, dict[str, Any]] = {}
    other = make_org(root)
    appoint(user=user, org=other, role=Role.SECRETARY, since=FOUNDED, by=None)
    for name, pattern in addresses():
        if not hasattr(view_of(pattern), "get") or name in {"login", "logout"}:
            continue
        if not pattern.pattern.converters:
            yield reverse(name)
            continue
        maker = maker_of(name)
        if maker not in made:
            made[maker] = sample_for(name, other if name.startswith(OF_ANOTHER_BRANCH) else branch, user)
        yield reverse(name, kwargs=made[maker])


def of_all_kinds(pages: dict[str, str]) -> dict[str, int]:
    """A few pages that together show every kind of element, each with how many kinds it is the first to show."""
    shapes = {url: Markup(html).shapes for url, html in pages.items()}
    left = set().union(*shapes.values())
    chosen: dict[str, int] = {}
    while left:
        url = max(shapes, key=lambda each: len(shapes[each] & left))
        chosen[url] = len(shapes[url] & left)
        left -= shapes[url]
    return chosen


def serve(pages: dict[str, str]) -> Callable[[Route], None]:
    """Answers the browser from what was already read, and static files from where they lie."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path in pages:
            route.fulfill(body=pages[path], content_type="text/html; charset=utf-8")
        elif path.startswith("/static/") and (file := finders.find(path.removeprefix("/static/"))):
            route.fulfill(path=file, content_type=mimetypes.guess_type(file)[0])
        else:
            route.fulfill(status=204)

    return answer


def violations(page: Page, part: str | None, options: dict[str, Any]) -> list[str]:
    return [
        f"{each['id']}（{each['impact']}）{node['html'][:160]}"
        for each in Axe().run(page, context=part, options=options).response["violations"]
        for node in each["nodes"]
    ]


def scrolls_sideways(page: Page, width: int) -> bool:
    page.set_viewport_size({"width": width, "height": 900})
    wider: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return wider


@pytest.mark.django_db
def test_no_page_keeps_anybody_out(pages: dict[str, str], browser: Browser) -> None:
    assert len(pages) > 180
    faults = {url: found for url, html in pages.items() if (found := Markup(html).faults)}
    # Without motion: axe must not measure a colour on its way from light to dark.
    context = browser.new_context(viewport=SIZE, reduced_motion="reduce")
    context.route(f"{HOST}/**", serve(pages))
    page = context.new_page()
    frame_seen = False
    for url, new in of_all_kinds(pages).items():
        page.emulate_media(color_scheme="light")
        page.goto(HOST + url)
        framed = page.locator("#content").count() > 0
        part = "#content" if framed and frame_seen else None  # the menu around it is the same on every page
        frame_seen = frame_seen or framed
        found = violations(page, part, RULES)
        if new >= MANY:
            page.emulate_media(color_scheme="dark")
            found += [f"在深色下：{each}" for each in violations(page, part, CONTRAST)]
        found += [f"宽{width}时左右滚动" for width in WIDTHS if scrolls_sideways(page, width)]
        page.set_viewport_size(SIZE)
        if found:
            faults[url] = faults.get(url, []) + found
    context.close()
    assert faults == {}
