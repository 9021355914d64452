"""Imports on record: who brought in which file, what became of it, and which records came of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from partywork.imports.enums import Policy, State
from partywork.jobs.models import Job
from partywork.orgs.models import Organisation


class ImportBatch(models.Model):
    """One uploaded file on its way in. Nothing of its content is kept here (see ``staging``).

    ``counts`` is [[sheet, added, unchanged, duplicate, wrong], …] of the newest check or of the writing. ``message``
    says what stopped it. ``job`` is the background work in hand or the last one.
    """

    org = models.ForeignKey(Organisation, models.PROTECT, verbose_name="党组织")
    file_name = models.CharField("文件", max_length=120)
    kinds = models.CharField("内容", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.READING)
    policy = models.CharField("已登记的人", max_length=4, choices=Policy, default=Policy.SKIP)
    rows = models.PositiveIntegerField("行数", default=0)
    counts = models.JSONField("各表结果", default=list)
    message = models.CharField("说明", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    undo_reason = models.CharField("撤销原因", max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="导入人")
    created_at = models.DateTimeField("上传时间")
    touched_at = models.DateTimeField("最近处理时间")
    done_at = models.DateTimeField("导入时间", null=True)

    class Meta:
        verbose_name = "导入"
        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["org", "created_at", "id"], name="import_list"),
            models.Index(fields=["state", "touched_at"], name="import_sweep"),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.created_at):%Y-%m-%d}导入的“{self.file_name}”"

    def get_absolute_url(self) -> str:
        return reverse("imports:batch", args=[self.pk])

    def total(self, column: int) -> int:
        return sum(int(count[column]) for count in self.counts)

    @property
    def added(self) -> int:
        return self.total(1)

    @property
    def unchanged(self) -> int:
        return self.total(2)

    @property
    def duplicates(self) -> int:
        return self.total(3)

    @property
    def wrong(self) -> int:
        return self.total(4)


class ImportedRow(models.Model):
    """A record that came of an import: from the one event of a bulk write this leads to every row of it.

    ``filled`` names the fields an import filled in on a record that was there before; empty: the import added it.
    """

    SCOPE_PATH = "batch__org"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="records")
    model = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    version = models.PositiveIntegerField(default=1)
    filled = models.JSONField(default=list)

    class Meta:
        verbose_name = "导入的记录"
        indexes: ClassVar = [models.Index(fields=["model", "record_id"], name="imported_record")]

    def __str__(self) -> str:
        return f"{self.model} {self.record_id}"


class StagedStanding(models.Model):
    """Where a person of an import is going to stand, until the short transaction that puts all of them on the books
    (``arriving``). Without foreign keys: the row lives for seconds and is checked when it becomes a standing."""

    SCOPE_PATH = "batch__org"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="staged")
    member_id = models.BigIntegerField()
    org_id = models.BigIntegerField()
    group_id = models.BigIntegerField(null=True)
    stage = models.CharField(max_length=16)
    since = models.DateField()
    until = models.DateField()
    opening = models.CharField(max_length=16)
    closing = models.CharField(max_length=20)
    note = models.CharField(max_length=100)
    final = models.CharField(max_length=20)

    class Meta:
        verbose_name = "待入册"

    def __str__(self) -> str:
        return f"{self.member_id} {self.since}"


class RememberedColumns(models.Model):
    """How an organisation last assigned the columns of files with these headers. The headers themselves are not kept
    but by their sum: the row taken for the header may have been somebody's."""

    org = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    ledger = models.CharField(max_length=40)
    signature = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)

    class Meta:
        verbose_name = "列名对应"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["org", "signature"],
                name="remembered_columns_once",
                violation_error_message="这种表头的对应关系已经记住。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.org} {self.ledger}"
