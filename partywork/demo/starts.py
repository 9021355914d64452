"""The demo's branch that began with the product in March: what it did before is declared, what was open is carried in.

Made when everything else is, from what the branch would have logged: its records of the days before are taken away
and their numbers declared, so the office's sums stay what they were and say how much of them has no records.
"""

from datetime import date, timedelta

from partywork.common.periods import Stretch
from partywork.declared.actions import declare, log_start
from partywork.declared.models import DeclaredFigure, UnitStart
from partywork.demo.world import Unit, World
from partywork.dues.collecting import log_month
from partywork.dues.models import DuesMonth
from partywork.entries.models import Entry
from partywork.measures import lookup
from partywork.measures.evaluate import evaluate
from partywork.measures.window import Window
from partywork.meetings.models import Meeting
from partywork.orgs.queries import scope_of_org
from partywork.plans.actions import log_plan
from partywork.plans.models import PlanItem
from partywork.visits.models import Talk, Visit
from partywork.worklog.models import WorkLog

BRANCH, START = "DEMO-09", (3, 10)
DECLARED = (
    "支委会次数", "党员大会次数", "主题党日次数", "党课次数", "组织生活次数", "志愿服务次数", "志愿服务参加人次",
    "应缴党费", "实缴党费", "收缴党费",
)  # fmt: skip
SOURCE = "一季度党建工作情况报告"
LOGGED: tuple[type[Entry], ...] = (Meeting, Visit, Talk, WorkLog)
OWED_MONTHS = (11, 12)  # of the year before: one member's dues that came along unpaid


def make_late_start(world: World) -> None:
    unit = next((each for each in world.branches if each.org.code == BRANCH), None)
    if unit is None:
        return
    start = date(world.year, *START)
    days = date(world.year, 1, 1), start - timedelta(days=1)
    requests = {name: lookup.parse_request(name) for name in DECLARED}
    window = Window(Stretch(*days), days[1])
    values = evaluate(requests.values(), scope_of_org(unit.org, start), window)
    _take_away(unit, start)
    log_start(start=UnitStart(org=unit.org, key=f"start-{BRANCH}", on=start), by=unit.secretary, today=world.today)
    for number, (name, request) in enumerate(requests.items(), 1):
        found = values[request].number
        if isinstance(found, int) and found:
            milli = found * (10 if lookup.measure(request.code).is_money else 1000)
            figure = DeclaredFigure(
                org=unit.org, key=f"declared-{number:02d}", date=days[0], until=days[1], value_milli=milli,
                source_document=f"{world.year}年{SOURCE}", declared_by=unit.chair,
            )  # fmt: skip
            figure.figure = name
            declare(figure=figure, by=unit.secretary)
    _carry_in(world, unit, start)


def _take_away(unit: Unit, start: date) -> None:
    for model in LOGGED:
        model._default_manager.filter(org=unit.org, date__lt=start).delete()
    DuesMonth.objects.filter(org=unit.org, due_on__lt=start).delete()


def _carry_in(world: World, unit: Unit, start: date) -> None:
    """A plan of the time before and one member's dues; the problem it had open is among the demo's problems."""
    plan = PlanItem(
        org=unit.org, key="opening-plan", text="与社区支部建立结对共建机制", due_on=date(world.year, 5, 31),
        set_on=start - timedelta(days=30), owner=unit.chair,
    )  # fmt: skip
    log_plan(item=plan, by=unit.secretary, today=world.today)
    member = min(unit.members, key=lambda each: each.pk)
    for month in OWED_MONTHS:
        owed = DuesMonth(
            org=unit.org, key=f"opening-dues-{month}", member=member, month=(world.year - 1) * 100 + month,
            due_fen=2_000, note="启用时结转",
        )  # fmt: skip
        log_month(dues=owed, by=unit.secretary, today=world.today)
