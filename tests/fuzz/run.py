"""One run over every address: what is sent, what came of it, and what was wrong."""

import traceback
from http.cookies import SimpleCookie
from random import Random
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.db import transaction
from django.urls import Resolver404, resolve, reverse

from partywork.jobs.files import file_of
from partywork.jobs.worker import run_next
from tests.access.addresses import view_of
from tests.fuzz import inputs
from tests.fuzz.counting import Tally
from tests.fuzz.judging import faults_of, package_faults, rows, written
from tests.fuzz.office import Door, Office, every_address
from tests.fuzz.reading import Form, forms_of, links_of, tree_of
from tests.fuzz.texts import MARK

# What takes away what the others need (accounts, units, one's own session) is taken back when its turn is over.
ENDING = ("accounts:", "own:", "orgs:", "log", "password_change", "privacy:", "imports:undo", "members:move", "jobs:")
ON_PAPER = {
    "go": "1", "on": "2026-07-01", "first": "2026-01-01", "last": "2026-07-01", "month": "2026-05", "year": "2026",
}  # fmt: skip


class Run:
    """``seed`` says everything: the same seed sends the same."""

    def __init__(self, office: Office, seed: str, tally: Tally, every: int = 1) -> None:
        """``every``: takes every so manieth address alone."""
        self.office, self.seed, self.tally = office, seed, tally
        self.addresses = every_address()[::every]
        # What each address was opened with, and the forms that are sent to it: the page they stand on.
        self.opened: dict[str, Door] = {}
        self.shown_on: dict[str, str] = {}
        self.asked: dict[str, list[tuple[str, str]]] = {}

    # --- Opening every page once ---

    def look_around(self) -> None:
        for name, pattern in self.addresses:
            view = view_of(pattern)
            for door in self.office.doors(name, pattern):
                if not hasattr(view, "get"):
                    self.opened.setdefault(name, door)
                    break
                response = self.ask(door, "GET", door.url)
                if response is not None and response.status_code in (200, 302):
                    self.opened[name] = door
                    self.note(name, door.url, response)
                    if response.status_code == 200:
                        break
                elif response is not None and response.status_code in (404, 422):
                    self.opened.setdefault(name, door)

    def note(self, name: str, url: str, response: Any) -> None:
        """Which forms and questions the page has."""
        if response.streaming or not response.get("Content-Type", "").startswith("text/html") or not response.content:
            return
        tree = tree_of(response.content)
        for form in forms_of(tree, url):
            target = name_of(form.path)
            if target and form.method == "POST":
                if target == name or target not in self.shown_on:
                    self.shown_on[target] = name
            elif target:
                known = [(each.name, value) for each in form.fields for value in each.values or ("",)]
                self.asked.setdefault(target, []).extend(known)
        for path, pairs in links_of(tree, url):
            target = name_of(path)
            if target:
                known = self.asked.setdefault(target, [])
                known.extend(pair for pair in pairs if pair not in known and len(known) < 60)

    # --- Sending ---

    def go(self, posts: int, gets: int) -> None:
        for name, pattern in self.addresses:
            if name not in self.opened:
                continue
            random = Random(f"{self.seed}-{name}")
            view = view_of(pattern)
            opened, cookies = dict(self.opened), [dict(each.client.cookies) for each in self.office.people]
            with transaction.atomic():
                if hasattr(view, "post"):
                    self.send_to(name, pattern, posts, random)
                if hasattr(view, "get"):
                    self.ask_oddly(name, gets, random)
                transaction.set_rollback(name.startswith(ENDING))
            if name.startswith(ENDING):
                self.opened = opened
                for each, kept in zip(self.office.people, cookies, strict=True):
                    each.client.cookies = SimpleCookie({key: morsel.value for key, morsel in kept.items()})

    def send_to(self, name: str, pattern: Any, times: int, random: Random) -> None:
        opened = self.form_for(name)
        for number in range(times):
            if opened is None:
                opened = self.form_for(name, anew=True)
            door, form = opened or (self.opened[name], Form(self.opened[name].url, "POST", False, ()))
            (self.tally.forms if form.fields else self.tally.bare).add(name)
            pairs = inputs.filled(form, random) if form.fields else inputs.asked([], random)
            path = form.path
            if form.fields and random.random() < 0.04 and self.opened[name].kwargs:
                path = self.elsewhere(name, random) or path
            content, kind = inputs.body(pairs, form.multipart)
            stored = self.post(name, door, path, content, kind, pairs, number)
            if stored:
                opened = self.form_for(name)

    def elsewhere(self, name: str, random: Random) -> str | None:
        door = self.opened[name]
        return Door(name, door.pattern, door.who, inputs.anywhere(door.kwargs, random)).url

    def post(self, name: str, door: Door, path: str, content: bytes, kind: str, pairs: Any, number: int) -> bool:
        """Whether it was stored. Whatever is refused leaves every table as it was."""
        before, noted = rows(), written()
        with transaction.atomic():
            response = self.ask(door, "POST", path, content, kind, pairs)
            if response is None:
                transaction.set_rollback(True)
        self.tally.inputs += 1
        if response is None:
            return False
        self.tally.statuses[response.status_code] += 1
        if response.status_code >= 400:
            self.tally.refused += 1
            if rows() != before:
                self.fault(door, "POST", path, pairs, f"refused with {response.status_code}, but rows were written")
            return False
        stored = written() > noted
        if stored:
            self.tally.stored += 1
            self.tally.stored_at[name] += 1
        if response.status_code == 302:
            self.follow(door, response["Location"])
        return stored

    def follow(self, door: Door, location: str) -> None:
        parts = urlsplit(location)
        if not parts.netloc:
            self.ask(door, "GET", location)

    def form_for(self, name: str, *, anew: bool = False) -> tuple[Door, Form] | None:
        """The form as a page shows it now; ``anew``: of a new record."""
        page = self.shown_on.get(name)
        if page is None or page not in self.opened:
            return None
        old = self.opened[page]
        for door in self.office.doors(page, old.pattern, old.who) if anew else (old,):
            response = self.ask(door, "GET", door.url)
            if response is None or response.status_code != 200 or response.streaming:
                continue
            for form in forms_of(tree_of(response.content), door.url):
                if form.method == "POST" and name_of(form.path) == name:
                    self.opened[page] = door
                    if page != name:
                        self.opened[name] = Door(name, self.opened[name].pattern, door.who, self.opened[name].kwargs)
                    return door, form
        return None

    def ask_oddly(self, name: str, times: int, random: Random) -> None:
        door = self.opened[name]
        for _ in range(times):
            kwargs = inputs.anywhere(door.kwargs, random) if door.kwargs and random.random() < 0.1 else door.kwargs
            url = Door(name, door.pattern, door.who, kwargs).url
            pairs = inputs.asked(self.asked.get(name, []), random)
            piece = random.random() < 0.3
            with transaction.atomic():
                response = self.ask(door, "GET", f"{url}?{inputs.query(pairs)}", pairs=pairs, piece=piece)
                transaction.set_rollback(response is None)
            self.tally.inputs += 1
            self.tally.pages.add(name)
            if response is not None:
                self.tally.statuses[response.status_code] += 1

    def ask(
        self,
        door: Door,
        verb: str,
        url: str,
        content: bytes = b"",
        kind: str = "application/octet-stream",
        pairs: Any = None,
        *,
        piece: bool = False,
    ) -> Any:
        """The answer; None where the product broke, which is noted. ``piece``: as htmx asks for a piece of a page."""
        headers = {"HX-Request": "true"} if piece else {}
        try:
            with transaction.atomic():
                response = door.who.client.generic(verb, url, content, kind, headers=headers)
        except Exception:
            self.fault(door, verb, url, pairs, traceback.format_exc(limit=-4))
            return None
        try:
            for each in faults_of(response):
                self.fault(door, verb, url, pairs, each)
        except Exception:
            self.fault(door, verb, url, pairs, "unreadable: " + traceback.format_exc(limit=-4))
        return response

    def fault(self, door: Door, verb: str, url: str, pairs: Any, what: str) -> None:
        who = door.who.user
        role = who.appointments.order_by("pk").values_list("role", flat=True).first() if who else "nobody"
        shown = ascii(pairs)[:1500] if pairs is not None else ""
        self.tally.faults.append(f"[seed {self.seed}] {role} {verb} {url[:400]} {shown}\n{what}")

    # --- Looking at what was stored ---

    def sweep(self) -> None:
        """Every page that needs no record, for who works here and who is above; every list as a workbook; every form
        on paper, a report over all of it in every format, and what the jobs that wait make of it."""
        for name, pattern in self.addresses:
            view = view_of(pattern)
            if pattern.pattern.converters or not hasattr(view, "get") or name not in self.opened:
                continue
            people = self.office.allowed(pattern)
            for who in dict.fromkeys((people[0], people[-2])) if len(people) > 1 else people:
                door = Door(name, pattern, who, {})
                self.ask(door, "GET", door.url)
                if hasattr(view, "ledger"):
                    self.ask(door, "GET", f"{door.url}?export=xlsx")
                if hasattr(view, "kind") and name.startswith("exports:"):
                    self.ask(
                        door, "GET", f"{door.url}?{urlencode({'org': self.office.units[who.unit].pk, **ON_PAPER})}"
                    )
        self.look_at_reports()
        self.do_the_jobs()

    def look_at_reports(self) -> None:
        who, pattern = self.office.people[0], self.addresses[0][1]
        made = self.office.record("summaries:report", "branch", who)
        assert made is not None
        door = Door("summaries:report", pattern, who, made)
        for url in (door.url, f"{reverse('search:results')}?q={MARK}"):
            self.ask(door, "GET", url)
        for name in ("docx", "xlsx", "html", "json"):
            self.ask(door, "GET", reverse("summaries:download", kwargs={**made, "name": name}))

    def do_the_jobs(self) -> None:
        while (job := run_next("fuzz")) is not None:
            path = file_of(job)
            if path is not None and path.suffix in (".zip", ".xlsx", ".docx"):
                self.tally.faults += [
                    f"[seed {self.seed}] {job.kind}: {each}" for each in package_faults(path.read_bytes())
                ]


def name_of(path: str) -> str | None:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None
