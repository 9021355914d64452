"""Facts of many units at once: their figures come from one set of queries, not from one a unit.

A unit with others below it asks for itself: what is printed there is not the sum of the parts for every figure.
"""

from collections.abc import Sequence

from partywork.access.scope import Scope
from partywork.measures.evaluate import evaluate_each
from partywork.orgs.models import Organisation, Placement
from summaries.compile import requests_of
from summaries.facts import Facts, Order
from summaries.outlines.library import outline


def facts_of(orders: Sequence[Order]) -> list[Facts]:
    """For each order its facts; all orders are of one period and one data date."""
    found = [Facts(order) for order in orders]
    if not found:
        return found
    window = found[0].window
    parents = Placement.objects.on(window.on).filter(parent__in=[order.org for order in orders])
    with_units_below = set(parents.values_list("parent", flat=True))
    alone = [facts for facts in found if facts.order.org.pk not in with_units_below]
    ids = [facts.order.org.pk for facts in alone]
    scope = Scope(Organisation.objects.filter(pk__in=ids).order_by().values("pk"), window.on)
    plans = [outline(name) for name in dict.fromkeys(facts.order.outline for facts in alone)]
    requests = dict.fromkeys(request for plan in plans for request in requests_of(plan))
    values = evaluate_each(requests, ids, scope, window)
    for facts in alone:
        facts.know(values[facts.order.org.pk])
    return found
