"""The upload form."""

from pathlib import PurePath

from django import forms
from django.core.files.uploadedfile import UploadedFile

from partywork.imports.archive import MAX_FILE_BYTES
from partywork.pages.forms import GroupedForm


class ImportForm(GroupedForm):
    workbook = forms.FileField(
        label="填好的工作簿",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text=f"用导入模板填写的 .xlsx 文件，不超过 {MAX_FILE_BYTES // 1024 // 1024}MB",
        error_messages={"required": "请选择填好的工作簿。", "empty": "文件是空的，里面没有内容。请确认选对了文件。"},
    )
    commit = forms.BooleanField(
        label="检查无误就直接导入",
        required=False,
        help_text="不勾选只检查，不写入。勾选后，有一处错误也一条都不写入",
    )

    def clean_workbook(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["workbook"]
        if PurePath(upload.name or "").suffix.lower() != ".xlsx":
            raise forms.ValidationError("请上传 .xlsx 文件；旧版 .xls 请先另存为 .xlsx。")
        if upload.size and upload.size > MAX_FILE_BYTES:
            raise forms.ValidationError("文件太大。请拆成几个工作簿分次导入。")
        return upload
