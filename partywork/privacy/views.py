"""What is held about one person: to read, to put right where it is wrong, and to give out as a file."""

from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.dues.models import DuesStandard
from partywork.entries.models import Record
from partywork.entries.views import record_url
from partywork.ledgers.columns import Column, ledger_of
from partywork.ledgers.spreadsheet import Sheet, SheetColumn, workbook_bytes
from partywork.members.ledger import LEDGER
from partywork.members.models import Member, MemberFlag, Standing
from partywork.members.page_parts import PagePart
from partywork.members.queries import members_seen
from partywork.pages.downloads import XLSX, file_response, marked
from partywork.pages.fields import DayInput
from partywork.pages.formpages import FormPage
from partywork.pages.forms import GroupedForm
from partywork.pages.http import PageRequest
from partywork.pages.tables import table_of
from partywork.pages.views import Crumbs, link
from partywork.privacy.actions import note_copy
from partywork.privacy.enums import Asker
from partywork.privacy.held import Held, everything_about

TITLE = "本人信息"
WIDEST = 40
UNTOLD = "只列专门登记这个人的内容；会议记录、走访情况等文字里提到姓名的不在内，可以用搜索查找。"


def _cell(at: int, row: tuple[Any, list[Any]]) -> Any:
    """The value of one column of a row of what is held."""
    return row[1][at]


class CopyForm(GroupedForm):
    asker = forms.ChoiceField(label="谁提出的", choices=Asker.choices, help_text="先核对身份；代办的要有本人的委托")
    asked_on = forms.DateField(label="提出日期", widget=DayInput())


class HeldPage(FormPage):
    """GET shows it with what is sealed hidden; POST gives the file, on record and marked."""

    permission = Permission.ANSWER_SUBJECTS
    template_name = "privacy/held.html"
    submit_label = "导出副本（Excel）"
    member: Member

    def of_person(self) -> Member:
        if not hasattr(self, "member"):
            found = members_seen(self.scope).filter(pk=self.kwargs["pk"]).select_related("org").first()
            if found is None or not self.scope.covers(found.org_id):
                raise Http404
            self.member = found
        return self.member

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"{self.of_person().name}的{TITLE}"

    def form(self, data: Any = None, files: Any = None) -> CopyForm:
        self.of_person()
        return CopyForm(data, initial={"asked_on": self.request.today})

    def show(self, *, status: int = 200, **context: Any) -> HttpResponse:
        member = self.of_person()
        kinds = everything_about(member, self.scope, self.request.gate, masked=True)
        return super().show(status=status, kinds=[self.shown(kind) for kind in kinds], untold=UNTOLD, **context)

    def shown(self, kind: Held) -> dict[str, Any]:
        columns = [Column(str(at), header, partial(_cell, at)) for at, header in enumerate(kind.headers)]
        return {"title": kind.title, "facts": facts_of(kind), "count": len(kind.rows), "elsewhere": kind.elsewhere,
                "table": table_of(columns, kind.rows, lambda row: self.place_of(row[0]))}  # fmt: skip

    def place_of(self, row: Any) -> str:
        """Where it can be put right by who may write there; "" where this user cannot."""
        if isinstance(row, Member):
            return reverse("members:detail", args=[row.pk])
        if isinstance(row, Standing):
            return reverse("members:correct", args=[row.pk]) if self.may_log(row.org) else ""
        if isinstance(row, MemberFlag):
            return reverse("members:detail", args=[row.member_id])
        if isinstance(row, Record) and ledger_of(type(row)) is not None:
            return record_url(row) if self.may_read(row) else ""
        return ""

    def may_log(self, org: Any) -> bool:
        return self.request.gate.may(Permission.LOG_RECORDS, org)

    def may_read(self, row: Record) -> bool:
        org = row.member.org if isinstance(row, DuesStandard) else row.org
        return self.request.gate.may(Permission.VIEW_RECORDS, org)

    def save(self, form: Any, formsets: list[Any]) -> bytes:
        given = form.cleaned_data
        note_copy(
            member=self.of_person(), asker=Asker(given["asker"]), asked_on=given["asked_on"], by=self.request.user,
            today=self.request.today,
        )  # fmt: skip
        kinds = everything_about(self.of_person(), self.scope, self.request.gate, masked=False)
        return workbook_bytes(map(sheet_of, kinds), watermark=marked(self.request))

    def answer(self, result: bytes) -> HttpResponse:
        response = file_response(result, f"{TITLE}副本{self.request.today:%Y%m%d}.xlsx", XLSX)
        response["Cache-Control"] = "private, no-store"
        return response

    def cancel_url(self) -> str:
        return reverse("members:detail", args=[self.kwargs["pk"]])

    def breadcrumbs(self) -> Crumbs:
        person = link(self.of_person().name, self.cancel_url())
        return [link("首页", reverse("home")), link(LEDGER.title, reverse("members:list")), person, link(TITLE, "")]


def facts_of(kind: Held) -> list[tuple[str, str]]:
    """The person's own row, downwards: it has more columns than a page is wide."""
    if [type(row) for row, _ in kind.rows] != [Member]:
        return []
    return [(label, value) for label, value in zip(kind.headers, kind.values[0], strict=True) if value]


def sheet_of(kind: Held) -> Sheet:
    widths = [
        min(WIDEST, max([2 * len(header), *(2 * len(row[at]) for row in kind.values)]) + 2)
        for at, header in enumerate(kind.headers)
    ]
    columns = [SheetColumn(header, width) for header, width in zip(kind.headers, widths, strict=True)]
    note = f"另有{kind.elsewhere}条由别的党组织保管" if kind.elsewhere else ""
    return Sheet(kind.title, kind.title, columns or [SheetColumn(kind.title, 20)], kind.values, note=note)


class PersonPart(PagePart):
    code = "privacy"

    def links(self, member: Member, request: PageRequest) -> list[dict[str, str]]:
        if not request.gate.may(Permission.ANSWER_SUBJECTS, member.org):
            return []
        return [link(TITLE, reverse("privacy:held", args=[member.pk]))]
