"""One office for every test of access: units, people in every position to them, and records everywhere.

root ─ middle ─ branch, second      what the records asked for belong to; both came from ``former`` in 2024
     │        └ sibling             carries the word SIBLING in everything
     ├ former                       the superior until 2024; what the two log carries the word LEFT
     └ east ─ foreign               carries the word FOREIGN
other                               another office
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import MultipleObjectsReturned, ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from partywork.access.permissions import TOGETHER, Permission, Policy, Role
from partywork.accounts.models import Appointment, OpenSession, User
from partywork.orgs.actions import move_organisation
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation
from partywork.orgs.queries import scope_of_org
from tests.access.leaks import mark_entries, mark_records
from tests.factories.orgs import make_org, make_user
from tests.factories.samples import MAKERS, maker_of

SIBLING, FOREIGN, ABOVE, LEFT = "隔壁哨兵", "外处哨兵", "上级哨兵", "转走哨兵"
MOVED_ON = date(2024, 1, 1)


@dataclass
class Actor:
    """Somebody who asks. ``user``: None who is not signed in; ``strange``: the words no answer may hold."""

    name: str
    user: User | None
    roles: dict[Role, set[str]] = field(default_factory=dict)  # the role, and the units it reaches here
    strange: tuple[str, ...] = (SIBLING, FOREIGN)
    client: Client = field(default_factory=Client)

    @property
    def serves_elsewhere(self) -> bool:
        """Nothing of what is asked for is this person's, but a page of lists of one's own may be opened."""
        return bool(self.roles) and not any(OWN & reached for reached in self.roles.values())

    def may(self, permission: Permission, unit: str | None = None, policy: Policy = TOGETHER) -> bool:
        """By the policy alone: at that unit, or anywhere."""
        return any(
            policy.holds(role, permission) and (unit is None or unit in reached) for role, reached in self.roles.items()
        )


@dataclass
class World:
    units: dict[str, Organisation]
    owner: Actor
    actors: list[Actor]
    samples: dict[int, tuple[str, dict[str, Any]]]  # by maker: the unit it is of, and the address's arguments
    above: dict[int, dict[str, Any]]  # the same of the superior's own records
    marked: int

    def sample(self, name: str) -> tuple[str, dict[str, Any]]:
        return self.samples[id(maker_of(name))]


def make_world() -> World:
    units = make_units()
    owner = make_user(units["branch"])
    Appointment.objects.create(user=owner, org=units["second"], role=Role.SECRETARY, since=date(2020, 1, 1))
    samples = {}
    for maker in distinct():
        samples[id(maker)] = first_that_works(maker, units, owner)
    chief = make_user(units["middle"], Role.MANAGER)
    above = {id(maker): made for maker in distinct() if (made := attempt(maker, units["middle"], chief)) is not None}
    marked = [plant(units[name], word) for name, word in (("sibling", SIBLING), ("foreign", FOREIGN))]
    mark_entries(ABOVE, only(units["middle"]))
    for name in OWN:
        mark_entries(LEFT, only(units[name]))
    actors = list(everybody(units))
    own = Actor("owner", owner, {Role.SECRETARY: OWN}, (SIBLING, FOREIGN, ABOVE))
    for actor in (*actors, own):
        if actor.user is not None:
            actor.client.force_login(actor.user)
    stay_signed_in()
    return World(units, own, actors, samples, above, min(marked))


def stay_signed_in() -> None:
    """For as long as the tests take: what a request notes of its session is taken back with the rest."""
    tomorrow = timezone.now() + timedelta(days=1)
    OpenSession.objects.update(seen_at=tomorrow, expire_date=tomorrow)


def make_units() -> dict[str, Organisation]:
    general = OrgKind.GENERAL_BRANCH
    root = make_org(kind=OrgKind.COMMITTEE)
    middle, former, east = (make_org(root, kind=general) for _ in range(3))
    branch, second = make_org(former), make_org(former)
    for each in (branch, second):
        move_organisation(org=each, parent=middle, on=MOVED_ON, by=None)
    sibling = make_org(middle, name=f"{SIBLING}党支部")
    foreign = make_org(east, name=f"{FOREIGN}党支部")
    return {
        "root": root, "middle": middle, "former": former, "east": east, "branch": branch, "second": second,
        "sibling": sibling, "foreign": foreign, "other": make_org(kind=OrgKind.COMMITTEE),
    }  # fmt: skip


def distinct() -> list[Callable[..., Any]]:
    return list({id(maker): maker for maker in MAKERS.values()}.values())


def attempt(maker: Callable[..., Any], org: Organisation, by: User) -> dict[str, Any] | None:
    """The arguments for a new record of ``org``; None where its kind of unit has none, or has one already."""
    try:
        with transaction.atomic():
            made = maker(org, by)
    except (ValidationError, MultipleObjectsReturned):
        return None
    return made if isinstance(made, dict) else {"pk": made.pk}


def first_that_works(maker: Any, units: dict[str, Organisation], by: User) -> tuple[str, dict[str, Any]]:
    for unit in ("branch", "second"):
        made = attempt(maker, units[unit], by)
        if made is not None:
            return unit, made
    raise AssertionError(f"no sample of {maker} can be made")


def plant(org: Organisation, word: str) -> int:
    """Records of every kind, with the word in all of them; returns how many kinds carry it."""
    by = make_user(org)
    for maker in distinct():
        attempt(maker, org, by)
    return mark_records(org, word, only(org))


def only(org: Organisation) -> Any:
    scope = scope_of_org(org, localdate())
    return type(scope)(Organisation.objects.filter(pk=org.pk).order_by().values("pk"), scope.on)


OWN = {"branch", "second"}
BELOW_MIDDLE = OWN | {"middle", "sibling"}


def everybody(units: dict[str, Organisation]) -> Iterator[Actor]:
    today = localdate()
    yield Actor("anonymous", None)
    yield Actor("no appointment", make_user())
    for name, span in (("ended", (today - timedelta(days=400), today)), ("future", (today + timedelta(days=1), None))):
        user = make_user(units["branch"])
        until = {"until": span[1]} if span[1] else {}
        user.appointments.update(since=span[0], **until)
        yield Actor(f"{name} appointment", user)
    yield Actor("sibling's secretary", make_user(units["sibling"]), {Role.SECRETARY: {"sibling"}}, (FOREIGN,))
    yield Actor(
        "cousin's manager", make_user(units["east"], Role.MANAGER), {Role.MANAGER: {"east", "foreign"}}, (SIBLING,)
    )
    former = make_user(units["former"], Role.MANAGER)
    yield Actor("former superior", former, {Role.MANAGER: {"former"}}, (SIBLING, FOREIGN, LEFT))
    yield Actor("another office", make_user(units["other"], Role.MANAGER), {Role.MANAGER: {"other"}})
    for role in Role:
        user = make_user(units["branch"], role)
        held = user.appointments.get()
        Appointment.objects.create(user=user, org=units["second"], role=role, since=held.since, until=held.until)
        yield Actor(f"branch {role.value}", user, {role: OWN}, (SIBLING, FOREIGN, ABOVE))
    superior = make_user(units["middle"], Role.MANAGER)
    yield Actor("superior manager", superior, {Role.MANAGER: BELOW_MIDDLE}, (FOREIGN,))
