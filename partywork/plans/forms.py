"""Forms of plan items: what, by when, by whom, and perhaps how much."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from partywork.measures import lookup
from partywork.measures.declarations import EventDate
from partywork.pages.fields import DayInput, MilliField
from partywork.pages.forms import GroupedForm, RecordForm, day_inputs
from partywork.plans.models import PlanItem


class FigureInput(forms.TextInput):
    """A text box that offers the names of all figures; the browser narrows them as one types."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        options = f"{name}-figures"
        box = super().render(name, value, {**(attrs or {}), "list": options, "autocomplete": "off"}, renderer)
        names = sorted(each.name for each in lookup.all_measures() if not isinstance(each.of, EventDate))
        listed = format_html_join("", '<option value="{}"></option>', ((each,) for each in names))
        return format_html('{}<datalist id="{}">{}</datalist>', box, options, listed)


class TargetForm(RecordForm):
    """A record with a target: the figure by its name, the sense, the number."""

    figure = forms.CharField(
        label="取数指标",
        required=False,
        max_length=160,
        widget=FigureInput,
        help_text="系统里数的名称，如“支委会次数”；可以加标签，如“志愿服务次数#进社区”",
    )
    target_milli = MilliField(
        label="目标值", required=False, help_text="期限所在半年要达到的数，单位与取数指标相同，金额以元为单位"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comparator"].label = "要求"
        if self.instance.pk:
            self.fields["figure"].initial = self.instance.figure

    def clean_figure(self) -> str:
        text: str = self.cleaned_data["figure"].strip()
        try:
            self.instance.figure = text
        except lookup.UnknownFigure as error:
            raise ValidationError(str(error)) from None
        return text

    def _get_validation_exclusions(self) -> set[str]:
        """What the constraint of a whole target says, the action says beside the field."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {"target_milli", "comparator"}


class PlanForm(TargetForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["each"].required = False  # not chosen: the unit as a whole

    groups = [
        ("做什么", ["org", "text", "theme"]),
        ("谁、什么时候", ["due_on", "owner"]),
        ("量化目标（选填）", ["figure", "each", "comparator", "target_milli", "over_year"]),
    ]
    folded = ["set_on", "remark"]

    class Meta:
        model = PlanItem
        formfield_callback = day_inputs
        fields = [
            "org",
            "text",
            "theme",
            "due_on",
            "set_on",
            "owner",
            "each",
            "comparator",
            "target_milli",
            "over_year",
            "remark",
        ]
        help_texts = {
            "text": "一件能看出做没做完的事，如“9月底前完成支部换届”",
            "due_on": "期限在哪个半年，就算哪个半年的计划",
            "each": "整体要达到的选“合计”；每个支部、每个月都要达到的选相应的一项",
        }
        error_messages = {
            "text": {"required": "请写计划做什么。"},
            "due_on": {"required": "请填完成期限。"},
        }


class CompletionForm(GroupedForm):
    done_on = forms.DateField(label="完成日期", widget=DayInput, error_messages={"required": "请填哪一天完成的。"})
    result = forms.CharField(
        label="完成情况",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="做成了什么",
    )
    version = forms.IntegerField(label="版本", widget=forms.HiddenInput)
