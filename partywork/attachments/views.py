"""Pages of evidence: handing in, fetching, taking back. The record's own permission and scope decide."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.attachments.actions import attach, remove
from partywork.attachments.forms import AttachForm, RemoveForm
from partywork.attachments.holders import code_of, detail_url, record_in
from partywork.attachments.models import Attachment
from partywork.pages.downloads import file_response
from partywork.pages.formpages import ConfirmPage, FormPage
from partywork.pages.views import Crumbs, Page, link


class OfAttachment(Page):
    """A page about one file, for whoever may see its record."""

    def attachment(self) -> Attachment:
        """The file, if its record lies within the scope. Raises Http404."""
        if not hasattr(self, "_attachment"):
            found = restrict(Attachment.objects.all(), self.scope).filter(pk=self.kwargs["pk"]).first()
            if found is None or found.is_removed or found.record is None:
                raise Http404
            record_in(code_of(found.record), found.record.pk, self.scope)
            self._attachment = found
        return self._attachment


class AttachmentFile(OfAttachment):
    """The content, always to be saved and never shown in the page's own place."""

    permission = Permission.VIEW_RECORDS

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        attachment = self.attachment()
        try:
            with attachment.file.open("rb") as stored:
                content = stored.read()
        except FileNotFoundError:
            raise Http404("文件不在存放的地方，请告诉系统管理员从备份里恢复。") from None
        response = file_response(content, attachment.name, attachment.media_type)
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response


class AttachmentAdd(FormPage):
    title = "传佐证材料"
    submit_label = "上传"

    def record(self) -> Any:
        if not hasattr(self, "_record"):
            self._record = record_in(self.kwargs["holder"], self.kwargs["record_pk"], self.scope)
        return self._record

    def form(self, data: Any = None, files: Any = None) -> AttachForm:
        self.record()
        chosen = files.getlist("files") if files is not None else []
        return AttachForm(data, {"files": chosen} if data is not None else None)

    def save(self, form: Any, formsets: list[Any]) -> list[Attachment]:
        return attach(record=self.record(), files=form.cleaned_data["files"], by=self.request.user)

    def done(self, result: list[Attachment]) -> str:
        messages.success(self.request, f"已上传：{'、'.join(dict.fromkeys(each.name for each in result))}。")
        return f"{detail_url(self.record())}#evidence"

    def cancel_url(self) -> str:
        return detail_url(self.record())

    def breadcrumbs(self) -> Crumbs:
        return _crumbs(self.record(), self.title)


class AttachmentRemove(OfAttachment, ConfirmPage):
    title = "移除佐证材料"
    submit_label = "移除"

    @property
    def question(self) -> str:  # type: ignore[override]
        return f"“{self.attachment().name}”的内容会被清除，不能恢复；谁在什么时候传过、为什么移除仍然留着。"

    def form(self, data: Any = None, files: Any = None) -> RemoveForm:
        self.attachment()
        return RemoveForm(data)

    def save(self, form: Any, formsets: list[Any]) -> Attachment:
        reason = form.cleaned_data["reason"]
        return remove(attachment=self.attachment(), reason=reason, by=self.request.user, today=self.request.today)

    def done(self, result: Attachment) -> str:
        messages.success(self.request, f"已移除“{result.name}”。")
        return f"{detail_url(result.record)}#evidence"

    def cancel_url(self) -> str:
        return detail_url(self.attachment().record)

    def breadcrumbs(self) -> Crumbs:
        return _crumbs(self.attachment().record, self.title)


def _crumbs(record: Any, title: str) -> Crumbs:
    return [link("首页", reverse("home")), link(str(record), detail_url(record)), link(title, "")]
