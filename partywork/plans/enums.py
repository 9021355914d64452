"""States of a plan item, the sense of a target, and how an indicator is read."""

from django.db.models import TextChoices


class PlanState(TextChoices):
    OPEN = "open", "未完成"
    DONE = "done", "已完成"
    CANCELLED = "cancelled", "已取消"


STATE_MARK: dict[str, str] = {PlanState.OPEN: "muted", PlanState.DONE: "ok", PlanState.CANCELLED: "bad"}  # its light


class Comparator(TextChoices):
    AT_LEAST = "at_least", "不少于"
    AT_MOST = "at_most", "不多于"


class Reading(TextChoices):
    """How the values typed for an indicator become one figure of a period."""

    SUM = "sum", "各次相加"
    LATEST = "latest", "取期末数"
    RATE = "rate", "算占比"
