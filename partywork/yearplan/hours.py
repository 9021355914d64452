"""Training hours of each member of a branch, as a target of 每名党员 asks for them."""

from collections.abc import Iterator

from partywork.compliance.hours import hours_of
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.plans.spread import register_per_person
from partywork.rules.queries import rules_for


def hours_each(org: Organisation, window: Window) -> Iterator[tuple[str, int]]:
    """Since the year began, of those on the roster of the data date. The window is a year's."""
    for each in hours_of(org, window.on, rules_for(on=window.on, org=org)):
        yield each.name, each.done


def install() -> None:
    """Called once when the app is ready."""
    register_per_person("meeting.hours", hours_each)
