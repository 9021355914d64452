"""A list without rows says what to do next, and offers it."""

from typing import Any

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.orgs.enums import OrgKind
from partywork.pages.lists import ListPage
from tests.access.test_matrix import PLAIN_PAGES, view_of
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db

LISTS = [name for name, pattern in PLAIN_PAGES if issubclass(view_of(pattern), ListPage)]


@pytest.fixture
def pages(client) -> dict[str, Any]:
    """Every list of an office in which nothing was recorded yet, as its manager sees it, by the page's name."""
    client.force_login(make_user(make_org(kind=OrgKind.COMMITTEE), Role.MANAGER))
    found = {name: client.get(reverse(name)) for name in LISTS}
    elsewhere = {name for name, page in found.items() if page.status_code != 200}
    assert elsewhere == {"summaries:replies"}  # nobody stands above this office to ask it for figures
    return {name: page for name, page in found.items() if page.status_code == 200}


def test_an_empty_list_offers_the_next_step(pages, client):
    empty = {name: page for name, page in pages.items() if page.context["table"].is_empty}
    assert len(empty) > 20
    without_words = [name for name, page in empty.items() if not page.context["empty"]["hint"]]
    assert without_words == []
    assert [name for name, page in empty.items() if not page.context["empty"]["action"]] == []
    ways = {page.context["empty"]["action"]["url"] for page in empty.values()}
    assert [url for url in ways if client.get(url, follow=True).status_code != 200] == []


def test_a_filter_that_finds_nothing_offers_to_be_cleared(client):
    client.force_login(make_user(make_org(kind=OrgKind.COMMITTEE), Role.MANAGER))
    page = client.get(reverse("orgs:list"), {"q": "没有这个名称"})
    assert page.context["empty"]["action"] == {"label": "清除筛选", "url": reverse("orgs:list")}
