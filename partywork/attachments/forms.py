"""The forms of evidence: handing files in, taking one back."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from partywork.attachments.checking import TAKEN, Checked, check_file
from partywork.attachments.enums import ACCEPT
from partywork.pages.forms import GroupedForm


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each checked by its content."""

    def clean(self, data: Any, initial: Any = None) -> list[Checked]:
        uploads = [each for each in data or [] if each]
        if not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > settings.ATTACHMENTS_AT_ONCE:
            raise ValidationError(too_many())
        checked, errors = sort_out(uploads)
        if errors:
            raise ValidationError(errors)
        return checked


def sort_out(uploads: Iterable[UploadedFile]) -> tuple[list[Checked], list[ValidationError]]:
    """What of the uploads is taken, and why the others are not."""
    limit: int = settings.ATTACHMENT_BYTES
    checked, errors = [], []
    for upload in uploads:
        try:
            # One byte beyond the limit tells that it is too large; the rest need not be read.
            checked.append(check_file(upload.name or "", upload.read(limit + 1), limit))
        except ValidationError as error:
            errors.append(error)
    return checked, errors


class AttachForm(GroupedForm):
    files = FilesField(  # type: ignore[assignment]  # the form's own ``files`` is not read here
        label="文件",
        widget=FilesInput(attrs={"accept": ACCEPT, "multiple": True}),
        error_messages={"required": "请先选择文件。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].help_text = help_text()


class RemoveForm(GroupedForm):
    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


def too_many() -> str:
    return f"一次最多传{settings.ATTACHMENTS_AT_ONCE}个文件，请分几次传。"


def help_text() -> str:
    megabytes = settings.ATTACHMENT_BYTES // 1024 // 1024
    return f"{TAKEN}，每个不超过{megabytes}MB。照片会转正、缩小，并去掉拍摄地点等信息"
