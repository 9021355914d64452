"""The main figures a unit confirms: as the records give them, as they were confirmed, and what differs."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from partywork.access.scope import Scope
from partywork.measures import lookup
from partywork.measures.declarations import Measure, Request
from partywork.measures.display import exact, printed
from partywork.measures.evaluate import evaluate, evaluate_each
from partywork.measures.values import Value
from partywork.measures.window import Window
from partywork.orgs.models import Organisation, Placement
from partywork.orgs.queries import scope_of_org
from partywork.pages.figures import figure_url
from summaries.lifecycle.differences import NOTHING, Difference
from summaries.lifecycle.stored import canonical

# In the order in which a secretary goes through the work. A zero is shown and confirmed too.
MAIN = (
    "党员总数", "预备党员数", "入党积极分子数", "接收预备党员数", "转正党员数",
    "支委会次数", "党员大会次数", "党小组会次数", "党课次数", "主题党日次数", "组织生活会次数",
    "组织生活应到人次", "组织生活参加人次", "组织生活参加率",
    "收缴党费", "欠缴党费人数",
    "走访次数", "慰问人次", "慰问金额", "谈心谈话次数",
    "志愿服务次数", "志愿服务参加人次", "共建活动次数", "培训期数", "廉政教育次数",
    "查找问题数", "已销号问题数", "逾期未销号问题数", "已完成计划事项数",
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A figure as it is shown; ``number`` is the exact value as text, ``version`` that of its 口径."""

    code: str
    name: str
    printed: str
    number: str
    unit: str
    version: int

    @property
    def is_zero(self) -> bool:
        return self.number in ("", "0", "0.0", "0.00")


def main_requests() -> list[Request]:
    return [Request(lookup.declared(name).code) for name in MAIN]


def figures_of(org: Organisation, window: Window) -> list[Shown]:
    """The main figures of a unit with everything below it."""
    return _shown(evaluate(main_requests(), scope_of_org(org, window.on), window))


def figures_of_each(orgs: Sequence[Organisation], window: Window) -> dict[int, list[Shown]]:
    """By organisation what ``figures_of`` gives: one set of queries for all that have nothing below them."""
    parents = Placement.objects.on(window.on).filter(parent__in=[org.pk for org in orgs])
    upper = set(parents.order_by().values_list("parent", flat=True).distinct())
    alone = [org.pk for org in orgs if org.pk not in upper]
    scope = Scope(Organisation.objects.filter(pk__in=alone).order_by().values("pk"), window.on)
    found = {org: _shown(values) for org, values in evaluate_each(main_requests(), alone, scope, window).items()}
    return found | {org.pk: figures_of(org, window) for org in orgs if org.pk in upper}


def _shown(values: Mapping[Request, Value]) -> list[Shown]:
    return [_one(lookup.measure(request.code), value) for request, value in values.items()]


def _one(measure: Measure, value: Value) -> Shown:
    number = exact(measure, value)
    return Shown(
        measure.code,
        measure.name,
        printed(measure, value),
        "" if number is None else str(number),
        "" if number is None else measure.unit,
        measure.version,
    )


def plain(figures: Iterable[Shown]) -> list[dict[str, Any]]:
    """As it is kept."""
    return [asdict(each) for each in figures]


def kept(rows: Iterable[Mapping[str, Any]]) -> list[Shown]:
    return [Shown(**row) for row in rows]


def sum_of(task_key: str, org_code: str, figures: Iterable[Shown]) -> str:
    """The SHA-256 over the figures and whose and which they are."""
    return hashlib.sha256(canonical([task_key, org_code, plain(figures)])).hexdigest()


def changes(confirmed: Iterable[Shown], now: Iterable[Shown], org_code: str, window: Window) -> list[Difference]:
    """The confirmed figures that the records now give otherwise."""
    present = {each.code: each for each in now}
    pairs = ((each, present.get(each.code)) for each in confirmed)
    return [_difference(then, found, org_code, window) for then, found in pairs if not _is_same(then, found)]


def _is_same(then: Shown, now: Shown | None) -> bool:
    return now is not None and (then.number, then.printed) == (now.number, now.printed)


def _difference(then: Shown, now: Shown | None, org_code: str, window: Window) -> Difference:
    return Difference(
        name=then.name,
        theme=lookup.measure(then.code).theme if now else "",
        then=then.printed,
        now=now.printed if now else NOTHING,
        by=_by(then, now),
        unit=then.unit,
        url=figure_url(Request(then.code), org_code, window) if now else "",
        redefined=bool(now and now.version != then.version),
    )


def _by(then: Shown, now: Shown | None) -> str:
    try:
        change = Decimal(now.number if now else 0) - Decimal(then.number)
    except InvalidOperation:
        return ""
    return f"{'+' if change > 0 else '−'}{abs(change):f}" if change else ""
