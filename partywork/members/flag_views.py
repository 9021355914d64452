"""Pages of circumstances: 流动, 失联, 生活困难 …"""

from typing import Any

import django_filters
from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse

from partywork.access.scope import restrict
from partywork.common.text import format_date
from partywork.members.actions import lower_flag, raise_flag, withdraw_flag
from partywork.members.enums import Flag
from partywork.members.filters import AsOfFilter
from partywork.members.ledger import FLAG_LEDGER
from partywork.members.models import MemberFlag
from partywork.members.step_forms import FlagForm, LowerFlagForm, WithdrawFlagForm
from partywork.members.step_views import StepPage
from partywork.pages.formpages import FormPage
from partywork.pages.lists import ListPage
from partywork.pages.views import Crumbs, link


class FlagFilter(AsOfFilter):
    search_fields = ["member__name", "note"]
    flag = django_filters.ChoiceFilter(label="情况", choices=Flag.choices, empty_label="全部")

    class Meta:
        model = MemberFlag
        fields: list[str] = []


class FlagList(ListPage):
    title = "党员情况"
    ledger = FLAG_LEDGER
    filterset_class = FlagFilter
    order_by = "since"
    detail_url = "members:detail"
    intro = "某一天存在的情况；不填日期看今天的。登记请从人员页进入。"
    empty_title = "没有登记的情况"
    empty_hint = "在人员页点“登记情况”，可以登记流动、失联、生活困难等。"

    def empty_action(self) -> dict[str, str] | None:
        return link("打开党员花名册", reverse("members:list"))

    def row_url(self, row: Any) -> str:
        return reverse(self.detail_url, args=[row.member_id])


class RaiseFlag(StepPage):
    form_class = FlagForm
    what = "登记情况"
    saved = "已登记“{}”的情况。"

    def step(self, given: dict[str, Any], common: dict[str, Any]) -> Any:
        flag = MemberFlag(member=self.member, flag=given["flag"], since=given["since"], note=given["note"])
        return raise_flag(flag=flag, by=common["by"], today=common["today"])


class FlagStepPage(FormPage):
    """Ending or withdrawing the circumstance of the address."""

    _flag: MemberFlag

    def flag(self) -> MemberFlag:
        if not hasattr(self, "_flag"):
            rows = restrict(MemberFlag.objects.filter(pk=self.kwargs["pk"]), self.scope)
            self._flag = get_object_or_404(rows.select_related("member", "org"))
        return self._flag

    def done(self, result: Any) -> str:
        messages.success(self.request, f"已保存“{self.flag().member.name}”的情况。")
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("members:detail", args=[self.flag().member_id])

    def breadcrumbs(self) -> Crumbs:
        return [
            link("首页", reverse("home")),
            link("党员花名册", reverse("members:list")),
            link(self.flag().member.name, self.cancel_url()),
            link(self.title, ""),
        ]


class LowerFlag(FlagStepPage):
    submit_label = "结束"

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"{self.flag().member.name}：结束“{self.flag().get_flag_display()}”"

    @property
    def intro(self) -> str:  # type: ignore[override]
        return f"自{format_date(self.flag().since)}起。登记错了的，请在人员页用“撤销”。"

    def form(self, data: Any = None, files: Any = None) -> LowerFlagForm:
        return LowerFlagForm(data)

    def save(self, form: Any, formsets: list[Any]) -> Any:
        on = form.cleaned_data["on"]
        return lower_flag(flag=self.flag(), on=on, by=self.request.user, today=self.request.today)


class WithdrawFlag(FlagStepPage):
    submit_label = "撤销"

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"{self.flag().member.name}：撤销“{self.flag().get_flag_display()}”"

    @property
    def intro(self) -> str:  # type: ignore[override]
        return f"自{format_date(self.flag().since)}起的这条登记错了才撤销；情况已经结束的，请用“结束”。"

    def form(self, data: Any = None, files: Any = None) -> WithdrawFlagForm:
        return WithdrawFlagForm(data)

    def save(self, form: Any, formsets: list[Any]) -> Any:
        return withdraw_flag(flag=self.flag(), reason=form.cleaned_data["reason"], by=self.request.user)
