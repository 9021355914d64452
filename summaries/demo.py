"""The demo's question to the branches: which have confirmed their figures, which was asked again, which are late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from partywork.common.periods import HalfYear
from partywork.demo.world import Unit, World
from partywork.measures.themes import Theme
from partywork.measures.window import Window
from summaries.tasks.actions import Offer, ask, confirm, send_back
from summaries.tasks.figures import figures_of, sum_of
from summaries.tasks.marked import marked_records
from summaries.tasks.models import ReplyStep, SummaryTask, TaskReply

ASKED_ON, DUE_ON = (7, 1), (7, 10)
TEXT = "请对照本支部台账核对上半年的数字，没有登记的先补录再确认；有特色做法的，报送亮点，不超过3个。"
ASKED_AGAIN = "DEMO-01"
REMARK = "请再报一个组织生活方面的亮点，和志愿服务的分开写。"
SILENT = ("DEMO-08", "DEMO-11")


@dataclass(frozen=True)
class Told:
    """A highlight as a branch writes it, with figures of its own records."""

    title: str
    text: str
    theme: Theme


HIGHLIGHTS: dict[str, Sequence[Told]] = {
    "DEMO-02": [
        Told("快递驿站规范摆放", "党员和网格员{网格治理参加人次#共治}人次参加，惠及居民{网格服务人次#共治}人次",
             Theme.GOVERNANCE),
    ],
    "DEMO-04": [
        Told("高考护航文明引导", "{志愿服务参加人次#文明引导}人次参加，服务考生家长{志愿服务惠及人次#文明引导|余}人次",
             Theme.VOLUNTEERING),
    ],
    "DEMO-05": [
        Told("独居老人陪伴日", "{志愿服务参加人次#进社区}人次参加，陪伴老人{志愿服务惠及人次#进社区}人次",
             Theme.VOLUNTEERING),
    ],
    "DEMO-06": [
        Told("困难学生助学", "落实助学金{金额合计#助学}元，受助学生{帮扶惠及人次#助学}人次", Theme.ASSISTANCE),
    ],
    "DEMO-07": [
        Told("慢病老人送医送药", "送药{数量合计#健康帮扶@单位=份}份，折合{金额合计#健康帮扶}元，受益{帮扶惠及人次}人次",
             Theme.ASSISTANCE),
    ],
    "DEMO-09": [
        Told("与社区支部结对共建", "同{共建单位数#结对共建|名单}商定共建项目{数量合计#结对共建@单位=个}个",
             Theme.BRANDS),
    ],
    "DEMO-10": [
        Told("汛前河道清漂", "{志愿服务参加人次#生态环保}人次参加，清理垃圾{数量合计#生态环保@单位=吨}吨",
             Theme.BRANDS),
        Told("网格微心愿集中认领", "认领微心愿{数量合计#微心愿@单位=个}个", Theme.GOVERNANCE),
    ],
}  # fmt: skip


def make_task(world: World) -> None:
    """Ask every branch in July; most answer, with what they want told of themselves."""
    period, day = HalfYear(world.year, 1), date(world.year, *ASKED_ON)
    task = SummaryTask(
        org=world.root.org, key=world.key(), period_code=period.code, data_date=period.end,
        due_on=date(world.year, *DUE_ON), text=TEXT,
    )  # fmt: skip
    ask(task=task, orgs=[unit.org for unit in world.branches], by=world.manager, today=day)
    for number, unit in enumerate(world.branches):
        if unit.org.code not in SILENT:
            _answer(task, unit, date(world.year, 7, 2 + number % 7), world)
    moments = [(day, task.pk)]
    _set_moment(SummaryTask, "created_at", moments)
    _set_moment(SummaryTask, "updated_at", moments)


def _answer(task: SummaryTask, unit: Unit, day: date, world: World) -> None:
    reply = TaskReply.objects.select_related("task__org", "org").get(task=task, org=unit.org)
    window = Window(task.period, task.data_date)
    seen = sum_of(task.key, unit.org.code, figures_of(unit.org, window))
    offers = [Offer(each.title, each.text, each.theme) for each in HIGHLIGHTS.get(unit.org.code, ())]
    if unit.org.code == ASKED_AGAIN:
        offers = [Offer(each.title, theme=Theme.VOLUNTEERING, record=each) for each in marked_records(unit.org, window)]
    step = confirm(reply=reply, seen=seen, offers=offers, version=reply.version, by=unit.secretary, today=day)
    moments = [(day, step.pk)]
    if unit.org.code == ASKED_AGAIN:
        again = send_back(reply=reply, remark=REMARK, version=reply.version, by=world.manager)
        moments.append((date(world.year, 7, 3), again.pk))
    _set_moment(ReplyStep, "at", moments)


def _set_moment(model: type[Model], field: str, days: Sequence[tuple[date, int]]) -> None:
    """Past the model, which sets the moment itself: seeding takes seconds."""
    table, column = (connection.ops.quote_name(name) for name in (model._meta.db_table, field))
    rows = [
        (connection.ops.adapt_datetimefield_value(timezone.make_aware(datetime.combine(day, time(10, 20)))), pk)
        for day, pk in days
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {column} = %s WHERE id = %s", rows)
