"""The figures and concerns of the home page: all of them measures, each a link to its records."""

from dataclasses import dataclass
from typing import Any

from partywork.access.scope import Scope
from partywork.measures import lookup
from partywork.measures.declarations import Request
from partywork.measures.display import printed
from partywork.measures.evaluate import evaluate
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.pages.figures import figure_url

QUICK = (
    ("登记会议", "meetings:create", "people"),
    ("登记走访", "visits:create", "house-heart"),
    ("记一项工作", "worklog:create", "briefcase"),
    ("收党费", "dues:collect", "wallet2"),
)

FIGURES = (
    Request("member.total"),
    Request("meeting.life.gatherings"),
    Request("meeting.life.rate"),
    Request("visit.count"),
    Request("dues.received"),
    Request("work.items"),
)


@dataclass(frozen=True)
class Concern:
    """A figure that asks for action when it is not nothing."""

    request: Request
    text: str  # what {n} of it are
    light: str


CONCERNS = (
    Concern(Request("rect.overdue"), "{n}个问题整改逾期", "red"),
    Concern(Request("committee.overdue"), "{n}个党组织任期届满未换届", "red"),
    Concern(Request("dues.arrears.six"), "{n}人欠缴党费满六个月", "red"),
    Concern(Request("plan.overdue"), "{n}项计划逾期未完成", "red"),
    Concern(Request("dues.arrears.three"), "{n}人欠缴党费满三个月", "amber"),
    Concern(Request("committee.soon"), "{n}个党组织半年内任期届满", "amber"),
    Concern(Request("dues.reduction.waiting"), "{n}件党费减免等待批准", "amber"),
    Concern(Request("rect.requested"), "{n}个问题申请销号，等待审核", "amber"),
)


def figures(scope: Scope, window: Window, org: Organisation | None) -> list[dict[str, Any]]:
    values = evaluate(FIGURES, scope, window)
    return [
        {
            "label": lookup.measure(request.code).name,
            "value": printed(lookup.measure(request.code), value),
            "unit": "" if value.number is None else lookup.measure(request.code).unit,
            "url": figure_url(request, org.code, window) if org else "",
            "hint": lookup.measure(request.code).definition,
        }
        for request, value in values.items()
    ]


def concerns(scope: Scope, window: Window, org: Organisation | None) -> list[dict[str, str]]:
    """What needs a hand now, worst first."""
    values = evaluate([concern.request for concern in CONCERNS], scope, window)
    return [
        {
            "title": concern.text.format(n=printed(lookup.measure(concern.request.code), values[concern.request])),
            "detail": lookup.measure(concern.request.code).definition,
            "light": concern.light,
            "word": "",
            "url": figure_url(concern.request, org.code, window) if org else "",
            "action_label": "查看",
            "article": "",
        }
        for concern in CONCERNS
        if not values[concern.request].is_nothing
    ]
