"""What differs between two versions of a report, or between a kept one and the records of today."""

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from summaries.document import Document, Figure
from summaries.facts import catalogue
from summaries.lifecycle.models import Snapshot
from summaries.lifecycle.sealing import document_of
from summaries.reports.desk import open_report

NOTHING = "没有"


@dataclass(frozen=True)
class Difference:
    """A figure that is another one now. ``by`` is how much, "" where that says nothing.

    ``redefined``: it is counted in another way now, so the records need not have changed.
    """

    name: str
    theme: str
    then: str
    now: str
    by: str
    unit: str
    url: str
    redefined: bool


def differences(then: Document, now: Document, *, same_text: bool = False) -> list[Difference]:
    """The figures that are not equal, in the order of the report.

    A figure that only one of the two prints is a difference of the texts and none of the records, unless every
    report lists it. With ``same_text`` both print the same tokens, so one that is missing has no records.
    """
    old, new = then.figures_by_id, now.figures_by_id
    always = {request.code for request in catalogue()}
    comparable = [
        each for each in dict.fromkeys((*old, *new)) if (each in old and each in new) or same_text or each in always
    ]
    return [
        _difference(old.get(each), new.get(each)) for each in comparable if not _equal(old.get(each), new.get(each))
    ]


def since(snapshot: Snapshot) -> list[Difference]:
    """What the records say otherwise than a frozen report, whose text nobody can have changed since."""
    return differences(document_of(snapshot), open_report(snapshot.report).compiled.document, same_text=True)


def _equal(old: Figure | None, new: Figure | None) -> bool:
    return old is not None and new is not None and (old.number, old.printed) == (new.number, new.printed)


def _difference(old: Figure | None, new: Figure | None) -> Difference:
    known = new or old
    assert known is not None
    return Difference(
        name=known.name,
        theme=known.theme,
        then=old.printed if old else NOTHING,
        now=new.printed if new else NOTHING,
        by=_by(old, new),
        unit=known.unit,
        url=known.evidence_url,
        redefined=bool(old and new and old.definition != new.definition),
    )


def _by(old: Figure | None, new: Figure | None) -> str:
    first, second = _amount(old), _amount(new)
    if first is None or second is None or first == second:
        return ""
    change = second - first
    return f"{'+' if change > 0 else '−'}{abs(change):f}"


def _amount(figure: Figure | None) -> Decimal | None:
    """The number to reckon with: none for dates and for what has no number."""
    if figure is None:
        return Decimal(0)
    try:
        return Decimal(str(figure.number))
    except InvalidOperation:
        return None


def as_final(document: Document) -> Document:
    """The same without the mark of a draft."""
    return replace(document, draft_mark="")
