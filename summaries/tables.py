"""The tables beside the text: branches side by side."""

from collections.abc import Iterable

from partywork.common.money import format_yuan
from partywork.ledgers.spreadsheet import Kind, Sheet, SheetColumn
from partywork.measures import lookup
from partywork.measures.declarations import Balance, Count, Measure, Money, Quantity, Request, StatedSum, Stock, Sum
from partywork.measures.display import plain_thousandths, print_number
from partywork.measures.values import Number, Value
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.models import Organisation
from summaries.document import Attachment, Table, TableColumn, chinese_date
from summaries.facts import Facts
from summaries.figures import catalogue_figure
from summaries.outlines.library import Outline

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
    """The outline's tables of branches, for a report on more than one organisation; those with figures in them."""
    if facts.is_branch or facts.organisations()[: WORD_ROWS + 1].count() > WORD_ROWS:
        return ()
    found = ((table.title, _branch_table(table.requests, facts)) for table in outline.tables)
    return tuple(Attachment(title, (table,)) for title, table in found if table is not None)


def _branch_table(asked: Iterable[Request], facts: Facts) -> Table | None:
    requests = [request for request in asked if not facts.value(request).is_nothing]
    if not requests:
        return None
    measures = [lookup.measure(request.code) for request in requests]
    columns = [TableColumn("党组织", 3)]
    names = [lookup.show_request(request) for request in requests]
    columns += [TableColumn(f"{name}（{m.unit}）", 1.4, "right") for name, m in zip(names, measures, strict=True)]
    rows = [
        (org.short_name, *(_cell(measure, value) for measure, value in zip(measures, values, strict=True)))
        for org, values in branch_rows(requests, facts)
        if org.kind in BRANCH_KINDS or any(value is not None for value in values)
    ]
    total = tuple(_cell(m, facts.value(r)) for m, r in zip(measures, requests, strict=True))
    figures = tuple(_figure_in(cell, request, facts) for cell, request in zip(total, requests, strict=True))
    return Table("", tuple(columns), (*rows, (TOTAL, *total)), (None, *figures))


def _figure_in(cell: str, request: Request, facts: Facts) -> str | None:
    """The figure a total is, where it stands as the figure prints (money in a table has its separators)."""
    figure = catalogue_figure(request, facts)
    return figure.id if figure and figure.printed == cell.partition("（")[0] else None


def _cell(measure: Measure, value: Value | None) -> str:
    if value is None or value.number is None:
        return "0"
    declared = f"（含填报{_in_cell(measure, value.declared)}）" if value.declared else ""
    return _in_cell(measure, value.number) + declared


def _in_cell(measure: Measure, number: Number) -> str:
    if measure.is_money and isinstance(number, int):
        return format_yuan(number, grouped=True)
    return print_number(measure, number)


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
    rows = branch_rows(chosen, facts)
    declared = [name for _, values in rows for name, v in zip(names, values, strict=True) if v and v.declared]
    told = f"；{'、'.join(dict.fromkeys(declared))}含填报数，见填报数台账" if declared else ""
    return Sheet(
        name="各党组织",
        title=f"{order.org.short_name}{order.period.label}各党组织数据",
        note=f"数据截至{chinese_date(order.data_date)}；上级党组织一行只含它自己的记录；合计与报告中的数字一致{told}",
        columns=columns,
        rows=[
            (org.code, org.short_name, *(_number(m, v) for m, v in zip(measures, values, strict=True)))
            for org, values in rows
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
