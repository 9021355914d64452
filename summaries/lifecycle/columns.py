"""What a list of reports says of their way: the state, and whether the records have moved on since."""

from partywork.ledgers.columns import Column
from summaries.lifecycle.panel import light_of
from summaries.reports.models import Report, ReportState


def changed_since(report: Report) -> str:
    """What the last look at a frozen report's figures found; "" for one that is not frozen."""
    if report.state != ReportState.FROZEN:
        return ""
    if report.changed_figures is None:
        return "未核对"
    return f"{report.changed_figures}个数字有变" if report.changed_figures else "无变化"


def light_of_changes(report: Report) -> str:
    return "warn" if report.changed_figures else "muted" if report.changed_figures is None else "ok"


STATE = Column("state", "状态", lambda r: r.get_state_display(), width=8, mark=light_of)
CHANGED = Column("changed", "定稿后", changed_since, width=12, mark=light_of_changes, spare=True)
