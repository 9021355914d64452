"""党费收缴表: a year of a branch as offices keep it, for the page that is signed and for Excel alike."""

from typing import Any

from partywork.common.money import format_yuan
from partywork.dues.amounts import approved_in
from partywork.dues.enums import DuesBasis
from partywork.dues.exception_models import DuesReduction
from partywork.dues.year_book import MONTHS, YearBook, YearLine
from partywork.ledgers.spreadsheet import Sheet, SheetColumn

SIGNS = "收缴人签名"
NOTE = "单位：元。全年应缴、全年实缴是已生成月份的合计；自愿多交的党费另外登记，不在表内。"


def collection_sheet(book: YearBook, *, with_base: bool) -> Sheet:
    """``with_base`` adds income and rate: for those who may see them in this branch, and nobody else."""
    base = [SheetColumn("月工资收入（基数）", 13, "money"), SheetColumn("执行标准", 9)] if with_base else []
    columns = [
        SheetColumn("序号", 6, "int"),
        SheetColumn("姓名", 10),
        *base,
        SheetColumn("月应缴", 10, "money"),
        SheetColumn("全年应缴", 11, "money"),
        *[SheetColumn(f"{month}月", 9, "money") for month in MONTHS],
        SheetColumn("全年实缴", 11, "money"),
        SheetColumn("备注", 18),
    ]
    reductions = approved_in([line.member.pk for line in book.lines], book.year)
    rows = [
        _row(number, line, reductions.get(line.member.pk, []), _base(book, line) if with_base else [])
        for number, line in enumerate(book.lines, 1)
    ]
    blank: list[object] = [None, None] if with_base else []
    paid = [_paid(book.of_month(month)) for month in MONTHS]
    totals = [None, "合计", *blank, None, book.due_fen, *paid, book.paid_fen, None]
    signs = [None, SIGNS, *blank, None, None, *[None for _ in MONTHS], None, None]
    return Sheet(
        f"{book.year}年", f"{book.org}{book.year}年党费收缴表", columns, rows, note=NOTE, totals=totals, after=[signs]
    )


def _base(book: YearBook, line: YearLine) -> list[object]:
    """Income goes along with the person: of who has moved on, the branch of before reads nothing any more."""
    if line.standard is None or line.member.org_id != book.org.pk:
        return [None, ""]
    return [line.standard.base_fen, _rate(line)]


def _row(number: int, line: YearLine, reductions: list[DuesReduction], base: list[object]) -> list[object]:
    standard = line.standard
    return [
        number,
        line.member.name,
        *base,
        standard.monthly_fen if standard else None,
        line.due_fen,
        *[_paid([line.months[month]]) if month in line.months else None for month in MONTHS],
        line.paid_fen,
        _remark(line, reductions),
    ]


def _paid(rows: list[Any]) -> int | None:
    """What was paid; left empty, as on paper, where nothing was due or nothing came in yet. An exemption is 0."""
    paid = sum(row.paid_fen for row in rows)
    is_exempt = bool(rows) and all(row.due_fen == 0 for row in rows)
    return paid if paid or is_exempt else None


def _rate(line: YearLine) -> str:
    return f"{line.standard.rate / 100:g}%" if line.standard and line.standard.rate else ""


def _remark(line: YearLine, reductions: list[DuesReduction]) -> str:
    parts = []
    if line.standard is None:
        parts.append("未定标准")
    elif line.standard.basis != DuesBasis.SALARY:
        parts.append(str(DuesBasis(line.standard.basis).label))
    for each in reductions:
        to = f"每月{format_yuan(each.monthly_fen)}元" if each.monthly_fen else "免交"
        first, last = each.first_month % 100, each.last_month % 100
        parts.append((f"{first}月" if first == last else f"{first}月至{last}月") + to)
    if any(row.by_quarter for row in line.months.values()):
        parts.append("按季交")
    return "；".join(parts)
