"""Files people download: a ledger as Excel, with the name of who took it where it has personal data."""

from typing import IO, Any, cast
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse

from partywork.access.permissions import Permission
from partywork.ledgers.columns import Ledger
from partywork.ledgers.sheets import ledger_sheet
from partywork.ledgers.spreadsheet import write_workbook
from partywork.pages.http import PageRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_response(content: bytes, filename: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
    return response


def ledger_response(request: PageRequest, ledger: Ledger, rows: QuerySet[Any]) -> HttpResponse:
    """The ledger's rows as .xlsx; personal columns only for those who may see them."""
    if not request.gate.allows(Permission.EXPORT_LEDGERS):
        raise PermissionDenied(f"您没有“{Permission.EXPORT_LEDGERS.value}”的权限。")
    personal = request.gate.allows(Permission.REVEAL_PERSONAL)
    response = file_response(b"", f"{ledger.title}{request.today:%Y%m%d}.xlsx", XLSX)
    mark = f"{request.user.full_name} {request.today:%Y-%m-%d} 导出" if personal else ""
    write_workbook(cast("IO[bytes]", response), [ledger_sheet(ledger, rows, personal=personal)], watermark=mark)
    return response
