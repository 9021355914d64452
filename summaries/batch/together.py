"""Facts of many units at once: their figures come from one set of queries, not from one a unit.

A unit with others below it asks for itself: what is printed there is not the sum of the parts for every figure.
"""

from collections.abc import Sequence
from itertools import product

from partywork.measures.evaluate import evaluate_each
from partywork.measures.window import Window
from partywork.orgs.models import Placement
from summaries.compile import requests_of
from summaries.facts import Facts, Order
from summaries.outlines.shelf import outline_for
from summaries.peers import Peers
from summaries.phrases.shelf import shelves_for


def facts_of(orders: Sequence[Order]) -> list[Facts]:
    """For each order its facts; all orders are of one period and one data date."""
    if not orders:
        return []
    window = Window(orders[0].period, orders[0].data_date)
    parents = Placement.objects.on(window.on).filter(parent__in=[order.org for order in orders])
    with_units_below = set(parents.values_list("parent", flat=True))
    alone = [order.org for order in orders if order.org.pk not in with_units_below]
    peers = Peers(alone, orders[0], window)
    found = [Facts(order, window, peers if order.org.pk in peers.orgs else None) for order in orders]
    together = [facts for facts in found if facts.has_peers]
    shelves = shelves_for([facts.order.org.pk for facts in found], window.on)
    for facts in found:
        facts.shelf = shelves[facts.order.org.pk]
    # In the same order for every group of units, so that the same SQL serves them (measures.statements).
    plans = [outline_for(name) for name in sorted({facts.order.outline for facts in together})]
    libraries = list({id(facts.shelf.themes): facts.shelf.themes for facts in together}.values())
    requests = dict.fromkeys(request for plan, said in product(plans, libraries) for request in requests_of(plan, said))
    values = evaluate_each(requests, peers.orgs, peers.scope, window)
    for facts in together:
        facts.know(values[facts.order.org.pk])
    return found
