"""What the page of a plan item says of its target: how far it has come, and who or which month has not."""

from datetime import date
from typing import Any

from django.utils.html import format_html

from partywork.ledgers.columns import Column
from partywork.measures.window import Window
from partywork.pages.figures import figure_url
from partywork.pages.tables import table_of
from partywork.plans.enums import Each
from partywork.plans.models import PlanItem
from partywork.plans.progress import Progress
from partywork.plans.spread import Cell, Spread

WHO = Column("who", "单位或姓名", lambda cell: cell.who)
WHEN = Column("when", "时间", lambda cell: cell.when)
RESULT = [Column("number", "实际", lambda cell: cell.number, "decimal")]
NONE_DUE, ALL_MET = "还没有到期的。", "到期的都达到了。"
LISTED = 60  # more than a page bears; the rest follows from the figure's own records


def facts_of(item: PlanItem, progress: Progress, on: date) -> list[dict[str, Any]]:
    """The figure with its records, the target, what is missing, the verdict so far."""
    label = f"{item.counted_over.label} {progress.label}"
    actual = format_html(
        '<a href="{}">{}</a>', _records(item, item.org.code, item.counted_over, on), progress.actual_text
    )
    facts: list[dict[str, Any]] = [
        {"label": label, "value": actual},
        {"label": "目标", "value": progress.target_text},
        {"label": "是否达到", "value": progress.met_text},
    ]
    if progress.gap_text:
        bar = format_html('<progress class="bar" max="100" value="{}"></progress> ', progress.percent)
        value = format_html("{}{}", bar if progress.percent is not None else "", progress.gap_text)
        facts.insert(2, {"label": "进展", "value": value})
    return facts


def cells_of(item: PlanItem, spread: Spread, on: date) -> dict[str, Any]:
    """The branches, months, quarters or people that have not reached it; the first of them where they are many."""

    def records(cell: Cell) -> str:
        return _records(item, cell.org_code, cell.period or item.counted_over, on)

    cells = spread.missed[:LISTED]
    has_names, has_times = any(cell.who for cell in cells), any(cell.when for cell in cells)
    columns = [*([WHO] if has_names else []), *([WHEN] if has_times else []), *RESULT]
    table = table_of(columns, cells, records if spread.each != Each.PERSON else None)
    title = f"没有达到的{len(spread.missed)}项" if spread.missed else "没有达到的"
    title += f"（列出前{LISTED}项）" if len(spread.missed) > LISTED else ""
    return {"title": title, "table": table, "empty_text": ALL_MET if spread.cells else NONE_DUE}


def _records(item: PlanItem, code: str, period: Any, on: date) -> str:
    assert item.request is not None
    return figure_url(item.request, code, Window(period, on))
