"""A stand-in actor and record for the audit tests; the record needs no table."""

from dataclasses import dataclass
from typing import ClassVar

from django.db import models

from partywork.audit.models import AuditEvent
from partywork.audit.recorder import action, record_event


@dataclass(frozen=True)
class Person:
    pk: int
    full_name: str


class Sample(models.Model):
    """Has one field of every sort whose change is told differently."""

    class Kind(models.TextChoices):
        FIRST = "first", "甲类"
        SECOND = "second", "乙类"

    kind = models.CharField("类别", max_length=10, choices=Kind)
    place = models.CharField("地点", max_length=50)
    day = models.DateField("日期", null=True)
    noted_at = models.DateTimeField("登记时间", null=True)
    amount = models.DecimalField("金额", max_digits=9, decimal_places=2, null=True)
    open = models.BooleanField("公开", default=False)
    topics = models.JSONField("议题", default=list)
    source = models.ForeignKey(AuditEvent, models.DO_NOTHING, null=True, related_name="+", verbose_name="来源")
    phone = models.TextField("电话", default="")

    class Meta:
        app_label = "audit_samples"  # no installed app: nobody migrates it
        verbose_name = "样本"
        constraints: ClassVar = []

    def __str__(self) -> str:
        return self.place


WRITER = Person(7, "文书甲")


@action
def note(*, summary: str, by: Person | None) -> None:
    """The smallest action: one event, nothing else."""
    record_event(by=by, action="sample.note", subject=None, summary=summary)
