"""Uploading a template."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from partywork.entries.models import new_key
from partywork.exports.own.checking import MAX_BYTES
from partywork.exports.own.enums import FormCode
from partywork.pages.forms import GroupedForm


class TemplateForm(GroupedForm):
    org: forms.ModelChoiceField = forms.ModelChoiceField(
        label="党组织", queryset=None, help_text="它和它的下级以后都按这个模板生成；下级有自己模板的用自己的"
    )
    kind = forms.ChoiceField(label="表册", choices=FormCode.choices)
    file = forms.FileField(
        label="模板文件",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text=f"写好内容名称的 .docx 文件，不超过 {MAX_BYTES // 1024 // 1024}MB；原来的模板会被换下",
        error_messages={"required": "请选择模板文件。", "empty": "文件是空的，里面没有内容。请确认选对了文件。"},
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    groups = [("", ["org", "kind", "file"])]

    def __init__(self, *args: Any, organisations: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["org"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["key"].initial = new_key

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if PurePath(upload.name or "").suffix.lower() != ".docx":
            raise forms.ValidationError("请上传 .docx 文件；旧版 .doc 请先另存为 .docx。")
        if (upload.size or 0) > MAX_BYTES:
            raise forms.ValidationError(f"文件超过{MAX_BYTES // 1024 // 1024}MB。请去掉里面的大图片再传。")
        return upload
