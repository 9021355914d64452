"""The second and third step in the browser: what the columns are, what is wrong, writing it, giving it up."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.imports.actions import assign_columns, correct_rows, drop_import
from partywork.imports.columns_form import read_columns, shown_columns
from partywork.imports.enums import OPEN, POLICY_HELP, Policy, State
from partywork.imports.findings import Findings, annotated_workbook
from partywork.imports.fixing import read_corrections, shown_doubles, shown_rows
from partywork.imports.models import ImportBatch
from partywork.imports.staging import FIRST, Staging
from partywork.imports.steps import is_long, take_step
from partywork.imports.taking import corrections_of, layouts_of
from partywork.imports.views import TITLE, hands_of
from partywork.jobs.models import Job
from partywork.pages.downloads import PERSONAL, XLSX, Taken, marked, taken_response
from partywork.pages.views import Crumbs, Page, link


def is_open_to(user: Any, batch: ImportBatch) -> bool:
    """Rows not yet written have no scope of their own, and may be of units a colleague does not see."""
    return batch.state not in OPEN or batch.created_by_id == user.pk


class OfBatch(Page):
    """A page about one import within the user's reach; anything else does not exist."""

    permission = Permission.IMPORT_RECORDS

    @cached_property
    def batch(self) -> ImportBatch:
        found = restrict(ImportBatch.objects.all(), self.scope).select_related("org", "created_by", "job")
        batch: ImportBatch | None = found.filter(pk=self.kwargs["pk"]).first()
        if batch is None:
            raise Http404
        if not is_open_to(self.request.user, batch):
            raise PermissionDenied(f"这份表格是{batch.created_by.full_name}上传的，导入以前只有本人能看里面的内容。")
        return batch

    @property
    def staging(self) -> Staging:
        return Staging(self.batch.pk)

    def url(self, name: str = "batch") -> str:
        return reverse(f"imports:{name}", args=[self.batch.pk])

    def running(self) -> Job | None:
        job: Job | None = self.batch.job
        return job if job is not None and job.is_active else None

    def go(self, step: str) -> HttpResponseBase:
        """Take the next step and show what came of it; a refusal is said on the page."""
        try:
            take_step(step, self.batch, hands_of(self.request), long=is_long(self.batch))
        except ValidationError as error:
            messages.warning(self.request, "；".join(error.messages))
        return redirect(self.url())

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(TITLE, reverse("imports:import")), link(self.batch.file_name, "")]


class Batch(OfBatch):
    """Where the import stands: on its way, to be put right, ready to be written, written."""

    template_name = "imports/batch.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.request.htmx and not self.running():
            return HttpResponse(headers={"HX-Refresh": "true"})
        if self.running():
            template = "imports/_progress.html" if self.request.htmx else self.template_name
            return render(self.request, template, self.shown(**self.going_on()))
        if self.batch.state in OPEN and not self.staging.exists:
            return self.go("check")  # which says that it is gone
        if self.batch.state == State.COLUMNS:
            return redirect(self.url("columns"))
        return self.show(**self.shown(**(self.checked() if self.batch.state == State.CHECKED else {})))

    def going_on(self) -> dict[str, Any]:
        first = self.staging.get(FIRST, []) if self.staging.exists else []
        return {"job": self.running(), "cancel_url": self.cancel_url(), "first": first}

    def cancel_url(self) -> str:
        job = self.running()
        return reverse("jobs:cancel", args=[job.pk]) if job and job.created_by_id == self.request.user.pk else ""

    def shown(self, **more: Any) -> dict[str, Any]:
        batch = self.batch
        over = batch.job if batch.job is not None and not batch.job.is_active else None
        return {
            "title": batch.file_name,
            "breadcrumbs": self.breadcrumbs(),
            "batch": batch,
            "at": 1 if batch.state == State.READING else 2 if batch.state in (State.CHECKING, State.CHECKED) else 3,
            "said": over.message if over is not None and over.state != "done" else batch.message,
            "urls": {
                name: self.url(name) for name in ("batch", "again", "columns", "fix", "commit", "drop", "wrong", "undo")
            },
            "history_url": reverse("imports:history"),
            "upload_url": reverse("imports:import"),
            "job": None,
            "checked": None,
            "first": [],
            **more,
        }

    def checked(self) -> dict[str, Any]:
        layouts = layouts_of(self.staging)
        findings = Findings(
            self.staging, _number(self.request.GET.get("page")), _number(self.request.GET.get("doubles"))
        )
        corrections = corrections_of(self.staging)
        refusals = self.staging.get("refusals", [])
        batch = self.batch
        undecided = batch.policy == Policy.ASK and findings.undecided(corrections)
        return {
            "checked": {
                "cards": [
                    ("将新增", batch.added, "ok"),
                    ("已经登记，内容相同", batch.unchanged, "muted"),
                    ("已经登记，内容不同", batch.duplicates, "warn"),
                    ("有错，要改", batch.wrong, "bad"),
                ],
                "notes": list(dict.fromkeys(note for layout in layouts for note in layout.notes)),
                "refusals": refusals,
                "rows": shown_rows(findings.wrong, layouts),
                "wrong_pages": findings.wrong_pages,
                "doubles": shown_doubles(findings.doubles, corrections, batch.policy),
                "double_pages": findings.double_pages,
                "policies": [(each.value, each.label, POLICY_HELP[each], each == batch.policy) for each in Policy],
                "undecided": undecided,
                "dropped": len(corrections.dropped),
                "may_commit": not (refusals or batch.wrong or undecided),
                "has_effect": bool(batch.added or (batch.duplicates and batch.policy != Policy.SKIP)),
            }
        }


