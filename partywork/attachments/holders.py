"""Which records take evidence. This layer knows none of them; the catalogue hands their ledgers over."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import Http404
from django.urls import reverse

from partywork.access.scope import Scope, restrict
from partywork.ledgers.columns import Ledger

_holders: dict[str, Ledger] = {}


def register(ledgers: Iterable[Ledger]) -> None:
    """Called once by the catalogue. The records of these ledgers have ``org`` and say whether they ``is_cancelled``."""
    _holders.update({ledger.code: ledger for ledger in ledgers})


def code_of(record: Model) -> str:
    """The holder of a record, as its addresses name it. Raises LookupError for one that takes no evidence."""
    for code, ledger in _holders.items():
        if ledger.model is type(record):
            return code
    raise LookupError(f"{type(record).__name__} takes no evidence; see the catalogue")


def record_in(code: str, pk: int, scope: Scope) -> Any:
    """A record that takes evidence, by its own visibility. Raises Http404."""
    ledger = _holders.get(code)
    found = restrict(ledger.model._default_manager.filter(pk=pk), scope).first() if ledger else None
    if found is None:
        raise Http404
    return found


def detail_url(record: Any) -> str:
    """The record's own page."""
    namespace = _holders[code_of(record)].url.split(":")[0]
    return reverse(f"{namespace}:detail", args=[record.pk])
