"""A superior asks the units below to confirm their figures of a period and to offer highlights."""

from typing import Any

from django.db import models
from django.db.models import Q

from partywork.accounts.models import User
from partywork.common.periods import Period, parse_period
from partywork.entries.models import Record
from partywork.measures.themes import Theme
from partywork.orgs.models import Organisation
from summaries.lifecycle.models import Kept

MOST_HIGHLIGHTS = 3


class SummaryTask(Record):
    """What is asked, of which period, by when. The figures are those of the data date."""

    period_code = models.CharField("期间", max_length=8)
    data_date = models.DateField("数据截至")
    due_on = models.DateField("截止日期", help_text="请下级在这一天以前确认")
    text = models.TextField("要求", blank=True, max_length=500)
    is_withdrawn = models.BooleanField("已撤回", default=False, editable=False)

    class Meta(Record.Meta):
        verbose_name = "请下级确认"
        ordering = ["-due_on", "-id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("data_date")),
                name="task_due_after_data",
                violation_error_message="截止日期不能早于数据截至日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period.label}数字确认"

    @property
    def period(self) -> Period:
        return parse_period(self.period_code)


class ReplyState(models.TextChoices):
    ASKED = "asked", "待确认"
    CONFIRMED = "confirmed", "已确认"
    RETURNED = "returned", "已退回"


class TaskReply(models.Model):
    """One unit's answer; ``version`` rises with every step."""

    task = models.ForeignKey(SummaryTask, models.PROTECT, related_name="replies", verbose_name="请下级确认")
    org = models.ForeignKey(Organisation, models.PROTECT, verbose_name="党组织")
    state = models.CharField("状态", max_length=10, choices=ReplyState, default=ReplyState.ASKED)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    class Meta:
        verbose_name = "数字确认"
        ordering = ["task", "org__code"]
        constraints = [models.UniqueConstraint(fields=["task", "org"], name="task_reply_once")]

    def __str__(self) -> str:
        return f"{self.org.short_name}{self.task}"


class ReplyStepKind(models.TextChoices):
    CONFIRM = "confirm", "确认"
    RETURN = "return", "退回"


class ReplyStep(Kept):
    """A confirmation with the figures as they were shown, or a return with its reason.

    ``figures`` is a list of {code, name, printed, number, unit, version}; ``sha256`` is over them and whose and
    which they are, and the audit chain notes it.
    """

    SCOPE_PATH = "reply__org"

    reply = models.ForeignKey(TaskReply, models.PROTECT, related_name="steps", verbose_name="数字确认")
    kind = models.CharField("步骤", max_length=10, choices=ReplyStepKind)
    figures: Any = models.JSONField("当时的数字", default=list, blank=True)
    sha256 = models.CharField("校验码", max_length=64, blank=True)
    remark = models.CharField("说明", max_length=500, blank=True)
    on_behalf = models.BooleanField("代为确认", default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("办理时间", auto_now_add=True)

    class Meta:
        verbose_name = "确认经过"
        ordering = ["reply", "pk"]

    def __str__(self) -> str:
        return f"{self.reply}：{self.get_kind_display()}"


class Highlight(models.Model):
    """What a unit offers for the superior's report; ``text`` keeps its figures as tokens, by code.

    ``record_kind`` and ``record_pk`` name the record it is about ("meetings", 12), where there is one.
    """

    SCOPE_PATH = "reply__org"

    reply = models.ForeignKey(TaskReply, models.CASCADE, related_name="highlights", verbose_name="数字确认")
    position = models.PositiveSmallIntegerField("顺序")
    title = models.CharField("亮点", max_length=60)
    theme = models.CharField("写在哪个方面", max_length=20, choices=Theme, default=Theme.BRANDS)
    text = models.TextField("做法", blank=True, max_length=300)
    record_kind = models.CharField("来自哪类记录", max_length=20, blank=True, editable=False)
    record_pk = models.PositiveBigIntegerField("来自哪条记录", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "亮点"
        ordering = ["reply", "position"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "position"], name="highlight_position_once"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=MOST_HIGHLIGHTS),
                name="highlight_at_most_three",
                violation_error_message="亮点最多报三条。",
            ),
        ]

    def __str__(self) -> str:
        return self.title
