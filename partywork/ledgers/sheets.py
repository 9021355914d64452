"""A ledger's rows as a spreadsheet sheet: the same columns as on screen."""

from typing import Any

from django.db.models import QuerySet

from partywork.ledgers.columns import Ledger
from partywork.ledgers.spreadsheet import Sheet, SheetColumn


def ledger_sheet(ledger: Ledger, rows: QuerySet[Any], *, personal: bool) -> Sheet:
    columns = [SheetColumn(c.header, c.width, c.kind) for c in ledger.exported(personal=personal)]
    return Sheet(ledger.title, ledger.title, columns, ledger.table(rows, personal=personal))
