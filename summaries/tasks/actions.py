"""Asking, confirming, sending back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import F

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.entries.actions import StaleEdit, create_record, edit_record
from partywork.measures.themes import Theme
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.plans.indicator_figures import Indicators
from summaries.tasks.figures import figures_of, plain, sum_of
from summaries.tasks.marked import Marked
from summaries.tasks.models import (
    MOST_HIGHLIGHTS,
    Highlight,
    ReplyState,
    ReplyStep,
    ReplyStepKind,
    SummaryTask,
    TaskReply,
)
from summaries.text import TokenError
from summaries.tokens import stored


@dataclass(frozen=True)
class Offer:
    """A highlight as typed or taken from a record."""

    title: str
    text: str = ""
    theme: str = Theme.BRANDS.value
    record: Marked | None = None


@action
def ask(*, task: SummaryTask, orgs: Iterable[Organisation], by: User, today: date) -> SummaryTask:
    """Ask the units; the same form sent twice asks once.

    Raises ValidationError for a day that is over and for nobody asked. Whom ``by`` may ask is the page's matter.
    """
    asked = list(orgs)
    if not asked:
        raise ValidationError({"units": "没有可以请的单位，请至少选一个。"})
    _check_due(task, today)
    made = create_record(record=task, by=by)
    assert isinstance(made, SummaryTask)
    if made.pk == task.pk:
        TaskReply.objects.bulk_create([TaskReply(task=made, org=org) for org in asked])
        record_event(
            by=by, action="task.ask", subject=made, summary=f"“{made}”请{len(asked)}个单位确认", org_id=made.org_id
        )
    return made


@action
def change_task(*, task: SummaryTask, version: int, by: User, today: date) -> SummaryTask:
    """Another deadline or other words; period, data date and units stay, for some may have answered."""
    _check_due(task, today)
    changed = edit_record(record=task, version=version, by=by)
    assert isinstance(changed, SummaryTask)
    return changed


@action
def withdraw_task(*, task: SummaryTask, by: User) -> SummaryTask:
    """Take the question back; answers given stay on record and are used no more."""
    claimed = SummaryTask.objects.filter(pk=task.pk, is_withdrawn=False)
    if claimed.update(is_withdrawn=True, version=F("version") + 1, updated_by=by):
        record_event(by=by, action="task.withdraw", subject=task, summary=f"撤回“{task}”", org_id=task.org_id)
    task.refresh_from_db()
    return task


@action
def confirm(
    *, reply: TaskReply, seen: str, offers: Sequence[Offer], remark: str = "", version: int, by: User, today: date
) -> ReplyStep:
    """Confirm the figures as ``seen`` (their sum) and offer highlights in place of those offered before.

    Raises ValidationError in words where the figures are not those seen any more, and StaleEdit.
    """
    task, org = reply.task, reply.org
    if today < task.data_date:
        raise ValidationError("还没到数据截至的那一天，到时再确认。")
    _require_open(task)
    window = Window(task.period, task.data_date)
    figures = figures_of(org, window)
    digest = sum_of(task.key, org.code, figures)
    if digest != seen:
        raise ValidationError("您打开页面以后，有数字变了。下面已换成最新的，请核对后再确认。", code="moved")
    highlights = _highlights(reply, offers, Indicators(org, window))
    _claim(reply, version, ReplyState.CONFIRMED)
    reply.highlights.all().delete()
    Highlight.objects.bulk_create(highlights)
    on_behalf = not by.appointments.filter(org_id=org.pk).exists()
    step = ReplyStep(
        reply=reply, kind=ReplyStepKind.CONFIRM, figures=plain(figures), sha256=digest, remark=remark.strip(),
        on_behalf=on_behalf, by=by,
    )  # fmt: skip
    step.save()
    said = f"，报送亮点{len(highlights)}个" if highlights else ""
    _note(step, f"{org.short_name}{'由上级代为' if on_behalf else ''}确认“{task}”{said}，校验码{digest}")
    return step


@action
def send_back(*, reply: TaskReply, remark: str, version: int, by: User) -> ReplyStep:
    """Ask the unit to look again. Raises ValidationError without a reason or before it has confirmed, StaleEdit."""
    _require_open(reply.task)
    if reply.state != ReplyState.CONFIRMED:
        raise ValidationError(f"{reply.org.short_name}现在是“{reply.get_state_display()}”，不用退回。")
    if not remark.strip():
        raise ValidationError({"remark": "请写明原因，让填报的人知道要核对什么。"})
    _claim(reply, version, ReplyState.RETURNED)
    step = ReplyStep(reply=reply, kind=ReplyStepKind.RETURN, remark=remark.strip(), by=by)
    step.save()
    _note(step, f"退回{reply.org.short_name}的“{reply.task}”：{step.remark}")
    return step


def _check_due(task: SummaryTask, today: date) -> None:
    if task.due_on < today:
        raise ValidationError({"due_on": "截止日期已经过了，请选今天或以后的日子。"})


def _require_open(task: SummaryTask) -> None:
    if SummaryTask.objects.select_for_update(of=("self",)).get(pk=task.pk).is_withdrawn:
        raise ValidationError("上级已经撤回，不用再确认。")


def _claim(reply: TaskReply, version: int, state: ReplyState) -> None:
    claimed = TaskReply.objects.filter(pk=reply.pk, version=version)
    if not claimed.update(state=state, version=F("version") + 1):
        raise StaleEdit
    reply.refresh_from_db(fields=["state", "version"])


def _highlights(reply: TaskReply, offers: Sequence[Offer], own: Indicators) -> list[Highlight]:
    if len(offers) > MOST_HIGHLIGHTS:
        raise ValidationError(f"最多报{MOST_HIGHLIGHTS}个亮点，请留下最有代表性的。")
    return [_highlight(reply, position, offer, own) for position, offer in enumerate(offers, 1)]


def _highlight(reply: TaskReply, position: int, offer: Offer, own: Indicators) -> Highlight:
    try:
        text = stored(offer.text.strip(), own)
    except TokenError as error:
        raise ValidationError(f"第{position}个亮点：{error}") from None
    if not offer.title.strip():
        raise ValidationError(f"第{position}个亮点没有名称，请写上。")
    record = offer.record
    highlight = Highlight(
        reply=reply, position=position, title=offer.title.strip(), theme=offer.theme, text=text,
        record_kind=record.kind if record else "", record_pk=record.pk if record else None,
    )  # fmt: skip
    highlight.full_clean(exclude=["reply"], validate_unique=False, validate_constraints=False)
    return highlight


def _note(step: ReplyStep, summary: str) -> None:
    changes = {"sha256": ("", step.sha256)} if step.sha256 else None
    record_event(
        by=step.by,
        action=f"task.{step.kind}",
        subject=step.reply,
        summary=summary,
        changes=changes,
        org_id=step.reply.org_id,
    )
