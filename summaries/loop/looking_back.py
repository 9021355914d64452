"""What was planned for the period and what the records show of it: a report opens with it.

The figures are tokens, so each leads to its plan items or to the records behind a target.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from partywork.common.periods import HalfYear, Year
from partywork.measures import lookup
from partywork.measures.declarations import Request
from partywork.measures.display import exact
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.plans.enums import Comparator, Each
from partywork.plans.models import PlanItem
from partywork.plans.spread import spread_of
from summaries.facts import Facts
from summaries.figures import bare
from summaries.findings.rules import Finding
from summaries.styles import AGAINST
from summaries.text import escape

MOST_TARGETS = 4  # more than a paragraph bears; the rest are in the ledger


@dataclass(frozen=True)
class Target:
    """A plan item of the unit's with a number to reach in the period, and whether the records reach it.

    ``marks`` are the days of its figure where they are not the report's own.
    """

    item: PlanItem
    is_met: bool
    marks: str = ""

    @property
    def said(self) -> str:
        """What was planned, in quotes; with the number where the words do not give it."""
        item = self.item
        text = f"“{escape(bare(item.text).strip('“”'))}”"
        return text if str(item.target) in item.text else f"{text}（目标为{self.asked}）"

    @property
    def asked(self) -> str:
        item = self.item
        each = "" if item.each == Each.WHOLE else Each(item.each).label
        return f"{each}{Comparator(item.comparator).label}{item.target}{escape(item.target_unit)}"

    @property
    def actual(self) -> str:
        """实际6次; of a target asked of each one how many reached it. The figures are tokens."""
        if self.item.each != Each.WHOLE:
            return f"{{{self.item.figure}|{AGAINST}{self.item.pk}}}"
        return f"实际{self.number}"

    @property
    def number(self) -> str:
        return f"{{{self.item.figure}{self.marks}}}{escape(self.item.target_unit)}"

    @property
    def missing(self) -> str:
        """What is said of a target that was missed."""
        return self.actual if self.item.each != Each.WHOLE else f"实际为{self.number}"


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
    results = "，".join(f"{each.said}{each.actual}" for each in targets(facts)[:MOST_TARGETS])
    return f"{text}。" + (f"对照目标，{results}。" if results else "")


def targets(facts: Facts) -> list[Target]:
    """The unit's own targets of the half-year the report is on; in a report on a year those asked over the year.

    No other figure of a report may stand beside a target: one over the year is told 自年初 in the half-year's report.
    """
    period = facts.order.period
    if not isinstance(period, HalfYear | Year):
        return []
    items = [each for each in facts.targeted_plans() if isinstance(period, HalfYear) or each.over_year]
    asked: dict[Facts, list[PlanItem]] = defaultdict(list)
    for each in items:
        asked[facts.at(Window(each.counted_over, facts.window.data_date))].append(each)
    for there, together in asked.items():
        there.ask(request for each in together if (request := each.request))
    found = (_target(each, facts) for each in items)
    return [each for each in found if each is not None]


def missed_targets(facts: Facts) -> Iterator[Finding]:
    """A problem for each target that was not reached, once the period is nearly over."""
    if facts.is_under_way:
        return
    for each in targets(facts):
        if not each.is_met:
            figured = f"{each.said}没有达到目标，{each.missing}"
            answer = f"分析{each.said}没有达到目标的原因，逐月跟进"
            about = "计划目标没有达到"
            yield Finding(
                f"target:{each.item.pk}", each.item.theme, f"{each.said}没有达到目标", figured, answer, "", about
            )


def _target(item: PlanItem, facts: Facts) -> Target | None:
    """None where the records say nothing to compare."""
    if item.request is None:
        return None
    if item.each != Each.WHOLE:
        is_met = spread_of(item, facts.window.on).is_met
    else:
        there = facts.at(Window(item.counted_over, facts.window.data_date))
        number = exact(lookup.measure(item.request.code), there.value(item.request))
        is_met = None if number is None or isinstance(number, str) else item.is_met_by(Decimal(number))
    marks = "|自年初" if item.over_year and isinstance(facts.order.period, HalfYear) else ""
    return None if is_met is None else Target(item, is_met, marks)


def _token(request: Request) -> str:
    return "{" + lookup.show_request(request) + "}"
