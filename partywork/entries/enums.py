"""The states every dated record can be in."""

from django.db.models import TextChoices


class Status(TextChoices):
    PLANNED = "planned", "计划"
    DONE = "done", "已完成"
    CANCELLED = "cancelled", "已取消"


STATUS_MARK: dict[str, str] = {Status.PLANNED: "muted", Status.DONE: "ok", Status.CANCELLED: "bad"}  # its light
