"""The sheets of an import workbook: one a ledger that can be imported, and what stands in their headers."""

from collections.abc import Iterable

from partywork.ledgers.columns import Column, Ledger, all_ledgers
from partywork.members.models import Standing
from partywork.orgs.models import Organisation

TEMPLATE_NAME = "党建台账导入模板.xlsx"
NOTES_SHEET = "填写说明"
LISTS_SHEET = "选项"
HELP_SHEETS = frozenset({NOTES_SHEET, LISTS_SHEET})
REQUIRED_MARK = "*"

# Organisations first, then people: the rows of the other sheets name them.
_FIRST = (Organisation, Standing)


def importable() -> list[Ledger]:
    """The ledgers with an import sheet, in the order their rows are taken."""
    return sorted((ledger for ledger in all_ledgers() if ledger.take is not None), key=_rank)


def _rank(ledger: Ledger) -> int:
    return _FIRST.index(ledger.model) if ledger.model in _FIRST else len(_FIRST)


def sheet_name(ledger: Ledger) -> str:
    return ledger.title.removesuffix("台账").removesuffix("花名册")


def ledger_for(name: str, ledgers: Iterable[Ledger]) -> Ledger | None:
    """The ledger a sheet's name means: that of the template or that of an exported ledger."""
    wanted = name.strip()
    return next((ledger for ledger in ledgers if wanted in (sheet_name(ledger), ledger.title)), None)


def header_text(column: Column) -> str:
    return f"{column.header}{REQUIRED_MARK}" if column.required else column.header


def plain_header(raw: object) -> str:
    """A header cell as compared: without the mark of required columns, blanks and line breaks."""
    return "".join(str(raw).split()).rstrip(REQUIRED_MARK + "＊") if raw is not None else ""
