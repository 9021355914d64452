"""Pages of who asks: the list, asking, how far it is, changing and taking back."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.common.text import format_date
from partywork.ledgers.spreadsheet import workbook_bytes
from partywork.orgs.models import Organisation
from partywork.orgs.queries import organisations_in, subtree_ids
from partywork.pages.downloads import XLSX, Taken, taken_response
from partywork.pages.filters import RecordFilter
from partywork.pages.formpages import ConfirmPage, FormPage
from partywork.pages.lists import ListPage
from partywork.pages.views import Crumbs, Page, link
from summaries.tasks.actions import ask, change_task, withdraw_task
from summaries.tasks.comparison import comparison, sheet
from summaries.tasks.forms import ChangeForm, TaskForm, WithdrawForm
from summaries.tasks.ledger import TASKS
from summaries.tasks.models import SummaryTask
from summaries.tasks.queries import RECEIVE, in_words, own_tasks, progress


def crumbs(*last: dict[str, str]) -> Crumbs:
    return [link("首页", reverse("home")), link("请下级确认", reverse("summaries:tasks")), *last]


class TaskFilter(RecordFilter):
    search_fields = ["period_code", "text", "org__short_name"]

    class Meta:
        model = SummaryTask
        fields: list[str] = []


class TaskList(ListPage):
    permission = RECEIVE
    ledger = TASKS
    filterset_class = TaskFilter
    order_by = "due_on"
    detail_url = "summaries:task"
    intro = "请下级核对自己的数字、报送亮点。不用交整份总结，确认过的亮点会写进您的总结。"
    empty_title = "还没有请下级确认过"
    empty_hint = "定好期间和截止日期，下级首页上会出现提醒。"

    def queryset(self) -> QuerySet[SummaryTask]:
        return own_tasks(self.request.gate)

    def primary(self) -> dict[str, str]:
        return link("请下级确认", reverse("summaries:task_create"))


class TaskCreate(FormPage):
    permission = RECEIVE
    title = "请下级确认数字"
    intro = "下级打开就能看到自己的主要数字和背后的记录，点一下确认，也可以报送最多三个亮点。"
    submit_label = "发出"

    @property
    def askers(self) -> QuerySet[Organisation]:
        """The very units that appointed the user to receive reports."""
        return restrict(Organisation.objects.all(), self.request.gate.appointed_at(RECEIVE)).order_by("code")

    def form(self, data: Any = None, files: Any = None) -> TaskForm:
        home = self.request.gate.home
        return TaskForm(
            data,
            instance=SummaryTask(),
            organisations=self.askers,
            today=self.request.today,
            units=organisations_in(self.request.gate.beneath(RECEIVE)),
            initial={"org": home.pk if home else None},
        )

    def save(self, form: Any, formsets: list[Any]) -> SummaryTask:
        task = form.save(commit=False)
        below = self.below(task.org)
        asked = [org for org in form.asked() if org.pk in below]
        return ask(task=task, orgs=asked, by=self.request.user, today=self.request.today)

    def below(self, org: Organisation) -> set[int]:
        """What lies below the unit that asks, for a user who is appointed to several."""
        subtree = subtree_ids(org, self.request.today)
        return set(subtree.values_list("org", flat=True)) - {org.pk}

    def done(self, result: SummaryTask) -> str:
        messages.success(self.request, f"已发出“{result}”，下级首页上会有提醒。")
        return reverse("summaries:task", args=[result.pk])

    def cancel_url(self) -> str:
        return reverse("summaries:tasks")

    def breadcrumbs(self) -> Crumbs:
        return crumbs(link(self.title, ""))


class OfTask(Page):
    """A page about something the user's units asked; anything else does not exist."""

    permission = RECEIVE

    @cached_property
    def task(self) -> SummaryTask:
        task = own_tasks(self.request.gate).select_related("org").filter(pk=self.kwargs["pk"]).first()
        if task is None:
            raise Http404
        return task

    def url(self, name: str) -> str:
        return reverse(f"summaries:{name}", args=[self.task.pk])

    def breadcrumbs(self) -> Crumbs:
        return crumbs(link(str(self.task), self.url("task")), *([link(self.title, "")] if self.title else []))


class TaskPage(OfTask):
    """Who has confirmed and who has not, what changed since, and the confirmed figures side by side."""

    template_name = "summaries/task.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        task, lines = self.task, progress(self.task, self.request.today, self.scope)
        found = comparison(lines)
        if self.request.GET.get("export") == "xlsx":
            return self.export(found)
        open_ = not task.is_withdrawn
        return self.show(
            title=str(task),
            task=task,
            facts=[
                {"label": "发起单位", "value": task.org.short_name},
                {"label": "数据截至", "value": format_date(task.data_date)},
                {"label": "截止日期", "value": format_date(task.due_on, "weekday")},
                {"label": "要求", "value": task.text or "核对数字并确认，可报送最多三个亮点"},
            ],
            summary=in_words(lines),
            lines=[
                {"line": each, "url": reverse("summaries:reply", args=[each.reply.pk]) if each.is_here else ""}
                for each in lines
            ],
            comparison=found,
            export_url="?export=xlsx" if found.rows and self.request.gate.allows(Permission.EXPORT_LEDGERS) else "",
            more=[link("改截止日期", self.url("task_edit")), link("撤回", self.url("task_withdraw"))] if open_ else [],
            primary=None,
        )

    def export(self, found: Any) -> HttpResponse:
        if not self.request.gate.allows(Permission.EXPORT_LEDGERS):
            raise PermissionDenied(f"您没有“{Permission.EXPORT_LEDGERS.value}”的权限。")
        name = f"{self.task.org.short_name}{self.task.period.label}各单位确认的数字.xlsx"
        content = workbook_bytes([sheet(self.task, found)])
        return taken_response(self.request, content, name, XLSX, Taken(f"“{name}”", self.task.org))


class TaskEdit(OfTask, FormPage):
    permission = RECEIVE
    title = "改截止日期和要求"

    def form(self, data: Any = None, files: Any = None) -> ChangeForm:
        own = Organisation.objects.filter(pk=self.task.org_id)
        return ChangeForm(data, instance=self.task, organisations=own, today=self.request.today)

    def save(self, form: Any, formsets: list[Any]) -> SummaryTask:
        task = form.save(commit=False)
        return change_task(
            task=task, version=form.cleaned_data["version"], by=self.request.user, today=self.request.today
        )

    def done(self, result: SummaryTask) -> str:
        messages.success(self.request, f"已保存“{result}”。")
        return self.url("task")

    def cancel_url(self) -> str:
        return self.url("task")


class TaskWithdraw(OfTask, ConfirmPage):
    permission = RECEIVE
    title = "撤回"
    submit_label = "撤回"
    question = "撤回以后下级不再看到提醒，已经确认的留作记录，不再写进总结。"

    def form(self, data: Any = None, files: Any = None) -> WithdrawForm:
        return WithdrawForm(data)

    def save(self, form: Any, formsets: list[Any]) -> SummaryTask:
        return withdraw_task(task=self.task, by=self.request.user)

    def done(self, result: SummaryTask) -> str:
        messages.success(self.request, f"已撤回“{result}”。")
        return reverse("summaries:tasks")

    def cancel_url(self) -> str:
        return self.url("task")
