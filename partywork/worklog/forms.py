"""The form of a piece of work, with lines for quantities and amounts."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from partywork.entries.enums import Status
from partywork.ledgers.cells import as_list
from partywork.pages.fields import MilliField, YuanField
from partywork.pages.forms import RecordForm, day_inputs
from partywork.worklog.enums import NamedAs
from partywork.worklog.lines import MAX_OBJECT, MAX_UNIT, LineData, fault_of, tidy
from partywork.worklog.models import WorkLog

ZERO_WHEN_BLANK = ("people", "members_taking_part", "served", "hours")


class WorkLogForm(RecordForm):
    partners = forms.CharField(
        label=NamedAs.PARTNER.label, required=False, help_text="写单位，不写个人；几个用顿号隔开"
    )
    recipients = forms.CharField(
        label=NamedAs.RECIPIENT.label, required=False, help_text="培训、服务、表彰了谁：写单位或人群，不写个人姓名"
    )
    planned = forms.BooleanField(
        label="还没做，先列计划", required=False, help_text="计划不计入已开展的次数；做完后在详情页标记为已完成"
    )

    groups = [
        ("做了什么", ["kind", "org", "date", "title", "tag", "planned"]),
        ("多少人", ["items", "people", "served"]),
    ]
    folded = [
        "members_taking_part", "members_due", "hours", "partners", "recipients", "document_number", "place", "until",
        "highlight", "remark",
    ]  # fmt: skip

    class Meta:
        model = WorkLog
        formfield_callback = day_inputs
        fields = [
            "kind", "org", "date", "title", "tag", "items", "people", "served", "members_taking_part", "members_due",
            "hours", "document_number", "place", "until", "highlight", "remark",
        ]  # fmt: skip
        labels = {"title": "内容"}
        help_texts = {"title": "一句话说清做了什么；发文制度填文件名称，不带书名号"}
        error_messages = {"title": {"required": "请写一句话，说清做了什么。"}, "kind": {"required": "请选择工作类型。"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True
        for name in ZERO_WHEN_BLANK:
            self.fields[name].required = False
            if not self.instance.pk:
                self.fields[name].initial = None  # typed, never offered as 0
                self.initial.pop(name, None)
        if self.instance.pk:
            del self.fields["planned"]  # from here on the detail page moves it
            for part, name in ((NamedAs.PARTNER, "partners"), (NamedAs.RECIPIENT, "recipients")):
                self.fields[name].initial = "、".join(self.instance.named(part))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ZERO_WHEN_BLANK:
            if name not in self.errors:
                cleaned[name] = cleaned.get(name) or 0
        return cleaned

    def clean_partners(self) -> list[str]:
        return as_list(self.cleaned_data["partners"])

    def clean_recipients(self) -> list[str]:
        return as_list(self.cleaned_data["recipients"])

    def _post_clean(self) -> None:
        if self.cleaned_data.get("planned"):
            self.instance.status = Status.PLANNED
        super()._post_clean()

    def _get_validation_exclusions(self) -> set[str]:
        """What the constraint of attendance says, the action says better, beside the field."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {"members_taking_part", "members_due", "until"}


class LineForm(forms.Form):
    object = forms.CharField(label="项目", max_length=MAX_OBJECT, required=False)
    quantity = MilliField(label="数量", required=False)
    unit = forms.CharField(label="单位", max_length=MAX_UNIT, required=False)
    amount = YuanField(label="金额（元）", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and self.has_changed() and (fault := fault_of(self.line())):
            raise forms.ValidationError(fault)
        return cleaned

    def line(self) -> LineData:
        given = self.cleaned_data
        return tidy(LineData(given["object"], given["quantity"], given["unit"], given["amount"]))


class QuantityLines(BaseFormSet):
    def lines(self) -> list[LineData]:
        given = [form.line() for form in self.forms if form.cleaned_data and form not in self.deleted_forms]
        return [line for line in given if line != LineData()]


LineFormSet = formset_factory(LineForm, formset=QuantityLines, extra=2, can_delete=True, max_num=40)
