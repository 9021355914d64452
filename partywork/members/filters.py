"""Filters of lists that show what holds on a day."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict

from partywork.pages.fields import DayInput
from partywork.pages.filters import RecordFilter


class AsOfFilter(RecordFilter):
    """The rows that hold on a day, today unless asked; the evidence of a figure has its own days."""

    as_of = django_filters.DateFilter(label="哪一天（不填为今天）", method="keep", widget=DayInput)

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(QueryDict() if data is None else data, *args, **kwargs)

    def keep(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return rows  # taken into account below, with its default

    @property
    def day(self) -> Any:
        return self.form.cleaned_data.get("as_of") or self.request.today

    @property
    def is_evidence(self) -> bool:
        return "figure" in self.request.GET

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: Any = super().filter_queryset(queryset)
        return rows if self.is_evidence and not self.form.cleaned_data.get("as_of") else rows.on(self.day)
