"""The work log: what was done, for how many, in which quantities and with which money."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from partywork.entries.models import Counted
from partywork.worklog.enums import NamedAs, WorkKind
from partywork.worklog.lines import LineData


class WorkLog(Counted):
    """A piece of work of one kind.

    ``items`` is what 次数 and 件数 add up (a log may stand for three notices; 0 for a log that only
    states quantities, such as “举报 0件”). ``people`` are summed over events and so are 人次;
    ``members_taking_part`` are different persons within this one event.
    """

    kind = models.CharField("工作类型", max_length=16, choices=WorkKind)
    items = models.PositiveIntegerField("件数", default=1, help_text="算几次（件、篇、期）；只报数量、不算次数的填 0")
    people = models.PositiveIntegerField("参加人次", default=0, help_text="到场多少人；一人参加两场算两次")
    members_taking_part = models.PositiveIntegerField("参加党员（名）", default=0, help_text="其中党员，同一人只算一次")
    members_due = models.PositiveIntegerField(
        "应参加党员（名）", null=True, blank=True, help_text="算参加率用，不算的不填"
    )
    served = models.PositiveIntegerField("服务人次", default=0, help_text="服务、受益了多少人次")
    hours = models.PositiveSmallIntegerField("学时", default=0)
    document_number = models.CharField("文号", max_length=40, blank=True)

    class Meta(Counted.Meta):
        verbose_name = "工作记录"
        constraints = [
            *Counted.Meta.constraints,
            models.CheckConstraint(
                condition=Q(members_due__isnull=True) | Q(members_taking_part__lte=F("members_due")),
                name="worklog_members_within_due",
                violation_error_message="参加党员多于应参加党员，请核对。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["half", "status", "org", "date", "month", "kind", "tag", "items", "people", "served",
                        "members_taking_part", "members_due", "hours", "place", "title"],
                name="worklog_figures",
            ),
            models.Index(fields=["org", "date", "id"], name="worklog_list"),
            models.Index(fields=["date", "id", "org"], name="worklog_by_day"),  # of many units, newest first
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}"

    @property
    def name(self) -> str:
        """The title; of a document with its brackets and number: 《…》（青禾〔2026〕3号）."""
        if self.kind != WorkKind.DOCUMENT:
            return self.title
        return f"《{self.title}》" + (f"（{self.document_number}）" if self.document_number else "")

    def named(self, part: NamedAs) -> list[str]:
        """The units or groups named in that part; reads the prefetched rows."""
        return [each.name for each in self.counterparts.all() if each.part == part]

    @property
    def line_data(self) -> list[LineData]:
        return [line.data for line in self.lines.all()]


class QuantityLine(models.Model):
    """One quantity or amount of a log: 展板 12块 3500元. A recorded 0 is a record; an empty one is none."""

    log = models.ForeignKey(WorkLog, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    object = models.CharField("项目", max_length=40, blank=True)
    quantity_milli = models.PositiveBigIntegerField("数量（千分之一）", null=True, blank=True)
    unit = models.CharField("单位", max_length=10, blank=True)
    amount_fen = models.PositiveBigIntegerField("金额（分）", null=True, blank=True)

    class Meta:
        verbose_name = "数量金额"
        ordering = ["log", "position"]
        constraints = [
            models.UniqueConstraint(fields=["log", "position"], name="quantity_position_once"),
            models.CheckConstraint(
                condition=Q(quantity_milli__isnull=False) | Q(amount_fen__isnull=False),
                name="quantity_or_amount",
                violation_error_message="每一行请填数量或者金额。",
            ),
            models.CheckConstraint(
                condition=Q(quantity_milli__isnull=True, unit="") | (Q(quantity_milli__isnull=False) & ~Q(unit="")),
                name="quantity_has_unit",
                violation_error_message="有数量的请填单位，没有数量的不填。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.data)

    @property
    def data(self) -> LineData:
        return LineData(self.object, self.quantity_milli, self.unit, self.amount_fen)

    @classmethod
    def of(cls, log: WorkLog, position: int, data: LineData) -> Self:
        """An unsaved line of ``log``."""
        return cls(
            log=log, position=position, object=data.object, quantity_milli=data.quantity_milli, unit=data.unit,
            amount_fen=data.amount_fen,
        )  # fmt: skip


class Counterpart(models.Model):
    """A unit that took part, or those the work was for; never a person's name."""

    log = models.ForeignKey(WorkLog, models.CASCADE, related_name="counterparts")
    part = models.CharField("身份", max_length=10, choices=NamedAs)
    name = models.CharField("名称", max_length=60)

    class Meta:
        verbose_name = "共建单位和对象"
        ordering = ["log", "id"]
        constraints = [models.UniqueConstraint(fields=["log", "part", "name"], name="counterpart_once")]

    def __str__(self) -> str:
        return self.name
