"""A person's own reminders: what the digests said, marking them read, choosing what and how often."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.common.text import format_date
from partywork.pages.formpages import FormPage
from partywork.pages.views import Crumbs, Page, link
from partywork.reminders.actions import choose, mark_read
from partywork.reminders.enums import LIGHTS, HowOften, Part
from partywork.reminders.forms import NO_CHOICE, ChoiceForm
from partywork.reminders.models import Digest, ReminderChoice, all_parts

TITLE = "提醒"
SHOWN = 20


class Mine(Page):
    """One's own digests, the newest first. Nobody else sees them, nor whether they were read."""

    template_name = "reminders/mine.html"
    permission = Permission.VIEW_RECORDS
    title = TITLE

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        digests = list(Digest.objects.filter(user=self.request.user)[:SHOWN])
        more = [link("提醒设置", reverse("reminders:choose"))]
        if self.request.gate.allows(Permission.SEND_REMINDERS):
            more.insert(0, link("发到群和邮箱", reverse("reminder_targets:list")))
        return self.show(
            digests=[shown(digest) for digest in digests],
            has_unread=any(not digest.is_read for digest in digests) or self.request.user.unread,
            hour=settings.REMINDER_HOUR,
            more=more,
            primary=None,
        )

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(TITLE, "")]


def shown(digest: Digest) -> dict[str, Any]:
    """A digest part by part."""
    parts = []
    for part in Part:
        lines = [line for line in digest.lines if line["part"] == part]
        if lines:
            total = sum(line["count"] for line in lines)
            parts.append({"title": part.label, "light": LIGHTS[part], "total": total, "lines": lines})
    return {"day": format_date(digest.day, "weekday"), "is_read": digest.is_read, "parts": parts}


class Read(Page):
    """All of them are read."""

    permission = Permission.VIEW_RECORDS

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        mark_read(by=self.request.user)
        return redirect("reminders:mine")


class Choose(FormPage):
    permission = Permission.VIEW_RECORDS
    title = "提醒设置"
    intro = f"只管您自己在系统里的提醒。节假日和周末不提醒，放到下一个工作日。{NO_CHOICE}"

    def form(self, data: Any = None, files: Any = None) -> ChoiceForm:
        held = ReminderChoice.objects.filter(user=self.request.user).first()
        how_often, parts = (held.how_often, held.parts) if held else (HowOften.DAILY.value, all_parts())
        return ChoiceForm(data, initial={"how_often": how_often, "parts": parts})

    def save(self, form: ChoiceForm, formsets: list[Any]) -> ReminderChoice:
        given = form.cleaned_data
        return choose(how_often=HowOften(given["how_often"]), parts=given["parts"], by=self.request.user)

    def done(self, result: ReminderChoice) -> str:
        messages.success(self.request, f"已保存提醒设置：{result.get_how_often_display()}")
        return reverse("reminders:mine")

    def cancel_url(self) -> str:
        return reverse("reminders:mine")

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(TITLE, reverse("reminders:mine")), link(self.title, "")]
