"""What is to be reached: a typed number, compared with a figure that the product computes."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from partywork.entries.figured import Figured
from partywork.measures.declarations import EventDate
from partywork.measures.display import plain_thousandths
from partywork.plans.enums import Comparator


class Targeted(Figured):
    """A record with a target.

    ``target_milli`` is in thousandths of the figure's unit, money in thousandths of a yuan: it is compared with what
    people read, never added up.
    """

    comparator = models.CharField("目标要求", max_length=10, choices=Comparator, blank=True)
    target_milli = models.PositiveBigIntegerField("目标值（千分之一）", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(target_milli__isnull=True, comparator="")
                | (Q(target_milli__isnull=False) & ~Q(comparator="")),
                name="%(class)s_target_is_whole",
                violation_error_message="目标要求和目标值请一起填，或者都不填。",
            )
        ]

    @property
    def target(self) -> Decimal | None:
        return None if self.target_milli is None else plain_thousandths(self.target_milli)

    @property
    def target_text(self) -> str:
        """不少于 6 次; "" without a target."""
        if self.target is None:
            return ""
        return f"{Comparator(self.comparator).label} {self.target} {self.target_unit}".rstrip()

    @property
    def target_unit(self) -> str:
        return self.measure.unit if self.measure else ""

    def is_met_by(self, actual: Decimal | None) -> bool | None:
        """Whether ``actual`` reaches the target; None when one of the two is missing."""
        if actual is None or self.target is None:
            return None
        return actual >= self.target if self.comparator == Comparator.AT_LEAST else actual <= self.target


def target_errors(record: Targeted) -> dict[str, str]:
    """What is wrong with a target, by field."""
    errors: dict[str, str] = {}
    if (record.target_milli is None) != (record.comparator == ""):
        name = "target_milli" if record.target_milli is None else "comparator"
        errors[name] = "目标要求和目标值请一起填，或者都不填。"
    if record.measure and isinstance(record.measure.of, EventDate):
        errors["figure"] = f"“{record.measure.name}”是日期，不能和目标值比较，请换一个数。"
    return errors
