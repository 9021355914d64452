"""The first step of an import in the browser: hand in a file. What comes then is in ``batch_views``."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from partywork.access.permissions import GRANTS, Permission, Role
from partywork.access.scope import restrict
from partywork.imports.actions import open_import
from partywork.imports.enums import OPEN
from partywork.imports.forms import UploadForm
from partywork.imports.models import ImportBatch
from partywork.imports.sheets import TEMPLATE_NAME, importable
from partywork.imports.steps import AT_ONCE_BYTES, Hands, take_step
from partywork.orgs.models import Organisation
from partywork.pages.downloads import XLSX, file_response
from partywork.pages.formpages import FormPage, error_summary
from partywork.pages.http import PageRequest
from partywork.pages.views import Crumbs, Page, link

TITLE = "导入表格"
SHOWN_OPEN = 5


def hands_of(request: PageRequest) -> Hands:
    return Hands(request.gate, request.user, request.today, timezone.now())


class Template(Page):
    """The blank workbook."""

    permission = Permission.IMPORT_RECORDS

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        from partywork.imports.workbook import template_workbook  # and openpyxl: most processes write no workbook

        return file_response(template_workbook(importable()), TEMPLATE_NAME, XLSX)


class Upload(FormPage):
    """Take a file, read it (in a child process, or as background work when it is large), and go on to its page."""

    template_name = "imports/upload.html"
    permission = Permission.IMPORT_RECORDS
    title = TITLE
    intro = "已经有表格的，不用再录一遍。先检查、后导入，有错的可以在网页上改，不会只导入一半。"
    submit_label = "上传并检查"

    def form(self, data: Any = None, files: Any = None) -> UploadForm:
        return UploadForm(data, files, homes=self.homes())

    def homes(self) -> list[Organisation]:
        granting = [a for a in self.request.gate.appointments if self.permission in GRANTS[Role(a.role)].permissions]
        return list({appointment.org_id: appointment.org for appointment in granting}.values())

    def save(self, form: Any, formsets: list[Any]) -> ImportBatch:
        given, hands = form.cleaned_data, hands_of(self.request)
        org = given.get("org") or next(iter(self.homes()), None)
        if org is None:
            raise PermissionDenied("您没有任职的党组织，不能导入。")
        upload = given["workbook"]
        batch = open_import(org=org, file_name=upload.name, chunks=upload.chunks(), by=hands.by, now=hands.now)
        try:
            take_step("read", batch, hands, long=upload.size > AT_ONCE_BYTES)
        except ValidationError as error:
            raise ValidationError({"workbook": error.messages}) from None
        return batch

    def answer(self, result: ImportBatch) -> HttpResponseBase:
        return redirect("imports:batch", pk=result.pk)

    def show_form(self, form: Any, lines: list[Any], status: int = 200) -> HttpResponse:
        own = ImportBatch.objects.filter(state__in=OPEN, created_by=hands_of(self.request).by)
        waiting = restrict(own, self.scope).select_related("org")
        return self.show(
            status=status,
            intro=self.intro,
            form=form,
            error_summary=error_summary(form, []),
            submit_label=self.submit_label,
            template_url=reverse("imports:template"),
            history_url=reverse("imports:history"),
            waiting=[
                {
                    "name": batch.file_name,
                    "state": batch.get_state_display(),
                    "url": reverse("imports:batch", args=[batch.pk]),
                }
                for batch in waiting[:SHOWN_OPEN]
            ],
            at=1,
        )

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(self.title, "")]
