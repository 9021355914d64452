"""Pages of the work log."""

from typing import Any

import django_filters
from django.urls import reverse

from partywork.attachments.panel import WithEvidence
from partywork.entries.enums import Status
from partywork.entries.formpages import EntryFormPage
from partywork.entries.views import EntryCancelPage, EntryDetailPage, EntryDonePage, EntryListPage
from partywork.ledgers.columns import Column
from partywork.measures.display import plain_thousandths
from partywork.pages.details import Groups
from partywork.pages.recent import RecentDatedFilter
from partywork.pages.tables import table_of
from partywork.pages.views import link
from partywork.worklog.actions import Lines, complete_work, edit_work, log_work
from partywork.worklog.enums import WorkKind
from partywork.worklog.forms import LineFormSet, WorkLogForm
from partywork.worklog.ledger import LEDGER
from partywork.worklog.lines import LineData
from partywork.worklog.models import WorkLog

LINE_COLUMNS = [
    Column("object", "项目", lambda line: line.object),
    Column("quantity", "数量", lambda line: _quantity(line.data)),
    Column("amount", "金额（元）", lambda line: line.amount_fen, "money"),
]


HEADERS = {column.key: column.header for column in LEDGER.columns}


def _quantity(line: LineData) -> str:
    return "" if line.quantity_milli is None else f"{plain_thousandths(line.quantity_milli)}{line.unit}"


def _is_quiet(fact: dict[str, str]) -> bool:
    return fact["label"] == HEADERS["lines"] or (fact["value"] == "0" and fact["label"] != HEADERS["items"])


class WorkLogFilter(RecentDatedFilter):
    search_fields = ["title", "place", "tag", "document_number"]
    search_labels = ["kind"]
    kind = django_filters.ChoiceFilter(label="类型", choices=WorkKind.choices, empty_label="全部")
    status = django_filters.ChoiceFilter(label="状态", choices=Status.choices, empty_label="全部")

    class Meta:
        model = WorkLog
        fields: list[str] = []


class WorkLogList(EntryListPage):
    ledger = LEDGER
    filterset_class = WorkLogFilter
    detail_url = "worklog:detail"
    create_url = "worklog:create"
    create_label = "登记工作"


class WorkLogDetail(WithEvidence, EntryDetailPage):
    ledger = LEDGER
    namespace = "worklog"
    copies = True

    def heading(self) -> str:
        return str(self.record.name)

    def groups(self) -> Groups:
        """Without the noughts nobody typed, and without the lines, which have a table of their own."""
        groups = super().groups()
        for group in groups:
            group["facts"] = [fact for fact in group["facts"] if not _is_quiet(fact)]
        return groups

    def tables(self) -> list[dict[str, Any]]:
        lines = self.record.lines.all()
        own = [{"title": "数量和金额", "table": table_of(LINE_COLUMNS, lines), "empty_text": ""}] if lines else []
        return [*own, *super().tables()]

    def more(self) -> list[dict[str, str]]:
        links = super().more()
        if links and self.record.status == Status.PLANNED:
            links.insert(0, link("标记为已完成", reverse("worklog:done", args=[self.record.pk])))
        return links


class WorkLogFormPage(EntryFormPage):
    form_class = WorkLogForm
    prefilled = ("kind",)
    model = WorkLog
    namespace = "worklog"
    noun = "工作"
    copied = ("kind", "tag", "place")

    def formsets(self, data: Any = None) -> list[dict[str, Any]]:
        stored = [] if data is not None or self.is_new else self.instance().lines.all()
        return [
            {
                "title": "数量和金额",
                "help": "做了多少、花了多少，一行一项；有数量的要填单位，没有发生的填 0，不需要的空着",
                "formset": LineFormSet(data, prefix="lines", initial=[_as_initial(line) for line in stored]),
                "prefix": "lines",
            }
        ]

    def lines(self, form: Any, formsets: list[Any]) -> Lines:
        return Lines(formsets[0].lines(), form.cleaned_data["partners"], form.cleaned_data["recipients"])


def _as_initial(line: Any) -> dict[str, Any]:
    return {"object": line.object, "quantity": line.quantity_milli, "unit": line.unit, "amount": line.amount_fen}


class WorkLogCreate(WorkLogFormPage):
    title = "登记工作"
    again = True

    def save(self, form: Any, formsets: list[Any]) -> WorkLog:
        lines = self.lines(form, formsets)
        who = {"by": self.request.user, "today": self.request.today}
        return log_work(work=form.instance, lines=lines, confirmed=self.confirmed, **who)


class WorkLogEdit(WorkLogFormPage):
    title = "修改工作记录"

    def save(self, form: Any, formsets: list[Any]) -> WorkLog:
        return edit_work(
            work=form.instance,
            lines=self.lines(form, formsets),
            version=form.cleaned_data["version"],
            by=self.request.user,
            today=self.request.today,
            confirmed=self.confirmed,
        )


class WorkLogCancel(EntryCancelPage):
    model = WorkLog
    namespace = "worklog"


class WorkLogDone(EntryDonePage):
    model = WorkLog
    namespace = "worklog"

    def save(self, form: Any, formsets: list[Any]) -> WorkLog:
        version = form.cleaned_data["version"]
        return complete_work(work=self.entry(), version=version, by=self.request.user, today=self.request.today)
