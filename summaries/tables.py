"""The tables beside the text: branches side by side, and the ledgers of the period."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Model, QuerySet

from partywork.access.scope import restrict
from partywork.common.money import format_yuan
from partywork.entries.enums import Status
from partywork.entries.models import Entry
from partywork.ledgers.columns import Ledger, all_ledgers
from partywork.ledgers.sheets import ledger_sheet
from partywork.ledgers.spreadsheet import Kind, Sheet, SheetColumn
from partywork.measures import lookup
from partywork.measures.declarations import Balance, Count, Measure, Money, Quantity, Request, StatedSum, Stock, Sum
from partywork.measures.display import plain_thousandths, print_number
from partywork.measures.values import Value
from partywork.members.models import Member
from partywork.orgs.dated import Dated, holding_on
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.models import Organisation
from summaries.document import Attachment, Table, TableColumn, chinese_date
from summaries.facts import Facts
from summaries.outlines.library import Outline

WHO = frozenset({"name", "member", "member_key", "key", "born_on"})
WORD_ROWS = 60  # a longer table is read in the workbook
TOTAL = "合计"


def is_additive(measure: Measure) -> bool:
    """Whether the branches' figures add up to the whole's."""
    of = measure.of
    if isinstance(of, Stock):
        return not of.of
    return isinstance(of, Balance | Count | Sum | Money | Quantity | StatedSum)


def branch_rows(requests: list[Request], facts: Facts) -> list[tuple[Organisation, list[Value | None]]]:
    """Every organisation of the scope with its own figures; those of upper ones are their own records."""
    by_org = facts.by_org(requests)
    with_values = {org for values in by_org.values() for org in values}
    gone = with_values - set(facts.organisations().values_list("pk", flat=True))
    listed = [*facts.organisations(), *Organisation.objects.filter(pk__in=gone).order_by("code")]
    return [(org, [by_org[request].get(org.pk) for request in requests]) for org in listed]


def attachments(outline: Outline, facts: Facts) -> tuple[Attachment, ...]:
    """The outline's table of branches, for a report on more than one organisation."""
    requests = [r for r in outline.table if not facts.value(r).is_nothing]
    if facts.is_branch or not requests or facts.organisations()[: WORD_ROWS + 1].count() > WORD_ROWS:
        return ()
    measures = [lookup.measure(request.code) for request in requests]
    columns = [TableColumn("党组织", 3)]
    columns += [TableColumn(f"{m.name}（{m.unit}）", 1.4, "right") for m in measures]
    rows = [
        (org.short_name, *(_cell(measure, value) for measure, value in zip(measures, values, strict=True)))
        for org, values in branch_rows(requests, facts)
        if org.kind in BRANCH_KINDS or any(value is not None for value in values)
    ]
    total = tuple(_cell(m, facts.value(r)) for m, r in zip(measures, requests, strict=True))
    return (Attachment(outline.table_title, (Table("", tuple(columns), (*rows, (TOTAL, *total))),)),)


def _cell(measure: Measure, value: Value | None) -> str:
    if value is None or value.number is None:
        return "0"
    if measure.is_money and isinstance(value.number, int):
        return format_yuan(value.number, grouped=True)
    return print_number(measure, value.number)


def branch_sheet(requests: Iterable[Request], facts: Facts) -> Sheet | None:
    """The branches side by side for the workbook; its last row is the report's own figures."""
    chosen = [r for r in dict.fromkeys(requests) if is_additive(lookup.measure(r.code))]
    if facts.is_branch or not chosen:
        return None
    measures = [lookup.measure(request.code) for request in chosen]
    names = [lookup.show_request(request) for request in chosen]
    columns = [SheetColumn("编码", 12), SheetColumn("党组织", 24)]
    columns += [SheetColumn(f"{n}（{m.unit}）", 13, _kind(m)) for n, m in zip(names, measures, strict=True)]
    order = facts.order
    return Sheet(
        name="各党组织",
        title=f"{order.org.short_name}{order.period.label}各党组织数据",
        note=f"数据截至{chinese_date(order.data_date)}；上级党组织一行只含它自己的记录；合计与报告中的数字一致",
        columns=columns,
        rows=[
            (org.code, org.short_name, *(_number(m, v) for m, v in zip(measures, values, strict=True)))
            for org, values in branch_rows(chosen, facts)
        ],
        totals=["", TOTAL, *(_number(m, facts.value(r)) for m, r in zip(measures, chosen, strict=True))],
    )


def _kind(measure: Measure) -> Kind:
    if measure.is_money:
        return "money"
    return "decimal" if measure.in_thousandths else "int"


def _number(measure: Measure, value: Value | None) -> object:
    if value is None or value.number is None:
        return None
    if measure.in_thousandths:
        assert not hasattr(value.number, "year")
        return plain_thousandths(value.number)
    return value.number


def ledger_sheets(facts: Facts) -> Iterator[Sheet]:
    """One sheet a ledger with the period's rows, as it may be handed in: no personal columns."""
    for ledger in all_ledgers():
        yield ledger_sheet(for_handing_in(ledger), ledger_rows(ledger, facts), personal=False)


def for_handing_in(ledger: Ledger) -> Ledger:
    """The ledger as it may leave the branch: rows about single people do not say who they are."""
    fields = {field.name: field for field in ledger.model._meta.get_fields()}
    about_people = ledger.model is Member or ("member" in fields and fields["member"].related_model is Member)
    if not about_people:
        return ledger
    return replace(ledger, columns=[column for column in ledger.columns if column.key not in WHO])


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
    return any(field.name == name for field in model._meta.get_fields())
