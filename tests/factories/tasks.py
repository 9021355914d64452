"""Questions to units below, and their answers."""

from datetime import date
from typing import Any

from partywork.accounts.models import User
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from summaries.tasks.actions import ask, confirm
from summaries.tasks.figures import figures_of, sum_of
from summaries.tasks.models import ReplyStep, SummaryTask, TaskReply

TODAY = date(2026, 7, 1)


def make_task(org: Organisation, by: User, *asked: Organisation, **facts: Any) -> SummaryTask:
    """A question about the first half of 2026; asked of ``org`` itself where nobody is named."""
    facts = {"period_code": "2026H1", "data_date": date(2026, 6, 30), "due_on": date(2026, 7, 5)} | facts
    return ask(task=SummaryTask(org=org, **facts), orgs=asked or [org], by=by, today=TODAY)


def make_reply(org: Organisation, by: User) -> TaskReply:
    return make_task(org, by).replies.get()


def seen(reply: TaskReply) -> str:
    """The sum of the figures as a page would show them now."""
    window = Window(reply.task.period, reply.task.data_date)
    return sum_of(reply.task.key, reply.org.code, figures_of(reply.org, window))


def answer(reply: TaskReply, by: User, *offers: Any, **facts: Any) -> ReplyStep:
    reply.refresh_from_db()
    known: dict[str, Any] = {"seen": seen(reply), "version": reply.version, "today": TODAY}
    return confirm(reply=reply, offers=offers, by=by, **known | facts)
