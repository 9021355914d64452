"""Ordering the reports of all units below."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from partywork.jobs.actions import start_job
from partywork.jobs.models import Job
from partywork.pages.formpages import FormPage
from partywork.pages.views import Crumbs, link
from summaries.batch.forms import BatchForm
from summaries.batch.order import PERMISSION, BatchOrder
from summaries.batch.work import KIND
from summaries.facts import default_data_date
from summaries.outlines.shelf import choices


class BatchCreate(FormPage):
    permission = PERMISSION
    title = "批量编制"
    intro = (
        "一次编制下级各党组织的总结，打成一个压缩包。已经报送或定稿的用最近留存的一版，没有的按记录编出送审稿；"
        "哪个没有做成、为什么，都写在清单里。"
    )
    submit_label = "开始编制"

    def form(self, data: Any = None, files: Any = None) -> BatchForm:
        home = self.request.gate.home
        return BatchForm(
            data,
            organisations=self.request.gate.organisations(PERMISSION).order_by("code"),
            today=self.request.today,
            outlines=choices(self.scope, [each.org for each in self.request.gate.appointments], self.request.today),
            initial={"org": home.pk} if home else None,
        )

    def save(self, form: Any, formsets: list[Any]) -> Job:
        given = form.cleaned_data
        period, org = given["period"], given["org"]
        order = BatchOrder(
            period,
            given["data_date"] or default_data_date(period, self.request.today),
            tuple(given["formats"]),
            given["units"],
            given["outline"],
        )
        params = order.params()
        return start_job(
            kind=KIND,
            org=org,
            title=f"{org.short_name}{period.label}各党组织总结",
            params=params,
            by=self.request.user,
            now=timezone.now(),
            unique_key=f"{KIND}:{org.pk}:" + ":".join(map(str, params.values())),
        )

    def done(self, result: Job) -> str:
        return reverse("jobs:job", args=[result.pk])

    def cancel_url(self) -> str:
        return reverse("summaries:list")

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link("工作总结", reverse("summaries:list")), link(self.title, "")]
