"""The lists of what was asked and of what a unit is to answer."""

from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from partywork.ledgers.columns import Column, Ledger
from summaries.tasks.models import ReplyState, SummaryTask, TaskReply
from summaries.tasks.queries import LIGHTS, with_counts


def _answered(task: Any) -> str:
    return "已撤回" if task.is_withdrawn else f"{task.answered}/{task.asked}"


def _light(task: Any) -> str:
    return "muted" if task.is_withdrawn else "ok" if task.answered == task.asked else "warn"


TASKS = Ledger(
    "summary_tasks",
    "请下级确认",
    SummaryTask,
    "summaries:tasks",
    [
        Column("title", "事项", str, width=24),
        Column("org", "发起单位", lambda task: task.org.short_name, width=18),
        Column("data_date", "数据截至", lambda task: task.data_date, "date", 12),
        Column("due_on", "截止日期", lambda task: task.due_on, "date", 12),
        Column("answered", "已确认", _answered, width=10, mark=_light),
    ],
    with_counts,
)


def _replies(queryset: QuerySet[TaskReply]) -> QuerySet[TaskReply]:
    return queryset.select_related("task__org", "org").annotate(due_on=F("task__due_on"))


def due_on(reply: Any) -> date:
    day: date = reply.due_on
    return day


def _state_light(reply: TaskReply) -> str:
    return LIGHTS[ReplyState(reply.state)]


REPLIES = Ledger(
    "task_replies",
    "数字确认",
    TaskReply,
    "summaries:replies",
    [
        Column("title", "事项", lambda reply: str(reply.task), width=24),
        Column("org", "党组织", lambda reply: reply.org.short_name, width=18),
        Column("from", "发起单位", lambda reply: reply.task.org.short_name, width=18),
        Column("data_date", "数据截至", lambda reply: reply.task.data_date, "date", 12),
        Column("due_on", "截止日期", due_on, "date", 12),
        Column(
            "state", "状态", lambda reply: reply.get_state_display(), width=10, mark=lambda reply: LIGHTS[reply.state]
        ),
    ],
    _replies,
)
