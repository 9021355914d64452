"""What is to be reached: a typed number, compared with a figure that the product computes."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from partywork.measures import lookup
from partywork.measures.declarations import EventDate, Measure, Request
from partywork.measures.display import plain_thousandths
from partywork.plans.enums import Comparator


class Targeted(models.Model):
    """A record with a target.

    The figure is kept by the measure's code and the narrowing as typed (“#进社区@类型=主题党日”), so a measure
    that gets another name is still found. ``target_milli`` is in thousandths of the figure's unit, money in
    thousandths of a yuan: it is compared with what people read, never added up.
    """

    measure_code = models.CharField("取数指标", max_length=60, blank=True, editable=False)
    measure_narrowing = models.CharField("取数范围", max_length=120, blank=True, editable=False)
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
    def figure(self) -> str:
        """The figure as people write it; "" when there is none."""
        return lookup.measure(self.measure_code).name + self.measure_narrowing if self.measure_code else ""

    @figure.setter
    def figure(self, text: str) -> None:
        """Raises UnknownFigure, in words, for a text that is no figure."""
        request = lookup.parse_request(text) if text.strip() else None
        self.measure_code = request.code if request else ""
        name = lookup.measure(request.code).name if request else ""
        self.measure_narrowing = lookup.show_request(request).removeprefix(name) if request else ""

    @property
    def request(self) -> Request | None:
        return lookup.parse_request(self.figure) if self.measure_code else None

    @property
    def measure(self) -> Measure | None:
        return lookup.measure(self.measure_code) if self.measure_code else None

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


def set_figure(record: Targeted, text: str, column: str = "figure") -> None:
    """Bind ``record`` to the figure ``text``. Raises ValidationError under ``column`` for what is no figure."""
    try:
        record.figure = text
    except lookup.UnknownFigure as error:
        raise ValidationError({column: str(error)}) from None


def target_errors(record: Targeted) -> dict[str, str]:
    """What is wrong with a target, by field."""
    errors: dict[str, str] = {}
    if (record.target_milli is None) != (record.comparator == ""):
        name = "target_milli" if record.target_milli is None else "comparator"
        errors[name] = "目标要求和目标值请一起填，或者都不填。"
    if record.measure and isinstance(record.measure.of, EventDate):
        errors["figure"] = f"“{record.measure.name}”是日期，不能和目标值比较，请换一个数。"
    return errors
