"""The last sign of life of the workers."""

from typing import ClassVar

from django.db import models


class WorkerSign(models.Model):
    """The one row that says when a worker last came round."""

    THE_ROW = 1

    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "后台程序的信号"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(id=1),
                name="worker_sign_is_one_row",
                violation_error_message="后台程序的信号只有一条。",
            ),
        ]

    def __str__(self) -> str:
        return f"后台程序的信号：{self.at:%Y-%m-%d %H:%M}"
