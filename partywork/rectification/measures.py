"""Every figure about rectification, from the one state of each item that held on the data date.

An item closed after the data date is still open in these figures, and a deadline moved after it still counts as it
was then.
"""

from django.db.models import Q

from partywork.entries.enums import Status
from partywork.measures.declarations import (
    Breakdown,
    Condition,
    Count,
    Dim,
    Distinct,
    Flow,
    Measure,
    Ratio,
    Source,
    Stock,
    dim,
)
from partywork.measures.window import Window
from partywork.orgs.dated import holding_on
from partywork.orgs.enums import NEW_SECTORS, Sector
from partywork.orgs.models import Profile
from partywork.rectification.enums import (
    AFTER_REQUEST,
    DUE_STATES,
    WEAK_ORGANISATION,
    Level,
    ProblemSource,
    ProgressKind,
    State,
)
from partywork.rectification.models import ItemState, Progress


def _of_sector(*sectors: Sector) -> Condition:
    def condition(window: Window) -> Q:
        profiles = Profile.objects.on(window.on).filter(sector__in=sectors)
        return Q(item__subject_org__in=profiles.values("org"))

    return condition


SECTOR = Dim(
    "整顿对象领域",
    values={**{str(each.label): _of_sector(each) for each in Sector if each != Sector.OTHER},
            "两新组织": _of_sector(*NEW_SECTORS)},
    partition=False,
)  # fmt: skip

ITEMS = Source(
    "rectification",
    "整改问题",
    ItemState,
    ledger="rectification",
    org="item__org",
    on="item__date",
    half="item__half",
    month="item__month",
    tag="item__tag",
    span="",
    record="item",
    where=lambda window: Q(item__status=Status.DONE) & holding_on(window.on),
    dims={
        "source": dim("来源", "item__source", ProblemSource),
        "level": dim("层级", "item__level_raised", Level),
        "state": dim("整改状态", "state", State),
        "sector": SECTOR,
        "category": dim("类别", "item__category"),
    },
)

_THEME = "问题整改"
_WEAK_THEME = "软弱涣散整顿"
_CLOSED = Q(state=State.CLOSED)
_OPEN = ~_CLOSED
_WEAK = Q(item__category=WEAK_ORGANISATION)


def _overdue(window: Window) -> Q:
    return Q(state__in=DUE_STATES, due_on__lt=window.on)


def _in_time(window: Window) -> Q:
    return Q(state__in=DUE_STATES) & (Q(due_on__gte=window.on) | Q(due_on__isnull=True))


_ITEMS: list[Measure] = [
    Measure("rect.raised", "查找问题数", "个", _THEME, ITEMS, Count(), "提出日期在期内的问题"),
    Measure("rect.sources", "问题来源类数", "类", _THEME, ITEMS, Distinct("item__source"), "期内提出的问题有几类来源"),
    Measure("rect.categories", "问题类别数", "类", _THEME, ITEMS, Distinct("item__category"),
            "期内提出的问题有几种类别，未填类别的不计"),
    Measure("rect.orgs", "查找出问题的党组织数", "个", _THEME, ITEMS, Distinct("item__org"),
            "期内至少提出过一个问题的党组织"),
    Measure("rect.closed", "已销号问题数", "个", _THEME, ITEMS, Flow("since"),
            "销号日期在期内、数据截至日仍是已销号的问题，含以前提出的", _CLOSED),
    Measure("rect.raised.closed", "期内问题已销号数", "个", _THEME, ITEMS, Count(),
            "期内提出的问题中，数据截至日已销号的", _CLOSED),
    Measure("rect.rate", "整改完成率", "%", _THEME, ITEMS, Ratio("rect.raised.closed", "rect.raised"),
            "期内提出的问题中，数据截至日已销号的占比"),
    Measure("rect.raised.started", "期内问题已启动整改数", "个", _THEME, ITEMS, Count(),
            "期内提出的问题中，数据截至日已启动整改的，含以后各步的", ~Q(state=State.NOT_STARTED)),
    Measure("rect.raised.requested", "期内问题已申请销号数", "个", _THEME, ITEMS, Count(),
            "期内提出的问题中，数据截至日已申请销号的，含审核后认定基本完成、长期坚持和已销号的；退回重改的不计",
            Q(state__in=AFTER_REQUEST)),
    Measure("rect.raised.overdue", "期内问题逾期未销号数", "个", _THEME, ITEMS, Count(),
            "期内提出的问题中，数据截至日没有销号、当时的整改时限已过的，不含长期坚持", _overdue),
    Measure("rect.raised.open", "期内问题未销号数", "个", _THEME, ITEMS, Count(),
            "期内提出的问题中，数据截至日没有销号的，含长期坚持", _OPEN),
    Measure("rect.open", "未销号问题数", "个", _THEME, ITEMS, Stock(),
            "数据截至日没有销号的问题，不论何时提出，含长期坚持", _OPEN),
    Measure("rect.overdue", "逾期未销号问题数", "个", _THEME, ITEMS, Stock(),
            "数据截至日没有销号、当时的整改时限已过的问题，不含长期坚持", _overdue),
    Measure("rect.in_time", "期限内推进问题数", "个", _THEME, ITEMS, Stock(),
            "数据截至日没有销号、整改时限未过的问题，不含长期坚持", _in_time),
    Measure("rect.requested", "申请销号待审问题数", "个", _THEME, ITEMS, Stock(),
            "数据截至日已申请销号、还没有审核的问题", Q(state=State.REQUESTED)),
    Measure("rect.not_started", "未启动整改问题数", "个", _THEME, ITEMS, Stock(), "数据截至日未启动整改的问题",
            Q(state=State.NOT_STARTED)),
    Measure("rect.basically", "基本完成问题数", "个", _THEME, ITEMS, Stock(),
            "数据截至日上级认定基本完成、还没有销号的问题", Q(state=State.BASICALLY_DONE)),
    Measure("rect.long_term", "长期坚持问题数", "个", _THEME, ITEMS, Stock(), "数据截至日转为长期坚持的问题",
            Q(state=State.LONG_TERM)),
    Measure("rect.by_source", "问题来源构成", "个", _THEME, ITEMS, Breakdown("source"), "期内提出的问题按来源分"),
    Measure("rect.by_level", "问题提出层级构成", "个", _THEME, ITEMS, Breakdown("level"),
            "期内提出的问题按提出层级分"),
    Measure("rect.by_state", "问题整改状态构成", "个", _THEME, ITEMS, Breakdown("state"),
            "期内提出的问题按数据截至日的整改状态分"),
    Measure("rect.open.by_source", "未销号问题来源构成", "个", _THEME, ITEMS, Breakdown("source", Stock()),
            "数据截至日没有销号的问题按来源分", _OPEN),
]  # fmt: skip

