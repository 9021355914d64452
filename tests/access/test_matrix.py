"""Every address against everybody, with every verb. The list of addresses comes from the resolver itself.

A new address enters by itself: it must declare a permission, and where it is about a record there must be
a sample of that record in tests/factories/samples.py. Records of other units carry a word that no answer to a
stranger may hold, in its text, its files or its messages.
"""

import gc
import logging
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import transaction
from django.test import client
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from partywork.access.permissions import APART, TOGETHER, Permission
from partywork.audit import denials
from partywork.jobs.actions import start_job
from partywork.jobs.files import file_of
from partywork.jobs.kinds import kinds
from partywork.jobs.worker import run_next
from partywork.orgs.models import Organisation
from summaries.renderers import pdf
from tests.access.addresses import PAGES, PLAIN_PAGES, PRIVATE, RECORD_PAGES, addresses, view_of
from tests.access.counting import Tally
from tests.access.leaks import found_in
from tests.access.world import LEFT, Actor, World, make_world
from tests.factories.samples import maker_of

__all__ = ["PAGES", "PLAIN_PAGES", "RECORD_PAGES", "addresses", "view_of"]

# Open only to a unit that has nobody above it in the system, with the value of the button pressed, or in 三员 mode.
CLOSED = {"accounts:reset_ask", "rectification:own_review", "summaries:accept_rest", "summaries:paragraph_step"}
# What a superior sets up for those below as well.
SHARED_DOWN = {
    "summaries:own_form", "summaries:own_form_fill", "summaries:own_form_original", "exports:template",
    "exports:template_file",
}  # fmt: skip
NAMES = [name for name, _ in PAGES]
NEVER = ("PUT", "PATCH", "DELETE")
FINE = {200, 302, 400, 404, 409, 422}  # 404: there is no such record for one who may see others


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        gc.collect()
        gc.freeze()  # what is there now stays: looking through it again and again took a tenth of the time
        yield world
        gc.unfreeze()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Who gets what is asked here, not how a PDF is made, nor that a refusal is on record (audit/test_denials.py).

    Thousands of refusals need no log with tracebacks, and no copy of what each template was given.
    """
    monkeypatch.setattr(pdf, "from_docx", lambda document, faces: b"%PDF")
    monkeypatch.setattr(denials, "note", lambda request, refused: None)
    monkeypatch.setattr(client, "store_rendered_templates", lambda *args, **kwargs: None)
    logger = logging.getLogger("django.request")
    logger.setLevel(logging.ERROR)
    yield
    logger.setLevel(logging.NOTSET)


@pytest.fixture
def tally(request: pytest.FixtureRequest, record_property: Any) -> Iterator[Tally]:
    tally = Tally(request.node.callspec.params["name"])
    yield tally
    record_property(*tally.property())


def test_every_address_declares_its_permission():
    undeclared = [name for name, pattern in PAGES if not isinstance(view_of(pattern).permission, Permission)]
    assert undeclared == []


def test_the_words_stand_in_records_of_most_kinds(world, db):
    assert world.marked >= 35


def offered(view: Any) -> list[str]:
    """GET and POST as far as the page takes them."""
    return [verb for verb in ("GET", "POST") if hasattr(view, verb.lower())]


def ask(actor: Actor, verb: str, url: str, tally: Tally, **headers: str) -> int:
    """The status; what the request wrote is taken back, and what the answer must not say is noted."""
    session = actor.client.cookies.get("sessionid")
    actor.client.cookies = SimpleCookie({"sessionid": session.value} if session else {})
    with transaction.atomic():
        response = actor.client.generic(verb, url, headers=headers)
        tally.requests += 1
        tally.actors.add(actor.name)
        tally.leaks += [f"{actor.name} {verb} {url}: {word}" for word in found_in(response, actor.strange)]
        transaction.set_rollback(True)
    status: int = response.status_code
    to_login = actor.user is None and status == 302 and response["Location"].startswith(reverse("login"))
    # who may not see the home page, but has other work, is led there
    return 403 if to_login or (status == 302 and url == reverse("home")) else status


def refuse(actor: Actor, url: str, view: Any, tally: Tally, *, most: bool = False) -> None:
    """Nothing the page offers; with ``most`` nothing it does not offer either."""
    verbs = [*offered(view), *(("HEAD", *NEVER) if most else ())]
    statuses = {verb: ask(actor, verb, url, tally) for verb in verbs}
    assert all(
        status in (403, 404) or (status == 405 and verb not in offered(view)) for verb, status in statuses.items()
    ), (
        actor.name,
        statuses,
    )


def try_verbs(actor: Actor, url: str, view: Any, tally: Tally) -> None:
    """Every verb by somebody who may: what the page does not take is 405, nothing is an error of ours."""
    for verb, like in (("POST", "POST"), ("HEAD", "GET")):  # GET itself was asked
        if like in offered(view):
            assert ask(actor, verb, url, tally) in FINE
    try_unoffered(actor, url, view, tally)


def try_unoffered(actor: Actor, url: str, view: Any, tally: Tally) -> None:
    """What the page does not take is refused to those who may open it, too."""
    absent = [verb for verb in ("GET", "POST") if verb not in offered(view)]
    verbs = [*absent, *(["HEAD"] if "GET" in absent else []), *NEVER]
    assert {ask(actor, verb, url, tally) for verb in verbs} <= {404, 405}


def in_turn(name: str, actors: list[Actor]) -> Actor:
    """Who tries every verb at this address besides those who do at each: another one at the next."""
    return actors[NAMES.index(name) % len(actors)]


@pytest.mark.parametrize(("name", "pattern"), PLAIN_PAGES, ids=[name for name, _ in PLAIN_PAGES])
def test_pages_by_role(name, pattern, world, tally, db):
    view, url = view_of(pattern), reverse(name)
    near = [actor for actor in world.actors if not actor.serves_elsewhere or LEFT in actor.strange]
    allowed, turn = [actor for actor in near if actor.may(view.permission)], in_turn(name, near)
    for actor in near:
        if actor not in allowed:
            refuse(actor, url, view, tally, most=actor.user is None or actor is turn)
        elif "GET" in offered(view):
            assert ask(actor, "GET", url, tally) in FINE, actor.name
    if turn in allowed:
        try_unoffered(turn, url, view, tally)
    insider = next(actor for actor in allowed if actor.name.startswith("branch"))
    try_verbs(insider, url, view, tally)
    if "GET" in offered(view):
        probe(insider, url, view, world.units["foreign"], tally)
    assert tally.leaks == []


def probe(actor: Actor, url: str, view: Any, org: Organisation, tally: Tally) -> None:
    """The same page asked about a stranger's unit, as a fragment, and as a file where it is a list."""
    assert ask(actor, "GET", f"{url}?org={org.pk}&of={org.code}", tally, HX_Request="true") < 500
    if hasattr(view, "ledger"):
        assert ask(actor, "GET", f"{url}?export=xlsx", tally) < 500


