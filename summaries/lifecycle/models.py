"""The way of a report, step by step, and what was kept of it on the way."""

from typing import Any, NoReturn

from django.db import models
from django.db.models import QuerySet

from partywork.accounts.models import User
from summaries.reports.models import Report, ReportState


class KeptRows(QuerySet[Any]):
    """Rows that are written once: the product offers no way to change or delete them."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("留存的内容不能修改。")

    def delete(self) -> NoReturn:
        raise TypeError("留存的内容不能删除。")


class Kept(models.Model):
    """Written once, never changed or deleted."""

    objects = KeptRows.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("留存的内容不能修改。")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("留存的内容不能删除。")


class SnapshotKind(models.TextChoices):
    SUBMITTED = "submitted", "报送稿"
    FROZEN = "frozen", "定稿"


class Snapshot(Kept):
    """A report as it was when it was submitted or frozen, in parts that are kept byte for byte.

    ``number`` counts the snapshots of one kind of a report, from 1. ``sha256`` is over the parts' own and what
    the snapshot says of itself (see sealing); the audit chain holds it too.
    """

    SCOPE_PATH = "report__org"

    report = models.ForeignKey(Report, models.PROTECT, related_name="snapshots", verbose_name="工作总结")
    kind = models.CharField("种类", max_length=12, choices=SnapshotKind)
    number = models.PositiveSmallIntegerField("第几版")
    title = models.CharField("标题", max_length=200)
    sha256 = models.CharField("校验码", max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="留存人")
    at = models.DateTimeField("留存时间", auto_now_add=True)

    class Meta:
        verbose_name = "留存的版本"
        ordering = ["report", "at", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "kind", "number"], name="snapshot_numbered_once")]

    def __str__(self) -> str:
        return f"第{self.number}次报送稿" if self.kind == SnapshotKind.SUBMITTED else f"定稿第{self.number}版"


class SnapshotPart(Kept):
    """One part of a snapshot: the document, its figures, a file. ``filename`` is empty for what is no download."""

    SCOPE_PATH = "snapshot__report__org"

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="parts", verbose_name="留存的版本")
    name = models.CharField("名称", max_length=20)
    filename = models.CharField("文件名", max_length=160, blank=True)
    content_type = models.CharField("格式", max_length=100)
    content = models.BinaryField("内容")
    sha256 = models.CharField("校验码", max_length=64)

    class Meta:
        verbose_name = "留存的内容"
        ordering = ["snapshot", "name"]
        constraints = [models.UniqueConstraint(fields=["snapshot", "name"], name="snapshot_part_once")]

    def __str__(self) -> str:
        return self.filename or self.name


class ReportStep(Kept):
    """One step on the way: who took it, when, and with what remark. ``snapshot`` is what the step kept."""

    SCOPE_PATH = "report__org"

    report = models.ForeignKey(Report, models.PROTECT, related_name="steps", verbose_name="工作总结")
    step = models.CharField("步骤", max_length=16)
    from_state = models.CharField("原状态", max_length=16, choices=ReportState)
    to_state = models.CharField("新状态", max_length=16, choices=ReportState)
    remark = models.CharField("意见", max_length=500, blank=True)
    snapshot = models.OneToOneField(
        Snapshot, models.PROTECT, related_name="step", null=True, blank=True, verbose_name="留存的版本"
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("办理时间", auto_now_add=True)

    class Meta:
        verbose_name = "办理步骤"
        ordering = ["report", "pk"]

    def __str__(self) -> str:
        return f"{self.report}：{self.get_to_state_display()}"
