"""Importing a workbook in the browser: take the blank one, hand in the filled one, read what came of it."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.imports.forms import ImportForm
from partywork.imports.importer import Outcome, import_workbook
from partywork.imports.problems import UnreadableWorkbook
from partywork.imports.sheets import importable
from partywork.imports.workbook import FILE_NAME, template_workbook
from partywork.ledgers.columns import Ledger
from partywork.orgs.models import Organisation
from partywork.pages.downloads import XLSX, file_response
from partywork.pages.formpages import FormPage
from partywork.pages.views import Crumbs, Page, link

SHOWN_PROBLEMS = 200


class Template(Page):
    """The blank workbook."""

    permission = Permission.IMPORT_RECORDS

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return file_response(template_workbook(importable()), FILE_NAME, XLSX)


class Import(FormPage):
    """Upload, check, and write when asked; the result stands on the same page."""

    template_name = "imports/import.html"
    permission = Permission.IMPORT_RECORDS
    title = "导入工作簿"
    intro = "手头已有 Excel 的，按模板整理好一次导入。先检查再写入，不会只导入一半。"
    submit_label = "上传并检查"

    def form(self, data: Any = None, files: Any = None) -> ImportForm:
        return ImportForm(data, files)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form(self.request.POST, self.request.FILES)
        if form.is_valid():
            try:
                return self.show_form(form, [], outcome=self.run(form.cleaned_data))
            except UnreadableWorkbook as error:
                form.add_error("workbook", ValidationError(str(error)))
        return self.show_form(form, [], status=422)

    def run(self, given: dict[str, Any]) -> Outcome:
        home = self.request.gate.home
        if home is None:
            raise PermissionDenied("您没有任职的党组织，不能导入。")
        return import_workbook(
            source=given["workbook"],
            root=home,
            scope=self.scope,
            by=self.request.user,
            today=self.request.today,
            commit=given["commit"],
            refused=self.refusal,
        )

    def refusal(self, ledger: Ledger) -> str:
        may_manage = self.request.gate.may(Permission.MANAGE_ORGS, self.request.gate.home)
        if ledger.model is Organisation and not may_manage:
            return f"您没有“{Permission.MANAGE_ORGS.value}”的权限，不能导入党组织"
        return ""

    def show_form(self, form: Any, lines: list[Any], status: int = 200, outcome: Outcome | None = None) -> HttpResponse:
        if outcome and outcome.problems:
            status = 422
        return self.show(
            status=status,
            intro=self.intro,
            form=form,
            submit_label=self.submit_label,
            template_url=reverse("imports:template"),
            outcome=outcome,
            problems=outcome.problems[:SHOWN_PROBLEMS] if outcome else [],
            hidden_problems=max(0, len(outcome.problems) - SHOWN_PROBLEMS) if outcome else 0,
        )

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(self.title, "")]
