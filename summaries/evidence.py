"""The records behind the figures of a report, by their numbers: for the workbook and for the data file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model

from partywork.ledgers.columns import Ledger, ledger
from partywork.ledgers.spreadsheet import Sheet, SheetColumn
from partywork.measures.behind import Behind, records_behind_each
from partywork.measures.declarations import Request
from partywork.measures.evidence import evidence_source
from summaries.document import Document
from summaries.facts import Facts
from summaries.figures import facts_for
from summaries.ledgers import is_about_people
from summaries.styles import DECLARED
from summaries.text import tokens_of
from summaries.tokens import resolve

LISTED = 100
"""Records listed of one figure; the others are in the ledger's own sheet."""

DETAILS_SHEET = "指标明细"

Asked = tuple[Facts, Request]
"""A figure, and of which unit and days it is."""


@dataclass(frozen=True)
class Listed:
    """One record: its number is unique within its organisation."""

    org: str
    org_code: str
    key: str
    day: date | None
    what: str


@dataclass(frozen=True)
class Backing:
    """What a figure rests on. ``records`` are the first of ``count``; none where they would name people."""

    ledger: str
    count: int
    records: tuple[Listed, ...] = ()
    is_personal: bool = field(default=False, compare=False)

    @property
    def left_out(self) -> int:
        return self.count - len(self.records)


def backing_of(document: Document, facts: Facts, *, personal: bool = False) -> dict[str, Backing]:
    """By the figure's id; the records of a cell of a table are among those of its total.

    ``personal`` lists the records about single people, too: only for one's own files.
    """
    whole = [each for each in document.figures if not each.unit_code]
    asked = {each.id: about for each in whole if (about := _asked(each.token, facts)) is not None}
    found = _behind(asked.values())
    ledgers = {each: ledger(evidence_source(each[1]).ledger) for each in found}
    hidden = {each for each in ledgers.values() if is_about_people(each) and not personal}
    known = _load({each: behind for each, behind in found.items() if ledgers[each] not in hidden}, ledgers)
    return {
        figure: Backing(
            ledgers[each].title,
            found[each].count,
            tuple(known[ledgers[each].model][pk] for pk in found[each].ids if ledgers[each] not in hidden),
            is_personal=ledgers[each] in hidden,
        )
        for figure, each in asked.items()
    }


def _asked(token: str, facts: Facts) -> Asked | None:
    """The figure of a token, and of which unit and days it is."""
    [parsed] = tokens_of(token)
    slot = resolve(parsed, facts.indicators)
    there = facts_for(slot, facts)
    has_records = slot.style != DECLARED
    return (there, slot.request) if there and slot.request and has_records else None


def _behind(asked: Iterable[Asked]) -> dict[Asked, Behind]:
    """One query a source for each run of days and each unit told apart."""
    together: dict[Facts, list[Request]] = defaultdict(list)
    for there, request in asked:
        together[there].append(request)
    return {
        (there, request): behind
        for there, requests in together.items()
        for request, behind in records_behind_each(requests, there.scope, there.window, LISTED).items()
    }


def _load(found: Mapping[Asked, Behind], ledgers: Mapping[Asked, Ledger]) -> dict[type[Model], dict[int, Listed]]:
    """Every record once, one query a kind of record."""
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for each, behind in found.items():
        wanted[ledgers[each].model] |= set(behind.ids)
    return {model: {row.pk: _listed(row) for row in _rows(model, ids)} for model, ids in wanted.items()}


def _rows(model: type[Model], ids: Iterable[int]) -> Iterable[Any]:
    named = {each.name for each in model._meta.fields} & {"org", "member", "indicator"}
    return model._default_manager.filter(pk__in=ids).select_related(*sorted(named))


def _listed(row: Any) -> Listed:
    org = getattr(row, "org", row)  # an organisation stands for itself
    day = getattr(row, "date", None)
    what = str(row).removeprefix(f"{day:%Y-%m-%d} ") if day else str(row)
    return Listed(org.short_name, org.code, _number(row), day, what)


def _number(row: Any) -> str:
    """The number by which its ledger knows it: its own, that of the person it is about, a unit's code."""
    if hasattr(row, "key"):
        return str(row.key)
    return str(row.member.key if hasattr(row, "member") else row.code)


def details_sheet(document: Document, backing: Mapping[str, Backing]) -> Sheet:
    """A row for each record behind each figure; 序号 is the figure's in the list of figures."""
    return Sheet(
        name=DETAILS_SHEET,
        title=f"{document.meta.organisation}{document.meta.period}指标明细",
        note=f"每个数字由哪些记录得来，按序号筛选；每个指标最多列{LISTED}条，编号与台账里的编号一致",
        columns=[
            SheetColumn("序号", 6, "int"),
            SheetColumn("指标名称", 28),
            SheetColumn("台账", 18),
            SheetColumn("党组织", 22),
            SheetColumn("日期", 12, "date"),
            SheetColumn("内容", 44),
            SheetColumn("编号", 36),
        ],
        rows=_detail_rows(document, backing),
    )


def _detail_rows(document: Document, backing: Mapping[str, Backing]) -> Iterator[tuple[object, ...]]:
    for number, figure in enumerate(document.figures, 1):
        behind = backing.get(figure.id)
        if behind is None:
            continue
        name = (number, figure.name, behind.ledger)
        for record in sorted(behind.records, key=lambda each: (each.org_code, each.day or date.min, each.key)):
            yield *name, record.org, record.day, record.what, record.key
        if behind.is_personal and behind.count:
            yield *name, None, None, f"共{behind.count}条，涉及个人，不逐条列出", None
        elif behind.left_out:
            yield *name, None, None, f"另有{behind.left_out}条，见{behind.ledger}", None
