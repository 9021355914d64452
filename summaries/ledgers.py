"""The ledgers of a report's period: as they may be handed in (报送版), and in full for one's own files (内部台账)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Model, QuerySet

from partywork.access.scope import restrict
from partywork.entries.enums import Status
from partywork.entries.models import Entry
from partywork.ledgers.columns import Ledger, all_ledgers
from partywork.ledgers.sheets import ledger_sheet
from partywork.ledgers.spreadsheet import Sheet, SheetColumn
from partywork.members.models import Member
from partywork.orgs.dated import Dated, holding_on
from summaries.facts import Facts

COUNTS_SHEET = "个人台账条数"


def handed_in(facts: Facts) -> Iterator[Sheet]:
    """One sheet a ledger with the period's rows, without personal columns; of rows about single people their number."""
    ledgers = all_ledgers()
    for ledger in ledgers:
        if not is_about_people(ledger):
            yield ledger_sheet(ledger, ledger_rows(ledger, facts), personal=False)
    yield _counts([ledger for ledger in ledgers if is_about_people(ledger)], facts)


def in_full(facts: Facts) -> Iterator[Sheet]:
    """Every ledger with the period's rows and all columns."""
    for ledger in all_ledgers():
        yield ledger_sheet(ledger, ledger_rows(ledger, facts), personal=True)


def is_about_people(ledger: Ledger) -> bool:
    """Whether each of its rows is about one person."""
    return ledger.model is Member or _has_field(ledger.model, "member")


def _counts(ledgers: list[Ledger], facts: Facts) -> Sheet:
    return Sheet(
        name=COUNTS_SHEET,
        title="涉及个人的台账条数",
        note="一行说一个人的台账不随报送版报出，只报条数",
        columns=[SheetColumn("台账", 24), SheetColumn("党组织", 24), SheetColumn("条数", 10, "int")],
        rows=[row for ledger in ledgers for row in _counts_of(ledger, facts)],
        landscape=False,
    )


def _counts_of(ledger: Ledger, facts: Facts) -> list[tuple[str, str, int]]:
    rows = ledger.rows(ledger_rows(ledger, facts)).prefetch_related(None).order_by()
    by_org = rows.values(_name=F("org__short_name"), _code=F("org__code")).annotate(_rows=Count("pk")).order_by("_code")
    return [(ledger.title, each["_name"], each["_rows"]) for each in by_org]


def ledger_rows(ledger: Ledger, facts: Facts) -> QuerySet[Any]:
    """The scope's rows of the period; what has no date of its own is listed as it stands."""
    rows = restrict(ledger.model._default_manager.all(), facts.scope)
    span = facts.window.span
    if issubclass(ledger.model, Entry):
        if span.is_empty:
            return rows.none()
        rows = rows.filter(date__gte=span.start, date__lte=span.end).exclude(status=Status.CANCELLED)
    elif _has_field(ledger.model, "half"):
        rows = rows.filter(half__in=span.halves)
    elif issubclass(ledger.model, Dated):
        rows = rows.filter(holding_on(facts.window.on))
    return rows


def _has_field(model: type[Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.fields)
