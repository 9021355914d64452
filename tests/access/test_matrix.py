"""Every address against every kind of visitor. The list of addresses comes from the resolver itself.

A new address enters by itself: it must declare a permission, and where it is about a record there must be
a sample of that record in tests/factories/samples.py.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from partywork.access.permissions import GRANTS, Permission, Role
from partywork.orgs.enums import OrgKind
from summaries.renderers import pdf
from tests.factories.orgs import make_org, make_user
from tests.factories.samples import sample_for

pytestmark = pytest.mark.django_db

# Open to everyone, or to everyone signed in; each for a reason one would defend.
# The manual shows nobody's records, and who may do little must be able to read why.
MANUAL = {"manual:contents", "manual:whole", "manual:chapter"}
# One's own account is about the visitor alone: tests/accounts/test_sessions.py, test_second_factor.py.
OWN = {f"own:{name}" for name in (
    "account", "awake", "session_end", "second_factor", "recovery_codes", "second_factor_off",
)}  # fmt: skip
HEALTH = {"health", "ready"}  # say one word to strangers
PUBLIC = {"login", "login_code", "logout", "password_change", "password_change_done"} | MANUAL | OWN | HEALTH
# What belongs to one person: a colleague with the same role at the same branch does not see it either.
PRIVATE = ("jobs:", "filters:")


def addresses() -> Iterator[tuple[str, URLPattern]]:
    def walk(patterns: list[Any], namespace: str) -> Iterator[tuple[str, URLPattern]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from walk(pattern.url_patterns, inner)
            else:
                yield f"{namespace}{pattern.name}", pattern

    yield from walk(get_resolver().url_patterns, "")


PAGES = [(name, pattern) for name, pattern in addresses() if name not in PUBLIC]
RECORD_PAGES = [(name, pattern) for name, pattern in PAGES if pattern.pattern.converters]
PLAIN_PAGES = [(name, pattern) for name, pattern in PAGES if not pattern.pattern.converters]


def view_of(pattern: URLPattern) -> Any:
    """The class behind an address; every page is one."""
    view: Any = pattern.callback
    return view.view_class


def methods(view: Any) -> list[str]:
    return [verb for verb in ("get", "post") if hasattr(view, verb)]


@pytest.fixture(autouse=True)
def without_libreoffice(monkeypatch):
    """Who gets a PDF is asked here, not how it is made: a conversion takes seconds."""
    monkeypatch.setattr(pdf, "from_docx", lambda document, faces: b"%PDF")


@pytest.fixture
def two_branches():
    root = make_org(kind=OrgKind.COMMITTEE)
    return root, make_org(root), make_org(root)


def test_every_address_declares_its_permission():
    undeclared = [name for name, pattern in PAGES if not isinstance(view_of(pattern).permission, Permission)]
    assert undeclared == []


@pytest.mark.parametrize(("name", "pattern"), PLAIN_PAGES, ids=[name for name, _ in PLAIN_PAGES])
def test_pages_by_role(name, pattern, two_branches, client):
    _, branch, _ = two_branches
    url = reverse(name)
    for verb in methods(view_of(pattern)):
        assert getattr(client, verb)(url).url.startswith(reverse("login"))
    stranger = make_user()
    ended = make_user(branch)
    ended.appointments.update(since=date(2020, 1, 1), until=date(2020, 2, 1))
    for visitor in (stranger, ended):
        client.force_login(visitor)
        for verb in methods(view_of(pattern)):
            assert getattr(client, verb)(url).status_code == 403
    for role in Role:
        allowed = view_of(pattern).permission in GRANTS[role].permissions
        client.force_login(make_user(branch, role))
        assert (client.get(url).status_code != 403) is allowed, role


@pytest.mark.parametrize(("name", "pattern"), RECORD_PAGES, ids=[name for name, _ in RECORD_PAGES])
def test_records_of_another_branch_stay_closed(name, pattern, two_branches, client):
    root, branch, sibling = two_branches
    owner = make_user(branch)
    kwargs = sample_for(name, branch, owner)
    url = reverse(name, kwargs=kwargs)
    verbs = methods(view_of(pattern))
    for verb in verbs:
        assert getattr(client, verb)(url).url.startswith(reverse("login"))
    outsiders = [make_user(), make_user(sibling), make_user(make_org(kind=OrgKind.COMMITTEE), Role.MANAGER)]
    for visitor in outsiders:
        client.force_login(visitor)
        for verb in verbs:
            assert getattr(client, verb)(url).status_code in (403, 404)
    permission = view_of(pattern).permission
    for role in Role:
        if permission not in GRANTS[role].permissions:
            client.force_login(make_user(branch, role))
            assert all(getattr(client, verb)(url).status_code in (403, 404) for verb in verbs), role
    insider = next(role for role in Role if permission in GRANTS[role].permissions)
    colleague = make_user(root if insider is Role.MANAGER else branch, insider)
    if name.startswith(PRIVATE):
        client.force_login(colleague)
        assert [getattr(client, verb)(url).status_code for verb in verbs] == [404] * len(verbs)
    client.force_login(owner if name.startswith(PRIVATE) else colleague)
    if "get" in verbs:
        assert client.get(url).status_code not in (403, 404, 500)
