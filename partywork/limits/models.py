"""How often somebody has asked for something expensive; one row a person and limit, so the table stays small."""

from django.conf import settings
from django.db import models


class RequestCount(models.Model):
    """No record of the office and no event: the log has what was done."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="用户")
    limit = models.CharField("限制", max_length=20)
    since = models.DateTimeField("从何时起")
    count = models.PositiveIntegerField("次数")

    class Meta:
        verbose_name = "请求次数"
        constraints = [models.UniqueConstraint(fields=["user", "limit"], name="request_count_once")]

    def __str__(self) -> str:
        return f"{self.limit} {self.count}次"
