"""Uploading a form, and saying for whom and when it is to be filled."""

from datetime import date
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from partywork.common.periods import Period, parse_period
from partywork.entries.models import new_key
from partywork.pages.fields import DayInput
from partywork.pages.forms import GroupedForm
from summaries.facts import default_data_date
from summaries.ownforms.limits import LIMITS
from summaries.reports.forms import offered_periods, usual_period


class UploadForm(GroupedForm):
    org: forms.ModelChoiceField = forms.ModelChoiceField(
        label="党组织", queryset=None, help_text="它和它的下级都可以用这张表格"
    )
    name = forms.CharField(label="名称", max_length=60, help_text="如：区委组织部半年报表")
    workbook = forms.FileField(
        label="表格文件",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text=f"写好指标的 .xlsx 文件，不超过 {LIMITS.file // 1024 // 1024}MB",
        error_messages={"required": "请选择表格文件。", "empty": "文件是空的，里面没有内容。请确认选对了文件。"},
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    groups = [("", ["org", "name", "workbook"])]

    def __init__(self, *args: Any, organisations: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["org"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["key"].initial = new_key

    def clean_workbook(self) -> UploadedFile | None:
        upload: UploadedFile | None = self.cleaned_data["workbook"]
        if upload is not None and PurePath(upload.name or "").suffix.lower() != ".xlsx":
            raise forms.ValidationError("请上传 .xlsx 文件；旧版 .xls 请先另存为 .xlsx。")
        return upload


class ChangeForm(UploadForm):
    """Another name or file; the unit stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["org"]
        self.fields["workbook"].required = False
        self.fields["workbook"].help_text = "不换文件的不用选"


class FillForm(GroupedForm):
    """Which figures the form is to be filled with."""

    org: forms.ModelChoiceField = forms.ModelChoiceField(
        label="填哪个单位的", queryset=None, to_field_name="code", help_text="包含它的全部下级"
    )
    period = forms.ChoiceField(label="期间")
    data_date = forms.DateField(
        label="数据截至", required=False, widget=DayInput, help_text="不填就用今天与期末中较早的一天"
    )

    def __init__(self, *args: Any, organisations: QuerySet[Any], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["org"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["period"].initial = usual_period(today)
        self.fields["period"].choices = self._periods()  # type: ignore[attr-defined]

    def _periods(self) -> list[Any]:
        """Those usually wanted, and the one asked for where a report is about an earlier one."""
        offered: list[Any] = list(offered_periods(self.today))
        asked = (self.data or self.initial).get("period", "")
        try:
            period = parse_period(asked)
        except ValueError:
            return offered
        known = {code for _, choices in offered for code, _ in choices}
        return offered if period.code in known else [*offered, ("更早", [(period.code, period.label)])]

    def clean_period(self) -> Period:
        return parse_period(self.cleaned_data["period"])

    def clean_data_date(self) -> date | None:
        day: date | None = self.cleaned_data["data_date"]
        if day and day > self.today:
            raise forms.ValidationError("数据截至日期不能晚于今天。")
        return day

    @property
    def data_day(self) -> date:
        day: date | None = self.cleaned_data["data_date"]
        return day or default_data_date(self.cleaned_data["period"], self.today)
