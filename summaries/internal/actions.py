"""Taking the internal ledgers out of the system."""

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from summaries.reports.models import Report


@action
def note_export(*, report: Report, size: int, by: User) -> None:
    """Put on record who took the internal ledgers of a report, and how large the file was (bytes)."""
    record_event(
        by=by,
        action="report.export_internal",
        subject=report,
        summary=f"导出“{report}”的内部台账，文件{size // 1024}KB",
        org_id=report.org_id,
    )
