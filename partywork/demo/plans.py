"""Plan items with targets, and three indicators of the demo's own."""

from dataclasses import dataclass
from datetime import date

from partywork.demo.world import World
from partywork.measures.themes import Theme
from partywork.orgs.models import Organisation
from partywork.plans.actions import complete_plan, log_plan
from partywork.plans.enums import Comparator
from partywork.plans.indicator_actions import define_indicator, log_value
from partywork.plans.models import Indicator, IndicatorValue, PlanItem

T = Theme


@dataclass(frozen=True)
class Plan:
    """``done`` is None for an item that is still open; ``figure`` and ``target`` come together."""

    text: str
    theme: Theme
    due: tuple[int, int]
    done: tuple[int, int] | None = None
    figure: str = ""
    target: int = 0
    org: str = "DEMO"


DECIDED = (1, 5)  # the year's plan

PLANS = [
    Plan("制定年度党建工作要点和责任清单", T.RESPONSIBILITY, (1, 31), (1, 22)),
    Plan("开展党支部书记集中培训不少于2期", T.TRAINING, (6, 30), (6, 17), "培训期数#党务培训", 2),
    Plan("党工委会研究党建工作不少于6次", T.POLITICS, (6, 30), (6, 12), "党委（党组）会次数", 6),
    Plan("理论学习中心组学习不少于6次", T.THOUGHT, (6, 30), (6, 24), "中心组学习次数", 6),
    Plan("组建商圈联合党支部", T.NEW_SECTORS, (3, 31), (3, 12)),
    Plan("建成商圈党群驿站", T.PREMISES, (4, 30), (4, 28)),
    Plan("春节前完成困难党员走访慰问", T.CONDOLENCE, (2, 28), (2, 12), "慰问人次@春节", 20),
    Plan("开展党费收缴使用情况公示", T.DUES, (6, 30), (6, 20)),
    Plan("志愿服务不少于20次", T.VOLUNTEERING, (6, 30), (6, 26), "志愿服务次数", 20),
    Plan("完成供水站党支部换届", T.ORGANISATION, (4, 30)),
    Plan("支部台账互查一遍", T.INSPECTION, (5, 31), (5, 29)),
    Plan("党员先锋岗评比", T.COMMENDATION, (6, 30), (6, 23), org="DEMO-01"),
    Plan("完成便民服务中心党支部换届", T.ORGANISATION, (10, 31)),
    Plan("党课每季度不少于一次", T.LECTURE, (12, 31), None, "党课次数", 24),
    Plan("理论学习中心组学习不少于6次", T.THOUGHT, (12, 31), None, "中心组学习次数", 6),
    Plan("重阳节走访老党员", T.CONDOLENCE, (10, 25), (10, 21)),
    Plan("开展党员冬训", T.TRAINING, (12, 20)),
    Plan("组织年度述职评议考核", T.RESPONSIBILITY, (12, 25)),
    Plan("完善两新组织党建指导员制度", T.NEW_SECTORS, (9, 30), (9, 24)),
    Plan("整改销号率达到九成", T.RECTIFICATION, (12, 31)),
]


def make_plans(world: World) -> None:
    for plan in PLANS:
        _plan(world, plan)
    _indicators(world)


def _plan(world: World, plan: Plan) -> None:
    unit = next((u for u in [world.root, *world.branches] if u.org.code == plan.org), None)
    if unit is None:
        return
    item = PlanItem(
        org=unit.org, key=world.key(), text=plan.text, theme=plan.theme, due_on=date(world.year, *plan.due),
        set_on=date(world.year, *DECIDED), owner=unit.chair or "党建办",
    )  # fmt: skip
    if plan.figure:
        item.figure, item.comparator, item.target_milli = plan.figure, Comparator.AT_LEAST, plan.target * 1000
    log_plan(item=item, by=unit.secretary, today=world.today)
    if plan.done:
        complete_plan(
            item=item, version=item.version, done_on=date(world.year, *plan.done), result="按期完成",
            by=unit.secretary, today=world.today,
        )  # fmt: skip


def _indicators(world: World) -> None:
    since = date(world.year - 1, 7, 1)
    root = world.root
    income = _define(world, "集体经济收入", "万元", T.ASSISTANCE, "村集体当季到账收入，不含财政补助", since)
    rate = _define(world, "居民诉求按期办结数", "件", T.GOVERNANCE, "按期办结件数，分母为当季受理件数", since)
    lecture = Indicator(
        org=root.org, key=world.key(), name="半年党课目标", unit="次", theme=T.LECTURE, since=since,
        definition="各支部每半年党课次数", comparator=Comparator.AT_LEAST, target_milli=20_000,
    )  # fmt: skip
    lecture.figure = "党课次数"
    define_indicator(indicator=lecture, by=world.manager)
    quarters = [(world.year - 1, 9), (world.year - 1, 12), (world.year, 3), (world.year, 6), (world.year, 9)]
    village = next((u for u in world.branches if u.org.code == "DEMO-10"), None)
    for number, (year, month) in enumerate(quarters):
        day = date(year, month, 28)
        if village:
            _value(world, income, village.org, day, 9_400 + number * 850, None)
        _value(world, rate, root.org, day, (118 + number * 7) * 1000, (126 + number * 7) * 1000)


def _define(world: World, name: str, unit: str, theme: Theme, definition: str, since: date) -> Indicator:
    indicator = Indicator(
        org=world.root.org, key=world.key(), name=name, unit=unit, theme=theme, since=since, definition=definition
    )
    return define_indicator(indicator=indicator, by=world.manager)


def _value(world: World, indicator: Indicator, org: Organisation, day: date, milli: int, whole: int | None) -> None:
    value = IndicatorValue(
        org=org, key=world.key(), date=day, indicator=indicator, value_milli=milli, denominator_milli=whole
    )
    log_value(value=value, by=world.manager, today=world.today)
