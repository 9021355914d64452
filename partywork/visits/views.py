"""Pages of visits."""

from typing import Any

import django_filters
from django.http import Http404
from django.urls import reverse

from partywork.access.scope import restrict
from partywork.entries.enums import Status
from partywork.entries.views import EntryCancelPage, EntryDetailPage, EntryListPage, RecordFormPage
from partywork.pages.details import Groups
from partywork.pages.filters import DatedFilter
from partywork.pages.tables import show, table_of
from partywork.pages.views import link
from partywork.rectification.enums import ProblemSource
from partywork.rectification.ledger import LEDGER as RECTIFICATION_LEDGER
from partywork.rectification.models import RectificationItem, items_from
from partywork.rectification.views import ItemCreate
from partywork.visits.actions import edit_visit, log_visit
from partywork.visits.enums import ObjectKind, Occasion, VisitKind
from partywork.visits.forms import VisitForm
from partywork.visits.ledger import VISIT_LEDGER
from partywork.visits.models import Visit


class VisitFilter(DatedFilter):
    search_fields = ["object_name", "title", "place", "visitors", "tag"]
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


class VisitDetail(EntryDetailPage):
    ledger = VISIT_LEDGER
    namespace = "visits"

    def groups(self) -> Groups:
        """Who was visited and what was heard stays inside the unit: here, and in no report."""
        facts = [
            {"label": column.header, "value": show(column.value(self.record), column)}
            for column in self.ledger.columns
            if column.personal
        ]
        return [*super().groups(), {"title": "走访对象和情况", "facts": [fact for fact in facts if fact["value"]]}]

    def tables(self) -> list[dict[str, Any]]:
        raised = restrict(items_from(self.record).select_related("org"), self.scope)
        if not raised:
            return []
        table = table_of(RAISED_COLUMNS, raised, lambda item: reverse("rectification:detail", args=[item.pk]))
        return [{"title": "由此提出的整改问题", "table": table, "empty_text": ""}]

    def more(self) -> list[dict[str, str]]:
        links = super().more()
        if links:
            links.insert(0, link("提出整改问题", reverse("visits:raise", args=[self.record.pk])))
        return links


class VisitFormPage(RecordFormPage):
    form_class = VisitForm
    model = Visit
    namespace = "visits"


class VisitCreate(VisitFormPage):
    title = "登记走访"
    again = True
    prefilled = ("kind",)

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


class VisitRaise(ItemCreate):
    """A need heard on a visit becomes an item to put right, which remembers where it came from."""

    title = "由走访提出整改问题"
    again = False

    def visit(self) -> Visit:
        visit = restrict(Visit.objects.all(), self.scope).filter(pk=self.kwargs["pk"]).first()
        if visit is None:
            raise Http404
        return visit

    @property
    def is_new(self) -> bool:
        return True

    def instance(self) -> RectificationItem:
        return RectificationItem(origin=self.visit())

    def initial(self) -> dict[str, Any]:
        return {"org": self.visit().org_id, "source": ProblemSource.VISIT}

    def cancel_url(self) -> str:
        return reverse("visits:detail", args=[self.kwargs["pk"]])


RAISED_COLUMNS = [
    column for column in RECTIFICATION_LEDGER.columns if column.key in ("date", "title", "due_on", "state")
]
