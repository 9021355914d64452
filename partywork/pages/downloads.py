"""Files people download: a ledger as Excel, with the name of who took it where it has personal data."""

from collections.abc import Iterable, Sequence
from typing import IO, Any, cast
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse

from partywork.access.permissions import Permission
from partywork.ledgers.columns import Column, Ledger
from partywork.ledgers.sheets import ledger_sheet
from partywork.ledgers.spreadsheet import Sheet, SheetColumn, workbook_bytes, write_workbook
from partywork.pages.http import PageRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_response(content: bytes, filename: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
    return response


def may_export(request: PageRequest) -> bool:
    return request.gate.allows(Permission.EXPORT_LEDGERS)


def is_export(request: PageRequest) -> bool:
    """Whether the page is asked for as Excel. Raises PermissionDenied for who may not."""
    if request.GET.get("export") != "xlsx":
        return False
    if not may_export(request):
        raise PermissionDenied(f"您没有“{Permission.EXPORT_LEDGERS.value}”的权限。")
    return True


def table_response(request: PageRequest, title: str, columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponse:
    """A page's table as .xlsx, for lists that are no ledger; ``is_export`` comes first."""
    heads = [SheetColumn(each.header, each.width, each.kind) for each in columns]
    sheet = Sheet(title, title, heads, ([each.value(row) for each in columns] for row in rows))
    mark = f"{request.user.full_name} {request.today:%Y-%m-%d} 导出"
    return file_response(workbook_bytes([sheet], watermark=mark), f"{title}{request.today:%Y%m%d}.xlsx", XLSX)


def ledger_response(request: PageRequest, ledger: Ledger, rows: QuerySet[Any]) -> HttpResponse:
    """The ledger's rows as .xlsx; personal columns only for those who may see them."""
    if not may_export(request):
        raise PermissionDenied(f"您没有“{Permission.EXPORT_LEDGERS.value}”的权限。")
    personal = request.gate.allows(Permission.REVEAL_PERSONAL)
    response = file_response(b"", f"{ledger.title}{request.today:%Y%m%d}.xlsx", XLSX)
    mark = f"{request.user.full_name} {request.today:%Y-%m-%d} 导出" if personal else ""
    write_workbook(cast("IO[bytes]", response), [ledger_sheet(ledger, rows, personal=personal)], watermark=mark)
    return response
