"""The filters people keep for themselves (常用筛选)."""

from django.conf import settings
from django.db import models


class SavedFilter(models.Model):
    """A list narrowed as its owner often needs it: the address of the list and its query. Nobody else sees it."""

    SCOPE_PATH = "user"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters", editable=False, verbose_name="使用人"
    )
    list_name = models.CharField("列表", max_length=60, editable=False)  # the name of the list's address
    name = models.CharField("名称", max_length=20)
    query = models.CharField("条件", max_length=1000, editable=False)
    created_at = models.DateTimeField("保存时间", auto_now_add=True)

    class Meta:
        verbose_name = "常用筛选"
        ordering = ["list_name", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "list_name", "name"],
                name="saved_filter_name_once",
                violation_error_message="这个列表里已有同名的常用筛选，请换个名称。",
            )
        ]

    def __str__(self) -> str:
        return self.name