_ORGANISATIONS: list[Measure] = [
    Measure("rect.weak.raised", "列入整顿软弱涣散党组织数", "个", _WEAK_THEME, ITEMS, Distinct("item__subject_org"),
            "期内提出的类别为软弱涣散的问题所整顿的不同党组织", _WEAK),
    Measure("rect.weak.closed", "完成整顿软弱涣散党组织数", "个", _WEAK_THEME, ITEMS,
            Distinct("item__subject_org", on="since"),
            "类别为软弱涣散的问题，销号日期在期内、数据截至日仍是已销号的，其整顿对象去重，含以前列入的",
            _WEAK & _CLOSED),
    Measure("rect.weak.open", "在整顿软弱涣散党组织数", "个", _WEAK_THEME, ITEMS, Stock("item__subject_org"),
            "数据截至日没有销号的类别为软弱涣散的问题所整顿的不同党组织", _WEAK & _OPEN),
    Measure("rect.weak.raised.items", "软弱涣散整顿事项数", "个", _WEAK_THEME, ITEMS, Count(),
            "期内提出的类别为软弱涣散的问题", _WEAK),
    Measure("rect.weak.raised.closed", "期内软弱涣散整顿事项已销号数", "个", _WEAK_THEME, ITEMS, Count(),
            "期内提出的类别为软弱涣散的问题中，数据截至日已销号的", _WEAK & _CLOSED),
    Measure("rect.weak.rate", "软弱涣散整顿完成率", "%", _WEAK_THEME, ITEMS,
            Ratio("rect.weak.raised.closed", "rect.weak.raised.items"),
            "期内提出的类别为软弱涣散的问题中，数据截至日已销号的占比"),
]  # fmt: skip

STEPS = Source(
    "rectification_steps", "整改办理", Progress, ledger="rectification", org="item__org", on="date", half="", month="",
    tag="item__tag", record="item", where=Q(item__status=Status.DONE),
    dims={"source": dim("来源", "item__source", ProblemSource), "level": dim("层级", "item__level_raised", Level)},
)  # fmt: skip


def _taken(code: str, name: str, unit: str, of: Count | Distinct, kind: ProgressKind, definition: str) -> Measure:
    return Measure(f"rect.step.{code}", name, unit, _THEME, STEPS, of, definition, Q(kind=kind))


_STEPS: list[Measure] = [
    _taken("progress", "整改进展登记次数", "次", Count(), ProgressKind.PROGRESS, "进展日期在期内的进展，每条计一次"),
    _taken("extended", "延期整改问题数", "个", Distinct("item"), ProgressKind.DEADLINE, "期内调整过整改时限的不同问题"),
    _taken("returned", "退回整改问题数", "个", Distinct("item"), ProgressKind.RETURN, "期内销号申请被退回过的不同问题"),
    _taken("reopened", "重新打开问题数", "个", Distinct("item"), ProgressKind.REOPEN, "期内销号后又重新打开的不同问题"),
]

MEASURES: list[Measure] = [*_ITEMS, *_ORGANISATIONS, *_STEPS]
