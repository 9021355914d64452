"""States of a plan item, and the sense of a target."""

from django.db.models import TextChoices


class PlanState(TextChoices):
    OPEN = "open", "未完成"
    DONE = "done", "已完成"
    CANCELLED = "cancelled", "已取消"


STATE_MARK: dict[str, str] = {PlanState.OPEN: "muted", PlanState.DONE: "ok", PlanState.CANCELLED: "bad"}  # its light


class Comparator(TextChoices):
    AT_LEAST = "at_least", "不少于"
    AT_MOST = "at_most", "不多于"
