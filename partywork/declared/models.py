"""When a unit began to keep its records here, and the numbers it declares of the time before (填报数)."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from partywork.common.text import format_date
from partywork.entries.figured import Figured
from partywork.entries.models import Entry, Record
from partywork.measures.display import plain_thousandths


class UnitStart(Record):
    """From ``on`` on a unit logs each thing it does; the days before are known by balances and declared numbers."""

    on = models.DateField("启用日期", help_text="从这一天起，每件工作都在本系统登记")
    remark = models.TextField("备注", blank=True)

    class Meta(Record.Meta):
        verbose_name = "启用登记"
        ordering = ["-on", "-id"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["org"],
                name="unit_start_once",
                violation_error_message="这个党组织已经登记过启用日期，请打开那一条修改。",
            ),
        ]
        indexes = [models.Index(fields=["org", "on", "id"], name="unit_start_list")]

    def __str__(self) -> str:
        return f"{self.org.short_name}{format_date(self.on)}启用"


class DeclaredFigure(Figured, Entry):
    """A number for the days from ``date`` to ``until``, all before the unit's start, as a document gives it.

    ``value_milli`` is in thousandths of the figure's unit, money in thousandths of a yuan. It is added to the figure
    and told apart there; where the records of those days are logged after all, they count and it does not.
    """

    value_milli = models.PositiveBigIntegerField("数值（千分之一）")
    source_document = models.CharField("来源文件", max_length=100, help_text="数从哪份材料来，如：2025年度党建工作总结")
    declared_by = models.CharField("填报人", max_length=40, help_text="谁对这个数负责")

    class Meta(Entry.Meta):
        verbose_name = "填报数"
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(source_document="") & ~Q(declared_by="") & ~Q(measure_code=""),
                name="declared_has_source",
                violation_error_message="填报数请写明指标、来源文件和填报人。",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=False),
                name="declared_has_days",
                violation_error_message="填报数请填截至日期。",
            ),
        ]
        indexes = [
            models.Index(fields=["half", "org", "status", "date", "until", "measure_code"], name="declared_figures"),
            models.Index(fields=["org", "date", "id"], name="declared_list"),
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.figure} {self.value}{self.unit}"

    @property
    def value(self) -> Decimal:
        return plain_thousandths(self.value_milli)

    @property
    def unit(self) -> str:
        return self.measure.unit if self.measure else ""

    @property
    def number(self) -> int:
        """In the unit the figure is evaluated in: fen, thousandths, or pieces."""
        return in_own_unit(self.value_milli, self)


def in_own_unit(milli: int, record: Figured) -> int:
    measure = record.measure
    assert measure is not None
    if measure.is_money:
        return milli // 10
    return milli if measure.in_thousandths else milli // 1000
