"""Figures about leaders' contact points: how many there are on the data date, and which were visited in the period."""

from django.db.models import Q

from partywork.entries.enums import Status
from partywork.measures.declarations import Condition, Dim, Measure, Ratio, Source, Stock
from partywork.measures.themes import Theme
from partywork.measures.window import Window
from partywork.orgs.models import Profile
from partywork.visits.models import Visit

POINTS = Source(
    "contact_points", "领导联系点", Profile, ledger="organisations", on="since", half="", month="", span="",
    record="org", where=~Q(contact_leader=""), dims={"leader": Dim("联系领导", "contact_leader")},
)  # fmt: skip


def _visited(window: Window) -> Q:
    span = window.span
    if span.is_empty:
        return Q(pk__in=[])
    visits = Visit.objects.filter(
        contact_org__isnull=False, status=Status.DONE, date__gte=span.start, date__lte=span.end
    )
    return Q(org__in=visits.values("contact_org"))


def _unvisited(window: Window) -> Q:
    return ~_visited(window)


def _points(code: str, name: str, definition: str, where: Condition) -> Measure:
    return Measure(f"contact.{code}", name, "个", Theme.VISITS, POINTS, Stock(), definition, where)


_POINT = "数据截至日登记了联系领导的党组织，每个算一个联系点"

MEASURES: list[Measure] = [
    _points("points", "联系点数", _POINT, Q()),
    _points("visited", "已走访的联系点数", f"{_POINT}；其中期内有方式为联系点的走访的", _visited),
    _points("unvisited", "未走访的联系点数", f"{_POINT}；其中期内没有方式为联系点的走访的", _unvisited),
    Measure("contact.rate", "联系点走访覆盖率", "%", Theme.VISITS, POINTS, Ratio("contact.visited", "contact.points"),
            "已走访的联系点数 ÷ 联系点数"),
]  # fmt: skip
