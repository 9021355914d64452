"""The audit chain: what was done, by whom, when and from where; one row an event, never changed."""

from typing import ClassVar

from django.db import models


class AuditEvent(models.Model):
    """One link of the chain.

    Who, where and what are plain numbers and text, not foreign keys: the event outlives what it names.
    """

    sequence = models.BigIntegerField("序号", unique=True)
    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField("操作人编号", null=True)
    actor_name = models.CharField("操作人", max_length=100)
    action = models.CharField("操作", max_length=64)
    subject_type = models.CharField("对象类别", max_length=64)
    subject_id = models.BigIntegerField("对象编号", null=True)
    org_id = models.BigIntegerField("党组织编号", null=True)
    summary = models.TextField("摘要")
    detail = models.TextField("详情")
    address = models.CharField("来源地址", max_length=45)
    request_id = models.CharField("请求编号", max_length=32)
    mac_previous = models.CharField("前一条的校验码", max_length=64)
    mac = models.CharField("校验码", max_length=64)

    class Meta:
        verbose_name = "审计记录"
        ordering: ClassVar = ["sequence"]
        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_id", "sequence"], name="audit_by_subject"),
            models.Index(fields=["org_id", "sequence"], name="audit_by_org"),
            models.Index(fields=["actor_id", "sequence"], name="audit_by_actor"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.summary}"


class AuditDetail(models.Model):
    """What an event says of a person's own facts: beside the chain, so that it can be erased when its time is over.

    The event's detail holds the digest of ``text`` and the names of the fields; the text has a salt in it, so the
    digest tells nothing once the text is gone. The database lets a row be wiped, and nothing else.
    """

    sequence = models.BigIntegerField("序号", unique=True)
    text = models.TextField("内容", blank=True)
    erased_at = models.DateTimeField("清除时间", null=True)

    class Meta:
        verbose_name = "审计详情"
        ordering: ClassVar = ["sequence"]

    def __str__(self) -> str:
        return f"第{self.sequence}条的详情"


class AuditHead(models.Model):
    """The one row that says where the chain ends.

    ``seal`` binds sequence and mac to the key: whoever cuts the tail cannot move the head with it.
    """

    THE_ROW = 1

    sequence = models.BigIntegerField("末条序号")
    mac = models.CharField("末条校验码", max_length=64)
    seal = models.CharField("封印", max_length=64)

    class Meta:
        verbose_name = "审计链头"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(id=1), name="audit_head_is_one_row", violation_error_message="审计链头只有一条。"
            ),
        ]

    def __str__(self) -> str:
        return f"审计链头：第{self.sequence}条"


class AuditArchive(models.Model):
    """A stretch of the chain, from its start on, that lies in a file and no longer in the table (docs/adr/0014).

    ``seal`` binds the row to the key: whoever writes a row here to be rid of events cannot seal it.
    """

    first = models.BigIntegerField("首条序号", unique=True)
    last = models.BigIntegerField("末条序号", unique=True)
    mac_previous = models.CharField("首条之前的校验码", max_length=64)
    mac = models.CharField("末条校验码", max_length=64)
    made_at = models.DateTimeField("归档时间")
    file = models.CharField("归档文件", max_length=100)
    sha256 = models.CharField("文件校验值", max_length=64)
    seal = models.CharField("封印", max_length=64)

    class Meta:
        verbose_name = "审计归档"
        ordering: ClassVar = ["first"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")),
                name="audit_archive_has_events",
                violation_error_message="归档的末条不能早于首条。",
            ),
        ]

    def __str__(self) -> str:
        return f"审计归档：第{self.first}条至第{self.last}条"
