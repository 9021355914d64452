"""The last twelve months: what a list of what was done opens with. A list of what stays in force (terms, problems to
put right, the roster) has no such window: what matters there may be years old.
"""

from datetime import date
from typing import Any, ClassVar, Self

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from partywork.common.periods import add_months, half_of
from partywork.common.text import format_date
from partywork.pages.filters import DatedFilter, RecordFilter

MONTHS = 12
RECENT, ALL = "recent", "all"
CHOICES = [(RECENT, "近12个月"), (ALL, "全部")]  # MONTHS in words, as the manual quotes them
NOT_ASKED = {"cursor", "export", "sums"}  # in an address, but no condition


class RecentFilter(RecordFilter):
    """Narrows to the last twelve months where the address asks for nothing, or asks for just that.

    Words and days looked for reach as far as they reach. An address with conditions that does not name its span (the
    evidence of a figure, a kept filter, a link) means all records, as it did before there was a window.
    """

    day_field: ClassVar[str] = "date"
    lifted_by: ClassVar[tuple[str, ...]] = ("q", "date_from", "date_to")
    span = django_filters.ChoiceFilter(
        label="范围", choices=CHOICES, method="of_span", initial=RECENT, widget=forms.HiddenInput
    )

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        given = data.copy() if data is not None else QueryDict(mutable=True)
        if not given.get("span"):
            is_bare = not any(value for name, value in given.items() if name not in NOT_ASKED)
            given["span"] = RECENT if is_bare else ALL
        super().__init__(given, *args, **kwargs)

    @property
    def since(self) -> date | None:
        """The first day of the window; None where none is in force."""
        is_lifted = any(self.data.get(name) for name in self.lifted_by)
        is_recent = self.data.get("span") == RECENT and not is_lifted
        return add_months(self.request.today, -MONTHS) if is_recent else None

    def of_span(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows if self.since is None else rows.filter(**{f"{self.day_field}__gte": self.since})

    def told_by_half(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The same rows, the window told in half-years as well: these lead the index that covers what is summed."""
        has_half = any(field.name == "half" for field in rows.model._meta.fields)
        return rows.filter(half__gte=half_of(self.since)) if self.since is not None and has_half else rows

    def has_earlier(self) -> bool:
        """Whether what is asked for goes on before the window."""
        if self.since is None:
            return False
        data = self.data.copy()
        data["span"] = ALL
        whole: Self = type(self)(data, queryset=self.queryset, request=self.request)
        return bool(whole.qs.filter(**{f"{self.day_field}__lt": self.since}).order_by().exists())

    def choices(self) -> list[dict[str, Any]]:
        """The spans to choose from as {label, value, is_on}; none where words or days decide."""
        if any(self.data.get(name) for name in self.lifted_by):
            return []
        chosen = RECENT if self.since else ALL
        return [{"label": label, "value": value, "is_on": value == chosen} for value, label in CHOICES]

    def said(self) -> str:
        return f"{format_date(self.since)}以来的记录" if self.since else ""


class RecentDatedFilter(RecentFilter, DatedFilter):
    """For records of what was done on a day."""
