"""Short ways to read obligations in tests."""

from datetime import date
from typing import Any

from partywork.compliance.lights import Light, Obligation
from partywork.compliance.obligations import obligations
from partywork.orgs.models import Organisation
from partywork.orgs.queries import scope_of_org


def owed(org: Organisation, on: date, *codes: str, **days: Any) -> list[Obligation]:
    """The obligations of some kinds of ``org`` and what is below it."""
    found = obligations(scope_of_org(org, on), on, **days)
    return [each for each in found if not codes or each.duty.code in codes]


def lights(org: Organisation, on: date, *codes: str, **days: Any) -> dict[str, Light]:
    """Light by title."""
    return {each.title: each.light for each in owed(org, on, *codes, **days)}


def one(org: Organisation, on: date, title: str, **days: Any) -> Obligation:
    """The one obligation of that title."""
    (found,) = [each for each in owed(org, on, **days) if each.title == title]
    return found
