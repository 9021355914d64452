"""The tables beside the text: branches side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from partywork.common.money import format_yuan
from partywork.ledgers.spreadsheet import Kind, Sheet, SheetColumn
from partywork.measures import lookup
from partywork.measures.declarations import Measure, Request, StatedSum
from partywork.measures.display import plain_thousandths, print_number
from partywork.measures.values import Number, Value
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.models import Organisation
from summaries.described import unit_figure
from summaries.document import Attachment, Figure, Table, TableColumn, chinese_date
from summaries.facts import Facts
from summaries.figures import catalogue_figure
from summaries.outlines.library import Outline
from summaries.styles import adds_up_over_units

WORD_ROWS = 60  # a longer table is read in the workbook
TOTAL = "合计"
NOTHING = Value(0)  # of a unit without rows


@dataclass(frozen=True)
class Tables:
    """The attachments, and the figures that their cells print."""

    attachments: tuple[Attachment, ...] = ()
    figures: tuple[Figure, ...] = ()


NO_TABLES = Tables()


def branch_rows(requests: list[Request], facts: Facts) -> list[tuple[Organisation, list[Value | None]]]:
    """Every organisation of the scope with its own figures; those of upper ones are their own records.

    None where a unit has said nothing; one without rows has none of what is counted, but it has not stated a zero.
    """
    by_org = facts.by_org(requests)
    with_values = {org for values in by_org.values() for org in values}
    gone = with_values - set(facts.organisations().values_list("pk", flat=True))
    listed = [*facts.organisations(), *Organisation.objects.filter(pk__in=gone).order_by("code")]
    return [(org, [by_org[request].get(org.pk, _without_rows(request)) for request in requests]) for org in listed]


def _without_rows(request: Request) -> Value | None:
    return None if isinstance(lookup.measure(request.code).of, StatedSum) else NOTHING


def tables_of(outline: Outline, facts: Facts) -> Tables:
    """The outline's tables of branches, for a report on more than one organisation; those with figures in them."""
    if facts.is_branch or facts.organisations()[: WORD_ROWS + 1].count() > WORD_ROWS:
        return Tables()
    attachments, figures = [], dict[str, Figure]()
    for each in outline.tables:
        requests = [request for request in each.requests if not facts.value(request).is_nothing]
        if requests:
            table = _branch_table(requests, facts, figures)
            attachments.append(Attachment(each.title, (table,)))
    return Tables(tuple(attachments), tuple(figures.values()))


def _branch_table(requests: list[Request], facts: Facts, figures: dict[str, Figure]) -> Table:
    """The table; what its cells print is added to ``figures``."""
    measures = [lookup.measure(request.code) for request in requests]
    columns = [TableColumn("党组织", 3)]
    names = [lookup.show_request(request) for request in requests]
    columns += [TableColumn(f"{name}（{m.unit}）", 1.4, "right") for name, m in zip(names, measures, strict=True)]
    rows: list[tuple[str, ...]] = []
    cells: list[tuple[str | None, ...]] = []
    for org, values in branch_rows(requests, facts):
        if org.kind not in BRANCH_KINDS and all(value is None or value.is_nothing for value in values):
            continue
        texts = [_cell(measure, value) for measure, value in zip(measures, values, strict=True)]
        rows.append((org.short_name, *texts))
        found = [
            unit_figure(request, org, value, text, facts) if value is not None else None
            for request, value, text in zip(requests, values, texts, strict=True)
        ]
        cells.append((None, *_known(found, figures)))
    rows.append((TOTAL, *(_cell(m, facts.value(r)) for m, r in zip(measures, requests, strict=True))))
    cells.append((None, *_known([catalogue_figure(request, facts) for request in requests], figures)))
    return Table("", tuple(columns), tuple(rows), tuple(cells))


def _known(found: Iterable[Figure | None], figures: dict[str, Figure]) -> list[str | None]:
    """The figures by their ids; each is kept once, though several tables print it."""
    return [figures.setdefault(each.id, each).id if each is not None else None for each in found]


def _cell(measure: Measure, value: Value | None) -> str:
    """The number; behind it how much of it was declared."""
    if value is None:
        return print_number(measure, None)
    declared = f"（含填报{_in_cell(measure, value.declared)}）" if value.declared else ""
    return _in_cell(measure, value.number) + declared


def _in_cell(measure: Measure, number: Number | None) -> str:
    if measure.is_money and isinstance(number, int):
        return format_yuan(number, grouped=True)
    return print_number(measure, number)


def branch_sheet(requests: Iterable[Request], facts: Facts) -> Sheet | None:
    """The branches side by side for the workbook; its last row is the report's own figures."""
    chosen = [r for r in dict.fromkeys(requests) if adds_up_over_units(lookup.measure(r.code))]
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
