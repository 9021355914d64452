"""States of a plan item, the sense of a target and of whom it is asked, and how an indicator is read."""

from django.db.models import TextChoices


class PlanState(TextChoices):
    OPEN = "open", "未完成"
    DONE = "done", "已完成"
    CANCELLED = "cancelled", "已取消"


STATE_MARK: dict[str, str] = {PlanState.OPEN: "muted", PlanState.DONE: "ok", PlanState.CANCELLED: "bad"}  # its light


class Comparator(TextChoices):
    AT_LEAST = "at_least", "不少于"
    AT_MOST = "at_most", "不多于"


class Each(TextChoices):
    """Of whom a target is asked."""

    WHOLE = "whole", "合计"
    BRANCH = "branch", "各支部"
    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    BRANCH_MONTH = "branch_month", "各支部每月"
    BRANCH_QUARTER = "branch_quarter", "各支部每季度"
    PERSON = "person", "每名党员"


class Reading(TextChoices):
    """How the values typed for an indicator become one figure of a period."""

    SUM = "sum", "各次相加"
    LATEST = "latest", "取期末数"
    RATE = "rate", "算占比"
