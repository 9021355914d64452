"""One page for each step in someone's standing."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from partywork.access.scope import restrict
from partywork.common.text import format_date
from partywork.members.aftermath import apply_again, settle_suspension
from partywork.members.corrections import annul_member, correct_standing, undo_latest
from partywork.members.enums import Closing, Opening, Stage
from partywork.members.models import Member, Standing
from partywork.members.movements import change_group, change_stage, come_back, leave, transfer_within
from partywork.members.queries import placed
from partywork.members.step_forms import (
    ApplyAgainForm,
    CorrectForm,
    GroupForm,
    LeaveForm,
    MoveForm,
    ReasonStepForm,
    ReturnForm,
    SettleForm,
    StageForm,
    StepForm,
    TransferOutForm,
)
from partywork.orgs.enums import BRANCH_KINDS
from partywork.pages.formpages import FormPage
from partywork.pages.views import Crumbs, link


def left_text(last: Standing) -> str:
    """停止党籍，2026年1月5日；除名，2028年1月5日."""
    after = f"；{last.get_final_display()}，{format_date(last.final_on)}" if last.final and last.final_on else ""
    return f"{last.get_closing_display()}，{format_date(last.until)}{after}"


class StepPage(FormPage):
    """A step for the person of the address, who must be on the user's own books."""

    form_class: ClassVar[type[StepForm]]
    what: ClassVar[str]  # the step, for the title
    saved: ClassVar[str] = "已保存“{}”的变更。"
    _standing: Standing

    def standing(self) -> Standing:
        """The newest standing, which the step starts from."""
        if not hasattr(self, "_standing"):
            people = restrict(placed().filter(pk=self.kwargs["pk"]), self.scope)
            rows = Standing.objects.real().filter(member__in=people).select_related("member", "org", "group")
            newest = rows.order_by("since").last()
            if newest is None:
                raise Http404
            self._standing = newest
        return self._standing

    @property
    def member(self) -> Member:
        return self.standing().member

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"{self.member.name}：{self.what}"

    @property
    def intro(self) -> str:  # type: ignore[override]
        now = self.standing()
        if not now.is_open:
            return f"已不在册：{left_text(now)}。"
        place = f"{now.org} {now.group}" if now.group else str(now.org)
        return f"现在是{now.get_stage_display()}，在{place}，自{format_date(now.since)}起。"

    def form(self, data: Any = None, files: Any = None) -> StepForm:
        branches = self.request.gate.organisations(self.permission).filter(kind__in=BRANCH_KINDS)
        return self.form_class(data, standing=self.standing(), organisations=branches)

    def save(self, form: Any, formsets: list[Any]) -> Member:
        given = form.cleaned_data
        self.step(given, {"version": given["version"], "by": self.request.user, "today": self.request.today})
        return self.member

    def step(self, given: dict[str, Any], common: dict[str, Any]) -> Any:
        """Call the action with what was typed and with version, by and today."""
        raise NotImplementedError

    def refused(self, form: Any, error: ValidationError) -> None:
        """A day that a place refuses is the step's own day."""
        if hasattr(error, "error_dict") and "since" in error.error_dict and "on" in form.fields:
            error.error_dict["on"] = error.error_dict.pop("since")
        super().refused(form, error)

    def done(self, result: Any) -> str:
        messages.success(self.request, self.saved.format(result.name))
        return reverse("members:detail", args=[result.pk])

    def cancel_url(self) -> str:
        return reverse("members:detail", args=[self.member.pk])

    def breadcrumbs(self) -> Crumbs:
        return [
            link("首页", reverse("home")),
            link("党员花名册", reverse("members:list")),
            link(self.member.name, self.cancel_url()),
            link(self.what, ""),
        ]


class ChangeStage(StepPage):
    form_class = StageForm
    what = "变更人员类别"

    def step(self, given: dict[str, Any], common: dict[str, Any]) -> Any:
        return change_stage(member=self.member, stage=Stage(given["stage"]), on=given["on"], **common)


class ChangeGroup(StepPage):
    form_class = GroupForm
    what = "调整党小组"

    def step(self, given: dict[str, Any], common: dict[str, Any]) -> Any:
        return change_group(member=self.member, group=given["group"], on=given["on"], **common)


