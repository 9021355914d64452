"""Pages of an inspection: the reports that were kept, and ordering the evidence pack."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from partywork.jobs.actions import start_job
from partywork.jobs.files import KEPT
from partywork.jobs.models import Job
from partywork.ledgers.columns import Ledger
from partywork.pages.formpages import FormPage
from partywork.pages.lists import ListPage
from partywork.pages.views import Crumbs, link
from summaries.inspection.forms import PackForm
from summaries.inspection.order import PERMISSION
from summaries.inspection.work import KIND
from summaries.lifecycle import received
from summaries.lifecycle.list_views import ReceivedFilter
from summaries.lifecycle.visibility import kept_reports
from summaries.reports.models import Report

LEDGER = Ledger(
    "kept_reports", "留存的总结", Report, "summaries:inspection", received.LEDGER.columns, received.LEDGER.rows
)


class KeptList(ListPage):
    """Every report within reach that was submitted or frozen, as it was then."""

    permission = PERMISSION
    title = "巡察材料"
    intro = "报送过或定稿的总结，打开看留存时的原样和现在的差别；要成套的材料，请调取材料包。"
    ledger = LEDGER
    filterset_class = ReceivedFilter
    order_by = "data_date"
    detail_url = "summaries:version"
    empty_title = "还没有留存的总结"
    empty_hint = "总结报送或定稿以后会出现在这里。记录的材料现在就可以调取。"

    def queryset(self) -> QuerySet[Report]:
        return kept_reports(self.request.gate)

    def primary(self) -> dict[str, str] | None:
        return link("调取材料包", reverse("summaries:inspection_pack"))

    def row_url(self, row: Any) -> str:
        return reverse(self.detail_url, args=[row.pk, row.kept_id])


class PackCreate(FormPage):
    permission = PERMISSION
    title = "调取巡察材料包"
    intro = (
        "一个单位一段时间的材料打成一个压缩包：各种台账、修改历史、登记间隔、定稿后的变化、定稿的原件和材料目录。"
        f"不含证件号码和电话。在后台生成，只有您自己能下载，保留{KEPT.days}天；调取和下载都记入操作日志。"
    )
    submit_label = "开始调取"

    def form(self, data: Any = None, files: Any = None) -> PackForm:
        home = self.request.gate.home
        return PackForm(
            data,
            organisations=self.request.gate.organisations(PERMISSION).order_by("code"),
            today=self.request.today,
            initial={"org": home.pk} if home else None,
        )

    def save(self, form: Any, formsets: list[Any]) -> Job:
        org, period = form.cleaned_data["org"], form.cleaned_data["period"]
        return start_job(
            kind=KIND,
            org=org,
            title=f"{org.short_name}{period.label}巡察材料包",
            params={"period": period.code},
            by=self.request.user,
            now=timezone.now(),
            unique_key=f"{KIND}:{org.pk}:{period.code}",
        )

    def done(self, result: Job) -> str:
        return reverse("jobs:job", args=[result.pk])

    def cancel_url(self) -> str:
        return reverse("summaries:inspection")

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link("巡察材料", self.cancel_url()), link(self.title, "")]
