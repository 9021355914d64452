"""What an evidence pack is wanted of."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from partywork.common.periods import Period, parse_period
from partywork.pages.forms import GroupedForm
from summaries.reports.forms import offered_periods, usual_period


class PackForm(GroupedForm):
    org: forms.ModelChoiceField = forms.ModelChoiceField(label="党组织", queryset=None, help_text="包含它的全部下级")
    period = forms.ChoiceField(label="期间")

    def __init__(self, *args: Any, organisations: QuerySet[Any], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["org"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["period"].choices = offered_periods(today)  # type: ignore[attr-defined]
        self.fields["period"].initial = usual_period(today)

    def clean_period(self) -> Period:
        return parse_period(self.cleaned_data["period"])
