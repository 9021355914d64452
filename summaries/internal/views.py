"""内部台账: the workbook with everything in it, for one's own files. Each copy is on record and carries a name."""

from typing import Any

from django.http import HttpResponse

from partywork.access.permissions import Permission
from partywork.common.text import format_date
from partywork.measures.reading import consistent_read
from partywork.pages.downloads import XLSX, file_response, marked
from partywork.pages.views import Crumbs, link
from summaries.exports import internal_workbook
from summaries.internal.actions import note_export
from summaries.lifecycle.sealing import document_of, in_force
from summaries.reports.desk import open_report
from summaries.reports.views import OfReport

OF_TODAY = "按{day}的记录列出，{version}留存以后改过的记录也在内（含个人信息的台账不随报告留存）"


class InternalLedgers(OfReport):
    """Says what is in it; the file comes when asked for."""

    permission = Permission.EXPORT_INTERNAL
    template_name = "summaries/internal.html"
    title = "导出内部台账"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = in_force(self.report)
        return self.show(
            watermark=self.watermark(),
            back_url=self.url(),
            org=self.report.org.short_name,
            version=str(kept) if kept else "",
        )

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = in_force(self.report)
        with consistent_read():
            compiled = open_report(self.report).compiled
            data = internal_workbook(
                compiled,
                watermark=self.watermark(),
                kept=document_of(kept) if kept else None,
                remark=OF_TODAY.format(day=format_date(self.request.today), version=kept) if kept else "",
            )
        note_export(report=self.report, size=len(data), by=self.request.user)
        return file_response(data, f"{compiled.filename}（内部台账）.xlsx", XLSX)

    def watermark(self) -> str:
        """The moment is the copy's; no figure depends on it."""
        return marked(self.request)

    def breadcrumbs(self) -> Crumbs:
        return [*super().breadcrumbs(), link(self.title, "")]
