"""Plans that a report sets out become plan items, so that the next report can say what became of them.

Taken are answers to problems, what falls due, and whatever the writer wrote or reworded. A sentence that only
restates a theme says nothing of which one could see whether it was done; what is carried over is an item already.
"""

import hashlib
from collections.abc import Iterator
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from partywork.accounts.models import User
from partywork.audit.recorder import action
from partywork.plans.actions import cancel_plan, edit_plan, log_plan, reopen_plan
from partywork.plans.enums import PlanState
from partywork.plans.models import PlanItem
from summaries.facts import Facts
from summaries.findings.rules import Goal
from summaries.peers import adopted_key
from summaries.reports.desk import Desk
from summaries.reports.models import Paragraph, ParagraphState, Part, Report

CARRIED, RESTATED = "plan:carry:", "plan:theme:"
LEFT_OUT = "总结里没有再列这一项"
LONGEST = 200  # of a plan item's text


@action
def adopt_plans(*, desk: Desk, by: User, today: date) -> list[PlanItem]:
    """Set the plans of the report as plan items; the same report, or another one on the period, sets each once.

    An open item that nobody has touched follows a new wording; one the report no longer lists is given up.
    """
    report, facts = desk.report, desk.compiled.facts
    goals = {item.key: item.goal for item in desk.draft.items}
    wanted = {key_of(report, each): each for each in adoptable(desk.paragraphs)}
    earlier = {item.key: item for item in PlanItem.objects.filter(org=report.org, key__in=wanted).select_related("org")}
    items = []
    for key, paragraph in wanted.items():
        text = desk.compiled.plain(paragraph.text).strip().removesuffix("。")
        if key in earlier:
            items.append(_kept_up(earlier[key], text, by, today))
        else:
            items.append(_new(report, key, paragraph, text, goals.get(paragraph.source_key), facts, by, today))
    for item in adopted(report).filter(state=PlanState.OPEN).exclude(key__in=wanted):
        cancel_plan(item=item, version=item.version, reason=LEFT_OUT, by=by)
    return items


def adopted(report: Report) -> QuerySet[PlanItem]:
    """The plan items that were taken from the report."""
    kind = ContentType.objects.get_for_model(Report)
    return PlanItem.objects.filter(origin_type=kind, origin_id=report.pk).select_related("org").order_by("pk")


def adoptable(paragraphs: tuple[Paragraph, ...]) -> Iterator[Paragraph]:
    for each in paragraphs:
        is_decided = each.state != ParagraphState.PROPOSED and each.is_printed and not each.is_lead
        left = CARRIED if each.own_text is not None else (CARRIED, RESTATED)
        if each.section == Part.PLAN and is_decided and not each.source_key.startswith(left):
            yield each


def key_of(report: Report, paragraph: Paragraph) -> str:
    """The same for every report of the unit on the period, so that a plan of two of them is set once."""
    digest = hashlib.sha256(paragraph.source_key.encode()).hexdigest()[:32]
    return adopted_key(report.period) + digest


def due_of(facts: Facts) -> date:
    """The end of the period the plans are for: the next one, or this one while it is far from over."""
    period = facts.order.period
    return period.end if facts.is_under_way else period.next.end


def _new(
    report: Report, key: str, paragraph: Paragraph, text: str, goal: Goal | None, facts: Facts, by: User, today: date
) -> PlanItem:
    item = PlanItem(
        org=report.org, key=key, text=_short(text), theme=paragraph.theme, due_on=due_of(facts), origin=report,
        remark=text if len(text) > LONGEST else "",
    )  # fmt: skip
    if goal and paragraph.own_text is None:
        item.figure, item.comparator, item.target_milli = goal.figure, goal.comparator, goal.number * 1000
    return log_plan(item=item, by=by, today=today)


def _kept_up(item: PlanItem, text: str, by: User, today: date) -> PlanItem:
    if item.state == PlanState.CANCELLED and item.cancel_reason == LEFT_OUT:
        return reopen_plan(item=item, version=item.version, reason="总结里重新列入", by=by)
    if item.state == PlanState.OPEN and item.version == 1 and item.text != _short(text):
        item.text, item.remark = _short(text), text if len(text) > LONGEST else ""
        return edit_plan(item=item, version=item.version, by=by, today=today)
    return item


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
