"""A report as a file: Word, Excel, JSON or a page, all from the one Document."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from partywork.ledgers.spreadsheet import Sheet
from partywork.measures.declarations import Request
from partywork.pages.downloads import XLSX
from partywork.word.template import Faces
from summaries.document import Document, Figure, printed_figures
from summaries.evidence import Backing, backing_of, details_sheet
from summaries.facts import Facts, Order, catalogue
from summaries.figures import catalogue_figure
from summaries.ledgers import handed_in, in_full
from summaries.outlines.format import Outline
from summaries.outlines.shelf import outline_of
from summaries.renderers import docx, html, json, xlsx
from summaries.tables import branch_sheet, tables_of
from summaries.text import tokens_of
from summaries.tokens import resolve
from summaries.typeset import DRAFT_MARK, Page, Printable, typeset

STYLES = ("tokens.css", "report.css", "report-print.css")
_NO_FILENAME = re.compile(r'[\\/:*?"<>|]')
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Compiled:
    """A report ready to be written in any format.

    ``printed`` knows the figures that its text and tables print; ``others`` are those that the list of figures has
    beside them, where they say something.
    """

    printed: Document
    facts: Facts
    others: tuple[Request, ...] = ()

    @cached_property
    def document(self) -> Document:
        """With the whole list of figures: behind the printed ones all others, last those of single units."""
        others = _other_figures(self.printed, self.others, self.facts)
        figures = sorted((*self.printed.figures, *others), key=lambda each: bool(each.unit_code))
        return replace(self.printed, figures=tuple(figures))

    @cached_property
    def backing(self) -> dict[str, Backing]:
        """The records behind each figure, those about single people only by their number; read once for all files."""
        return backing_of(self.document, self.facts)

    def plain(self, text: str) -> str:
        """Text with tokens as it would be printed."""
        return "".join(run.text for run in Page(self.facts).runs(text))

    @property
    def filename(self) -> str:
        """Without its ending."""
        return filename_of(self.facts.order)


def filename_of(order: Order) -> str:
    """What a report's files are called, without their ending; a name every file system takes."""
    return _NO_FILENAME.sub("", f"{order.org.short_name}{order.period.label}党建工作总结")


@dataclass(frozen=True)
class Format:
    label: str
    hint: str
    content_type: str
    render: Callable[[Compiled], bytes]


def compiled(
    paragraphs: Sequence[Printable], plan: Outline, facts: Facts, title: str = "", *, final: bool = False
) -> Compiled:
    """The document with its tables of branches. A ``final`` one carries no 送审稿 mark."""
    mark = "" if final else DRAFT_MARK
    if facts.window.is_future:  # what stands today is no figure of a period that has not begun
        return Compiled(typeset(paragraphs, plan, facts, title=title, draft_mark=mark), facts)
    document = typeset(paragraphs, plan, facts, tables=tables_of(plan, facts), title=title, draft_mark=mark)
    return Compiled(document, facts, (*_in_tables(plan), *catalogue()))


def _in_tables(plan: Outline) -> list[Request]:
    return [request for table in plan.tables for request in table.requests]


def _other_figures(document: Document, requests: Iterable[Request], facts: Facts) -> list[Figure]:
    found = (catalogue_figure(request, facts) for request in dict.fromkeys(requests))
    return [figure for figure in found if figure is not None and figure.id not in document.figures_by_id]


def office_faces() -> Faces:
    """The faces that the office has set for its documents."""
    return Faces(**settings.DOCUMENT_FACES)


def _docx(report: Compiled) -> bytes:
    """Word knows no list of figures; but a table of units is numbered as that list is."""
    return docx.render(report.document if report.printed.attachments else report.printed, office_faces())


def _xlsx(report: Compiled) -> bytes:
    """报送版: the figures and what they rest on, without rows about single people."""
    details = details_sheet(report.document, report.backing)
    branches = branch_sheet(_printed(report), report.facts)
    return xlsx.render(report.document, chain([details], handed_in(report.facts)), branches)


def internal_workbook(report: Compiled, *, watermark: str, kept: Document | None = None, remark: str = "") -> bytes:
    """内部台账: every ledger and every record behind a figure in full, marked on each sheet and printed page.

    The figures are those of ``kept`` where the report is such a version; the records are always those of now, and
    then ``remark`` says so on each of their sheets.
    """
    document = kept or report.document
    details = details_sheet(document, backing_of(report.document, report.facts, personal=True))
    branches = branch_sheet(_printed(report), report.facts)
    ledgers = (_remarked(sheet, remark) for sheet in chain([details], in_full(report.facts)))
    return xlsx.render(document, ledgers, branches and _remarked(branches, remark), watermark=watermark)


def _remarked(sheet: Sheet, remark: str) -> Sheet:
    return replace(sheet, note="；".join(filter(None, (remark, sheet.note))))


def set_again(document: Document, name: str, version: str) -> bytes:
    """A file of a kept text whose files were not kept: only what the text itself holds, nothing of today's records."""
    match name:
        case "docx":
            return docx.render(document, office_faces())
        case "xlsx":
            return xlsx.render(document, remark=f"{version}留存的只有数字，当时的明细和台账没有留存")
        case "json":
            return json.render(document)
    return _page(document)


def _printed(report: Compiled) -> list[Request]:
    """What the report's own text and tables print."""
    known = report.document.figures_by_id
    printed = [known[figure_id] for figure_id in dict.fromkeys(each for _, each in printed_figures(report.document))]
    tokens = [token for figure in printed if not figure.unit_code for token in tokens_of(figure.token)]
    requests = [slot.request for slot in map(resolve, tokens) if slot.request is not None]
    return [*requests, *_in_tables(outline_of(report.facts.order))]


def _json(report: Compiled) -> bytes:
    return json.render(report.document, report.backing)


def _html(report: Compiled) -> bytes:
    return _page(report.document)


def _page(document: Document) -> bytes:
    """A page that stands alone: its styles are inside, since the file may be opened anywhere."""
    styles = "\n".join(Path(str(finders.find(f"partywork/{name}"))).read_text(encoding="utf-8") for name in STYLES)
    page = format_html(
        '<!doctype html>\n<html lang="zh-Hans"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{}</title>'
        '<style>{}</style></head><body class="page-report">'
        '<main class="report"><div class="report-desk">{}</div></main></body></html>\n',
        document.title,
        mark_safe(styles),
        html.render(document),
    )
    return page.encode()


FORMATS: dict[str, Format] = {
    "docx": Format("Word 文档", "按公文格式排好版", DOCX, _docx),
    "xlsx": Format("Excel 报送版", "指标和台账，不含个人信息", XLSX, _xlsx),
    "html": Format("网页", "可在浏览器里打开和打印", "text/html; charset=utf-8", _html),
    "json": Format("数据文件", "供其他系统读取", "application/json", _json),
}
