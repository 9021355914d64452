"""Asking the catalogue for figures by name, as a report does."""

from datetime import date

from partywork.access.scope import Scope
from partywork.common.periods import HalfYear
from partywork.measures import lookup
from partywork.measures.evaluate import evaluate
from partywork.measures.values import Value
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.orgs.queries import scope_of_org

FIRST_HALF = HalfYear(2026, 1)
DATA_DATE = date(2026, 6, 30)


def figures(org: Organisation, *names: str) -> dict[str, Value]:
    """The named figures of the organisation's subtree for the first half of 2026."""
    requests = {name: lookup.parse_request(name) for name in names}
    scope: Scope = scope_of_org(org, DATA_DATE)
    values = evaluate(requests.values(), scope, Window(FIRST_HALF, DATA_DATE))
    return {name: values[request] for name, request in requests.items()}
