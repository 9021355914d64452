"""Compiling a report, for the first time and anew."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import F

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.common.periods import Period
from partywork.entries.actions import create_record
from partywork.measures.reading import consistent_read
from partywork.orgs.models import Organisation
from partywork.plans.indicator_figures import Indicators
from summaries.compile import Draft, Item, compile_report
from summaries.facts import Facts
from summaries.outlines.library import STANDARD
from summaries.outlines.shelf import outline_for
from summaries.reports.arrange import arrange
from summaries.reports.desk import order_of
from summaries.reports.models import OPEN_STATES, Paragraph, ParagraphState, Report, ReportState
from summaries.tokens import stored

FOLLOWS_THE_RECORDS = (
    "position", "section", "heading", "theme", "note", "generated_text", "figured_text", "with_figure", "revision",
)  # fmt: skip
MOVED_ON = "刚刚有人重新编制了这份总结，或把它送到了下一步，这次没有保存。请刷新页面，看一下现在的内容再决定。"

Drafted = tuple[Draft, Facts]


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
    report = Report(
        org=org, period_code=period.code, data_date=data_date, signed_on=today, outline=outline, title=title
    )
    if same := _same_order(report):
        return same
    _take_outline(report)
    return _start(report=report, drafted=_drafted(report), by=by)


@action
def _start(*, report: Report, drafted: Drafted, by: User) -> Report:
    if same := _same_order(report):  # the other half of a double click was quicker
        return same
    create_record(record=report, by=by)
    _write(report, *drafted)
    return report


def _same_order(report: Report) -> Report | None:
    order = {"period_code": report.period_code, "data_date": report.data_date, "outline": report.outline}
    return Report.objects.filter(org=report.org, **order).first()


def hold(report: Report) -> ReportState:
    """Keep others from the report until the transaction ends, and take what they saved since the page was opened."""
    Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    return refresh(report)


def refresh(report: Report) -> ReportState:
    """The report as it is now, with the outline it was compiled by."""
    report.refresh_from_db()
    report.__dict__.pop("plan", None)  # kept with the outline of before
    return ReportState(report.state)


def require_open(report: Report) -> None:
    """Refuse to change the texts of a report that is on its way or done; holds its row until the transaction ends.

    The state is read from the database, so a page opened earlier cannot slip a change in after 送核稿.
    """
    state = Report.objects.select_for_update(of=("self",)).values_list("state", flat=True).get(pk=report.pk)
    if state not in OPEN_STATES:
        label = ReportState(state).label
        raise ValidationError(f"这份总结{label}，不能再改。要修改，请先撤回、退回或重新拟稿。")


def recompile_report(*, report: Report, by: User) -> Report:
    """Bring the product's own sentences up to the records and the outline; the writer's words and decisions stay.

    Raises ValidationError for a report whose texts may not change, one that was compiled or moved on in between,
    and an outline that cannot be used any more.
    """
    refresh(report)
    _take_outline(report)
    return _recompile(report=report, drafted=_drafted(report), by=by)


@action
def _recompile(*, report: Report, drafted: Drafted, by: User) -> Report:
    require_open(report)
    unchanged = Report.objects.filter(pk=report.pk, version=report.version)
    if not unchanged.update(outline_data=report.outline_data, version=F("version") + 1, updated_by=by):
        raise ValidationError(MOVED_ON)
    _write(report, *drafted)
    report.refresh_from_db()
    record_event(by=by, action="report.recompile", subject=report, summary=f"重新编制“{report}”", org_id=report.org_id)
    return report


@consistent_read()
def _drafted(report: Report) -> Drafted:
    """What the records of one moment give. Read before anything is written: a compile holds nobody up."""
    return compile_report(order_of(report))


def _take_outline(report: Report) -> None:
    """The outline as it is now; later changes to it reach the report when it is compiled again."""
    try:
        report.outline_data = outline_for(report.outline).as_dict()
    except KeyError as error:  # an outline of the unit's own that the product no longer understands
        raise ValidationError(str(error.args[0])) from None
    report.__dict__.pop("plan", None)


def _write(report: Report, draft: Draft, facts: Facts) -> None:
    """Match paragraphs by their source; one whose source is gone goes, unless the writer has made it their own."""
    old = {each.source_key: each for each in report.paragraphs.all()}
    found = [old.pop(item.key) if item.key in old else _new(report, item) for item in draft.items]
    current = [_renewed(each, item, facts.indicators) for each, item in zip(found, draft.items, strict=True)]
    kept = [paragraph for paragraph in old.values() if _stays(paragraph)]
    standing = sorted([*current, *kept], key=lambda each: each.position)
    arranged = arrange(draft.items, standing)
    for position, paragraph in enumerate(arranged, 1):
        paragraph.position = position
    Paragraph.objects.bulk_update([each for each in arranged if each.pk], FOLLOWS_THE_RECORDS)
    Paragraph.objects.bulk_create([each for each in arranged if not each.pk])
    Report.objects.filter(pk=report.pk).update(empty_themes=list(draft.empty_themes))


def _new(report: Report, item: Item) -> Paragraph:
    state = ParagraphState.PROPOSED if item.proposed else ParagraphState.GENERATED
    return Paragraph(report=report, source_key=item.key, state=state, position=0)


def _renewed(paragraph: Paragraph, item: Item, own: Indicators) -> Paragraph:
    """With the wording that the records give now; who has the former one open for rewriting is told."""
    before = (paragraph.generated_text, paragraph.figured_text)
    paragraph.section, paragraph.theme, paragraph.note = item.part, item.theme, item.note
    paragraph.generated_text, paragraph.figured_text = stored(item.text, own), stored(item.figured, own)
    if paragraph.pk and before != (paragraph.generated_text, paragraph.figured_text):
        paragraph.revision += 1
    paragraph.with_figure = paragraph.with_figure and bool(paragraph.figured_text)
    return paragraph


def _stays(paragraph: Paragraph) -> bool:
    """The records no longer carry it: what the product wrote goes, what the writer ever wrote stays."""
    if paragraph.own_text is None and not paragraph.versions.exists():
        paragraph.delete()
        return False
    paragraph.generated_text, paragraph.figured_text, paragraph.with_figure = "", "", False
    return True
