"""Ordering a copy of a unit's own data."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from partywork.access.permissions import Permission
from partywork.exports.copy.work import KIND, PERMISSION
from partywork.exports.views import crumbs
from partywork.jobs.actions import start_job
from partywork.jobs.files import KEPT
from partywork.jobs.models import Job
from partywork.pages.formpages import FormPage
from partywork.pages.forms import GroupedForm
from partywork.pages.views import Crumbs, link


class CopyForm(GroupedForm):
    org: forms.ModelChoiceField = forms.ModelChoiceField(
        label="党组织", queryset=None, help_text="它和它的全部下级的记录都在内"
    )
    personal = forms.BooleanField(
        label="含个人信息",
        required=False,
        help_text="公民身份号码、手机号码、走访对象和情况等。要勾选才在内，副本请按内部资料保管",
    )

    def __init__(self, *args: Any, organisations: QuerySet[Any], may_take: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["org"].queryset = organisations  # type: ignore[attr-defined]
        if not may_take:
            del self.fields["personal"]


class CopyCreate(FormPage):
    permission = PERMISSION
    title = "数据副本"
    intro = (
        "把本单位的全部台账（每种一个 Excel）和佐证材料打成一个压缩包，附清单和校验值，供留存或移交。"
        f"在后台生成，只有您自己能下载，保留{KEPT.days}天；导出会记入操作日志。"
    )
    submit_label = "开始导出"

    def form(self, data: Any = None, files: Any = None) -> CopyForm:
        gate = self.request.gate
        home = gate.home
        return CopyForm(
            data,
            organisations=gate.organisations(PERMISSION).order_by("code"),
            may_take=gate.allows(Permission.EXPORT_PERSONAL),
            initial={"org": home.pk if home else None},
        )

    def save(self, form: Any, formsets: list[Any]) -> Job:
        org, personal = form.cleaned_data["org"], form.cleaned_data.get("personal", False)
        return start_job(
            kind=KIND,
            org=org,
            title=f"{org.short_name}数据副本",
            params={"personal": personal},
            by=self.request.user,
            now=timezone.now(),
            unique_key=f"{KIND}:{org.pk}:{personal}",
        )

    def done(self, result: Job) -> str:
        return reverse("jobs:job", args=[result.pk])

    def cancel_url(self) -> str:
        return reverse("exports:forms")

    def breadcrumbs(self) -> Crumbs:
        return crumbs(link(self.title, ""))
