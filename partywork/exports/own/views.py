"""Pages of an office's own templates: which are in use, what one may write in them, uploading, withdrawing."""

from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.exports.fields import Field
from partywork.exports.forms.library import BY_CODE, FORMS
from partywork.exports.kinds import FormKind
from partywork.exports.making import DOCX
from partywork.exports.own.actions import Upload, checked, use_template, withdraw_template
from partywork.exports.own.forms import TemplateForm
from partywork.exports.own.models import WordTemplate
from partywork.exports.own.queries import templates_within_sight
from partywork.exports.own.starter import ROW, starter, token
from partywork.exports.views import crumbs
from partywork.ledgers.columns import Column
from partywork.pages.downloads import file_response
from partywork.pages.formpages import ConfirmPage, FormPage
from partywork.pages.forms import GroupedForm
from partywork.pages.tables import table_of
from partywork.pages.views import Crumbs, Page, link
from partywork.word.template import Faces

SET = Permission.SET_TEMPLATES
TITLE = "自己的模板"
COLUMNS = [
    Column("form", "表册", lambda t: t.get_form_display(), width=18),
    Column("org", "由谁上传", lambda t: t.org.short_name, width=18),
    Column("file_name", "文件名", lambda t: t.file_name, width=24),
    Column("uploaded_on", "从哪天起用", lambda t: t.uploaded_on, "date"),
    Column("by", "上传人", lambda t: t.created_by.full_name, width=10),
]


def template_crumbs(*last: dict[str, str]) -> Crumbs:
    return crumbs(link(TITLE, reverse("exports:templates")), *last)


def in_sight(page: Page) -> QuerySet[Any]:
    homes = [each.org for each in page.request.gate.appointments]
    return templates_within_sight(page.scope, homes).order_by("form", "org__code")


class TemplateList(Page):
    permission = SET
    template_name = "exports/templates.html"
    title = TITLE

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        found = in_sight(self).defer("content")
        kinds = [
            {"title": kind.title, "url": reverse(f"exports:template-{kind.code}")}
            for kind in FORMS
            if kind.takes_templates
        ]
        return self.show(
            table=table_of(COLUMNS, found, lambda each: reverse("exports:template", args=[each.pk])),
            kinds=kinds,
            primary=link("上传模板", reverse("exports:template_upload")),
            more=[],
        )

    def breadcrumbs(self) -> Crumbs:
        return crumbs(link(TITLE, ""))


class TemplateHelp(Page):
    """The names that may be written in a form's template, each with an example; with ``file`` the one to start from."""

    permission = SET
    template_name = "exports/template_help.html"
    kind: FormKind = FORMS[0]

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        if "file" in self.request.GET:
            content = starter(self.kind, Faces(**settings.DOCUMENT_FACES))
            return file_response(content, f"{self.kind.title}模板.docx", DOCX)
        lists = [each for each in self.kind.fields if each.is_list]
        return self.show(
            title=f"{self.kind.title}模板怎样写",
            alone=[_shown(each) for each in self.kind.fields if not each.is_list],
            lists=[
                {
                    "name": each.name,
                    "opening": f"{{%tr for {ROW} in {each.name} %}}",
                    "closing": "{%tr endfor %}",
                    "items": [_shown(item, f"{ROW}.") for item in each.items],
                }
                for each in lists
            ],
            condition=f"{{% if {self.kind.fields[0].name} %}}……{{% endif %}}",
            file_url="?file=1",
            upload_url=f"{reverse('exports:template_upload')}?kind={self.kind.code}",
        )

    def breadcrumbs(self) -> Crumbs:
        return template_crumbs(link(self.kind.title, ""))


def _shown(field: Field, prefix: str = "") -> dict[str, Any]:
    return {"token": token(prefix + field.name), "example": field.example, "help": field.help}


class TemplateUpload(FormPage):
    permission = SET
    title = "上传模板"
    intro = "上传时会用编的数据试填一遍，写得不对的地方会指出来。"
    submit_label = "上传并检查"

    def form(self, data: Any = None, files: Any = None) -> TemplateForm:
        home, kind = self.request.gate.home, self.request.GET.get("kind", "")
        organisations = self.request.gate.organisations(SET).order_by("code")
        initial = {"org": home.pk if home else None, "kind": kind if kind in BY_CODE else None}
        return TemplateForm(data, files, organisations=organisations, initial=initial)

    def save(self, form: Any, formsets: list[Any]) -> WordTemplate:
        given = form.cleaned_data
        kind = BY_CODE[given["kind"]]
        upload = checked(kind, Upload(given["file"].name, given["file"].read()))
        who = {"by": self.request.user, "today": self.request.today}
        return use_template(org=given["org"], kind=kind, upload=upload, key=given["key"], **who)

    def done(self, result: WordTemplate) -> str:
        messages.success(self.request, f"{result.get_form_display()}以后按这个模板生成。")
        return reverse("exports:templates")

    def cancel_url(self) -> str:
        return reverse("exports:templates")

    def breadcrumbs(self) -> Crumbs:
        return template_crumbs(link(self.title, ""))


class OfTemplate(Page):
    permission = SET

    @cached_property
    def template(self) -> WordTemplate:
        """One in sight; raises Http404."""
        found: WordTemplate | None = in_sight(self).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def may_manage(self) -> bool:
        return restrict(WordTemplate.objects.filter(pk=self.template.pk), self.scope).exists()

    def breadcrumbs(self) -> Crumbs:
        return template_crumbs(link(str(self.template), ""))


class TemplatePage(OfTemplate):
    template_name = "exports/template.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        pk = self.template.pk
        columns = [{"label": each.header, "value": each.value(self.template)} for each in COLUMNS]
        manage = self.may_manage()
        return self.show(
            title=str(self.template),
            facts=columns,
            file_url=reverse("exports:template_file", args=[pk]),
            help_url=reverse(f"exports:template-{self.template.form}"),
            upload_url=f"{reverse('exports:template_upload')}?kind={self.template.form}" if manage else "",
            withdraw_url=reverse("exports:template_withdraw", args=[pk]) if manage else "",
        )


class TemplateFile(OfTemplate):
    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return file_response(bytes(self.template.content), self.template.file_name, DOCX)


class WithdrawForm(GroupedForm):
    sure = forms.CharField(widget=forms.HiddenInput, initial="1")


class TemplateWithdraw(OfTemplate, ConfirmPage):
    submit_label = "撤下"
    question = "撤下后改用上级的模板；上级也没有的，用系统自带的样式。以前生成的文件不受影响。"

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"撤下{self.template}"

    def form(self, data: Any = None, files: Any = None) -> WithdrawForm:
        if not self.may_manage():
            raise Http404
        return WithdrawForm(data)

    def save(self, form: Any, formsets: list[Any]) -> WordTemplate:
        return withdraw_template(template=self.template, by=self.request.user, today=self.request.today)

    def done(self, result: WordTemplate) -> str:
        messages.success(self.request, f"已撤下{result}。")
        return reverse("exports:templates")

    def cancel_url(self) -> str:
        return reverse("exports:template", args=[self.template.pk])
