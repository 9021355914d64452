"""Branches beside each other do not send the same text: what their compiled drafts have in common stays small."""

from datetime import date

from partywork.common.periods import HalfYear
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.models import Organisation
from summaries.compile import compile_report
from summaries.facts import Order
from summaries.likeness import Sketch, likenesses, sketch

MOST = 50  # percent of a draft, unedited, that reads like the likest of eleven others
USUAL = 35  # the same on the average


def sketches(org: Organisation) -> list[Sketch]:
    order = Order(org, HalfYear(2026, 1), date(2026, 6, 30), "standard", date(2026, 7, 1))
    found = (sketch(each.key, each.text, (org.name, org.short_name)) for each in compile_report(order)[0].items)
    return [each for each in found if each]


def test_the_drafts_of_branches_differ() -> None:
    branches = Organisation.objects.filter(kind__in=BRANCH_KINDS)
    drafts = {org.pk: sketches(org) for org in branches}
    likest = []
    for org, own in drafts.items():
        others = {pk: [list(each.hashes) for each in draft] for pk, draft in drafts.items() if pk != org}
        likest.append(max((each.percent for each in likenesses(own, others)), default=0))
    assert len(likest) == 12
    assert max(likest) <= MOST
    assert sum(likest) / len(likest) <= USUAL
