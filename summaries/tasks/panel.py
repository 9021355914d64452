"""On the home page: what is asked of the user's units, and how far what they asked is."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from partywork.common.text import format_date
from partywork.pages.http import GateProtocol, PageRequest
from partywork.reminders.waiting import Waiting
from summaries.tasks.models import ReplyState, TaskReply
from summaries.tasks.queries import COMPILE, RECEIVE, own_tasks, replies_asked_of, with_counts

SHOWN = 5
SOON = timedelta(days=7)
LATEST = timedelta(days=60)  # after which who has not answered is no news


def waiting(gate: GateProtocol) -> Iterator[Waiting]:
    """The same for the person's digest: how many, and where."""
    if gate.allows(COMPILE):
        asked = replies_asked_of(gate).exclude(state=ReplyState.CONFIRMED)
        yield Waiting("请您确认的数字", asked.count(), reverse("summaries:replies"))
    if gate.allows(RECEIVE):
        running = own_tasks(gate).filter(is_withdrawn=False, due_on__gte=gate.on - LATEST)
        open_replies = TaskReply.objects.filter(task__in=running.order_by()).exclude(state=ReplyState.CONFIRMED)
        yield Waiting("下级还没有确认数字的单位", open_replies.count(), reverse("summaries:tasks"))


def panel(request: PageRequest) -> SafeString | str:
    items: list[dict[str, Any]] = []
    if request.gate.allows(COMPILE):
        asked = replies_asked_of(request.gate).exclude(state=ReplyState.CONFIRMED)
        items += [_asked(reply, request.today) for reply in asked.order_by("task__due_on", "pk")[:SHOWN]]
    if request.gate.allows(RECEIVE):
        running = own_tasks(request.gate).filter(is_withdrawn=False, due_on__gte=request.today - LATEST)
        tasks: Iterable[Any] = with_counts(running).order_by("due_on", "pk")
        items += [_running(task, request.today) for task in tasks if task.answered < task.asked][:SHOWN]
    return render_to_string("summaries/_tasks.html", {"owed": items}) if items else ""


def _asked(reply: TaskReply, today: date) -> dict[str, Any]:
    task = reply.task
    returned = "退回，请核对后再确认；" if reply.state == ReplyState.RETURNED else ""
    return _item(
        f"{reply.org.short_name}：{task.org.short_name}请您确认{task.period.label}的数字",
        f"{returned}{format_date(task.due_on, 'weekday')}以前",
        task.due_on,
        today,
        reverse("summaries:reply", args=[reply.pk]),
        "去确认",
    )


def _running(task: Any, today: date) -> dict[str, Any]:
    left = task.asked - task.answered
    return _item(
        f"{task}：还有{left}个单位没有确认",
        f"请了{task.asked}个单位，{format_date(task.due_on, 'weekday')}截止",
        task.due_on,
        today,
        reverse("summaries:task", args=[task.pk]),
        "看进度",
    )


def _item(title: str, detail: str, due_on: date, today: date, url: str, action: str) -> dict[str, Any]:
    light, word = (
        ("red", "逾期") if today > due_on else ("amber", "快到期") if due_on - today <= SOON else ("muted", "待办")
    )
    return {
        "title": title, "detail": detail, "light": light, "word": word, "article": "", "url": url,
        "action_label": action,
    }  # fmt: skip
