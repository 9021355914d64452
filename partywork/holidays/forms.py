"""The form of a year's announcement."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from partywork.holidays.lines import OFF_HINT, WORKED_HINT
from partywork.orgs.models import Organisation
from partywork.pages.forms import GroupedForm


class HolidayForm(GroupedForm):
    year = forms.IntegerField(label="年份", min_value=2000, max_value=2199)
    source = forms.CharField(label="通知名称和文号", max_length=120)
    org = forms.ModelChoiceField(
        label="适用组织", queryset=Organisation.objects.none(), help_text="对它和它下面的全部组织有效"
    )
    off = forms.CharField(label="放假", widget=forms.Textarea(attrs={"rows": 8}), help_text=OFF_HINT)
    worked = forms.CharField(
        label="调休上班", required=False, widget=forms.Textarea(attrs={"rows": 6}), help_text=WORKED_HINT
    )

    groups = [("哪一年", ["year", "source", "org"]), ("哪些天", ["off", "worked"])]

    def __init__(self, *args: Any, organisations: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["org"].queryset = organisations  # type: ignore[attr-defined]
