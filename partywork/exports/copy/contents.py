"""What belongs to a unit: every ledger with all its columns, and the evidence files."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from partywork.access.scope import Scope, restrict
from partywork.attachments.checking import clean_name
from partywork.attachments.models import Attachment
from partywork.entries.enums import Status
from partywork.entries.models import Cancellable
from partywork.ledgers.columns import Ledger, all_ledgers
from partywork.ledgers.spreadsheet import Sheet, SheetColumn
from partywork.members.models import Standing


@dataclass
class LedgerCopy:
    """One ledger's rows within a scope; ``count`` is how many have been read."""

    ledger: Ledger
    rows: QuerySet[Any]
    personal: bool
    count: int = 0

    @property
    def cancelled(self) -> int:
        """How many of them are cancelled: they are in the copy and say so in their column 状态."""
        if not issubclass(self.ledger.model, Cancellable):
            return 0
        return self.rows.filter(status=Status.CANCELLED).count()

    def sheet(self) -> Sheet:
        columns = [SheetColumn(c.header, c.width, c.kind) for c in self.ledger.exported(personal=self.personal)]
        return Sheet(self.ledger.title, self.ledger.title, columns, self._counted())

    def _counted(self) -> Iterator[list[Any]]:
        for row in self.ledger.table(self.rows, personal=self.personal):
            self.count += 1
            yield row


def ledgers_of(scope: Scope, *, personal: bool) -> list[LedgerCopy]:
    """All ledgers the product knows, narrowed to the scope; cancelled records too."""
    return [LedgerCopy(each, _rows(each, scope), personal) for each in all_ledgers()]


def _rows(ledger: Ledger, scope: Scope) -> QuerySet[Any]:
    rows = ledger.model._default_manager.all()
    if ledger.model is Standing:  # what was registered by mistake holds for no day
        rows = Standing.objects.real()
    return restrict(rows, scope).order_by("pk")


def evidence_of(scope: Scope) -> QuerySet[Attachment]:
    """The files of the scope's records that were not taken back."""
    return restrict(Attachment.objects.filter(removed_on=None), scope).select_related("record_type").order_by("pk")


def evidence_path(attachment: Attachment, taken: set[str]) -> str:
    """A readable place in the copy: the kind of record, the record, the file; unlike all of ``taken``."""
    record = attachment.record
    kind = str(attachment.record_type.model_class()._meta.verbose_name)  # type: ignore[union-attr]
    folder = f"佐证材料/{kind}/{attachment.record_id:06d} {clean_name(str(record))}"
    name = clean_name(attachment.name)
    path, number = f"{folder}/{name}", 1
    while path.casefold() in taken:
        number += 1
        path = f"{folder}/{number}_{name}"
    taken.add(path.casefold())
    return path


def sheet_path(number: int, ledger: Ledger) -> str:
    return f"台账/{number:02d} {ledger.title}.xlsx"
