"""The collection sheet as a page that prints on A4 for signature, and as Excel."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.common.money import format_yuan
from partywork.dues.collection_sheet import collection_sheet
from partywork.dues.places import YearChoice, chosen_branch, chosen_year
from partywork.dues.views import crumbs
from partywork.dues.year_book import year_book
from partywork.ledgers.spreadsheet import Sheet, SheetColumn, workbook_bytes
from partywork.orgs.models import Organisation
from partywork.pages.beside import links_beside
from partywork.pages.downloads import PERSONAL, XLSX, Taken, marked, require_export, require_personal, taken_response
from partywork.pages.views import Crumbs, Page, link

TITLE = "党费收缴表"


class CollectionSheet(Page):
    template_name = "dues/sheet.html"
    permission = Permission.VIEW_RECORDS
    title = TITLE

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        org, year = chosen_branch(self.request, self.permission), chosen_year(self.request)
        exporting = self.request.GET.get("export") == "xlsx"
        with_base = org is not None and self.request.gate.may(Permission.VIEW_DUES_BASE, org)
        sheet = collection_sheet(year_book(org, year, self.request.today), with_base=with_base) if org else None
        if exporting and (org is None or sheet is None):
            raise Http404
        if exporting and org is not None and sheet is not None:
            return self.export(org, year, sheet, with_base)
        choice = YearChoice(
            request=self.request, permission=self.permission, initial={"org": org.pk if org else None, "year": year}
        )
        return self.show(
            title=sheet.title if sheet else TITLE,
            table=as_text(sheet) if sheet else None,
            filter_form=choice,
            more=self.more(org, year),
        )

    def export(self, org: Organisation, year: int, sheet: Sheet, with_base: bool) -> HttpResponse:
        require_export(self.request, org)
        require_personal(self.request, org)
        content = workbook_bytes([sheet], watermark=marked(self.request))
        # Income leaves the system in this file, so the record says whether it was in it.
        taken = Taken(f"{org}{year}年党费收缴表", org, len(sheet.rows), "含计算基数" if with_base else PERSONAL)  # type: ignore[arg-type]
        return taken_response(self.request, content, f"{sheet.title}.xlsx", XLSX, taken)

    def more(self, org: Organisation | None, year: int) -> list[dict[str, str]]:
        if org is None:
            return []
        links = [link("全年一览", f"{reverse('dues:grid')}?org={org.pk}&year={year}")]
        if self.request.gate.may(Permission.EXPORT_LEDGERS, org):
            links.append(link("导出 Excel", f"?org={org.pk}&year={year}&export=xlsx"))
        return [*links, *links_beside(self.request)]

    def breadcrumbs(self) -> Crumbs:
        return crumbs(link(TITLE, ""))


def as_text(sheet: Sheet) -> dict[str, Any]:
    """The sheet's own cells as a page shows them: head, body, totals and rows to sign in."""

    def cells(row: Any) -> list[dict[str, str]]:
        return [
            {"text": _shown(value, column), "css": "" if column.kind == "text" else "num"}
            for value, column in zip(row, sheet.columns, strict=True)
        ]

    return {
        "head": [column.header for column in sheet.columns],
        "body": [cells(row) for row in sheet.rows],
        "totals": cells(sheet.totals) if sheet.totals else [],
        "after": [cells(row) for row in sheet.after],
        "note": sheet.note,
    }


def _shown(value: Any, column: SheetColumn) -> str:
    if value is None:
        return ""
    return format_yuan(value) if column.kind == "money" else str(value)
