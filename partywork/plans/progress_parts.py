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
RESULT = [
    Column("number", "实际", lambda cell: cell.number, "decimal"),
    Column("state", "是否达到", lambda cell: "达到" if cell.is_met else "没有达到",
           mark=lambda cell: "ok" if cell.is_met else "bad"),
]  # fmt: skip
NONE_DUE = "还没有到期的。"


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
    """Each branch, month, quarter or person, those that have not reached it first."""

    def records(cell: Cell) -> str:
        return _records(item, cell.org_code, cell.period or item.counted_over, on)

    has_names, has_times = any(cell.who for cell in spread.cells), any(cell.when for cell in spread.cells)
    columns = [*([WHO] if has_names else []), *([WHEN] if has_times else []), *RESULT]
    cells = sorted(spread.cells, key=lambda cell: cell.is_met)
    table = table_of(columns, cells, records if spread.each != Each.PERSON else None)
    title = f"逐项进展：{spread.text}" if spread.text else "逐项进展"
    return {"title": title, "table": table, "empty_text": NONE_DUE}


def _records(item: PlanItem, code: str, period: Any, on: date) -> str:
    assert item.request is not None
    return figure_url(item.request, code, Window(period, on))
