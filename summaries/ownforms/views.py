"""Pages of superiors' forms: the list, uploading, what the check found, and the filled file."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.imports.problems import UnreadableWorkbook
from partywork.pages.downloads import XLSX, Taken, file_response, taken_response
from partywork.pages.filters import RecordFilter
from partywork.pages.formpages import FormPage
from partywork.pages.lists import ListPage
from partywork.pages.views import Crumbs, Page, link
from summaries.facts import Facts, Order
from summaries.outlines.library import STANDARD
from summaries.ownforms.actions import Upload, add_form, change_form, check, remove_form
from summaries.ownforms.forms import ChangeForm, FillForm, UploadForm
from summaries.ownforms.ledger import LEDGER
from summaries.ownforms.models import OwnForm
from summaries.ownforms.queries import forms_within_sight

if TYPE_CHECKING:
    from summaries.ownforms.layout import FormCell

COMPILE = Permission.COMPILE_REPORTS
SAMPLE = Path(settings.BASE_DIR) / "fixtures" / "own_form_sample.xlsx"
SAMPLE_NAME = "上级表格示范.xlsx"
ASKED = ("org", "period", "data_date")  # carried from a report to the form it is filled into
SHOWN_CELLS = 300


def crumbs(*last: dict[str, str]) -> Crumbs:
    return [link("首页", reverse("home")), link("上级表格", reverse("summaries:own_forms")), *last]


def visible_forms(page: Page) -> QuerySet[OwnForm]:
    return forms_within_sight(page.scope, [each.org for each in page.request.gate.appointments])


def asked_for(page: Page) -> str:
    """The part of the address that says for which unit and period a form is wanted."""
    given = {name: page.request.GET[name] for name in ASKED if page.request.GET.get(name)}
    return f"?{urlencode(given)}" if given else ""


class OwnFormFilter(RecordFilter):
    search_fields = ["name", "file_name"]

    class Meta:
        model = OwnForm
        fields: list[str] = []


class OwnFormList(ListPage):
    permission = COMPILE
    ledger = LEDGER
    filterset_class = OwnFormFilter
    order_by = "uploaded_on"
    detail_url = "summaries:own_form"
    intro = "上级发的 Excel 表格，在格子里写一次指标，以后每次点一下就填好，格式不变。"
    empty_title = "还没有上传过表格"
    empty_hint = "先下载示范表格看看怎么写，再把上级的表格写好指标传上来。"

    def queryset(self) -> QuerySet[OwnForm]:
        return visible_forms(self)

    def row_url(self, row: OwnForm) -> str:
        return super().row_url(row) + asked_for(self)

    def primary(self) -> dict[str, str]:
        return link("上传表格", reverse("summaries:own_form_upload"))

    def more(self) -> list[dict[str, str]]:
        return [link("怎样写指标", reverse("summaries:own_form_help")), *super().more()]


class Help(Page):
    """How to write a form."""

    permission = COMPILE
    template_name = "summaries/own_form_help.html"
    title = "怎样在表格里写指标"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(
            sample_url=reverse("summaries:own_form_sample"),
            figures_url=reverse("summaries:figures"),
            upload_url=reverse("summaries:own_form_upload"),
        )

    def breadcrumbs(self) -> Crumbs:
        return crumbs(link(self.title, ""))


class Sample(Page):
    permission = COMPILE

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return file_response(SAMPLE.read_bytes(), SAMPLE_NAME, XLSX)


class UploadPage(FormPage):
    permission = COMPILE
    title = "上传表格"
    intro = "上传时逐格检查，哪一格写得不对会指出来。"
    submit_label = "上传并检查"

    def form(self, data: Any = None, files: Any = None) -> Any:
        home = self.request.gate.home
        organisations = self.request.gate.organisations(COMPILE).order_by("code")
        return UploadForm(data, files, organisations=organisations, initial={"org": home.pk if home else None})

    def save(self, form: Any, formsets: list[Any]) -> OwnForm:
        given = form.cleaned_data
        return add_form(
            org=given["org"],
            name=given["name"],
            upload=uploaded(given["workbook"]),
            key=given["key"],
            by=self.request.user,
            today=self.request.today,
        )

    def done(self, result: OwnForm) -> str:
        messages.success(self.request, f"“{result}”检查通过，可以填数了。")
        return reverse("summaries:own_form", args=[result.pk])

    def cancel_url(self) -> str:
        return reverse("summaries:own_forms")

    def breadcrumbs(self) -> Crumbs:
        return crumbs(link(self.title, ""))


def uploaded(file: Any) -> Upload:
    return Upload(file.name, file.read())


class OfForm(Page):
    """A page about one form within sight; anything else does not exist."""

    permission = COMPILE

    @cached_property
    def own_form(self) -> OwnForm:
        return self._found(visible_forms(self).defer(None))

    @cached_property
    def managed(self) -> OwnForm:
        """The same, for changing it: only where the user compiles for its unit."""
        return self._found(restrict(OwnForm.objects.select_related("org"), self.scope))

    def _found(self, rows: QuerySet[OwnForm]) -> OwnForm:
        form = rows.filter(pk=self.kwargs["pk"]).first()
        if form is None:
            raise Http404
        return form

    def url(self, name: str) -> str:
        return reverse(f"summaries:{name}", args=[self.kwargs["pk"]])

    def breadcrumbs(self) -> Crumbs:
        return crumbs(link(str(self.own_form), self.url("own_form")))


class OwnFormPage(OfForm):
    """What the form asks for, and for whom it is to be filled."""

    template_name = "summaries/own_form.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show_form(self.fill_form(None))

    def fill_form(self, data: Any) -> FillForm:
        home = self.request.gate.home
        given = {name: self.request.GET[name] for name in ASKED if self.request.GET.get(name)}
        return FillForm(
            data,
            organisations=self.request.gate.organisations(COMPILE).order_by("code"),
            today=self.request.today,
            initial={"org": home.code if home else None} | given,
        )

    def show_form(self, form: FillForm, status: int = 200) -> HttpResponse:
        from summaries.ownforms.workbook import opened  # and openpyxl: most processes open no workbook

        layout = check(bytes(self.own_form.content), self.own_form.org, self.request.today)
        may_manage = restrict(OwnForm.objects.filter(pk=self.own_form.pk), self.scope).exists()
        return self.show(
            status=status,
            title=str(self.own_form),
            own_form=self.own_form,
            form=form,
            problems=layout.problems,
            count=len(layout.cells),
            cells=[shown_cell(cell) for cell in layout.cells[:SHOWN_CELLS]],
            hidden=max(0, len(layout.cells) - SHOWN_CELLS),
            lost="、".join(opened(bytes(self.own_form.content)).lost),
            fill_url=self.url("own_form_fill"),
            original_url=self.url("own_form_original"),
            edit_url=self.url("own_form_edit") if may_manage else "",
            remove_url=self.url("own_form_remove") if may_manage else "",
            help_url=reverse("summaries:own_form_help"),
        )


def shown_cell(cell: "FormCell") -> dict[str, str]:
    how = [f"只数{cell.month}月"] if cell.month else []
    how += ["月份的表头"] if cell.months else []
    how += ["每个单位一行"] if cell.repeated else []
    text = "".join(map(str, cell.parts))
    return {"sheet": cell.sheet, "name": cell.name, "text": text, "how": "，".join(how)}


class Fill(OwnFormPage):
    """The filled file; on a slip the page of the form again."""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        from summaries.ownforms.filling import fill

        form = self.fill_form(self.request.GET)
        if not form.is_valid():
            return self.show_form(form, status=422)
        org, period = form.cleaned_data["org"], form.cleaned_data["period"]
        facts = Facts(Order(org, period, form.data_day, STANDARD, self.request.today))
        try:
            data = fill(bytes(self.own_form.content), facts)
        except (ValidationError, UnreadableWorkbook) as error:
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            return self.show_form(form, status=422)
        name = f"{org.short_name}{period.label}{self.own_form.name}.xlsx"
        return taken_response(self.request, data, name, XLSX, Taken(f"“{name}”", org))


class Original(OfForm):
    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return file_response(bytes(self.own_form.content), self.own_form.file_name, XLSX)


class Edit(OfForm, FormPage):
    permission = COMPILE
    title = "改名或换文件"
    submit_label = "保存并检查"

    def form(self, data: Any = None, files: Any = None) -> Any:
        kept = self.managed
        initial = {"name": kept.name, "key": kept.key, "version": kept.version}
        return ChangeForm(data, files, organisations=None, initial=initial)

    def save(self, form: Any, formsets: list[Any]) -> OwnForm:
        given = form.cleaned_data
        return change_form(
            form=self.managed,
            name=given["name"],
            upload=uploaded(given["workbook"]) if given["workbook"] else None,
            version=given["version"],
            by=self.request.user,
            today=self.request.today,
        )

    def done(self, result: OwnForm) -> str:
        messages.success(self.request, f"已保存“{result}”。")
        return self.url("own_form")

    def cancel_url(self) -> str:
        return self.url("own_form")

    def breadcrumbs(self) -> Crumbs:
        return [*super().breadcrumbs(), link(self.title, "")]


class Remove(OfForm):
    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        name = str(self.managed)
        remove_form(form=self.managed, by=self.request.user)
        messages.success(self.request, f"已删除“{name}”。")
        return redirect("summaries:own_forms")
