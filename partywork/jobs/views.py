"""Pages of background work: one's own jobs, one job as it goes, its result."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from partywork.access.permissions import Permission
from partywork.common.text import format_date
from partywork.jobs.actions import cancel_job, may_be_retried, retry_job
from partywork.jobs.enums import LIGHTS, JobState
from partywork.jobs.files import KEPT, file_of
from partywork.jobs.models import Job
from partywork.jobs.queries import own_jobs
from partywork.ledgers.columns import Column
from partywork.pages.downloads import Taken, put_on_record
from partywork.pages.tables import table_of
from partywork.pages.views import Crumbs, Page, link

TITLE = "后台任务"
SHOWN = 50
COLUMNS = [
    Column("title", "内容", str, width=30),
    Column("org", "党组织", lambda job: job.org.short_name, width=18),
    Column("state", "状态", lambda job: job.get_state_display(), width=8, mark=lambda job: LIGHTS[job.state]),
    Column("message", "说明", lambda job: job.message, width=30),
    Column("created_at", "发起时间", lambda job: moment(job.created_at), width=18),
]


class JobList(Page):
    permission = Permission.VIEW_RECORDS
    template_name = "jobs/list.html"
    title = TITLE

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        jobs = own_jobs(self.request.gate)[:SHOWN]
        return self.show(
            table=table_of(COLUMNS, jobs, lambda job: reverse("jobs:job", args=[job.pk])),
            intro=f"要做得久一些的事在这里排队，可以离开页面去做别的。只看得到自己发起的；做好的文件保留{KEPT.days}天。",
        )

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(TITLE, "")]


class OfJob(Page):
    """A page about one of the user's own jobs; anything else does not exist."""

    permission = Permission.VIEW_RECORDS

    @cached_property
    def job(self) -> Job:
        job = own_jobs(self.request.gate).filter(pk=self.kwargs["pk"]).first()
        if job is None:
            raise Http404
        return job

    def url(self, name: str = "job") -> str:
        return reverse(f"jobs:{name}", args=[self.job.pk])


class JobPage(OfJob):
    """How far it is. The part that changes asks for itself again (htmx) while the job is not over."""

    template_name = "jobs/job.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.request.htmx:
            return render(self.request, "jobs/_progress.html", self.progress())
        return self.show(title=self.job.title, **self.progress())

    def progress(self) -> dict[str, Any]:
        job = self.job
        return {
            "job": job,
            "light": LIGHTS[JobState(job.state)],
            "facts": self.facts(),
            "problems": [{"subject": subject, "reason": reason} for subject, reason in job.problems],
            "download": link(job.file_name, self.url("download")) if file_of(job) else None,
            "cleared": bool(job.file_name) and file_of(job) is None,
            "self_url": self.url(),
            "cancel_url": self.url("cancel") if job.is_active and not job.cancel_asked else "",
            "retry_url": self.url("retry") if may_be_retried(job) else "",
        }

    def facts(self) -> list[dict[str, str]]:
        job = self.job
        found = [
            ("党组织", job.org.short_name),
            ("发起时间", moment(job.created_at)),
            ("结束时间", moment(job.finished_at)),
            ("文件大小", size(job.file_bytes) if job.file_bytes else ""),
            ("保留到", format_date(timezone.localdate(job.expires_at)) if job.expires_at else ""),
        ]
        return [{"label": label, "value": value} for label, value in found if value]

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(TITLE, reverse("jobs:list")), link(self.job.title, "")]


class Cancel(OfJob):
    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            cancel_job(job=self.job, by=self.request.user, now=timezone.now())
        except ValidationError as error:
            messages.info(self.request, "；".join(error.messages))
        return redirect(self.url())


class Retry(OfJob):
    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            job = retry_job(job=self.job, by=self.request.user, now=timezone.now())
        except ValidationError as error:
            messages.info(self.request, "；".join(error.messages))
            return redirect(self.url())
        return redirect("jobs:job", pk=job.pk)


class Download(OfJob):
    def get(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        path = file_of(self.job)
        if path is None:
            said = "这个文件已经清除，需要时请重新发起。" if self.job.file_name else "没有可以下载的文件。"
            messages.info(self.request, said)
            return redirect(self.url())
        put_on_record(self.request, Taken(f"“{self.job.file_name}”", self.job.org))
        return FileResponse(path.open("rb"), as_attachment=True, filename=self.job.file_name)


def moment(at: Any) -> str:
    """A point in time as people here read it; "" for none."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def size(count: int) -> str:
    """Bytes in words: at least 1 KB, from 1 MB on with one decimal."""
    return f"{count / 1_048_576:.1f} MB" if count >= 1_048_576 else f"{max(1, round(count / 1024))} KB"
