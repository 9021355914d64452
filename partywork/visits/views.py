"""Pages of visits."""

from typing import Any

import django_filters
from django.urls import reverse

from partywork.attachments.panel import WithEvidence
from partywork.entries.enums import Status
from partywork.entries.formpages import EntryFormPage
from partywork.entries.views import EntryCancelPage, EntryDetailPage, EntryListPage
from partywork.pages.details import Groups
from partywork.pages.recent import RecentDatedFilter
from partywork.pages.tables import show
from partywork.pages.views import link
from partywork.rectification.enums import ProblemSource
from partywork.rectification.raising import RaisePage, raised_tables
from partywork.visits.actions import edit_visit, log_visit
from partywork.visits.enums import ObjectKind, Occasion, VisitKind
from partywork.visits.forms import VisitForm
from partywork.visits.ledger import VISIT_LEDGER
from partywork.visits.models import Visit


class VisitFilter(RecentDatedFilter):
    search_fields = ["object_name", "title", "place", "visitors", "tag"]
    search_labels = ["kind", "object_kind", "occasion"]
    kind = django_filters.ChoiceFilter(label="方式", choices=VisitKind.choices, empty_label="全部")
    object_kind = django_filters.ChoiceFilter(label="对象类别", choices=ObjectKind.choices, empty_label="全部")
    occasion = django_filters.ChoiceFilter(label="场合", choices=Occasion.choices, empty_label="全部")
    status = django_filters.ChoiceFilter(label="状态", choices=Status.choices, empty_label="全部")

    class Meta:
        model = Visit
        fields: list[str] = []


class VisitList(EntryListPage):
    ledger = VISIT_LEDGER
    filterset_class = VisitFilter
    detail_url = "visits:detail"
    create_url = "visits:create"
    create_label = "登记走访"


class VisitDetail(WithEvidence, EntryDetailPage):
    ledger = VISIT_LEDGER
    namespace = "visits"
    copies = True

    def groups(self) -> Groups:
        """Who was visited and what was heard stays inside the unit: here, and in no report."""
        facts = [
            {"label": column.header, "value": show(column.value(self.record), column)}
            for column in self.ledger.columns
            if column.personal
        ]
        return [*super().groups(), {"title": "走访对象和情况", "facts": [fact for fact in facts if fact["value"]]}]

    def tables(self) -> list[dict[str, Any]]:
        return [*super().tables(), *raised_tables(self.record, self.scope)]

    def more(self) -> list[dict[str, str]]:
        links = super().more()
        if self.may_write() and not self.record.is_cancelled:
            links.insert(0, link("提出整改问题", reverse("visits:raise", args=[self.record.pk])))
        return links


class VisitFormPage(EntryFormPage):
    form_class = VisitForm
    model = Visit
    namespace = "visits"
    noun = "走访"
    copied = ("kind", "object_kind", "visitors", "visitor_rank", "occasion", "gift_kind", "fund_source", "tag")


class VisitCreate(VisitFormPage):
    title = "登记走访"
    again = True
    prefilled = ("kind", "object_name")

    def save(self, form: Any, formsets: list[Any]) -> Visit:
        who = {"by": self.request.user, "today": self.request.today}
        return log_visit(visit=form.instance, confirmed=self.confirmed, **who)


class VisitEdit(VisitFormPage):
    title = "修改走访"

    def save(self, form: Any, formsets: list[Any]) -> Visit:
        version = form.cleaned_data["version"]
        who = {"by": self.request.user, "today": self.request.today}
        return edit_visit(visit=form.instance, version=version, confirmed=self.confirmed, **who)


class VisitCancel(EntryCancelPage):
    model = Visit
    namespace = "visits"


class VisitRaise(RaisePage):
    """A need heard on a visit becomes an item to put right."""

    title = "由走访提出整改问题"
    origin_model = Visit
    origin_url = "visits:detail"

    def source(self) -> ProblemSource:
        return ProblemSource.VISIT
