"""Pages of the branch's consents to late and to quarterly payment. One that was wrong is cancelled and given anew."""

from typing import Any

import django_filters

from partywork.dues.consents import cancel_consent, give_consent
from partywork.dues.enums import ConsentKind
from partywork.dues.exception_forms import ConsentForm
from partywork.dues.exception_ledger import CONSENTS
from partywork.dues.exception_models import DuesConsent
from partywork.dues.fund_views import FundCreate, FundDetail, MemberFundForm
from partywork.dues.views import crumbs
from partywork.entries.enums import Status
from partywork.entries.views import EntryCancelPage, EntryListPage
from partywork.pages.filters import DatedFilter
from partywork.pages.views import Crumbs, link


class ConsentFilter(DatedFilter):
    search_fields = ["member__name"]
    kind = django_filters.ChoiceFilter(label="同意什么", choices=ConsentKind.choices, empty_label="全部")
    status = django_filters.ChoiceFilter(label="状态", choices=Status.choices, empty_label="全部")

    class Meta:
        model = DuesConsent
        fields: list[str] = []


class ConsentList(EntryListPage):
    ledger = CONSENTS
    filterset_class = ConsentFilter
    detail_url = "dues_consents:detail"
    create_url = "dues_consents:create"
    create_label = "登记同意"
    intro = "补交和按季交要支部同意；收缴时补缴的，可以在收缴那一页一起登记。"

    def breadcrumbs(self) -> Crumbs:
        return crumbs(link("补交和按季交", ""))


class ConsentDetail(FundDetail):
    ledger = CONSENTS
    namespace = "dues_consents"

    def primary(self) -> None:
        return None


class ConsentCreate(FundCreate, MemberFundForm):
    form_class = ConsentForm
    model = DuesConsent
    namespace = "dues_consents"
    title = "登记支部同意补交或按季交"

    def save(self, form: Any, formsets: list[Any]) -> DuesConsent:
        return give_consent(consent=form.instance, by=self.request.user, today=self.request.today)


class ConsentCancel(EntryCancelPage):
    model = DuesConsent
    namespace = "dues_consents"

    def save(self, form: Any, formsets: list[Any]) -> Any:
        given = form.cleaned_data
        return cancel_consent(
            consent=self.entry(), version=given["version"], reason=given["reason"], by=self.request.user
        )
