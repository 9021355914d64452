"""Who opens what: one office, people of every role in it, and a record for every address."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import URLPattern, reverse

from partywork.access.permissions import GRANTS, Role
from partywork.accounts.models import Appointment, User
from partywork.orgs.actions import add_tag, create_group
from partywork.orgs.models import Organisation, PartyGroup
from tests.access.addresses import OWN, addresses, view_of
from tests.access.world import attempt, make_units
from tests.factories.members import make_member
from tests.factories.orgs import make_user
from tests.factories.plans import make_indicator
from tests.factories.samples import maker_of

# Of no form's concern: signing in and out is about the visitor, and an upload for the image of the manual.
NOBODYS = {"login", "login_code", "logout", "password_change", "password_change_done", "health", "ready"} | OWN
# Where a branch has no such page, another unit has.
UNITS = ("branch", "second", "middle", "other")


@dataclass(eq=False)
class Somebody:
    user: User | None
    unit: str
    client: Client = field(default_factory=Client)


@dataclass
class Door:
    """An address, who comes to it, and the arguments it is opened with."""

    name: str
    pattern: URLPattern
    who: Somebody
    kwargs: dict[str, Any]

    @property
    def url(self) -> str:
        return reverse(self.name, kwargs=self.kwargs)


class Office:
    def __init__(self) -> None:
        self.units: dict[str, Organisation] = make_units()
        self.people = [*self._people()]
        self.last: dict[tuple[int, str], dict[str, Any]] = {}
        self.stranger = Somebody(None, "branch")
        for unit in ("branch", "second", "foreign"):
            self._furnish(self.units[unit])

    def _people(self) -> Iterator[Somebody]:
        """The lowest first: who works in a branch, its manager, those above it, another office."""
        for role, unit in (
            *((role, "branch") for role in Role), (Role.MANAGER, "middle"), (Role.MANAGER, "other"),
        ):  # fmt: skip
            user = make_user(self.units[unit], role)
            if unit == "branch":
                held = user.appointments.get()
                Appointment.objects.create(
                    user=user, org=self.units["second"], role=role, since=held.since, until=held.until
                )
            somebody = Somebody(user, unit)
            somebody.client.force_login(user)
            yield somebody

    def _furnish(self, org: Organisation) -> None:
        """What forms offer to choose from."""
        by = make_user(org)
        group = create_group(group=PartyGroup(org=org, name="第一小组", since=org.founded_on), by=by)
        for number in range(3):
            make_member(org, by, name=f"党员{number}", group=group)
        add_tag(org=org, tag="示范点", since=org.founded_on, by=by)
        make_indicator(org, by, "覆盖率")

    def allowed(self, pattern: URLPattern) -> list[Somebody]:
        permission = getattr(view_of(pattern), "permission", None)
        roles = {role for role in Role if permission is None or permission in GRANTS[role].permissions}
        return [each for each in self.people if each.user and each.user.appointments.filter(role__in=roles).exists()]

    def doors(self, name: str, pattern: URLPattern, only: Somebody | None = None) -> Iterator[Door]:
        """Each who may come, with a new record of a unit of theirs."""
        if name.partition(":")[0] in ("login", "logout") or name in NOBODYS:
            yield Door(name, pattern, self.stranger if name.startswith("login") else self.people[0], {})
            return
        for who in [only] if only else self.allowed(pattern):
            if not pattern.pattern.converters:
                yield Door(name, pattern, who, {})
                continue
            for unit in dict.fromkeys((who.unit, "branch")):
                made = self.record(name, unit, who)
                if made is not None:
                    yield Door(name, pattern, who, made)

    def record(self, name: str, unit: str, who: Somebody) -> dict[str, Any] | None:
        """The arguments for a new record of the unit, or for its last one where it has no more than that."""
        maker = maker_of(name)
        try:
            with transaction.atomic():
                made = attempt(maker, self.units[unit], who.user or make_user())
        except (IntegrityError, PermissionDenied):
            made = None
        if made is not None:
            self.last[id(maker), unit] = made
        return self.last.get((id(maker), unit))


def every_address() -> list[tuple[str, URLPattern]]:
    return [(name, pattern) for name, pattern in addresses() if hasattr(pattern.callback, "view_class")]
