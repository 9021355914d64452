"""Compiling a report, and what its writer decides."""

from datetime import date
from typing import Literal

from django.core.exceptions import ValidationError
from django.db.models import F

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.common.periods import Period
from partywork.entries.actions import StaleEdit, create_record
from partywork.orgs.models import Organisation
from summaries.compile import Draft, Item, compile_report
from summaries.outlines.library import STANDARD
from summaries.reports.desk import order_of
from summaries.reports.models import OPEN_STATES, Paragraph, ParagraphState, Part, Report, ReportState
from summaries.text import TokenError
from summaries.tokens import stored

Decision = Literal["plain", "figure", "drop"]


@action
def start_report(
    *,
    org: Organisation,
    period: Period,
    data_date: date,
    by: User,
    today: date,
    outline: str = STANDARD,
    title: str = "",
) -> Report:
    """Compile a report for the first time; the same order again opens the report there is.

    Raises ValidationError for a data date in the future.
    """
    if data_date > today:
        raise ValidationError({"data_date": "数据截至日期不能晚于今天。"})
    same = Report.objects.filter(org=org, period_code=period.code, data_date=data_date, outline=outline).first()
    if same is not None:
        return same
    report = Report(
        org=org, period_code=period.code, data_date=data_date, signed_on=today, outline=outline, title=title
    )
    create_record(record=report, by=by)
    _write(report, compile_report(order_of(report))[0])
    return report


def require_open(report: Report) -> None:
    """Refuse to change the texts of a report that is on its way or done; holds its row until the transaction ends.

    The state is read from the database, so a page opened earlier cannot slip a change in after 送核稿.
    """
    state = Report.objects.select_for_update(of=("self",)).values_list("state", flat=True).get(pk=report.pk)
    if state not in OPEN_STATES:
        label = ReportState(state).label
        raise ValidationError(f"这份总结{label}，不能再改。要修改，请先撤回、退回或重新拟稿。")


@action
def recompile_report(*, report: Report, by: User) -> Report:
    """Bring the product's own sentences up to the records; the writer's words and decisions stay."""
    require_open(report)
    _write(report, compile_report(order_of(report))[0])
    Report.objects.filter(pk=report.pk).update(version=F("version") + 1, updated_by=by)
    report.refresh_from_db()
    record_event(by=by, action="report.recompile", subject=report, summary=f"重新编制“{report}”", org_id=report.org_id)
    return report


def _write(report: Report, draft: Draft) -> None:
    """Match paragraphs by their source; one whose source is gone goes, unless the writer has made it their own."""
    old = {each.source_key: each for each in report.paragraphs.all()}
    for position, item in enumerate(draft.items, 1):
        paragraph = old.pop(item.key, None) or _new(report, item)
        paragraph.position, paragraph.section = position, item.part
        paragraph.heading, paragraph.theme, paragraph.note = item.heading, item.theme, item.note
        paragraph.generated_text, paragraph.figured_text = stored(item.text), stored(item.figured)
        if not paragraph.figured_text:
            paragraph.with_figure = False
        paragraph.save()
    for paragraph in old.values():
        _leave(paragraph)
    Report.objects.filter(pk=report.pk).update(empty_themes=list(draft.empty_themes))


def _new(report: Report, item: Item) -> Paragraph:
    state = ParagraphState.PROPOSED if item.proposed else ParagraphState.GENERATED
    return Paragraph(report=report, source_key=item.key, state=state)


def _leave(paragraph: Paragraph) -> None:
    """The records no longer carry it: what the product wrote goes, what the writer wrote stays."""
    if paragraph.own_text is None:
        paragraph.delete()
    else:
        Paragraph.objects.filter(pk=paragraph.pk).update(generated_text="", figured_text="", with_figure=False)


@action
def set_paragraph(*, paragraph: Paragraph, text: str | None, revision: int, by: User) -> Paragraph:
    """Put the writer's own text in place of the product's; None gives the product's back.

    Raises ValidationError for braces that do not pair or an unknown figure, StaleEdit when someone else
    saved the paragraph since ``revision``.
    """
    require_open(paragraph.report)
    try:
        own = None if text is None else stored(text.strip())
    except TokenError as error:
        raise ValidationError({"text": str(error)}) from None
    changes: dict[str, object] = {"own_text": own, "base_text": "" if own is None else paragraph.offered_text}
    if paragraph.state == ParagraphState.PROPOSED and own is not None:
        changes["state"] = ParagraphState.ACCEPTED
    _claim(paragraph, revision, changes)
    _note(paragraph, "恢复系统成文" if own is None else "改写", by)
    return paragraph


@action
def decide(*, paragraph: Paragraph, decision: Decision, by: User) -> Paragraph:
    """Take a candidate in one of its wordings, or leave it out. Raises ValidationError for anything else."""
    require_open(paragraph.report)
    if not paragraph.is_candidate:
        raise ValidationError("只有存在的问题和工作安排可以选择写或不写。")
    if decision == "figure" and not paragraph.figured_text:
        raise ValidationError("这一条没有带数字的写法。")
    state = ParagraphState.DROPPED if decision == "drop" else ParagraphState.ACCEPTED
    with_figure = decision == "figure" or (decision == "drop" and paragraph.with_figure)
    _claim(paragraph, paragraph.revision, {"state": state, "with_figure": with_figure})
    _note(paragraph, state.label, by)
    if decision == "drop":
        _drop_answer(paragraph)
    return paragraph


def _drop_answer(problem: Paragraph) -> None:
    """A problem left out needs no answer; one that the writer already took stays."""
    answer = problem.source_key.replace("finding:", "plan:answer:", 1)
    answers = problem.report.paragraphs.filter(source_key=answer, state=ParagraphState.PROPOSED)
    answers.exclude(pk=problem.pk).update(state=ParagraphState.DROPPED, revision=F("revision") + 1)


@action
def accept_rest(*, report: Report, section: Part, by: User) -> int:
    """Take every candidate of a part that nobody has decided yet, worded as shown; returns how many."""
    require_open(report)
    waiting = report.paragraphs.filter(section=section, state=ParagraphState.PROPOSED)
    count = waiting.update(state=ParagraphState.ACCEPTED, revision=F("revision") + 1)
    summary = f"“{report}”{section.label}：其余{count}条写入"
    record_event(by=by, action="report.accept", subject=report, summary=summary, org_id=report.org_id)
    return count


def _claim(paragraph: Paragraph, revision: int, changes: dict[str, object]) -> None:
    rows = Paragraph.objects.filter(pk=paragraph.pk, revision=revision)
    if not rows.update(revision=F("revision") + 1, **changes):
        raise StaleEdit
    paragraph.refresh_from_db()


def _note(paragraph: Paragraph, what: str, by: User) -> None:
    report = paragraph.report
    summary = f"“{report}”{paragraph.get_section_display()}：{what}“{paragraph.heading or paragraph.theme}”"
    record_event(by=by, action="report.paragraph", subject=paragraph, summary=summary, org_id=report.org_id)
