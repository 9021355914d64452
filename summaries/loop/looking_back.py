"""What was planned for the period and what the records show of it: a report opens with it.

The figures are tokens, so each leads to its plan items or to the records behind a target.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from partywork.common.periods import HalfYear
from partywork.measures import lookup
from partywork.measures.declarations import Request
from partywork.measures.display import exact
from partywork.orgs.models import Organisation
from partywork.plans.enums import Comparator
from partywork.plans.models import PlanItem
from summaries.facts import Facts
from summaries.figures import bare
from summaries.findings.rules import Finding
from summaries.text import escape

MOST_TARGETS = 4  # more than a paragraph bears; the rest are in the ledger


@dataclass(frozen=True)
class Target:
    """A plan item of the unit's with a number to reach in the period, and whether the records reach it."""

    item: PlanItem
    is_met: bool

    @property
    def said(self) -> str:
        """What was planned, in quotes; with the number where the words do not give it."""
        item = self.item
        text = f"“{escape(bare(item.text).strip('“”'))}”"
        return text if str(item.target) in item.text else f"{text}（目标为{self.asked}）"

    @property
    def asked(self) -> str:
        item = self.item
        return f"{Comparator(item.comparator).label}{item.target}{escape(item.target_unit)}"

    @property
    def actual(self) -> str:
        """The figure as a token with its unit."""
        return f"{{{self.item.figure}}}{escape(self.item.target_unit)}"


def requests(org: Organisation, *, is_branch: bool) -> list[Request]:
    """How much the unit itself planned for the period, and how much of that is done."""
    dims = () if is_branch else (("unit", org.code),)
    return [Request("plan.planned", "", dims), Request("plan.planned_done", "", dims)]


def looking_back(facts: Facts) -> str:
    """The paragraph; "" where nothing was planned for the period."""
    planned, done = requests(facts.order.org, is_branch=facts.is_branch)
    if facts.value(planned).is_nothing:
        return ""
    own = "" if facts.is_branch else "本级"  # the text tells those of all units below too
    text = f"{{期内}}{own}计划办理的事项{_token(planned)}项"
    text += "" if facts.value(done).is_nothing else f"，已完成{_token(done)}项"
    results = "，".join(f"{each.said}实际{each.actual}" for each in targets(facts)[:MOST_TARGETS])
    return f"{text}。" + (f"对照目标，{results}。" if results else "")


def targets(facts: Facts) -> list[Target]:
    """The unit's own targets of the half-year the report is on; there are none in a report on another period.

    A target is about the half-year in which it is due, so no other figure of a report may stand beside it.
    """
    if not isinstance(facts.order.period, HalfYear):
        return []
    items = [(each, each.request) for each in facts.targeted_plans()]
    facts.ask(request for _, request in items if request)
    return [found for item, request in items if request and (found := _target(item, request, facts))]


def missed_targets(facts: Facts) -> Iterator[Finding]:
    """A problem for each target that was not reached, once the period is nearly over."""
    if facts.is_under_way:
        return
    for each in targets(facts):
        if not each.is_met:
            figured = f"{each.said}没有达到目标，实际为{each.actual}"
            answer = f"分析{each.said}没有达到目标的原因，逐月跟进"
            about = "计划目标没有达到"
            yield Finding(
                f"target:{each.item.pk}", each.item.theme, f"{each.said}没有达到目标", figured, answer, "", about
            )


def _target(item: PlanItem, request: Request, facts: Facts) -> Target | None:
    number = exact(lookup.measure(request.code), facts.value(request))
    is_met = None if number is None or isinstance(number, str) else item.is_met_by(number)  # type: ignore[arg-type]
    return None if is_met is None else Target(item, is_met)


def _token(request: Request) -> str:
    return "{" + lookup.show_request(request) + "}"