class Move(StepPage):
    form_class = MoveForm
    what = "支部间调整"

    @property
    def intro(self) -> str:  # type: ignore[override]
        return super().intro + "只能调到您管理的支部；调到其他支部的，请上级管理员办理。"

    def step(self, given: dict[str, Any], common: dict[str, Any]) -> Any:
        where = {name: given[name] for name in ("org", "group", "on", "note")}
        return transfer_within(member=self.member, **where, **common)


class TransferOut(StepPage):
    form_class = TransferOutForm
    what = "组织关系转出"

    def step(self, given: dict[str, Any], common: dict[str, Any]) -> Any:
        closing = Closing.TRANSFER_OUT
        return leave(member=self.member, closing=closing, on=given["on"], note=given["note"], **common)


class Leave(StepPage):
    form_class = LeaveForm
    what = "登记离开"

    def step(self, given: dict[str, Any], common: dict[str, Any]) -> Any:
        closing = Closing(given["closing"])
        return leave(member=self.member, closing=closing, on=given["on"], note=given["note"], **common)


class ComeBack(StepPage):
    form_class = ReturnForm
    what = "重新列入名册"

    def step(self, given: dict[str, Any], common: dict[str, Any]) -> Any:
        where = {name: given[name] for name in ("org", "group", "on", "note")}
        return come_back(member=self.member, opening=Opening(given["opening"]), **where, **common)


class Settle(StepPage):
    form_class = SettleForm
    what = "停止党籍后的处理"

    def step(self, given: dict[str, Any], common: dict[str, Any]) -> Any:
        final = Closing(given["final"])
        return settle_suspension(member=self.member, final=final, on=given["on"], note=given["note"], **common)


class ApplyAgain(StepPage):
    form_class = ApplyAgainForm
    what = "重新申请入党"
    saved = "已登记“{}”重新申请入党。"

    @property
    def intro(self) -> str:  # type: ignore[override]
        return super().intro + "重新申请的从入党申请人开始，另立一条登记；以前的党员记录照旧保留。"

    def save(self, form: Any, formsets: list[Any]) -> Member:
        where = {name: form.cleaned_data[name] for name in ("org", "group", "on", "version")}
        return apply_again(member=self.member, **where, by=self.request.user, today=self.request.today)


class Undo(StepPage):
    form_class = ReasonStepForm
    what = "撤销最近一次变更"
    submit_label = "撤销"
    saved = "已撤销“{}”最近一次变更。"

    def step(self, given: dict[str, Any], common: dict[str, Any]) -> Any:
        return undo_latest(member=self.member, reason=given["reason"], **common)


class Annul(StepPage):
    form_class = ReasonStepForm
    what = "登记有误"
    submit_label = "整条撤销"
    saved = "已撤销“{}”的登记，任何一天的名册和数字都不再含这个人。"

    @property
    def intro(self) -> str:  # type: ignore[override]
        return "整个人登记错了（重复登记、不该登记）才用。撤销后证件号码和电话会清除，任何一天的名册都不再含这个人。"

    def step(self, given: dict[str, Any], common: dict[str, Any]) -> Any:
        return annul_member(member=self.member, reason=given["reason"], **common)


class Correct(StepPage):
    """Correcting the standing of the address, which may be an earlier one."""

    form_class = CorrectForm
    what = "改正组织关系"
    submit_label = "改正"

    def standing(self) -> Standing:
        if not hasattr(self, "_standing"):
            people = restrict(Member.objects.all(), self.scope)
            rows = Standing.objects.real().filter(pk=self.kwargs["pk"], member__in=people)
            self._standing = get_object_or_404(rows.select_related("member", "org", "group"))
        return self._standing

    @property
    def intro(self) -> str:  # type: ignore[override]
        old = self.standing()
        return (
            f"{old.get_stage_display()}，{old.org}，自{format_date(old.since)}起。"
            "原来的一段会标为登记有误并保留；支部或类别错了的，请撤销最近一次变更后重新登记。"
        )

    def step(self, given: dict[str, Any], common: dict[str, Any]) -> Any:
        right = {name: given[name] for name in ("since", "group", "note", "reason")}
        return correct_standing(standing=self.standing(), **right, **common)
