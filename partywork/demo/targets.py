"""Targets of the demo's year that are asked of each branch, quarter or member."""

from datetime import date

from partywork.demo.plans import DECIDED
from partywork.demo.world import World
from partywork.measures.themes import Theme
from partywork.plans.actions import log_plan
from partywork.plans.enums import Comparator, Each
from partywork.plans.models import PlanItem

TARGETS = (
    ("DEMO", "各支部每月开展主题党日", Theme.THEME_DAY, "主题党日次数", Each.BRANCH_MONTH, 1),
    ("DEMO-03", "每季度志愿服务不少于1次", Theme.VOLUNTEERING, "志愿服务次数", Each.QUARTER, 1),
    ("DEMO-03", "每名党员集中学习不少于32学时", Theme.TRAINING, "集中学习学时", Each.PERSON, 32),
)


def make_targets(world: World) -> None:
    units = {unit.org.code: unit for unit in [world.root, *world.branches]}
    for number, (code, text, theme, figure, each, least) in enumerate(TARGETS, 1):
        unit = units.get(code)
        if unit is None:
            continue
        item = PlanItem(
            org=unit.org, key=f"target-{number:02d}", text=text, theme=theme, due_on=date(world.year, 12, 31),
            set_on=date(world.year, *DECIDED), owner=unit.chair or "党建办", each=each, over_year=True,
            comparator=Comparator.AT_LEAST, target_milli=least * 1000,
        )  # fmt: skip
        item.figure = figure
        log_plan(item=item, by=unit.secretary, today=world.today)
