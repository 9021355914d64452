"""Pages of voluntary payments, of what is handed up, and of what members are told."""

from typing import Any

import django_filters
from django.urls import reverse

from partywork.common.money import format_yuan
from partywork.dues.fund_actions import (
    collected_in,
    edit_publication,
    edit_remittance,
    edit_voluntary,
    log_publication,
    log_remittance,
    log_voluntary,
)
from partywork.dues.fund_forms import PublicationForm, RemittanceForm, VoluntaryForm
from partywork.dues.fund_ledger import PUBLICATIONS, REMITTANCES, VOLUNTARY
from partywork.dues.fund_models import DuesPublication, Remittance, VoluntaryPayment
from partywork.dues.people import nameable
from partywork.dues.views import crumbs
from partywork.entries.enums import Status
from partywork.entries.views import EntryCancelPage, EntryDetailPage, EntryListPage, RecordFormPage
from partywork.pages.details import Groups
from partywork.pages.recent import RecentDatedFilter
from partywork.pages.tables import show
from partywork.pages.views import Crumbs, link

SHOWN = ("member", "reason", "beyond")


class FundFilter(RecentDatedFilter):
    search_fields = ["remark"]
    status = django_filters.ChoiceFilter(label="状态", choices=Status.choices, empty_label="全部")


class VoluntaryFilter(FundFilter):
    search_fields = ["member__name", "receipt", "remark"]

    class Meta:
        model = VoluntaryPayment
        fields: list[str] = []


class RemittanceFilter(FundFilter):
    search_fields = ["receipt", "remark"]

    class Meta:
        model = Remittance
        fields: list[str] = []


class PublicationFilter(FundFilter):
    search_fields = ["place", "remark"]

    class Meta:
        model = DuesPublication
        fields: list[str] = []


class FundList(EntryListPage):
    def breadcrumbs(self) -> Crumbs:
        return crumbs(link(self.heading(), ""))


class FundDetail(EntryDetailPage):
    """Names and reasons are shown to those in scope, here and in no report."""

    def groups(self) -> Groups:
        groups = super().groups()
        personal = [column for column in self.ledger.columns if column.personal and column.key in SHOWN]
        facts = [{"label": column.header, "value": show(column.value(self.record), column)} for column in personal]
        groups[0]["facts"] = [fact for fact in facts if fact["value"]] + groups[0]["facts"]
        return groups

    def breadcrumbs(self) -> Crumbs:
        label = str(self.ledger.model._meta.verbose_name)
        return crumbs(link(label, reverse(f"{self.namespace}:list")), link(self.heading(), ""))


class FundForm(RecordFormPage):
    def breadcrumbs(self) -> Crumbs:
        label = str(self.model._meta.verbose_name)
        return crumbs(link(label, reverse(f"{self.namespace}:list")), link(self.title, ""))


class MemberFundForm(FundForm):
    """About one party member."""

    prefilled = ("member",)

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


class FundCreate(FundForm):
    again = True


class VoluntaryList(FundList):
    ledger = VOLUNTARY
    filterset_class = VoluntaryFilter
    detail_url = "voluntary_payments:detail"
    create_url = "voluntary_payments:create"
    create_label = "登记自愿多交"
    intro = "党员在应缴之外自愿多交的，不算进应缴和实缴。大额党费全额逐级转交中央。"


class VoluntaryDetail(FundDetail):
    ledger = VOLUNTARY
    namespace = "voluntary_payments"

    def notes(self) -> list[str]:
        waiting = self.record.is_large and not self.record.forwarded_on and self.record.status == Status.DONE
        return [*super().notes(), *(["大额党费，还没有登记转交上级"] if waiting else [])]


class VoluntaryFormPage(MemberFundForm):
    form_class = VoluntaryForm
    model = VoluntaryPayment
    namespace = "voluntary_payments"


class VoluntaryCreate(FundCreate, VoluntaryFormPage):
    title = "登记自愿多交党费"

    def save(self, form: Any, formsets: list[Any]) -> VoluntaryPayment:
        return log_voluntary(payment=form.instance, by=self.request.user, today=self.request.today)


class VoluntaryEdit(VoluntaryFormPage):
    title = "修改自愿多交党费"

    def save(self, form: Any, formsets: list[Any]) -> VoluntaryPayment:
        version = form.cleaned_data["version"]
        return edit_voluntary(payment=form.instance, version=version, by=self.request.user, today=self.request.today)


class VoluntaryCancel(EntryCancelPage):
    model = VoluntaryPayment
    namespace = "voluntary_payments"


class RemittanceList(FundList):
    ledger = REMITTANCES
    filterset_class = RemittanceFilter
    detail_url = "remittances:detail"
    create_url = "remittances:create"
    create_label = "登记上缴"
    intro = "按收据登记。应上缴多少，由这几个月实际收到的党费和上缴比例算出。"


class RemittanceDetail(FundDetail):
    ledger = REMITTANCES
    namespace = "remittances"

    def notes(self) -> list[str]:
        """Receipts of those months that were put right since are told, not hidden."""
        found = self.record
        now = collected_in(found.org, found.first_month, found.last_month, found.date)
        changed = now != found.collected_fen
        said = f"登记后这几个月收到的党费有变动，现在是 {format_yuan(now)} 元"
        return [*super().notes(), *([said] if changed else [])]


class RemittanceFormPage(FundForm):
    form_class = RemittanceForm
    model = Remittance
    namespace = "remittances"


class RemittanceCreate(FundCreate, RemittanceFormPage):
    title = "登记党费上缴"

    def save(self, form: Any, formsets: list[Any]) -> Remittance:
        return log_remittance(remittance=form.instance, by=self.request.user, today=self.request.today)


class RemittanceEdit(RemittanceFormPage):
    title = "修改党费上缴"

    def save(self, form: Any, formsets: list[Any]) -> Remittance:
        version = form.cleaned_data["version"]
        return edit_remittance(
            remittance=form.instance, version=version, by=self.request.user, today=self.request.today
        )


class RemittanceCancel(EntryCancelPage):
    model = Remittance
    namespace = "remittances"


class PublicationList(FundList):
    ledger = PUBLICATIONS
    filterset_class = PublicationFilter
    detail_url = "dues_publications:detail"
    create_url = "dues_publications:create"
    create_label = "登记公布"
    intro = "每年至少一次，向党员公布党费收缴情况。"


class PublicationDetail(FundDetail):
    ledger = PUBLICATIONS
    namespace = "dues_publications"


class PublicationFormPage(FundForm):
    form_class = PublicationForm
    model = DuesPublication
    namespace = "dues_publications"


class PublicationCreate(FundCreate, PublicationFormPage):
    title = "登记党费公布"
    prefilled = ("year",)

    def save(self, form: Any, formsets: list[Any]) -> DuesPublication:
        return log_publication(publication=form.instance, by=self.request.user, today=self.request.today)


class PublicationEdit(PublicationFormPage):
    title = "修改党费公布"

    def save(self, form: Any, formsets: list[Any]) -> DuesPublication:
        version = form.cleaned_data["version"]
        return edit_publication(
            publication=form.instance, version=version, by=self.request.user, today=self.request.today
        )


class PublicationCancel(EntryCancelPage):
    model = DuesPublication
    namespace = "dues_publications"
