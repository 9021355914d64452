"""How much a browser loads for its first page: the page and every file it names, as they are sent."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse

from partywork.orgs.enums import OrgKind
from partywork.settings import STORAGES
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user
from tests.factories.summaries import make_report

pytestmark = pytest.mark.django_db
BUDGET = 200 * 1024
FILE = re.compile(r'(?:href|src)="(/static/[^"#]+)')
PACKED = b"\x1f\x8b"  # how gzip begins


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The product's own static files: hashed names, compressed beforehand."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STORAGES=STORAGES, STATIC_ROOT=folder):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


@pytest.fixture
def browser(collected: Path) -> Client:
    """Asks as a browser does; its middleware is made anew, so that it serves what was collected."""
    return Client(headers={"accept-encoding": "gzip"})


def sent(browser: Client, url: str) -> bytes:
    answer: Any = browser.get(url)
    assert answer.status_code == 200, url
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def unpacked(browser: Client, url: str) -> str:
    text: str = browser.get(url, headers={"accept-encoding": "identity"}).content.decode()
    return text


def report_of(user: Any, org: Any) -> str:
    return reverse("summaries:report", args=[make_report(org, user).pk])


PAGES: dict[str, Callable[[Any, Any], str]] = {
    "home": lambda user, org: reverse("home"),
    "list": lambda user, org: reverse("meetings:list"),
    "detail": lambda user, org: reverse("meetings:detail", args=[make_meeting(org, user, date(2026, 3, 4)).pk]),
    "form": lambda user, org: reverse("meetings:create"),
    "report": report_of,
}


@pytest.mark.parametrize("name", ["login", *PAGES])
def test_the_first_page_is_light(browser: Client, name: str) -> None:
    org = make_org(make_org(kind=OrgKind.COMMITTEE))
    user = make_user(org)
    if name == "login":
        url = reverse("login")
    else:
        browser.force_login(user)
        url = PAGES[name](user, org)
    page = sent(browser, url)
    files = {path: sent(browser, path) for path in sorted(set(FILE.findall(unpacked(browser, url))))}
    assert len(files) > 5
    uncompressed = [path for path, body in files.items() if len(body) > 1500 and not body.startswith(PACKED)]
    assert uncompressed == []
    assert page.startswith(PACKED)
    weight = {url: len(page)} | {path: len(body) for path, body in files.items()}
    assert sum(weight.values()) <= BUDGET, weight


def test_a_download_is_sent_as_it_is(browser: Client) -> None:
    browser.force_login(make_user(make_org(make_org(kind=OrgKind.COMMITTEE))))
    answer = browser.get(reverse("meetings:list"), {"export": "xlsx"})
    assert answer.content.startswith(b"PK")
    assert "Content-Encoding" not in answer.headers