class Columns(OfBatch):
    """Which column is which. The proposal is made by the headers' names; what is chosen is remembered."""

    template_name = "imports/columns.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.batch.state not in (State.COLUMNS, State.CHECKING, State.CHECKED) or not self.staging.exists:
            return redirect(self.url())
        return self.shown_as(layouts_of(self.staging))

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        layouts, again = read_columns(layouts_of(self.staging), self.request.POST)
        if again:
            return self.shown_as(layouts)
        hands = hands_of(self.request)
        try:
            assign_columns(batch=self.batch, layouts=layouts, by=hands.by, now=hands.now)
        except ValidationError as error:
            return self.shown_as(layouts, error.messages)
        return self.go("check")

    def shown_as(self, layouts: list[Any], errors: list[str] | None = None) -> HttpResponse:
        return self.show(
            status=422 if errors else 200,
            title=self.batch.file_name,
            at=2,
            sheets=shown_columns(layouts),
            errors=errors or [],
            drop_url=self.url("drop"),
        )


class Again(OfBatch):
    """Take up a step that was cancelled or did not work out."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.go("read" if self.batch.state == State.READING else "check")


class Fix(OfBatch):
    """Keep what was put right on the page and check once more, without another upload."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        hands, posted = hands_of(self.request), self.request.POST
        policy = posted.get("policy")
        corrections = read_corrections(corrections_of(self.staging), self.staging, posted)
        try:
            correct_rows(
                batch=self.batch,
                corrections=corrections,
                policy=Policy(policy) if policy in Policy.values else Policy(self.batch.policy),
                by=hands.by,
                now=hands.now,
            )
        except ValidationError as error:
            messages.warning(self.request, "；".join(error.messages))
            return redirect(self.url())
        return self.go("check")


class Commit(OfBatch):
    """Write it."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.go("commit")


class Drop(OfBatch):
    """Give it up; what was kept of the file is deleted."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        hands = hands_of(self.request)
        try:
            drop_import(batch=self.batch, by=hands.by, now=hands.now)
        except ValidationError as error:
            messages.warning(self.request, "；".join(error.messages))
            return redirect(self.url())
        messages.success(self.request, f"已放弃导入“{self.batch.file_name}”，上传的内容已经删除。")
        return redirect("imports:import")


class WrongRows(OfBatch):
    """Only the wrong rows, each with what is wrong about it, to be put right by whoever sent the file."""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        content = annotated_workbook(self.staging, layouts_of(self.staging), mark=marked(self.request))
        if content is None:
            messages.info(self.request, "没有出错的行。")
            return redirect(self.url())
        name = f"{self.batch.file_name.rsplit('.', 1)[0]}（出错的行）.xlsx"
        return taken_response(self.request, content, name, XLSX, Taken("导入出错的行", self.batch.org, extra=PERSONAL))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 5 else 1
