"""Drawing up the digests and messages of a day: reading only, for everybody at once."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partywork.access.permissions import Permission
from partywork.accounts.gate import Gate
from partywork.accounts.holders import appointed_to
from partywork.accounts.models import User
from partywork.orgs.models import Organisation
from partywork.reminders.digests import lines_for
from partywork.reminders.enums import HowOften
from partywork.reminders.models import ReminderChoice, ReminderTarget, all_parts
from partywork.reminders.tallies import tallies_on
from partywork.reminders.texts import message_for
from partywork.reminders.workdays import Workdays


@dataclass
class Drawn:
    """The digests of a day by user and the messages by target; who has nothing to be reminded of has none."""

    digests: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)

    def by_number(self) -> dict[int, list[int]]:
        """Users by how many lines their digest has."""
        found: dict[int, list[int]] = defaultdict(list)
        for user, lines in self.digests.items():
            found[len(lines)].append(user)
        return found


def draw(on: date) -> Drawn:
    """Everything that is to be told on a day. What is owed is read once, and only when somebody is to be told."""
    days, drawn = Workdays(on), Drawn()
    people = _people(on, days)
    targets = _targets(on, days)
    if not people and not targets:
        return drawn
    tallies = tallies_on(on)
    names = dict(Organisation.objects.values_list("pk", "short_name"))
    for user, parts in people:
        lines = lines_for(Gate(user, on), tallies, names, parts)
        if lines:
            drawn.digests[user.pk] = [line.stored() for line in lines]
    for target in targets:
        if text := message_for(target.org, tallies, on):
            drawn.texts[target.pk] = text
    return drawn


def _people(on: date, days: Workdays) -> list[tuple[User, list[str]]]:
    """Who may look at records and is to be told on this day, with the parts they want."""
    choices = {choice.user_id: choice for choice in ReminderChoice.objects.all()}
    found: dict[int, tuple[User, list[str]]] = {}
    holders = appointed_to(Permission.VIEW_RECORDS, on).select_related("user", "org")
    for each in holders.order_by("user", "org__code"):
        choice = choices.get(each.user_id)
        how_often = choice.how_often if choice else HowOften.DAILY
        if each.user_id not in found and days.is_due(how_often, each.org):
            found[each.user_id] = (each.user, choice.parts if choice else all_parts())
    return list(found.values())


def _targets(on: date, days: Workdays) -> list[ReminderTarget]:
    targets = ReminderTarget.objects.filter(is_on=True, org__dissolved_on__gt=on).select_related("org")
    return [each for each in targets if days.is_due(each.how_often, each.org)]
