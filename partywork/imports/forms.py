"""The upload form."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from partywork.imports.reading.child import MAX_FILE_BYTES
from partywork.orgs.models import Organisation
from partywork.pages.forms import GroupedForm

ENDINGS = (".xlsx", ".csv", ".txt", ".tsv")
_WRONG_ENDINGS = {
    ".xls": "这是旧版 .xls 文件。请在 Excel 或 WPS 里打开，另存为“Excel 工作簿（*.xlsx）”后再上传。",
    ".et": "这是 WPS 表格文件。请在 WPS 里打开，另存为 .xlsx 后再上传。",
    ".xlsm": "这是带宏的工作簿（.xlsm），为安全起见不予打开。请另存为不含宏的 .xlsx 后再上传。",
    ".xlsb": "这是二进制工作簿（.xlsb）。请在 Excel 里另存为“Excel 工作簿（*.xlsx）”后再上传。",
    ".ods": "这是 ODS 表格。请另存为 .xlsx 后再上传。",
    ".doc": "这是 Word 文档，不是表格。请把表格复制到 Excel 里，另存为 .xlsx 后再上传。",
    ".docx": "这是 Word 文档，不是表格。请把表格复制到 Excel 里，另存为 .xlsx 后再上传。",
    ".pdf": "PDF 读不出表格里的内容。请用原来的 Excel 文件。",
}


class UploadForm(GroupedForm):
    workbook = forms.FileField(
        label="表格文件",
        max_length=None,
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        help_text=f".xlsx 或 .csv，不超过 {MAX_FILE_BYTES // 1024 // 1024}MB。"
        "别的系统导出的花名册、台账可以直接上传，不用改表头",
        error_messages={
            "required": "请选择要导入的文件。",
            "empty": "文件是空的，里面没有内容。请确认选对了文件。",
        },
    )
    org = forms.ModelChoiceField(
        label="为哪个党组织导入",
        queryset=Organisation.objects.none(),
        empty_label=None,
        help_text="文件里没有写党组织的行，都算它的",
    )

    def __init__(self, *args: Any, homes: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(homes) > 1:
            field: Any = self.fields["org"]
            field.queryset = Organisation.objects.filter(pk__in=[home.pk for home in homes])
            field.initial = homes[0].pk
        else:
            del self.fields["org"]

    def clean_workbook(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["workbook"]
        ending = PurePath(upload.name or "").suffix.lower()
        if ending not in ENDINGS:
            raise forms.ValidationError(_WRONG_ENDINGS.get(ending, "请上传 .xlsx 或 .csv 文件。"))
        if upload.size and upload.size > MAX_FILE_BYTES:
            raise forms.ValidationError("文件太大。请拆成几个文件分次导入。")
        return upload
