"""A report as PDF, where LibreOffice is installed: of the draft on the desk, or of a version that was kept."""

from threading import Lock
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from partywork.measures.reading import consistent_read
from partywork.pages.downloads import Taken, taken_response
from summaries.exports import FORMATS, office_faces
from summaries.lifecycle.kept_files import kept_file
from summaries.lifecycle.sealing import frozen
from summaries.lifecycle.views import OfSeenReport
from summaries.renderers import pdf
from summaries.reports.desk import open_report
from summaries.reports.views import OfReport

# A conversion takes two or three seconds and much memory: on an office PC one at a time is enough.
_ONE_AT_A_TIME = Lock()


class DraftPdf(OfReport):
    def get(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kept := frozen(self.report):
            return redirect(self.url("version_pdf", kept.pk))
        with consistent_read():
            report = open_report(self.report).compiled
            document = FORMATS["docx"].render(report)
        return answer(self, document, report.filename, self.url())


class VersionPdf(OfSeenReport):
    def get(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        snapshot = self.snapshot
        document = kept_file(snapshot, "docx").content
        return answer(self, document, f"{snapshot.title}（{snapshot}）", self.url("version", snapshot.pk))


def answer(page: Any, document: bytes, name: str, back: str) -> HttpResponseBase:
    """The PDF as a download, or the way back with the reason why there is none."""
    try:
        with _ONE_AT_A_TIME:
            content = pdf.from_docx(document, office_faces())
    except pdf.PdfError as error:
        messages.error(page.request, str(error))
        return redirect(back)
    name = f"{name}.pdf"
    taken = Taken(f"“{name}”", page.report.org)
    return taken_response(page.request, content, name, pdf.CONTENT_TYPE, taken)
