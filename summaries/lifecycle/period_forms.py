"""Choosing two periods of a unit."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from partywork.common.periods import Period, parse_period
from partywork.pages.forms import GroupedForm
from summaries.reports.forms import offered_periods, usual_period

LAST_YEAR, BEFORE = "last_year", "before"


class PeriodForm(GroupedForm):
    """Stands in one line like the filter of a list."""

    org: forms.ModelChoiceField = forms.ModelChoiceField(label="党组织", queryset=None)
    period = forms.ChoiceField(label="期间")
    other = forms.ChoiceField(label="对比")

    def __init__(self, *args: Any, organisations: QuerySet[Any], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["org"].queryset = organisations  # type: ignore[attr-defined]
        periods = offered_periods(today)
        self.fields["period"].choices = periods  # type: ignore[attr-defined]
        self.fields["period"].initial = usual_period(today)
        usual = [(LAST_YEAR, "去年同期（同比）"), (BEFORE, "上一期（环比）")]
        self.fields["other"].choices = [("常用", usual), *periods]  # type: ignore[attr-defined]
        self.fields["other"].initial = LAST_YEAR

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True  # it only reads
        helper.layout = Layout(*[Field(name) for name in self.fields])
        return helper

    def clean_period(self) -> Period:
        return parse_period(self.cleaned_data["period"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        period, other = given.get("period"), given.get("other")
        if isinstance(period, Period) and other:
            given["other"] = self._other(period, other)
        return given

    def _other(self, period: Period, choice: str) -> Period:
        if choice == LAST_YEAR:
            return period.last_year
        if choice == BEFORE:
            return period.previous
        other = parse_period(choice)
        if other.kind != period.kind:
            raise ValidationError({"other": "两个期间的长短要一样，例如都选半年。"})
        if other == period:
            raise ValidationError({"other": "请选另一个期间。"})
        return other
