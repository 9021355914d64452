"""Pages of who is asked: the list, the figures to confirm with up to three highlights; and sending back."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from partywork.common.text import format_date
from partywork.measures import lookup
from partywork.measures.declarations import Request
from partywork.measures.window import Window
from partywork.pages.figures import figure_url
from partywork.pages.filters import RecordFilter
from partywork.pages.formpages import ConfirmPage, FormPage, error_summary
from partywork.pages.lists import ListPage
from partywork.pages.views import Crumbs, Page, link
from summaries.facts import Facts, Order
from summaries.lifecycle.visibility import writes_for
from summaries.outlines.library import STANDARD
from summaries.picker.trying import tried
from summaries.tasks.actions import confirm, send_back
from summaries.tasks.figures import Shown, changes, figures_of, kept, sum_of
from summaries.tasks.forms import ConfirmForm, HighlightFormSet, ReturnForm, rows_for
from summaries.tasks.ledger import REPLIES
from summaries.tasks.marked import marked_records
from summaries.tasks.models import ReplyState, ReplyStep, ReplyStepKind, TaskReply
from summaries.tasks.queries import (
    COMPILE,
    RECEIVE,
    last_step,
    own_tasks,
    replies_asked_of,
    seen_replies,
    state_of,
)
from summaries.tokens import shown


class ReplyFilter(RecordFilter):
    search_fields = ["task__period_code", "org__short_name"]

    class Meta:
        model = TaskReply
        fields: list[str] = []


class ReplyList(ListPage):
    """What the user's own units are asked; who only asks others is taken to that list."""

    permission = COMPILE
    ledger = REPLIES
    filterset_class = ReplyFilter
    order_by = "due_on"
    detail_url = "summaries:reply"
    intro = "上级请您核对的数字。打开看一遍，属实就点确认；不对的先到记录里改。"
    empty_title = "没有要确认的数字"
    empty_hint = "上级请您确认时，首页和这里都会出现。"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.request.gate.allows(RECEIVE) and not self.queryset().exists():
            return redirect("summaries:tasks")
        return super().get(*args, **kwargs)

    def queryset(self) -> QuerySet[TaskReply]:
        return replies_asked_of(self.request.gate).annotate(due_on=F("task__due_on"))

    def more(self) -> list[dict[str, str]]:
        asking = [link("请下级确认", reverse("summaries:tasks"))] if self.request.gate.allows(RECEIVE) else []
        return [*asking, *super().more()]


class OfReply(Page):
    """A page about one unit's answer; anything else does not exist."""

    @cached_property
    def reply(self) -> TaskReply:
        reply = seen_replies(self.request.gate).filter(pk=self.kwargs["pk"]).first()
        if reply is None:
            raise Http404
        return reply

    @property
    def window(self) -> Window:
        return Window(self.reply.task.period, self.reply.task.data_date)

    def home_url(self) -> str:
        return reverse("summaries:reply", args=[self.reply.pk])

    def breadcrumbs(self) -> Crumbs:
        lists = link("数字确认", reverse("summaries:replies"))
        if not self.request.gate.appointed_at(COMPILE).covers(self.reply.org_id):
            task = self.reply.task
            lists = link(str(task), reverse("summaries:task", args=[task.pk]))
        return [link("首页", reverse("home")), lists, link(self.reply.org.short_name, self.home_url())]