@pytest.mark.parametrize(("name", "pattern"), RECORD_PAGES, ids=[name for name, _ in RECORD_PAGES])
def test_records_of_another_unit_stay_closed(name, pattern, world, tally, db):
    view = view_of(pattern)
    unit, kwargs = world.sample(name)
    url = reverse(name, kwargs=kwargs)
    everybody = [*world.actors, world.owner]
    insiders, turn = [], in_turn(name, everybody)
    for actor in everybody:
        may = actor is world.owner if name.startswith(PRIVATE) else actor.may(view.permission, unit)
        if not may:
            refuse(actor, url, view, tally, most=actor.user is None or actor is turn)
        elif ask(actor, offered(view)[0], url, tally) in FINE - {404}:
            insiders.append(actor)
    assert bool(insiders) is (name not in CLOSED)
    for actor in insiders[:1]:
        try_verbs(actor, url, view, tally)
    if turn in insiders[1:]:
        try_unoffered(turn, url, view, tally)
    refuse_below(name, view, world, tally)
    assert tally.leaks == []


def refuse_below(name: str, view: Any, world: World, tally: Tally) -> None:
    """The superior's own record of that kind, where it has one, to those below."""
    kwargs = world.above.get(id(maker_of(name)))
    if kwargs is not None and name not in SHARED_DOWN:
        for actor in world.actors:
            if actor.name in ("branch secretary", "branch manager"):
                refuse(actor, reverse(name, kwargs=kwargs), view, tally)


# Who may do what differs where 三员 are apart: these addresses are asked once more in that mode.
DIFFERENT = {each for each in Permission if TOGETHER.roles_with(each) != APART.roles_with(each)}
KEPT_APART = [(name, pattern) for name, pattern in PAGES if view_of(pattern).permission in DIFFERENT]


@pytest.mark.parametrize(("name", "pattern"), KEPT_APART, ids=[name for name, _ in KEPT_APART])
def test_who_keeps_accounts_where_three_people_share_it(name, pattern, world, tally, db, settings):
    settings.THREE_ADMINS = True
    view = view_of(pattern)
    unit, kwargs = world.sample(name) if pattern.pattern.converters else (None, {})
    url = reverse(name, kwargs=kwargs)
    insiders = []
    for actor in world.actors:
        if not actor.may(view.permission, unit, APART):
            refuse(actor, url, view, tally)
        elif ask(actor, offered(view)[0], url, tally) in FINE - {404}:
            insiders.append(actor.name)
    assert insiders == [f"branch {role.value}" for role in APART.roles_with(view.permission)]
    assert tally.leaks == []


# What each kind of background work is told. Two know no records: an import reads what its starter brought, and the
# tests' own.
ORDERS: dict[str, dict[str, Any]] = {
    "exports.copy": {"personal": True},
    "summaries.batch": {
        "period": "2026H1", "data_date": "2026-06-30", "formats": ["docx", "xlsx"], "units": "all", "outline": "",
    },
    "summaries.inspection": {"period": "2026H1"},
}  # fmt: skip
KNOW_NO_RECORDS = {"imports.step", "tests.letters"}


def test_every_kind_of_background_work_is_tried():
    assert {kind.code for kind in kinds()} == set(ORDERS) | KNOW_NO_RECORDS


@pytest.mark.parametrize("code", ORDERS)
def test_no_file_made_in_the_background_holds_what_is_anothers(code, world, db):
    (actor,) = [each for each in world.actors if each.name == "branch manager"]
    now = timezone.now()
    start_job(kind=code, org=world.units["branch"], title="材料", params=ORDERS[code], by=actor.user, now=now)
    job = run_next("worker")
    assert job is not None
    path = file_of(job)
    assert path is not None, job.message
    response = actor.client.get(reverse("jobs:download", args=[job.pk]))
    assert found_in(response, actor.strange) == []
