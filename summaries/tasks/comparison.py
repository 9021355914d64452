"""The figures that units confirmed, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from partywork.ledgers.spreadsheet import Sheet, SheetColumn
from summaries.document import chinese_date
from summaries.tasks.figures import Shown
from summaries.tasks.models import SummaryTask
from summaries.tasks.queries import Line


@dataclass(frozen=True)
class Row:
    line: Line
    cells: tuple[Shown | None, ...]


@dataclass(frozen=True)
class Comparison:
    """``columns``: figures that are not zero everywhere; ``rows``: the units that have confirmed, by code."""

    columns: tuple[Shown, ...]
    rows: tuple[Row, ...]


def comparison(lines: Sequence[Line]) -> Comparison:
    confirmed = sorted((line for line in lines if line.figures), key=lambda line: line.reply.org.code)
    by_code = [{each.code: each for each in line.figures} for line in confirmed]
    known = {each.code: each for line in confirmed for each in line.figures}
    columns = [each for code, each in known.items() if any(code in row and not row[code].is_zero for row in by_code)]
    rows = [
        Row(line, tuple(row.get(column.code) for column in columns))
        for line, row in zip(confirmed, by_code, strict=True)
    ]
    return Comparison(tuple(_with_unit(column, by_code) for column in columns), tuple(rows))


def _with_unit(column: Shown, rows: list[dict[str, Shown]]) -> Shown:
    """Where the first unit has nothing to say, another names what is counted."""
    return next(row[column.code] for row in rows if column.code in row and row[column.code].unit)


def sheet(task: SummaryTask, found: Comparison) -> Sheet:
    columns = [SheetColumn("编码", 12), SheetColumn("党组织", 24)]
    columns += [SheetColumn(f"{each.name}（{each.unit}）", 13, "decimal") for each in found.columns]
    return Sheet(
        name="各单位确认的数字",
        title=f"{task.org.short_name}{task.period.label}各单位确认的数字",
        note=f"数据截至{chinese_date(task.data_date)}；只列已经确认的单位，数字为确认时的数字",
        columns=columns,
        rows=[
            (row.line.reply.org.code, row.line.reply.org.short_name, *(_number(cell) for cell in row.cells))
            for row in found.rows
        ],
    )


def _number(cell: Shown | None) -> Decimal | None:
    try:
        return Decimal(cell.number) if cell else None
    except InvalidOperation:
        return None
