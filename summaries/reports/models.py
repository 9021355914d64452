"""Reports and their paragraphs."""

from functools import cached_property

from django.db import models
from django.db.models import Q

from partywork.common.periods import Period, parse_period
from partywork.entries.models import Record
from summaries.outlines.format import LEAD, Outline, outline_from
from summaries.outlines.library import STANDARD
from summaries.outlines.mending import mended
from summaries.phrases.sentences import LibraryError


class ReportState(models.TextChoices):
    """Where a report stands; summaries.lifecycle.steps says how it moves on."""

    DRAFT = "draft", "拟稿中"
    REVIEWING = "reviewing", "核稿中"
    SIGNING = "signing", "待签发"
    SUBMITTED = "submitted", "已报送"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已通过"
    FROZEN = "frozen", "已定稿"


OPEN_STATES = (ReportState.DRAFT, ReportState.RETURNED)
KEPT_STATES = (ReportState.SUBMITTED, ReportState.APPROVED, ReportState.FROZEN)  # what was kept is what it says


class Report(Record):
    """A report on an organisation and a period, with the data of one date.

    The same order twice is the same report; another data date or outline is another one.
    """

    period_code = models.CharField("期间", max_length=8)
    data_date = models.DateField("数据截至")
    signed_on = models.DateField("成文日期")
    outline = models.CharField("体例", max_length=40, default=STANDARD)
    outline_data = models.JSONField("编制时的体例", default=dict, blank=True, editable=False)
    title = models.CharField("标题", max_length=120, blank=True, help_text="不填则用“单位名称＋期间＋党建工作总结”")
    state = models.CharField("状态", max_length=16, choices=ReportState, default=ReportState.DRAFT, editable=False)
    empty_themes = models.JSONField("没有记录的主题", default=list, blank=True, editable=False)
    # Of a frozen one: how many figures the records now give otherwise; null: nobody has looked yet.
    changed_figures = models.PositiveSmallIntegerField("定稿后有变的数字", null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = "工作总结"
        ordering = ["-data_date", "-id"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["org", "period_code", "data_date", "outline"], name="report_once"),
        ]
        indexes = [models.Index(fields=["org", "data_date", "id"], name="report_list")]

    def __str__(self) -> str:
        return self.title or f"{self.org.short_name}{self.period.label}党建工作总结"

    @property
    def period(self) -> Period:
        return parse_period(self.period_code)

    @cached_property
    def plan(self) -> Outline | None:
        """The outline as it was when the report was last compiled, without what the product no longer understands.

        None where it was not kept or nothing is left of it.
        """
        if not self.outline_data:
            return None
        try:
            return outline_from(self.outline_data, self.outline)
        except LibraryError:
            usable = mended(self.outline_data, self.outline).data
            return outline_from(usable, self.outline) if usable is not None else None

    @property
    def is_open(self) -> bool:
        """Whether its texts may change."""
        return self.state in OPEN_STATES


class Part(models.TextChoices):
    OPENING = "opening", "开头"
    DONE = "done", "工作开展"
    PROBLEM = "problem", "存在问题"
    PLAN = "plan", "工作安排"
    CLOSING = "closing", "结尾"


class ParagraphState(models.TextChoices):
    """``proposed`` is a candidate on record's evidence: it stands in a 送审稿 but never in a final."""

    GENERATED = "generated", "系统成文"
    PROPOSED = "proposed", "待确认"
    ACCEPTED = "accepted", "已写入"
    DROPPED = "dropped", "不写"


class Paragraph(models.Model):
    """A paragraph of a report; texts keep their figures as tokens, by code.

    ``generated_text`` and ``figured_text`` follow the records at every compile. ``own_text`` is the
    writer's and is never touched; ``base_text`` is what it was written over, so a change underneath shows.
    ``revision`` rises with every save of the writer's. One that ``is_moved`` keeps its place and heading.
    """

    OWN = "own:"  # how the source of a paragraph begins that the writer added

    SCOPE_PATH = "report__org"

    report = models.ForeignKey(Report, models.CASCADE, related_name="paragraphs", verbose_name="工作总结")
    position = models.PositiveSmallIntegerField("顺序")
    section = models.CharField("部分", max_length=10, choices=Part)
    source_key = models.CharField("来源", max_length=80)
    heading = models.CharField("小标题", max_length=60, blank=True)
    theme = models.CharField("主题", max_length=20, blank=True)
    note = models.CharField("说明", max_length=400, blank=True)
    base_text = models.TextField("改写前的文字", blank=True)
    generated_text = models.TextField("系统成文", blank=True)
    figured_text = models.TextField("带数字的写法", blank=True)
    own_text = models.TextField("自己的文字", null=True, blank=True)  # noqa: DJ001  null: not rewritten; "": left out
    with_figure = models.BooleanField("用带数字的写法", default=False)
    state = models.CharField("状态", max_length=12, choices=ParagraphState, default=ParagraphState.GENERATED)
    revision = models.PositiveIntegerField("修订", default=1)
    is_moved = models.BooleanField("调整过位置", default=False)

    class Meta:
        verbose_name = "段落"
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "source_key"], name="paragraph_source_once"),
            models.CheckConstraint(
                condition=Q(with_figure=False) | ~Q(figured_text=""),
                name="paragraph_figure_wording_exists",
                violation_error_message="没有带数字的写法，只能用不带数字的。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_section_display()}：{self.heading or self.theme or self.generated_text[:12]}"

    @property
    def anchor(self) -> str:
        """The id of this paragraph on the report's page."""
        return f"p-{self.pk}"

    @property
    def offered_text(self) -> str:
        """The product's own wording, in the version chosen."""
        return self.figured_text if self.with_figure else self.generated_text

    @property
    def text(self) -> str:
        """What is printed."""
        return self.offered_text if self.own_text is None else self.own_text

    @property
    def is_printed(self) -> bool:
        return self.state != ParagraphState.DROPPED and bool(self.text.strip())

    @property
    def is_own(self) -> bool:
        """Whether the writer added it; the records know nothing of it."""
        return self.source_key.startswith(self.OWN)

    @property
    def is_lead(self) -> bool:
        """Whether it introduces a section instead of being one of its items."""
        return self.source_key.startswith(LEAD)

    @property
    def is_movable(self) -> bool:
        return not self.is_lead and self.section not in (Part.OPENING, Part.CLOSING)

    @property
    def is_candidate(self) -> bool:
        return self.section in (Part.PROBLEM, Part.PLAN) and not self.is_own

    @property
    def has_news(self) -> bool:
        """Whether the records now give another wording than the one that was rewritten."""
        if self.own_text is None or self.is_own:
            return False
        return self.base_text not in {self.generated_text, self.figured_text or self.generated_text}
