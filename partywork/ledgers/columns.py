"""A ledger: its columns declared once, for the list page, the Excel sheet and the import workbook."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.db.models import Model, QuerySet, TextChoices
from django.utils.functional import cached_property

from partywork.ledgers.cells import CellError, Parse, as_text, is_blank

Kind = Literal["text", "int", "decimal", "money", "percent", "date"]


@dataclass(frozen=True)
class Column:
    """One column.

    ``value`` reads the printable value from a row (money in fen); ``parse`` reads it back from an
    imported cell (None: the column is not imported). ``personal`` columns never leave in a 报送版.
    ``total`` names the database field whose sum stands under the column. ``mark`` gives the light a cell is
    shown with on a page (ok, warn, bad, muted; "" none). A ``spare`` column is left out of a page of the
    list on which nobody filled it in. What is ``asked`` only stands in the import workbook and is never printed.
    """

    key: str
    header: str
    value: Callable[[Any], Any]
    kind: Kind = "text"
    width: int = 14
    parse: Parse | None = None
    required: bool = False
    choices: type[TextChoices] | None = None
    help: str = ""
    example: str = ""
    in_list: bool = True
    total: str = ""
    personal: bool = False
    mark: Callable[[Any], str] | None = None
    spare: bool = False
    asked: bool = False


@dataclass(frozen=True)
class Ledger:
    """A kind of record as a table.

    ``url`` names its list page.
    ``rows`` prepares a queryset so that ``value`` functions need no further query.
    ``list_rows`` does so for the columns of the list page alone, where those need less.
    ``take`` logs one imported row through the slice's own action; None: the ledger is export only.
    """

    code: str
    title: str
    model: type[Model]
    url: str
    columns: Sequence[Column]
    rows: Callable[[QuerySet[Any]], QuerySet[Any]]
    take: Callable[..., Any] | None = None
    notes: Sequence[str] = field(default_factory=tuple)
    list_rows: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None

    def __hash__(self) -> int:
        return hash(self.code)

    @cached_property
    def list_columns(self) -> list[Column]:
        return [column for column in self.columns if column.in_list and not column.asked]

    @cached_property
    def import_columns(self) -> list[Column]:
        return [column for column in self.columns if column.parse is not None]

    def listed(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows as the list page shows them."""
        return (self.list_rows or self.rows)(queryset)

    def exported(self, *, personal: bool) -> list[Column]:
        return [column for column in self.columns if not column.asked and (personal or not column.personal)]

    def table(self, queryset: QuerySet[Any], *, personal: bool) -> Iterable[list[Any]]:
        """The rows as printable values, streamed."""
        columns = self.exported(personal=personal)
        for row in self.rows(queryset).iterator(chunk_size=500):
            yield [column.value(row) for column in columns]

    def read_row(self, cells: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, CellError]]:
        """Values by key from cells by header, and the errors by header; nothing is written."""
        return RowReader(self).read(cells)


_REMEMBERED = 20_000  # contents of one column


class RowReader:
    """Reads the rows of a sheet. Most cells say what many others of their column say: each content is read once.

    Contents are remembered for the reader's own time only, and none of a personal column.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._columns: list[tuple[Column, str, str, Parse, dict[Any, Any] | None]] = [
            (column, column.header, column.key, column.parse or as_text, None if column.personal else {})
            for column in ledger.import_columns
        ]
        self._blank = {column.key: _blank_of(column) for column in ledger.import_columns if not column.required}

    def read(self, cells: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, CellError]]:
        """Values by key from cells by header, and the errors by header."""
        values: dict[str, Any] = {}
        errors: dict[str, CellError] = {}
        for column, header, key, parse, known in self._columns:
            raw = cells.get(header)
            if raw is None and key in self._blank:
                values[key] = self._blank[key]()
                continue
            if known is not None:
                if raw.__class__ not in _PLAIN:  # 1, 1.0 and True would be taken for one another
                    known = None
                elif raw in known:
                    values[key] = known[raw]
                    continue
            if column.required and is_blank(raw):
                errors[header] = CellError("没有填", f"“{header}”是必填项" + _for_example(column))
                continue
            try:
                value = values[key] = parse(raw)
            except CellError as error:
                errors[header] = error
                continue
            if known is not None and not isinstance(value, list) and len(known) < _REMEMBERED:
                known[raw] = value
        return values, errors


def _blank_of(column: Column) -> Callable[[], Any]:
    """What an empty cell is; a list is a new one each time."""
    value = column.parse(None) if column.parse else None
    return list if value == [] else lambda: value


_PLAIN = frozenset({str, date, type(None)})


def _for_example(column: Column) -> str:
    return f"，例如 {column.example}" if column.example else ""


_ledgers: dict[str, Ledger] = {}


def register(ledgers: Iterable[Ledger]) -> None:
    """Called once by the catalogue when the application is ready."""
    for ledger in ledgers:
        if _ledgers.setdefault(ledger.code, ledger) is not ledger:
            raise ValueError(f"两个台账用了同一个代码 {ledger.code}")


def ledger(code: str) -> Ledger:
    return _ledgers[code]


def ledger_of(model: type[Model]) -> Ledger | None:
    return next((each for each in _ledgers.values() if each.model is model), None)


def all_ledgers() -> list[Ledger]:
    return list(_ledgers.values())
