"""Where a unit's digests go outside the product: groups and mailboxes, a test, and what was sent."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.ledgers.columns import Column
from partywork.orgs.queries import scope_of_org
from partywork.pages.formpages import FormPage
from partywork.pages.tables import table_of
from partywork.pages.views import Crumbs, Page, link
from partywork.reminders.actions import edit_target, order_test, set_target, switch_target
from partywork.reminders.enums import STATE_LIGHTS, MessageState
from partywork.reminders.forms import TargetForm
from partywork.reminders.models import ReminderMessage, ReminderTarget
from partywork.reminders.sending import send, take
from partywork.reminders.tallies import tallies_on
from partywork.reminders.texts import message_for

TITLE = "发到群和邮箱"
SENT_SHOWN = 30
NONE_YET = "还没有设置。加一个群机器人或邮箱，按时提醒大家。"
NOT_OPEN = "还没有设置。系统管理员放行网址以后，就能在这里加群机器人或邮箱。"
NOTHING = "今天没有欠着的，也没有快到期的，不会发。"
PRIVATE = "只发有几项、是哪类事、什么时候到期和查看的网址，不发姓名和任何个人信息。每天最多一条，节假日和周末不发。"


def _outcome(state: str) -> str:
    return MessageState(state).label if state else ""


TARGETS = [
    Column("name", "名称", str),
    Column("org", "党组织", lambda target: target.org.short_name),
    Column("channel", "方式", lambda target: target.get_channel_display()),
    Column("host", "发往", lambda target: target.host),
    Column("how_often", "多久发一次", lambda target: target.get_how_often_display()),
    Column("is_on", "状态", lambda target: "启用" if target.is_on else "停用",
           mark=lambda target: "ok" if target.is_on else "muted"),
    Column("last", "最近一次", lambda target: _outcome(target.last_state),
           mark=lambda target: STATE_LIGHTS.get(target.last_state, "")),
]  # fmt: skip
MESSAGES = [
    Column("day", "日期", lambda message: message.day, "date"),
    Column("state", "结果", lambda message: message.get_state_display(),
           mark=lambda message: STATE_LIGHTS[message.state]),
    Column("result", "说明", lambda message: message.result),
    Column("attempts", "发了几次", lambda message: message.attempts, "int"),
    Column("tried_at", "最近一次", lambda message: _moment(message.tried_at)),
    Column("text", "内容", lambda message: ("测试：" if message.is_test else "") + message.text.replace("\n", " "),
           width=40),
]  # fmt: skip


def _moment(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


class OfTargets(Page):
    permission = Permission.SEND_REMINDERS

    def targets(self) -> Any:
        return restrict(ReminderTarget.objects.select_related("org"), self.scope)

    @cached_property
    def target(self) -> ReminderTarget:
        found = self.targets().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def url(self, page: str) -> str:
        return reverse(f"reminder_targets:{page}", args=[self.target.pk])

    def crumbs_to(self, title: str) -> Crumbs:
        here = [link("首页", reverse("home")), link("提醒", reverse("reminders:mine"))]
        return [*here, *([link(TITLE, reverse("reminder_targets:list"))] if title != TITLE else []), link(title, "")]


class TargetList(OfTargets):
    template_name = "pages/detail.html"
    title = TITLE

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        last = ReminderMessage.objects.filter(target=OuterRef("pk")).order_by("-day", "-pk").values("state")[:1]
        table = table_of(TARGETS, self.targets().annotate(last_state=Subquery(last)), lambda target: reverse(
            "reminder_targets:detail", args=[target.pk]))  # fmt: skip
        empty_text = NONE_YET if settings.REMINDER_HOSTS else NOT_OPEN
        return self.show(
            status_mark=None,
            groups=[{"title": "", "facts": self.facts()}],
            tables=[{"title": "发给谁", "table": table, "empty_text": empty_text}],
            primary=link("加一个", reverse("reminder_targets:create")) if settings.REMINDER_HOSTS else None,
            more=[],
            history=[],
            notes=[],
        )

    def facts(self) -> list[dict[str, str]]:
        hosts = "、".join(sorted(settings.REMINDER_HOSTS))
        closed = "还没有。请先请系统管理员在服务器上放行，如 qyapi.weixin.qq.com、oapi.dingtalk.com"
        mail = "已设置" if settings.EMAIL_HOST else "没有设置，不能发邮件"
        return [
            {"label": "发什么", "value": PRIVATE},
            {"label": "允许发往", "value": hosts or closed},
            {"label": "发件邮箱", "value": mail},
        ]

    def breadcrumbs(self) -> Crumbs:
        return self.crumbs_to(TITLE)


class TargetDetail(OfTargets):
    template_name = "reminders/target.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        target, today = self.target, self.request.today
        tallies = tallies_on(today, scope_of_org(target.org, today))
        sent = table_of(MESSAGES, target.sent.all()[:SENT_SHOWN])
        facts = [
            ("党组织", target.org.short_name),
            ("方式", target.get_channel_display()),
            ("发往", target.host),
            ("加签密钥", "已填" if target.secret else ""),
            ("多久发一次", f"{target.get_how_often_display()}，{settings.REMINDER_HOUR}点以后"),
        ]
        return self.show(
            title=target.name,
            status_mark={"label": "启用" if target.is_on else "停用", "css": "ok" if target.is_on else "muted"},
            groups=[{"title": "", "facts": [{"label": label, "value": value} for label, value in facts if value]}],
            tables=[{"title": "发出的", "table": sent, "empty_text": "还没有发过。可以先试发一条。"}],
            preview=message_for(target.org, tallies, today) or NOTHING,
            test_url=self.url("test"),
            switch_url=self.url("switch"),
            is_on=target.is_on,
            primary=link("修改", self.url("edit")),
            more=[],
            history=[],
            notes=[],
        )

    def breadcrumbs(self) -> Crumbs:
        return self.crumbs_to(self.target.name)


class TargetFormPage(OfTargets, FormPage):
    permission = Permission.SEND_REMINDERS
    intro = PRIVATE

    def done(self, result: ReminderTarget) -> str:
        messages.success(self.request, f"已保存“{result}”。可以先试发一条，看看收不收得到。")
        return reverse("reminder_targets:detail", args=[result.pk])

    def breadcrumbs(self) -> Crumbs:
        return self.crumbs_to(self.title)


class TargetCreate(TargetFormPage):
    title = "加一个群或邮箱"

    def form(self, data: Any = None, files: Any = None) -> TargetForm:
        organisations = self.request.gate.organisations(self.permission).order_by("code")
        return TargetForm(data, organisations=organisations, initial={"org": self.request.gate.home})

    def save(self, form: TargetForm, formsets: list[Any]) -> ReminderTarget:
        given = form.cleaned_data
        target = form.target(ReminderTarget())
        return set_target(target=target, address=given["address"], secret=given["secret"], by=self.request.user)

    def cancel_url(self) -> str:
        return reverse("reminder_targets:list")


class TargetEdit(TargetFormPage):
    title = "修改"

    def form(self, data: Any = None, files: Any = None) -> TargetForm:
        target = self.target
        organisations = self.request.gate.organisations(self.permission).order_by("code")
        names = ("org", "name", "channel", "how_often", "version")
        initial = {name: getattr(target, name) for name in names}
        return TargetForm(data, organisations=organisations, target=target, initial=initial)

    def save(self, form: TargetForm, formsets: list[Any]) -> ReminderTarget:
        given = form.cleaned_data
        return edit_target(
            target=form.target(self.target), address=given["address"], secret=given["secret"],
            version=given["version"] or 0, by=self.request.user,
        )  # fmt: skip

    def cancel_url(self) -> str:
        return self.url("detail")


class TargetTest(OfTargets):
    """Sends one test message at once, and says what came of it."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            message = order_test(target=self.target, by=self.request.user, today=self.request.today, now=timezone.now())
        except ValidationError as error:
            messages.error(self.request, "；".join(error.messages))
            return redirect(self.url("detail"))
        taken = take(message.pk, timezone.now())
        done = send(taken, timezone.now()) if taken else message  # else a worker has it in hand already
        if done.state == MessageState.FAILED or done.state == MessageState.UNSURE:
            messages.error(self.request, f"测试消息{done.get_state_display()}：{done.result}")
        else:
            messages.success(self.request, f"测试消息{done.get_state_display()}，请到“{self.target}”里看一下。")
        return redirect(self.url("detail"))


class TargetSwitch(OfTargets):
    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        target = switch_target(target=self.target, is_on=not self.target.is_on, by=self.request.user)
        messages.success(self.request, f"已{'启用' if target.is_on else '停用'}“{target}”")
        return redirect(self.url("detail"))
