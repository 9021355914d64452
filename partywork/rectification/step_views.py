"""Pages of the steps of a rectification: progress, request, review, deadline, reopening."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.common.text import format_date
from partywork.entries.actions import StaleEdit
from partywork.entries.views import record_crumbs
from partywork.pages.formpages import ConfirmPage
from partywork.pages.views import Crumbs
from partywork.rectification.actions import add_progress, extend, reopen, request_closure, review_closure
from partywork.rectification.enums import Decision, ProgressKind, State
from partywork.rectification.forms import ExtendForm, ProgressForm, ReopenForm, RequestForm, ReviewForm
from partywork.rectification.models import RectificationItem
from partywork.rectification.queries import has_reviewer
from partywork.rectification.states import TRANSITIONS


class StepPage(ConfirmPage):
    """One step of one item."""

    form_class: ClassVar[type[Any]]

    def item(self) -> RectificationItem:
        if not hasattr(self, "_item"):
            rows = restrict(RectificationItem.objects.select_related("org"), self.scope)
            self._item = rows.filter(pk=self.kwargs["pk"]).first()
        if self._item is None:
            raise Http404
        return self._item

    @property
    def question(self) -> str:  # type: ignore[override]
        item = self.item()
        due = f"，时限{format_date(item.due_on)}" if item.due_on else ""
        return f"{item.title}（{State(item.state).label}{due}）"

    def form(self, data: Any = None, files: Any = None) -> Any:
        return self.form_class(data, initial={"version": self.item().version, **self.initial()})

    def initial(self) -> dict[str, Any]:
        """A step is mostly logged on the day it is taken."""
        return {"date": self.request.today}

    def given(self, form: Any) -> dict[str, Any]:
        """What every step's action takes."""
        return {
            "item": self.item(),
            "version": form.cleaned_data["version"],
            "by": self.request.user,
            "today": self.request.today,
        }

    def refused(self, form: Any, error: ValidationError) -> None:
        """After someone else's step the next try starts from the item as it is now."""
        super().refused(form, error)
        if isinstance(error, StaleEdit):
            del self._item
            form.data = form.data.copy()
            form.data["version"] = self.item().version

    def done(self, result: Any) -> str:
        messages.success(self.request, f"已保存：{self.title}。")
        return reverse("rectification:detail", args=[result.pk])

    def cancel_url(self) -> str:
        return reverse("rectification:detail", args=[self.kwargs["pk"]])

    def breadcrumbs(self) -> Crumbs:
        return record_crumbs(RectificationItem, "rectification", self.title)


class AddProgress(StepPage):
    permission = TRANSITIONS[ProgressKind.PROGRESS].permission
    title = "记进展"
    form_class = ProgressForm

    def save(self, form: Any, formsets: list[Any]) -> RectificationItem:
        return add_progress(text=form.cleaned_data["text"], on=form.cleaned_data["date"], **self.given(form))


class RequestClosure(StepPage):
    permission = TRANSITIONS[ProgressKind.REQUEST].permission
    title = "申请销号"
    form_class = RequestForm
    submit_label = "提交申请"

    def save(self, form: Any, formsets: list[Any]) -> RectificationItem:
        return request_closure(text=form.cleaned_data["text"], on=form.cleaned_data["date"], **self.given(form))


class ReviewClosure(StepPage):
    """By the superior, the day of the review offered."""

    permission = TRANSITIONS[ProgressKind.CLOSE].permission
    title = "审核销号"
    form_class = ReviewForm
    submit_label = "提交审核意见"

    def save(self, form: Any, formsets: list[Any]) -> RectificationItem:
        said = form.cleaned_data
        decision = Decision(said["decision"])
        return review_closure(decision=decision, text=said["text"], on=said["date"], **self.given(form))


class OwnReview(ReviewClosure):
    """By the unit itself, and only where nobody in the system may review it."""

    permission = Permission.LOG_RECORDS

    def item(self) -> RectificationItem:
        item = super().item()
        if has_reviewer(item.org, self.request.today):
            raise PermissionDenied("销号由上级审核，本单位不能自己审核。")
        return item


class Extend(StepPage):
    permission = TRANSITIONS[ProgressKind.DEADLINE].permission
    title = "调整时限"
    form_class = ExtendForm

    def save(self, form: Any, formsets: list[Any]) -> RectificationItem:
        return extend(due_on=form.cleaned_data["due_on"], reason=form.cleaned_data["reason"], **self.given(form))


class Reopen(StepPage):
    permission = TRANSITIONS[ProgressKind.REOPEN].permission
    title = "重新打开"
    form_class = ReopenForm
    submit_label = "重新打开"

    def save(self, form: Any, formsets: list[Any]) -> RectificationItem:
        return reopen(reason=form.cleaned_data["reason"], **self.given(form))
