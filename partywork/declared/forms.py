"""Forms of a unit's start and of declared figures."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partywork.declared.models import DeclaredFigure, UnitStart
from partywork.measures import lookup
from partywork.pages.fields import MilliField
from partywork.pages.forms import RecordForm, day_inputs
from partywork.plans.forms import FigureInput


class StartForm(RecordForm):
    groups = [("从哪天起", ["org", "on"])]
    folded = ["remark"]

    class Meta:
        model = UnitStart
        formfield_callback = day_inputs
        fields = ["org", "on", "remark"]
        error_messages = {"on": {"required": "请填启用日期。"}}


class DeclaredForm(RecordForm):
    figure = forms.CharField(
        label="指标",
        max_length=160,
        widget=FigureInput,
        help_text="系统里数的名称，如“支委会次数”；次数、人次、金额这类能相加的才可以填报",
        error_messages={"required": "请填是哪个指标。"},
    )
    value_milli = MilliField(label="数值", help_text="单位与指标相同，金额以元为单位")

    groups = [
        ("哪段时间", ["org", "date", "until"]),
        ("什么数", ["figure", "value_milli"]),
        ("数从哪来", ["source_document", "declared_by"]),
    ]
    folded = ["remark"]

    class Meta:
        model = DeclaredFigure
        formfield_callback = day_inputs
        fields = ["org", "date", "until", "value_milli", "source_document", "declared_by", "remark"]
        labels = {"date": "起始日期", "until": "截至日期"}
        help_texts = {"until": "启用日期的前一天或更早，不跨半年"}
        error_messages = {
            "date": {"required": "请填这个数从哪一天算起。"},
            "source_document": {"required": "请写明数从哪份材料来。"},
            "declared_by": {"required": "请写明谁填报的。"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].required = True
        self.fields["until"].error_messages["required"] = "请填这个数截至哪一天。"
        if self.instance.pk:
            self.fields["figure"].initial = self.instance.figure

    def clean_figure(self) -> str:
        text: str = self.cleaned_data["figure"].strip()
        try:
            self.instance.figure = text
        except lookup.UnknownFigure as error:
            raise ValidationError(str(error)) from None
        return text
