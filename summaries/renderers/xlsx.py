"""The report's workbook: the figures with their 口径, the branches side by side, then the ledgers."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from partywork.ledgers.spreadsheet import Sheet, SheetColumn, Typed, workbook_bytes
from summaries.document import Document, Figure, chinese_date

FIGURES_SHEET = "数据指标"
DECLARED_NOTE = "“其中填报”是启用本系统以前、按材料填报的数，没有逐条记录，来源见填报数台账"

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_YUAN = re.compile(r"-?\d+\.\d{2}")


def render(
    document: Document,
    ledger_sheets: Iterable[Sheet] = (),
    per_branch: Sheet | None = None,
    *,
    watermark: str = "",
    remark: str = "",
) -> bytes:
    """The .xlsx file. `watermark` marks an internal copy on every sheet and printed page.

    `remark` is what the reader of the figures must know beside their data date.
    """
    figures = figures_sheet(document, remark)
    return workbook_bytes(_sheets(figures, ledger_sheets, per_branch), watermark=watermark)


def _sheets(figures: Sheet, ledgers: Iterable[Sheet], per_branch: Sheet | None) -> Iterator[Sheet]:
    yield figures
    if per_branch is not None:
        yield per_branch
    yield from ledgers


def figures_sheet(document: Document, remark: str = "") -> Sheet:
    """One row a figure of the whole report; 序号 is the n of the Word file's bookmark fig_n.

    Those of single units stand side by side in the sheet of units.
    """
    meta = document.meta
    has_declared = any(figure.declared is not None for figure in document.figures)
    return Sheet(
        name=FIGURES_SHEET,
        title=f"{meta.organisation}{meta.period}数据指标",
        note="；".join(
            filter(None, (f"数据截至{chinese_date(meta.data_date)}", DECLARED_NOTE if has_declared else "", remark))
        ),
        columns=(
            SheetColumn("序号", 6, "int"),
            SheetColumn("主题", 14),
            SheetColumn("指标名称", 28),
            SheetColumn("数值", 14, "decimal"),
            SheetColumn("单位", 8),
            SheetColumn("口径", 52),
            SheetColumn("明细条数", 10, "int"),
            *([SheetColumn("其中填报", 12, "decimal")] if has_declared else []),
        ),
        rows=(
            (*_figure_row(number, figure), *([_exact(figure.declared)] if has_declared else []))
            for number, figure in enumerate(document.figures, 1)
            if not figure.unit_code
        ),
    )


def _figure_row(number: int, figure: Figure) -> tuple[object, ...]:
    return (
        number,
        figure.theme,
        figure.name,
        Typed(figure.printed, "text") if figure.number is None else _exact(figure.number),
        figure.unit,
        figure.definition,
        figure.evidence_count,
    )


def _exact(value: int | float | str | None) -> Typed | None:
    """A figure's exact value as a number or a date where it is one."""
    if value is None:
        return None
    if isinstance(value, str):
        if _ISO_DATE.fullmatch(value):
            return Typed(date.fromisoformat(value), "date")
        if _YUAN.fullmatch(value):
            return Typed(int(Decimal(value) * 100), "money")
        return Typed(value, "text")
    return Typed(value, "int" if isinstance(value, int) else "decimal")
