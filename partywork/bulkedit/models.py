"""That a bulk change was made: a second submit of the same preview finds it and changes nothing."""

from django.conf import settings
from django.db import models


class BulkRun(models.Model):
    """One bulk change. What it changed in each record is in that record's history."""

    SCOPE_PATH = "made_by"

    key = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="修改人")
    made_at = models.DateTimeField("修改时间", auto_now_add=True)
    number = models.PositiveIntegerField("条数")

    class Meta:
        verbose_name = "批量修改"
