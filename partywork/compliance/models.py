"""Counts of what very many units owe, as a worker counted them last."""

from django.db import models

from partywork.orgs.models import Organisation


class Overview(models.Model):
    """No record of the office and no event: nothing but counts, made from records and made anew."""

    org = models.OneToOneField(Organisation, models.CASCADE, related_name="+", verbose_name="单位")
    on = models.DateField("截至", null=True)
    counts = models.JSONField("数目", default=dict)
    units = models.PositiveIntegerField("单位数", default=0)
    written = models.PositiveBigIntegerField("当时最后一次登记", default=0)  # the event's number
    made_at = models.DateTimeField("汇总时间", null=True)
    seconds = models.PositiveIntegerField("汇总用时（秒）", default=0)
    begun_at = models.DateTimeField("开始汇总", null=True)  # by a worker that has not finished

    class Meta:
        verbose_name = "完成情况汇总"

    def __str__(self) -> str:
        return f"{self.org}完成情况汇总"
