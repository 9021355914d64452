"""Who is asked, who has answered, and what changed since."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from partywork.access.permissions import Permission
from partywork.access.scope import Scope, restrict
from partywork.measures.window import Window
from partywork.pages.http import GateProtocol
from summaries.lifecycle.differences import Difference
from summaries.tasks.figures import Shown, changes, figures_of_each, kept
from summaries.tasks.models import ReplyState, ReplyStep, ReplyStepKind, SummaryTask, TaskReply

COMPILE, RECEIVE = Permission.COMPILE_REPORTS, Permission.RECEIVE_REPORTS
LIGHTS = {ReplyState.CONFIRMED: "ok", ReplyState.RETURNED: "warn", ReplyState.ASKED: "muted"}
OVERDUE, RETURNED_OVERDUE = "逾期未确认", "退回后逾期"
WORDS = (ReplyState.ASKED.label, OVERDUE, ReplyState.RETURNED.label, RETURNED_OVERDUE)  # as they are told


def own_tasks(gate: GateProtocol) -> QuerySet[SummaryTask]:
    """What the user's units ask of those below them."""
    return restrict(SummaryTask.objects.all(), gate.scope(RECEIVE))


def with_counts(tasks: QuerySet[SummaryTask]) -> QuerySet[SummaryTask]:
    """With ``asked`` and ``answered``: how many units, and how many of them have confirmed."""
    done = Q(replies__state=ReplyState.CONFIRMED)
    return tasks.select_related("org", "created_by").annotate(
        asked=Count("replies"), answered=Count("replies", filter=done)
    )


def replies_asked_of(gate: GateProtocol) -> QuerySet[TaskReply]:
    """What the user's own units are asked for and was not taken back."""
    asked = restrict(TaskReply.objects.filter(task__is_withdrawn=False), gate.appointed_at(COMPILE))
    return asked.select_related("task__org", "org")


def seen_replies(gate: GateProtocol) -> QuerySet[TaskReply]:
    """Those of the units the user compiles for, and the answers to what the user's units asked those still below."""
    seen = Q(pk__in=restrict(TaskReply.objects.all(), gate.scope(COMPILE)).order_by().values("pk"))
    if gate.allows(RECEIVE):
        answers = restrict(TaskReply.objects.filter(task__in=own_tasks(gate).order_by()), gate.scope(RECEIVE))
        seen |= Q(pk__in=answers.values("pk"))
    return TaskReply.objects.filter(seen).select_related("task__org", "org")


@dataclass(frozen=True)
class Line:
    """One unit's answer in the superior's list. ``figures`` are those confirmed, empty before.

    ``is_here``: whether the unit is still within the superior's reach.
    """

    reply: TaskReply
    word: str
    light: str
    last: ReplyStep | None
    figures: tuple[Shown, ...]
    changed: tuple[Difference, ...]
    highlights: int
    is_here: bool

    @property
    def is_open(self) -> bool:
        return self.reply.state != ReplyState.CONFIRMED


def last_step(reply: TaskReply, kind: ReplyStepKind) -> ReplyStep | None:
    return reply.steps.filter(kind=kind).select_related("by").order_by("pk").last()


def progress(task: SummaryTask, today: date, reach: Scope | None = None) -> list[Line]:
    """Every unit asked, those that are to answer first; the same number of queries however many they are.

    What a unit's records say now is read for those within ``reach`` alone (None: all): one that has gone to another
    superior stays with what it confirmed.
    """
    replies = list(task.replies.select_related("org").annotate(offered=Count("highlights")).order_by("org__code"))
    steps = ReplyStep.objects.filter(reply__task=task).select_related("by").order_by("pk")
    last = {step.reply_id: step for step in steps.filter(kind=ReplyStepKind.CONFIRM)}
    window = Window(task.period, task.data_date)
    here = {each.pk for each in (replies if reach is None else restrict(task.replies.all(), reach))}
    confirmed = [each for each in replies if each.state == ReplyState.CONFIRMED and each.pk in here]
    now = figures_of_each([each.org for each in confirmed], window)
    lines = []
    for reply in replies:
        is_confirmed = reply.state == ReplyState.CONFIRMED
        step = last.get(reply.pk) if is_confirmed else None
        figures = kept(step.figures) if step else []
        present = now.get(reply.org_id)
        changed = [] if present is None else changes(figures, present, reply.org.code, window)
        word, light = state_of(reply, task, today)
        told = (tuple(figures), tuple(changed), reply.offered)
        lines.append(Line(reply, word, light, step, *told, is_here=reply.pk in here))
    return sorted(lines, key=lambda line: (not line.is_open, not line.changed))


def state_of(reply: TaskReply, task: SummaryTask, today: date) -> tuple[str, str]:
    """The state in a word and its light; late is who has not confirmed when the day is over."""
    state = ReplyState(reply.state)
    if state == ReplyState.ASKED and today > task.due_on:
        return OVERDUE, "bad"
    if state == ReplyState.RETURNED and today > task.due_on:
        return RETURNED_OVERDUE, "bad"
    return state.label, LIGHTS[state]


def in_words(lines: list[Line]) -> str:
    """How far it is, in a sentence."""
    words = Counter(line.word for line in lines if line.is_open)
    done = sum(not line.is_open for line in lines)
    changed = sum(bool(line.changed) for line in lines)
    rest = [f"{words[word]}个{word}" for word in WORDS if words[word]]
    said = [f"请了{len(lines)}个单位", f"{done}个已确认", *rest]
    said += [f"{changed}个确认以后有数字变化"] if changed else []
    return "，".join(said) + "。"
