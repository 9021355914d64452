"""Evidence files (佐证材料) of records: what was handed in, by whom, and whether it was taken back."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from partywork.attachments.enums import MEDIA_TYPES, FileKind
from partywork.orgs.models import Organisation

FOLDER = "attachments"


def random_path(attachment: "Attachment", name: str) -> str:  # noqa: ARG001  Django gives both
    """Where a file lies: a name of chance in one of 256 folders. What the user called it is in the row alone."""
    drawn = uuid.uuid4().hex
    return f"{FOLDER}/{drawn[:2]}/{drawn}"


class Attachment(models.Model):
    """One file of one record. ``sha256`` and ``size`` are of the content as kept (pictures are shrunk before).

    One that was removed keeps its row with who, when and why; its content is wiped.
    """

    org = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="党组织")
    record_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    record_id = models.BigIntegerField()
    record = GenericForeignKey("record_type", "record_id")
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类型", max_length=8, choices=FileKind)
    file = models.FileField("文件", upload_to=random_path, max_length=100, blank=True)
    size = models.PositiveBigIntegerField("大小（字节）")
    sha256 = models.CharField("校验值", max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="移除人"
    )
    removed_on = models.DateField("移除日期", null=True, blank=True)
    removal_reason = models.CharField("移除原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "佐证材料"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["record_type", "record_id", "sha256"],
                condition=Q(removed_on=None),
                name="attachment_once",
                violation_error_message="这个文件已经传过了。",
            ),
            models.CheckConstraint(
                condition=Q(removed_on=None, removed_by=None, removal_reason="")
                | (Q(removed_on__isnull=False, removed_by__isnull=False) & ~Q(removal_reason="")),
                name="attachment_removed_with_a_reason",
                violation_error_message="移除材料请写明原因。",
            ),
        ]
        indexes = [models.Index(fields=["record_type", "record_id", "id"], name="attachment_of_record")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_removed(self) -> bool:
        return self.removed_on is not None

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[FileKind(self.kind)]


def attachments_of(record: models.Model) -> "models.QuerySet[Any, Any]":
    """The files of a record in the order they came, removed ones included."""
    kind = ContentType.objects.get_for_model(record)
    return Attachment.objects.filter(record_type=kind, record_id=record.pk)
