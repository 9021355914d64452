"""Ordering a batch of reports."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from summaries.batch.making import PDF
from summaries.batch.order import UNITS
from summaries.exports import FORMATS
from summaries.renderers import pdf
from summaries.reports.forms import ReportForm

OFFERED = ("docx", "xlsx")


class BatchForm(ReportForm):
    units = forms.ChoiceField(label="哪些党组织", choices=list(UNITS.items()))
    formats = forms.MultipleChoiceField(
        label="要哪些文件",
        initial=["docx"],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一种文件。"},
    )
    title = None  # type: ignore[assignment]  # each report has its own
    groups = [("哪些单位、哪段时间", ["org", "units", "period", "data_date"]), ("文件", ["formats"])]
    folded = ["outline"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(name, FORMATS[name].label) for name in OFFERED]
        offered += [(PDF, "PDF")] if pdf.is_available() else []
        self.fields["formats"].choices = offered  # type: ignore[attr-defined]
        outline: Any = self.fields["outline"]
        outline.choices = [("", "按单位类别各用各的"), *outline.choices]
        outline.required = False
        outline.help_text = "已有总结的单位用它自己的那一份"

    def clean_data_date(self) -> Any:
        day = self.cleaned_data["data_date"]
        if day is not None and day > self.today:
            raise ValidationError("数据截至日期不能晚于今天。")
        return day
