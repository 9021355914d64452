"""Pages of reductions: the branch asks, the level above decides."""

from typing import Any

import django_filters
from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.dues.enums import ReductionState
from partywork.dues.exception_forms import DecisionForm, ReductionForm
from partywork.dues.exception_ledger import REDUCTIONS, STATE_MARK
from partywork.dues.exception_models import DuesReduction
from partywork.dues.people import nameable
from partywork.dues.reductions import ask_reduction, decide_reduction, edit_reduction, withdraw_reduction
from partywork.dues.views import crumbs
from partywork.entries.views import EntryCancelPage, RecordDetailPage, RecordFormPage
from partywork.pages.details import Groups
from partywork.pages.filters import RecordFilter
from partywork.pages.formpages import FormPage
from partywork.pages.lists import ListPage
from partywork.pages.tables import show
from partywork.pages.views import Crumbs, link

TITLE = "党费减免"


class ReductionFilter(RecordFilter):
    search_fields = ["member__name"]
    state = django_filters.ChoiceFilter(label="状态", choices=ReductionState.choices, empty_label="全部")

    class Meta:
        model = DuesReduction
        fields: list[str] = []


class ReductionList(ListPage):
    ledger = REDUCTIONS
    filterset_class = ReductionFilter
    detail_url = "dues_reductions:detail"
    create_url = "dues_reductions:create"
    create_label = "申请减免"
    order_by = "studied_on"
    intro = "支部研究后申请，上一级党委批准后才按减免的金额收。"
    empty_hint = "有困难的党员，支部研究后在这里申请，由上级批准。"

    def breadcrumbs(self) -> Crumbs:
        return crumbs(link(TITLE, ""))


class ReductionDetail(RecordDetailPage):
    ledger = REDUCTIONS
    namespace = "dues_reductions"

    def is_elsewhere(self, column: Any) -> bool:
        return column.key == "state" or super().is_elsewhere(column)

    def status_mark(self) -> dict[str, str]:
        state = self.record.state
        return {"label": self.record.get_state_display(), "css": STATE_MARK[state]}

    def groups(self) -> Groups:
        """Why is said here, inside the unit and to the level above, and in no report."""
        groups = super().groups()
        personal = [column for column in self.ledger.columns if column.personal]
        facts = [{"label": column.header, "value": show(column.value(self.record), column)} for column in personal]
        groups[0]["facts"] = [fact for fact in facts if fact["value"]] + groups[0]["facts"]
        return groups

    @property
    def is_pending(self) -> bool:
        return bool(self.record.state == ReductionState.PENDING)

    def may_decide(self) -> bool:
        gate = self.request.gate
        return gate.allows(Permission.APPROVE_DUES) and gate.beneath(Permission.APPROVE_DUES).covers(self.record.org_id)

    def primary(self) -> dict[str, str] | None:
        if not self.is_pending:
            return None
        if self.may_decide():
            return link("批准或不批准", reverse("dues_reductions:decide", args=[self.record.pk]))
        return super().primary()

    def more(self) -> list[dict[str, str]]:
        if not self.is_pending or not self.may_write():
            return []
        links = [link("撤回申请", reverse("dues_reductions:withdraw", args=[self.record.pk]))]
        if self.may_decide():
            links.insert(0, link("修改", reverse("dues_reductions:edit", args=[self.record.pk])))
        return links

    def breadcrumbs(self) -> Crumbs:
        return crumbs(link(TITLE, reverse("dues_reductions:list")), link(self.heading(), ""))


class ReductionFormPage(RecordFormPage):
    form_class = ReductionForm
    model = DuesReduction
    namespace = "dues_reductions"
    prefilled = ("member",)
    intro = "申请后由上一级党委批准；批准以前仍按原标准收。"

    def form(self, data: Any = None, files: Any = None) -> Any:
        return self.form_class(
            data,
            files,
            instance=self.instance(),
            organisations=self.request.gate.organisations(self.permission),
            today=self.request.today,
            initial=self.initial() if self.is_new else None,
            members=nameable(self.scope, None if self.is_new else self.instance().member_id),
        )

    def breadcrumbs(self) -> Crumbs:
        return crumbs(link(TITLE, reverse("dues_reductions:list")), link(self.title, ""))


class ReductionCreate(ReductionFormPage):
    title = "申请党费减免"

    def save(self, form: Any, formsets: list[Any]) -> DuesReduction:
        return ask_reduction(reduction=form.instance, by=self.request.user, today=self.request.today)


class ReductionEdit(ReductionFormPage):
    title = "修改党费减免申请"

    def save(self, form: Any, formsets: list[Any]) -> DuesReduction:
        version = form.cleaned_data["version"]
        return edit_reduction(reduction=form.instance, version=version, by=self.request.user, today=self.request.today)


class ReductionWithdraw(EntryCancelPage):
    model = DuesReduction  # type: ignore[assignment]
    namespace = "dues_reductions"
    submit_label = "撤回申请"
    question = "撤回后它仍然留在台账里，不再等上级批准。请写明原因。"

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"撤回“{self.entry()}”"

    def save(self, form: Any, formsets: list[Any]) -> Any:
        given = form.cleaned_data
        return withdraw_reduction(
            reduction=self.entry(), version=given["version"], reason=given["reason"], by=self.request.user
        )

    def done(self, result: Any) -> str:
        messages.success(self.request, f"已撤回“{result}”。")
        return reverse("dues_reductions:detail", args=[result.pk])


class ReductionDecide(FormPage):
    """The level above approves or refuses; nobody decides on requests of his own unit."""

    permission = Permission.APPROVE_DUES
    submit_label = "登记决定"

    def reduction(self) -> DuesReduction:
        if not hasattr(self, "_reduction"):
            rows = DuesReduction.objects.select_related("member", "org")
            below = restrict(rows, self.request.gate.beneath(self.permission))
            found = below.filter(pk=self.kwargs["pk"]).first()
            if found is None:
                raise Http404
            self._reduction = found
        return self._reduction

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"{self.reduction()}：批准或不批准"

    @property
    def intro(self) -> str:  # type: ignore[override]
        found = self.reduction()
        asked = show(found.monthly_fen, REDUCTIONS_MONEY)
        return f"{found.org}于{found.studied_on:%Y-%m-%d}研究，申请每月交 {asked} 元。原因：{found.reason}"

    def form(self, data: Any = None, files: Any = None) -> DecisionForm:
        return DecisionForm(data, initial={"version": self.reduction().version})

    def save(self, form: Any, formsets: list[Any]) -> DuesReduction:
        return decide_reduction(
            reduction=self.reduction(), by=self.request.user, today=self.request.today, **form.cleaned_data
        )

    def done(self, result: Any) -> str:
        messages.success(self.request, f"已登记：{result}{result.get_state_display()}。")
        return reverse("dues_reductions:detail", args=[result.pk])

    def cancel_url(self) -> str:
        return reverse("dues_reductions:detail", args=[self.reduction().pk])

    def breadcrumbs(self) -> Crumbs:
        return crumbs(link(str(self.reduction()), self.cancel_url()), link("批准或不批准", ""))


REDUCTIONS_MONEY = next(column for column in REDUCTIONS.columns if column.key == "monthly_fen")
