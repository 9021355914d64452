"""Figures about plans, and the values of indicators a unit defined for itself."""

from django.db.models import Exists, F, OuterRef, Q

from partywork.entries.enums import Status
from partywork.measures.declarations import (
    Breakdown,
    Count,
    Dim,
    Distinct,
    EventDate,
    Flow,
    Measure,
    Ratio,
    Source,
    StatedSum,
    Stock,
    dim,
)
from partywork.measures.themes import Theme
from partywork.measures.window import Window
from partywork.orgs.sectors import by_sector
from partywork.plans.enums import Comparator, PlanState
from partywork.plans.models import Indicator, IndicatorValue, PlanItem


def _done_by(window: Window) -> Q:
    return Q(done_on__lte=window.on)


def _not_done_by(window: Window) -> Q:
    """Judged by the day of completion, so that a past half-year recomputes as it was."""
    return Q(done_on__isnull=True) | Q(done_on__gt=window.on)


def _known_by(window: Window) -> Q:
    """What was planned later was no plan on the data date."""
    return ~Q(state=PlanState.CANCELLED) & Q(set_on__lte=window.on)


def _in_time(window: Window) -> Q:
    return _done_by(window) & Q(done_on__lte=F("due_on"))


def _overdue(window: Window) -> Q:
    return Q(due_on__lt=window.on) & _not_done_by(window)


PLANS = Source(
    "plans", "计划事项", PlanItem, ledger="plans", on="due_on", where=_known_by,
    dims={
        "theme": dim("主题", "theme", Theme),
        "state": Dim("状态", values={"已完成": _done_by, "未完成": _not_done_by}),
        "sector": by_sector(),
    },
)  # fmt: skip
# The whole period's plan, also what is due between the data date and the period's end.
PLANNED = Source(
    "planned", "本期计划事项", PlanItem, ledger="plans", on="due_on", ahead=True, where=_known_by,
    dims={"unit": dim("单位", "org__code"), "theme": dim("主题", "theme", Theme)},
)  # fmt: skip
INDICATORS = Source(
    "indicators", "自定义指标", Indicator, ledger="indicators", on="since", half="", month="", span="",
    dims={"theme": dim("主题", "theme", Theme)},
)  # fmt: skip
VALUES = Source(
    "indicator_values", "指标数值", IndicatorValue, ledger="indicator_values", tag="tag", where=Q(status=Status.DONE),
    dims={
        "indicator": dim("指标", "indicator__name"),
        "origin": Dim("来源", values={"填报数": Q(declared=True), "登记数": Q(declared=False)}),
    },
)  # fmt: skip


def latest(window: Window) -> Q:
    """The last value of each unit and indicator up to the data date; of one day, the one entered last."""
    later = Q(date__gt=OuterRef("date")) | Q(date=OuterRef("date"), pk__gt=OuterRef("pk"))
    newer = IndicatorValue.objects.filter(
        later, indicator=OuterRef("indicator"), org=OuterRef("org"), status=Status.DONE, date__lte=window.on
    )
    return Q(~Exists(newer))


_AT_LEAST = Q(indicator__comparator=Comparator.AT_LEAST, value_milli__gte=F("indicator__target_milli"))
_AT_MOST = Q(indicator__comparator=Comparator.AT_MOST, value_milli__lte=F("indicator__target_milli"))


def _latest_on_target(window: Window) -> Q:
    return (_AT_LEAST | _AT_MOST) & latest(window)


_DUTY, _OWN = "责任制", "党建业务融合"
_DUE = "完成期限在期内、数据截至日已到"  # what is due later is not judged yet
_OF_PERIOD = "完成期限在期内（数据截至日以后到期的也算）、数据截至日前列入、没有取消"
_BY_NAME = "须指定指标，如 @指标=集体经济收入"

