"""The forms of rectification: the item, and one small form for each step."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partywork.pages.fields import DayInput, SuggestInput
from partywork.pages.forms import GroupedForm, RecordForm, day_inputs
from partywork.rectification.enums import CATEGORIES, Decision
from partywork.rectification.models import RectificationItem


class ItemForm(RecordForm):
    groups = [
        ("什么问题", ["org", "date", "title", "source", "category", "level_raised", "subject_org"]),
        ("怎样整改", ["measures", "due_on"]),
        ("谁负责", ["leader", "unit", "owner"]),
    ]
    folded = ["tag", "highlight", "remark"]

    class Meta:
        model = RectificationItem
        formfield_callback = day_inputs
        fields = [
            "org", "date", "title", "source", "category", "level_raised", "subject_org", "measures", "due_on", "leader",
            "unit", "owner", "tag", "highlight", "remark",
        ]  # fmt: skip
        labels = {"date": "提出日期"}
        widgets = {"category": SuggestInput(CATEGORIES), "title": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "title": "一条只写一个问题，写清楚具体表现",
            "category": "可以从提示里选，也可以自己写",
            "subject_org": "问题是整顿某个党组织的才选，如软弱涣散党组织",
            "due_on": "立行立改的填当天；以后改时限用“调整时限”，要写原因",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject_org"].queryset = kwargs["organisations"]  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["due_on"]

    def _get_validation_exclusions(self) -> set[str]:
        """That a weak organisation is named, the action says beside the field."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {"category"}


class StepForm(GroupedForm):
    """What every step says: on which day, what, and from which version of the item."""

    date = forms.DateField(label="日期", widget=DayInput)
    text = forms.CharField(label="情况", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)
    version = forms.IntegerField(label="版本", widget=forms.HiddenInput)


class ProgressForm(StepForm):
    text = forms.CharField(label="进展", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)


class RequestForm(StepForm):
    text = forms.CharField(
        label="完成情况",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="做了什么，成效怎样，有什么佐证",
    )


class ReviewForm(StepForm):
    decision = forms.ChoiceField(label="审核意见", choices=Decision.choices, widget=forms.RadioSelect)
    date = forms.DateField(label="审核日期", widget=DayInput)
    text = forms.CharField(
        label="说明", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text="同意销号的可以不写，其余请写明理由和还要做什么",
    )  # fmt: skip

    field_order = ["decision", "date", "text", "version"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") not in (None, Decision.CLOSE) and not cleaned.get("text"):
            self.add_error("text", ValidationError("请写明理由，让责任单位知道怎样做。"))
        return cleaned


class ExtendForm(GroupedForm):
    due_on = forms.DateField(label="新的时限", widget=DayInput)
    reason = forms.CharField(label="原因", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(label="版本", widget=forms.HiddenInput)


class ReopenForm(GroupedForm):
    reason = forms.CharField(label="原因", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(label="版本", widget=forms.HiddenInput)
