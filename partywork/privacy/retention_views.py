"""Personal details whose time is over, to be looked through and erased."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from partywork.access.permissions import Permission
from partywork.pages.formpages import FormPage
from partywork.pages.forms import GroupedForm
from partywork.pages.views import Crumbs, link
from partywork.privacy.retention import Due, due_in, erase_due


class EraseForm(GroupedForm):
    codes = forms.MultipleChoiceField(
        label="要清除哪些", widget=forms.CheckboxSelectMultiple,
        help_text="清除以后找不回来；人和记录还在，人数、次数和以前的总结不变",
    )  # fmt: skip

    def __init__(self, *args: Any, due: list[Due], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"].choices = [(each.rule.code, each.text) for each in due if each.numbers]  # type: ignore[attr-defined]


class RetentionPage(FormPage):
    permission = Permission.ERASE_PERSONAL
    template_name = "privacy/retention.html"
    title = "到期的个人信息"
    submit_label = "清除勾选的"
    due: list[Due]

    def form(self, data: Any = None, files: Any = None) -> EraseForm:
        self.due = due_in(self.scope, self.request.today)
        return EraseForm(data, due=self.due)

    @property
    def intro(self) -> str:  # type: ignore[override]
        if not any(each.numbers for each in self.due):
            return "现在没有到期的。保存多久见规则依据，上级可以按当地规定设置。"
        return "按规则依据里的期限，下面这些个人信息已经到期。保存多久可以按当地规定设置。"

    def save(self, form: Any, formsets: list[Any]) -> int:
        chosen = [each for each in self.due if each.rule.code in form.cleaned_data["codes"]]
        if not chosen:
            raise ValidationError("没有到期的内容。")
        today, now, by = self.request.today, timezone.now(), self.request.user
        return sum(erase_due(due=each, on=today, at=now, by=by) for each in chosen)

    def done(self, result: int) -> str:
        messages.success(self.request, f"已清除{result}项到期的个人信息。")
        return reverse("privacy:retention")

    def cancel_url(self) -> str:
        return reverse("members:list")

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link("党员花名册", self.cancel_url()), link(self.title, "")]
