"""Files people download: a ledger as Excel, with the name of who took it where it has personal data.

What leaves is put on record by a slice above (``register``): this layer knows no log.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import IO, Any, cast
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.common.watermark import watermark
from partywork.ledgers.columns import Column, Ledger
from partywork.ledgers.sheets import ledger_sheet
from partywork.ledgers.spreadsheet import Sheet, SheetColumn, workbook_bytes, write_workbook
from partywork.pages.http import PageRequest

PERSONAL = "含个人信息"
LEFT_OUT = "只列您可以导出的党组织的记录，其余没有列入。"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_response(content: bytes, filename: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
    return response


@dataclass(frozen=True)
class Taken:
    """What somebody takes out of the system.

    ``title`` is its name in words, ``extra`` what is sensitive in it ("" for nothing), ``rows`` how many records it has
    where it is a list. ``org`` is the unit it is of; None for the taker's own or several.
    """

    title: str
    org: Any = None
    rows: int | None = None
    extra: str = ""


Note = Callable[[PageRequest, Taken], None]
_note: Note | None = None


def register(note: Note) -> None:
    """Called once, by the slice that keeps the record, when the application is ready."""
    global _note
    _note = note


def put_on_record(request: PageRequest, taken: Taken) -> None:
    """Before a file leaves. Raises RuntimeError where nobody keeps the record: then nothing leaves."""
    if _note is None:
        raise RuntimeError("nobody keeps the record of what is downloaded")
    _note(request, taken)


def taken_response(
    request: PageRequest, content: bytes, filename: str, content_type: str, taken: Taken
) -> HttpResponse:
    """A file with data of the office, put on record as it leaves."""
    put_on_record(request, taken)
    return file_response(content, filename, content_type)


def may_export(request: PageRequest, org: Any = None) -> bool:
    """Whether the user may take lists out: of that unit, or of any."""
    gate, needed = request.gate, Permission.EXPORT_LEDGERS
    return gate.allows(needed) if org is None else gate.may(needed, org)


def require_export(request: PageRequest, org: Any = None) -> None:
    """Raises PermissionDenied for who may not."""
    if not may_export(request, org):
        raise PermissionDenied(f"您没有“{Permission.EXPORT_LEDGERS.value}”的权限。")


def is_export(request: PageRequest, org: Any = None) -> bool:
    """Whether the page is asked for as Excel. Raises PermissionDenied for who may not."""
    if request.GET.get("export") != "xlsx":
        return False
    require_export(request, org)
    return True


def marked(request: PageRequest) -> str:
    """Who takes a file with personal data and when; no figure depends on the moment."""
    return watermark(request.user.full_name, timezone.now())


def require_personal(request: PageRequest, org: Any = None) -> None:
    """Raises PermissionDenied for who may not take personal data out: of that unit, or of any."""
    gate, needed = request.gate, Permission.EXPORT_PERSONAL
    if not (gate.allows(needed) if org is None else gate.may(needed, org)):
        raise PermissionDenied(f"您没有“{needed.value}”的权限。")


def table_response(
    request: PageRequest, title: str, columns: Sequence[Column], rows: Sequence[Any], org: Any = None
) -> HttpResponse:
    """A page's table as .xlsx, for lists that are no ledger; ``is_export`` comes first.

    Raises PermissionDenied where a column is personal and the user may not take such out.
    """
    personal = any(each.personal for each in columns)
    if personal:
        require_personal(request, org)
    heads = [SheetColumn(each.header, each.width, each.kind) for each in columns]
    sheet = Sheet(title, title, heads, [[each.value(row) for each in columns] for row in rows])
    content = workbook_bytes([sheet], watermark=marked(request) if personal else "")
    taken = Taken(title, org, len(rows), PERSONAL if personal else "")
    return taken_response(request, content, f"{title}{request.today:%Y%m%d}.xlsx", XLSX, taken)


def ledger_response(request: PageRequest, ledger: Ledger, rows: QuerySet[Any]) -> HttpResponse:
    """The ledger's rows as .xlsx: of the units where the user may export, personal columns only where he may take them.

    Who serves several units may read more than he may take away; the file then says what is left out.
    """
    require_export(request)
    kept = restrict(rows, request.gate.scope(Permission.EXPORT_LEDGERS))
    personal = any(column.personal for column in ledger.columns) and _may_take_personal(request, kept)
    sheet = ledger_sheet(ledger, kept, personal=personal)
    if _leaves_out(rows, kept):
        sheet = replace(sheet, note=LEFT_OUT)
    counted = _Counted(sheet.rows)
    response = file_response(b"", f"{ledger.title}{request.today:%Y%m%d}.xlsx", XLSX)
    mark = marked(request) if personal else ""
    write_workbook(cast("IO[bytes]", response), [replace(sheet, rows=counted)], watermark=mark)
    put_on_record(request, Taken(ledger.title, None, counted.count, PERSONAL if personal else ""))
    return response


def _leaves_out(rows: QuerySet[Any], kept: QuerySet[Any]) -> bool:
    return rows.order_by().exclude(pk__in=kept.order_by().values("pk")).exists()


def _may_take_personal(request: PageRequest, rows: QuerySet[Any]) -> bool:
    """Whether the user may take out what is personal of every row; a column cannot be left out row by row."""
    if not request.gate.allows(Permission.EXPORT_PERSONAL):
        return False
    return not _leaves_out(rows, restrict(rows, request.gate.scope(Permission.EXPORT_PERSONAL)))


class _Counted:
    """Rows as they stream by, and how many there were."""

    def __init__(self, rows: Iterable[Sequence[object]]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Sequence[object]]:
        for row in self.rows:
            self.count += 1
            yield row
