"""Facts that hold from one day until another: the base of everything that is "as of a date"."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Expression, F, Q

FOREVER = date(9999, 12, 31)  # not null: one indexed range answers "who is here on that day"


def holding_on(day: date | Expression, prefix: str = "") -> Q:
    """The condition that a dated fact holds on ``day``; ``prefix`` leads to it through relations."""
    return Q(**{f"{prefix}since__lte": day, f"{prefix}until__gt": day})


class DatedQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> Self:
        return self.filter(holding_on(day))


class Dated(models.Model):
    """Holds from ``since`` on and no longer on ``until`` (half-open, so spans join without a gap)."""

    since = models.DateField("自")
    until = models.DateField("至（不含）", default=FOREVER)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("since")),
                name="%(class)s_until_after_since",
                violation_error_message="结束日期要在开始日期之后。",
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.until == FOREVER


def end(fact: Dated, on: date) -> None:
    """Let a fact hold no longer from ``on``; one that would end no later than it began is removed."""
    if on <= fact.since:
        fact.delete()
        return
    fact.until = on
    fact.save(update_fields=["until"])