MEASURES: list[Measure] = [
    Measure("plan.count", "计划事项数", "项", _DUTY, PLANS, Count(), f"{_DUE}、没有取消的计划事项"),
    Measure("plan.done", "已完成计划事项数", "项", _DUTY, PLANS, Count(),
            f"{_DUE}、到数据截至日已经完成的计划事项", _done_by),
    Measure("plan.open", "未完成计划事项数", "项", _DUTY, PLANS, Count(),
            f"{_DUE}、到数据截至日还没有完成的计划事项", _not_done_by),
    Measure("plan.rate", "计划完成率", "%", _DUTY, PLANS, Ratio("plan.done", "plan.count"),
            "已完成计划事项数 ÷ 计划事项数，分子分母都是期限在期内、数据截至日已到的"),
    Measure("plan.overdue", "逾期未完成计划事项数", "项", _DUTY, PLANS, Stock(),
            "数据截至日已过完成期限、还没有完成的计划事项，含以前各期的", _overdue),
    Measure("plan.in_time", "按期完成计划事项数", "项", _DUTY, PLANS, Count(),
            f"{_DUE}、完成日期不晚于期限的计划事项", _in_time),
    Measure("plan.finished", "期内办结计划事项数", "项", _DUTY, PLANS, Flow(on="done_on"),
            "完成日期在期内的计划事项，不论期限在哪一期"),
    Measure("plan.planned", "本期计划事项数", "项", _DUTY, PLANNED, Count(), f"{_OF_PERIOD}的计划事项"),
    Measure("plan.planned_done", "本期计划事项完成数", "项", _DUTY, PLANNED, Count(),
            f"{_OF_PERIOD}、到数据截至日已经完成的计划事项", _done_by),
    Measure("plan.targeted", "有量化目标的计划事项数", "项", _DUTY, PLANS, Count(),
            f"{_DUE}、设了目标值的计划事项", Q(target_milli__isnull=False)),
    Measure("plan.themes", "计划事项构成", "项", _DUTY, PLANS, Breakdown("theme"), "期限在期内的计划事项按主题分"),
    Measure("plan.units", "有计划事项的组织数", "个", _DUTY, PLANS, Distinct("org"),
            "期内至少有一项计划事项到期的党组织"),
    Measure("plan.last", "最晚计划期限", "", _DUTY, PLANS, EventDate("last"), "期内最晚的一个完成期限"),
    Measure("indicator.count", "自定义指标数", "个", _OWN, INDICATORS, Stock(), "数据截至日在用的自定义指标"),
    Measure("indicator.value", "指标值", "", _OWN, VALUES, StatedSum("value_milli", thousandths=True),
            f"期内各次、各组织填的数值相加，适合收入、人次这类可以累加的数；没有填的不出数；{_BY_NAME}"),
    Measure("indicator.latest", "期末指标值", "", _OWN, VALUES, StatedSum("value_milli", thousandths=True),
            f"每个组织期内最后一次填的数值，各组织相加，适合户数、人数这类时点数；没有填的不出数；{_BY_NAME}", latest),
    Measure("indicator.part", "指标分子合计", "", _OWN, VALUES, StatedSum("value_milli", thousandths=True),
            f"填了分母的数值相加；{_BY_NAME}", Q(denominator_milli__isnull=False)),
    Measure("indicator.whole", "指标分母合计", "", _OWN, VALUES, StatedSum("denominator_milli", thousandths=True),
            f"分母相加；{_BY_NAME}", Q(denominator_milli__isnull=False)),
    Measure("indicator.rate", "指标占比", "%", _OWN, VALUES, Ratio("indicator.part", "indicator.whole"),
            f"指标分子合计 ÷ 指标分母合计；{_BY_NAME}"),
    Measure("indicator.times", "指标填报次数", "次", _OWN, VALUES, Count(), "期内填的指标数值条数"),
    Measure("indicator.units", "填报指标的组织数", "个", _OWN, VALUES, Distinct("org"), "期内填过指标数值的党组织"),
    Measure("indicator.on_target", "指标达标组织数", "个", _OWN, VALUES, Distinct("org"),
            f"每个组织期内最后一次填的数值达到指标目标的，按组织计；{_BY_NAME}", _latest_on_target),
    Measure("indicator.date", "指标最近填报日期", "", _OWN, VALUES, EventDate("last"), "期内最后一次填指标数值的日期"),
]  # fmt: skip
