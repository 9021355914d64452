"""Work that takes longer than a page may: one row is the order, the queue and the record of how it went."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from partywork.jobs.enums import ACTIVE, JobState
from partywork.orgs.models import Organisation


class Job(models.Model):
    """One piece of work, seen only by the one who started it.

    ``params`` says what is wanted by codes and keys; personal data never belongs in it. ``worker`` names who
    has it in hand, and ``heartbeat_at`` when that worker last gave a sign. ``problems`` lists what could not
    be done as [what it is about, why]. ``file`` is the result's place below the folder of results.
    """

    org = models.ForeignKey(Organisation, models.PROTECT, verbose_name="党组织")
    kind = models.CharField("种类", max_length=40)
    title = models.CharField("内容", max_length=120)
    params = models.JSONField("要求", default=dict)
    unique_key = models.CharField("相同任务的标记", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField("已做", default=0)
    total = models.PositiveIntegerField("共计", default=0)
    message = models.CharField("说明", max_length=200, blank=True)
    problems = models.JSONField("没有做成的", default=list)
    file = models.CharField("结果文件", max_length=200, blank=True)
    file_name = models.CharField("文件名", max_length=200, blank=True)
    file_bytes = models.PositiveBigIntegerField("文件大小", default=0)
    expires_at = models.DateTimeField("保留到", null=True)
    worker = models.CharField("执行者", max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField("第几次", default=0)
    cancel_asked = models.BooleanField("已要求取消", default=False)
    heartbeat_at = models.DateTimeField("最近一次回报", null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs", verbose_name="发起人")
    created_at = models.DateTimeField("发起时间")
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = "后台任务"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["created_by", "unique_key"],
                condition=Q(state__in=ACTIVE) & ~Q(unique_key=""),
                name="job_once_while_active",
                violation_error_message="同样的任务已经在做，请等它做完。",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "created_at", "id"], name="job_queue"),
            models.Index(fields=["created_by", "created_at", "id"], name="job_list"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0