class ReplyPage(OfReply, FormPage):
    """The main figures, each leading to its records, what changed since, and the answer."""

    template_name = "summaries/reply.html"
    permission = COMPILE
    submit_label = "数字属实，确认"

    @property
    def title(self) -> str:  # type: ignore[override]
        return str(self.reply)

    @cached_property
    def figures(self) -> list[Shown]:
        return figures_of(self.reply.org, self.window)

    @property
    def seen(self) -> str:
        return sum_of(self.reply.task.key, self.reply.org.code, self.figures)

    @cached_property
    def facts(self) -> Facts:
        task = self.reply.task
        return Facts(Order(self.reply.org, task.period, task.data_date, STANDARD, self.request.today))

    @cached_property
    def marked(self) -> list[Any]:
        return marked_records(self.reply.org, self.window)

    def form(self, data: Any = None, files: Any = None) -> ConfirmForm:
        return ConfirmForm(data, initial={"seen": self.seen, "version": self.reply.version})

    def formsets(self, data: Any = None) -> list[dict[str, Any]]:
        rows = rows_for(list(self.reply.highlights.all()), self.marked, shown)
        kwargs = {"marked": self.marked, "facts": self.facts}
        return [{"formset": HighlightFormSet(data, initial=rows, prefix="highlights", form_kwargs=kwargs)}]

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not writes_for(self.request.gate, self.reply.org):
            raise PermissionDenied(f"{self.reply.org.short_name}的数字由它自己确认。")
        return super().post(*args, **kwargs)

    def save(self, form: Any, formsets: list[Any]) -> ReplyStep:
        given = form.cleaned_data
        return confirm(
            reply=self.reply,
            seen=given["seen"],
            offers=[row.offer for row in formsets[0].forms if row.offer],
            remark=given["remark"],
            version=given["version"],
            by=self.request.user,
            today=self.request.today,
        )

    def refused(self, form: Any, error: ValidationError) -> None:
        """The page shows the figures and the state of now; confirming again then means these."""
        super().refused(form, error)
        self.reply.refresh_from_db()
        form.data = form.data.copy()
        form.data["seen"], form.data["version"] = self.seen, self.reply.version

    def done(self, result: ReplyStep) -> str:
        offered = result.reply.highlights.count()
        messages.success(self.request, "已确认数字" + (f"，报送亮点{offered}个。" if offered else "。"))
        return self.home_url()

    def cancel_url(self) -> str:
        return reverse("summaries:replies")

    def show_form(self, form: Any, lines: list[dict[str, Any]], status: int = 200) -> HttpResponse:
        reply, task, today = self.reply, self.reply.task, self.request.today
        word, light = state_of(reply, task, today)
        confirmed, returned = (last_step(reply, kind) for kind in (ReplyStepKind.CONFIRM, ReplyStepKind.RETURN))
        formset = lines[0]["formset"]
        may = writes_for(self.request.gate, reply.org) and not task.is_withdrawn
        return self.show(
            status=status,
            reply=reply,
            task=task,
            word=word,
            light=light,
            due=format_date(task.due_on, "weekday"),
            data_day=format_date(task.data_date),
            cards=[self.card(each) for each in self.figures],
            changed=self.changed(confirmed),
            confirmed=confirmed if reply.state == ReplyState.CONFIRMED else None,
            returned=returned if reply.state == ReplyState.RETURNED else None,
            highlights=[self.highlight(each) for each in reply.highlights.all()],
            form=form if may and today >= task.data_date else None,
            too_early=may and today < task.data_date,
            formset=formset,
            marked=self.marked,
            submit_label=self.submit_label if reply.state != ReplyState.CONFIRMED else "再次确认",
            cancel_url=self.cancel_url(),
            error_summary=error_summary(form, [formset]),
            return_url=self.return_url(),
        )

    def card(self, figure: Shown) -> dict[str, Any]:
        return {
            "label": figure.name,
            "value": figure.printed,
            "unit": figure.unit,
            "url": figure_url(Request(figure.code), self.reply.org.code, self.window),
            "hint": lookup.measure(figure.code).definition,
        }

    def changed(self, confirmed: ReplyStep | None) -> list[Any]:
        """What the records say otherwise than the confirmation in force."""
        if confirmed is None or self.reply.state != ReplyState.CONFIRMED:
            return []
        return changes(kept(confirmed.figures), self.figures, self.reply.org.code, self.window)

    def highlight(self, highlight: Any) -> dict[str, Any]:
        is_linked = bool(highlight.record_pk)
        url = reverse(f"{highlight.record_kind}:detail", args=[highlight.record_pk]) if is_linked else ""
        pieces = tried(shown(highlight.text), self.facts).pieces if highlight.text else ()
        return {"title": highlight.title, "theme": highlight.theme, "url": url, "pieces": pieces}

    def return_url(self) -> str:
        """Where a superior sends it back; "" for the unit itself and where nothing is to be sent back."""
        gate, task = self.request.gate, self.reply.task
        if self.reply.state != ReplyState.CONFIRMED or task.is_withdrawn or not gate.allows(RECEIVE):
            return ""
        is_own = own_tasks(gate).filter(pk=task.pk).exists()
        return reverse("summaries:reply_return", args=[self.reply.pk]) if is_own else ""


class ReplyReturn(OfReply, ConfirmPage):
    permission = RECEIVE
    submit_label = "退回"

    @cached_property
    def reply(self) -> TaskReply:
        own = own_tasks(self.request.gate)
        found = seen_replies(self.request.gate).filter(pk=self.kwargs["pk"], task__in=own).first()
        if found is None:
            raise Http404
        return found

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"退回{self.reply}"

    question = "退回以后，填报单位首页上会出现提醒和您写的原因；它报送的亮点暂时不写进总结。"

    def form(self, data: Any = None, files: Any = None) -> ReturnForm:
        return ReturnForm(data, initial={"version": self.reply.version})

    def save(self, form: Any, formsets: list[Any]) -> ReplyStep:
        given = form.cleaned_data
        return send_back(reply=self.reply, remark=given["remark"], version=given["version"], by=self.request.user)

    def done(self, result: ReplyStep) -> str:
        messages.success(self.request, f"已退回{self.reply.org.short_name}。")
        return reverse("summaries:task", args=[self.reply.task_id])

    def cancel_url(self) -> str:
        return self.home_url()

    def breadcrumbs(self) -> Crumbs:
        return [*super().breadcrumbs(), link("退回", "")]
