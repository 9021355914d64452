"""A record that is about a figure: a target to reach, a number declared."""

from django.core.exceptions import ValidationError
from django.db import models

from partywork.measures import lookup
from partywork.measures.declarations import Measure, Request


class Figured(models.Model):
    """The figure is kept by the measure's code and the narrowing as typed (“#进社区@类型=主题党日”), so a measure that
    gets another name is still found."""

    measure_code = models.CharField("取数指标", max_length=60, blank=True, editable=False)
    measure_narrowing = models.CharField("取数范围", max_length=120, blank=True, editable=False)

    class Meta:
        abstract = True

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


def set_figure(record: Figured, text: str, column: str = "figure") -> None:
    """Bind ``record`` to the figure ``text``. Raises ValidationError under ``column`` for what is no figure."""
    try:
        record.figure = text
    except lookup.UnknownFigure as error:
        raise ValidationError({column: str(error)}) from None
