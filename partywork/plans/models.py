"""Plan items with a date and perhaps a target, and indicators that a unit defines for itself."""

from datetime import date

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q

from partywork.common.periods import HalfYear, Year, half_of, month_of
from partywork.entries.models import Entry, Record
from partywork.measures.display import plain_thousandths
from partywork.measures.themes import Theme
from partywork.orgs.dated import FOREVER
from partywork.plans.enums import Each, PlanState, Reading
from partywork.plans.targets import Targeted


class PlanItem(Targeted, Record):
    """Something to be done by a day. It belongs to the half-year in which it is due.

    ``set_on`` is the day it was decided: no figure as of an earlier day knows of it. ``origin`` is the record it
    was taken from, a report for one. A target is asked of the unit as a whole or of ``each`` branch, month, quarter or
    person, over the half-year of the due day or, with ``over_year``, over its year.
    """

    text = models.CharField("计划事项", max_length=200)
    theme = models.CharField("主题", max_length=20, choices=Theme, blank=True)
    due_on = models.DateField("完成期限")
    set_on = models.DateField("列入日期", blank=True, help_text="哪天定下的；不填按今天，已过期限的按期限")
    half = models.PositiveIntegerField(editable=False)
    month = models.PositiveIntegerField(editable=False)
    owner = models.CharField("责任人", max_length=40, blank=True)
    each = models.CharField("按谁算", max_length=16, choices=Each, default=Each.WHOLE)
    over_year = models.BooleanField("按全年算", default=False, help_text="不勾选的按期限所在半年算")
    state = models.CharField("状态", max_length=10, choices=PlanState, default=PlanState.OPEN, editable=False)
    done_on = models.DateField("完成日期", null=True, blank=True, editable=False)
    result = models.CharField("完成情况", max_length=200, blank=True, editable=False)
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True, editable=False)
    remark = models.TextField("备注", blank=True)
    origin_type = models.ForeignKey(ContentType, models.PROTECT, null=True, blank=True, editable=False)
    origin_id = models.BigIntegerField(null=True, blank=True, editable=False)
    origin = GenericForeignKey("origin_type", "origin_id")

    class Meta(Record.Meta):
        verbose_name = "计划事项"
        ordering = ["-due_on", "-id"]
        constraints = [
            *Record.Meta.constraints,
            *Targeted.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state=PlanState.DONE, done_on__isnull=False)
                | (~Q(state=PlanState.DONE) & Q(done_on__isnull=True)),
                name="planitem_done_has_date",
                violation_error_message="已完成的要填完成日期，没有完成的不填。",
            ),
            models.CheckConstraint(
                condition=Q(set_on__lte=F("due_on")),
                name="planitem_set_before_due",
                violation_error_message="列入日期不能晚于完成期限。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["half", "org", "state", "due_on", "done_on", "set_on", "month", "theme"],
                name="planitem_figures",
            ),
            models.Index(fields=["org", "due_on", "id"], name="planitem_list"),
            models.Index(fields=["origin_type", "origin_id"], name="planitem_origin"),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 30 else f"{self.text[:30]}…"

    def is_overdue(self, on: date) -> bool:
        """Neither done nor cancelled, and the due day has passed."""
        return self.state == PlanState.OPEN and self.due_on < on

    def stamp(self) -> None:
        """Half-year and month follow from the due date."""
        self.half = half_of(self.due_on)
        self.month = month_of(self.due_on)

    @property
    def period(self) -> HalfYear:
        return HalfYear(self.half // 10, self.half % 10)

    @property
    def counted_over(self) -> HalfYear | Year:
        """The days over which the target's figure is counted."""
        return Year(self.due_on.year) if self.over_year else self.period

    @property
    def target_text(self) -> str:
        """各支部每月不少于 1 次."""
        asked = super().target_text
        return f"{Each(self.each).label}{asked}" if asked and self.each != Each.WHOLE else asked


class Indicator(Targeted, Record):
    """A number that only this unit and those below it keep: 集体经济收入, 集中学习覆盖率.

    With a figure bound to it the actual value is computed and only the target is typed.
    """

    name = models.CharField("指标名称", max_length=40, help_text="在本组织和上下级之间不能重名，写总结时按名称取数")
    unit = models.CharField("单位", max_length=10, blank=True)
    theme = models.CharField("主题", max_length=20, choices=Theme, blank=True)
    definition = models.CharField("口径", max_length=200, blank=True, help_text="怎么算、算到哪里为止")
    reading = models.CharField(
        "取数方式",
        max_length=10,
        choices=Reading,
        default=Reading.SUM,
        help_text="收入、人次这类各次相加；户数、人数这类取期末数；有分母的算占比",
    )
    since = models.DateField("启用日期")
    until = models.DateField("停用日期", default=FOREVER, editable=False)
    remark = models.TextField("备注", blank=True)

    class Meta(Record.Meta):
        verbose_name = "自定义指标"
        ordering = ["-since", "-id"]
        constraints = [
            *Record.Meta.constraints,
            *Targeted.Meta.constraints,
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="indicator_until_not_before_since",
                violation_error_message="停用日期不能早于启用日期。",
            ),
            models.UniqueConstraint(
                fields=["org", "name"],
                condition=Q(until=FOREVER),
                name="indicator_name_once",
                violation_error_message="本组织已经有同名的指标，请换一个名称。",
            ),
        ]
        indexes = [models.Index(fields=["org", "since", "id"], name="indicator_list")]

    def __str__(self) -> str:
        return self.name

    @property
    def target_unit(self) -> str:
        return self.unit or super().target_unit

    @property
    def is_open(self) -> bool:
        return self.until == FOREVER


class IndicatorValue(Entry):
    """The value of an indicator on a day. ``declared`` (填报数) comes from a document, not from own records."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values", verbose_name="指标")
    value_milli = models.PositiveBigIntegerField("数值（千分之一）")
    denominator_milli = models.PositiveBigIntegerField("分母（千分之一）", null=True, blank=True)
    declared = models.BooleanField("填报数", default=False, help_text="使用本系统之前的数、或从别的材料抄来的数")
    source_document = models.CharField("来源文件", max_length=100, blank=True, help_text="填报数必填：数从哪份材料来")

    class Meta(Entry.Meta):
        verbose_name = "指标数值"
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(declared=False) | ~Q(source_document=""),
                name="indicator_value_declared_has_source",
                violation_error_message="填报数请写明来源文件。",
            ),
            models.CheckConstraint(
                condition=Q(denominator_milli__isnull=True)
                | Q(denominator_milli__gte=F("value_milli"), denominator_milli__gt=0),
                name="indicator_value_within_denominator",
                violation_error_message="总数要大于零，并且不能小于其中的数。",
            ),
        ]
        indexes = [
            models.Index(
                fields=[
                    "half",
                    "org",
                    "status",
                    "date",
                    "month",
                    "indicator",
                    "value_milli",
                    "denominator_milli",
                    "tag",
                ],
                name="indicator_value_figures",
            ),
            models.Index(fields=["indicator", "org", "date"], name="indicator_value_latest"),
            models.Index(fields=["org", "date", "id"], name="indicator_value_list"),
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.indicator.name} {self.value}{self.indicator.unit}"

    @property
    def value(self) -> object:
        return plain_thousandths(self.value_milli)

    @property
    def denominator(self) -> object:
        return None if self.denominator_milli is None else plain_thousandths(self.denominator_milli)
