"""Who has looked at a warning and let it stand."""

from django.db import models

from partywork.accounts.models import User
from summaries.reports.models import Report


class CheckAcknowledgement(models.Model):
    """A warning that somebody answers for. ``key`` is the finding's: when it says something else, it is open again."""

    SCOPE_PATH = "report__org"

    report = models.ForeignKey(Report, models.CASCADE, related_name="acknowledgements", verbose_name="工作总结")
    key = models.CharField("检查结果", max_length=16)
    code = models.CharField("检查项", max_length=24)
    message = models.TextField("提示")
    remark = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="核对人")
    at = models.DateTimeField("核对时间", auto_now_add=True)

    class Meta:
        verbose_name = "检查核对"
        ordering = ["report", "at", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="check_acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.by}：{self.message}"
