"""Forms of reductions, of the decision on them, and of the branch's consents."""

from typing import Any, ClassVar

from django import forms

from partywork.dues.enums import ConsentKind
from partywork.dues.exception_models import DuesConsent, DuesReduction
from partywork.dues.month_field import MonthField
from partywork.pages.fields import DayInput, YuanField
from partywork.pages.forms import GroupedForm, RecordForm, day_inputs


class OfMember(RecordForm):
    """About one party member of the units one may write for."""

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members  # type: ignore[attr-defined]


class ReductionForm(OfMember):
    first_month = MonthField(label="自何月起")
    last_month = MonthField(label="到何月止", help_text="要在同一年度内，跨年的分开申请")
    monthly_fen = YuanField(label="减免后每月交（元）", help_text="少交的填减后的金额，免交的填 0")

    groups = [
        ("谁、哪几个月", ["org", "member", "first_month", "last_month"]),
        ("怎么减免", ["monthly_fen", "reason"]),
        ("支部研究", ["studied_on"]),
    ]

    class Meta:
        model = DuesReduction
        formfield_callback = day_inputs
        fields = ["org", "member", "first_month", "last_month", "monthly_fen", "reason", "studied_on"]
        help_texts: ClassVar[dict[str, str]] = {"studied_on": "支部委员会或支部党员大会研究的日期"}

    def _post_clean(self) -> None:
        first = self.cleaned_data.get("first_month")
        if first:
            self.instance.year = first // 100
        super()._post_clean()

    def _get_validation_exclusions(self) -> set[str]:
        """What the constraint of months says, the action says beside the field."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {"last_month"}


class DecisionForm(GroupedForm):
    approve = forms.TypedChoiceField(
        label="决定", choices=[("yes", "批准"), ("no", "不批准")], coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )  # fmt: skip
    decided_on = forms.DateField(label="决定日期", widget=DayInput(), help_text="上一级党委研究的日期")
    opinion = forms.CharField(
        label="意见", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="不批准的必填",
    )  # fmt: skip
    version = forms.IntegerField(label="版本", widget=forms.HiddenInput)


class ConsentForm(OfMember):
    first_month = MonthField(label="自何月起")
    last_month = MonthField(label="到何月止", help_text="按季交的填整个季度")

    groups = [
        ("谁、哪几个月", ["org", "member", "kind", "first_month", "last_month"]),
        ("支部同意", ["date", "reason", "beyond"]),
    ]

    class Meta:
        model = DuesConsent
        formfield_callback = day_inputs
        fields = ["org", "member", "kind", "first_month", "last_month", "date", "reason", "beyond"]
        labels: ClassVar[dict[str, str]] = {"date": "支部同意日期"}
        help_texts: ClassVar[dict[str, str]] = {"beyond": "补交的月份已超过一般期限才填：支部研究的情况"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = ConsentKind.LATE

    def _get_validation_exclusions(self) -> set[str]:
        """What the constraint of months says, the action says beside the field."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {"last_month"}
