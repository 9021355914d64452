"""导入记录: who brought in what, and taking a whole import back."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.imports.batch_views import OfBatch, is_open_to
from partywork.imports.enums import LIGHTS, State
from partywork.imports.models import ImportBatch
from partywork.imports.steps import is_long, take_step
from partywork.imports.undoing import SHOWN, hindrances
from partywork.imports.views import TITLE, hands_of
from partywork.jobs.views import moment
from partywork.ledgers.columns import Column
from partywork.pages.formpages import ConfirmPage
from partywork.pages.forms import GroupedForm
from partywork.pages.tables import table_of
from partywork.pages.views import Crumbs, Page, link

LATEST = 100
HISTORY = "导入记录"
COLUMNS = [
    Column("file", "文件", lambda b: b.file_name, width=28),
    Column("kinds", "内容", lambda b: b.kinds, width=16),
    Column("org", "党组织", lambda b: b.org.short_name, width=18),
    Column("by", "导入人", lambda b: b.created_by.full_name, width=10),
    Column("at", "时间", lambda b: moment(b.done_at or b.created_at), "date", 18),
    Column("added", "新增", lambda b: b.added, "int", 8, required=True),
    Column("unchanged", "已有", lambda b: b.unchanged + b.duplicates, "int", 8, required=True),
    Column("state", "状态", lambda b: b.get_state_display(), width=10, mark=lambda b: LIGHTS[State(b.state)]),
]


class History(Page):
    """The latest imports within the user's reach."""

    permission = Permission.IMPORT_RECORDS
    template_name = "imports/history.html"
    title = HISTORY

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        batches = restrict(ImportBatch.objects.all(), self.scope).select_related("org", "created_by")[:LATEST]
        table = table_of(COLUMNS, batches, self.url_of)
        return self.show(table=table, upload_url=reverse("imports:import"), latest=LATEST)

    def url_of(self, batch: ImportBatch) -> str:
        return reverse("imports:batch", args=[batch.pk]) if is_open_to(self.request.user, batch) else ""

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(TITLE, reverse("imports:import")), link(HISTORY, "")]


class ReasonForm(GroupedForm):
    reason = forms.CharField(
        label="为什么撤销", max_length=100, widget=forms.Textarea(attrs={"rows": 2}), help_text="例如：选错了文件"
    )


class Undo(ConfirmPage, OfBatch):
    """Take a whole import back, or read what hinders it."""

    permission = Permission.IMPORT_RECORDS
    template_name = "imports/undo.html"
    submit_label = "撤销这次导入"

    @property
    def question(self) -> str:  # type: ignore[override]
        batch = self.batch
        return (
            f"“{batch.file_name}”新增的{batch.added}条记录会作为有误取消，留在台账里备查，不再计入任何数字和名册；"
            "党组织、党费标准、各月党费、自定义指标和启用登记没有“取消”，会去掉，原来的内容留在审计记录里；补齐的空白项会恢复为空。撤销后可以把改好的文件再导入一次。"
        )

    @property
    def title(self) -> str:  # type: ignore[override]
        return "撤销这次导入"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(*args, **kwargs) if self.batch.state == State.DONE else redirect(self.url())

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().post(*args, **kwargs) if self.batch.state == State.DONE else redirect(self.url())

    def form(self, data: Any = None, files: Any = None) -> ReasonForm:
        return ReasonForm(data)

    def save(self, form: Any, formsets: list[Any]) -> ImportBatch:
        batch = self.batch
        hands = replace(hands_of(self.request), reason=form.cleaned_data["reason"])
        take_step("undo", batch, hands, long=is_long(batch))
        return batch

    def done(self, result: ImportBatch) -> str:
        if result.state == State.UNDONE:
            messages.success(self.request, f"已撤销“{result.file_name}”的导入。")
        return self.url()

    def show_form(self, form: Any, lines: list[Any], status: int = 200) -> HttpResponse:
        found = hindrances(self.batch)
        return self.show(
            status=status,
            question=self.question,
            form=form,
            hindrances=[{"record": each.record, "why": each.why} for each in found],
            is_more=len(found) == SHOWN,
            submit_label=self.submit_label,
            cancel_url=self.url(),
        )
