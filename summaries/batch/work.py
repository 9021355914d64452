"""The batch as background work: a group of units at a time, so that memory stays flat however many there are."""

import logging
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.exceptions import ValidationError

from partywork.jobs.kinds import Result, job_kind
from partywork.jobs.running import Refused, Run
from partywork.measures.lookup import UnknownFigure
from partywork.orgs.models import Organisation
from summaries.batch.archive import Archive, Line
from summaries.batch.making import PDF, Made, make_fresh, make_stored, orders_for
from summaries.batch.order import PERMISSION, BatchOrder
from summaries.batch.sources import Stored, stored_of
from summaries.batch.together import facts_of
from summaries.document import chinese_date
from summaries.exports import office_faces
from summaries.facts import Facts
from summaries.outlines.shelf import outline_for
from summaries.phrases.sentences import LibraryError
from summaries.renderers import pdf
from summaries.text import TokenError

KIND = "summaries.batch"
GROUP = 200  # units that are read together: many share the queries, too many fill the memory
IN_WORDS = (TokenError, UnknownFigure, LibraryError)  # their messages are written for the user

NOBODY = "按您选的范围，没有可以编制的党组织。"
NOTHING = "没有一份做成，原因见下面的清单。"
BROKEN = "编制时程序出错。请单独编制这个单位的总结；仍然不行时，请联系管理员查看日志。"
NO_PDF = "没有转换成 PDF，其他格式不受影响"

_log = logging.getLogger(__name__)


@job_kind(KIND, "批量编制总结", PERMISSION)
def make_reports(run: Run) -> Result:
    """Reports of all units as one zip. A unit that fails is listed with the reason; the others go on."""
    order = BatchOrder.of(run.params)
    _require_outline(order)
    orgs = order.organisations(run.job.org, run.gate)
    if not orgs:
        raise Refused(NOBODY)
    about = f"{run.job.org.short_name}{order.period.label}各党组织总结"
    path = run.folder / "reports.zip"
    with Archive(path, order.formats) as archive:
        lines = [
            line
            for start in range(0, len(orgs), GROUP)
            for line in _Group(run, order, archive, start, len(orgs)).make(orgs[start : start + GROUP])
        ]
        if not archive.entries:
            raise Refused(NOTHING)
        archive.finish(about, f"数据截至{chinese_date(order.data_date)}；没有定稿的都是送审稿", lines)
    failed = sum(bool(line.reason) for line in lines)
    message = f"{len(orgs)}个党组织，编制了{sum(bool(line.names) for line in lines)}个"
    return Result(message + (f"，{failed}个有没做成的" if failed else ""), path, f"{about}.zip")


def _require_outline(order: BatchOrder) -> None:
    """An outline may be changed between the order and the work."""
    try:
        if order.outline:
            outline_for(order.outline)
    except KeyError as error:
        raise Refused(str(error.args[0])) from None


class _Group:
    """Some units of the batch, beginning behind the first ``start``."""

    def __init__(self, run: Run, order: BatchOrder, archive: Archive, start: int, total: int) -> None:
        self.run, self.order, self.archive, self.start, self.total = run, order, archive, start, total

    def make(self, orgs: list[Organisation]) -> list[Line]:
        lines = [Line(self.start + number, org) for number, org in enumerate(orgs, 1)]
        self.run.step(self.start, self.total, "正在读取记录")
        stored = stored_of(orgs, self.order, self.run.gate)
        orders = orders_for([org for org in orgs if org.pk not in stored], self.order, self.run.today)
        fresh = {facts.order.org.pk: facts for facts in facts_of(orders)}
        with TemporaryDirectory(dir=self.run.folder) as folder:
            documents = dict(self._all(lines, stored, fresh, Path(folder)))
            if PDF in self.order.formats:
                self._add_pdfs(documents, Path(folder))
        return lines

    def _all(
        self, lines: list[Line], stored: dict[int, Stored], fresh: dict[int, Facts], folder: Path
    ) -> Iterator[tuple[Path, tuple[Line, Made]]]:
        """Make each unit's files, put them into the archive, and leave the Word file in ``folder`` for the PDF."""
        for line in lines:
            self.run.step(line.number - 1, self.total, f"正在编制：{line.org.short_name}")
            pk, formats = line.org.pk, self.order.formats
            try:
                made = make_stored(stored[pk], formats) if pk in stored else make_fresh(fresh.pop(pk), formats)
            except ValidationError as error:
                self._failed(line, "；".join(error.messages))
            except IN_WORDS as error:
                self._failed(line, str(error))
            except Exception:  # whatever is wrong with one unit, the others get theirs
                _log.exception("batch %s: organisation %s", self.run.job.pk, pk)
                self._failed(line, BROKEN)
            else:
                line.source, line.data_date, line.looked_at = made.source, made.data_date, made.looked_at
                for ending in formats:
                    if ending != PDF:
                        self.archive.add(line, made.name, ending, made.files[ending])
                document = folder / f"{line.number}.docx"
                if PDF in formats:
                    document.write_bytes(made.files["docx"])
                yield document, (line, made)

    def _add_pdfs(self, documents: dict[Path, tuple[Line, Made]], folder: Path) -> None:
        """All of the group in one conversion: LibreOffice takes longer to start than to convert a report."""
        self.run.step(self.start, self.total, "正在转换 PDF")
        try:
            converted = pdf.convert(list(documents), folder, office_faces()) if documents else {}
        except pdf.PdfError as error:
            for line, _ in documents.values():
                self._failed(line, str(error))
            return
        for document, (line, made) in documents.items():
            if document in converted:
                self.archive.add(line, made.name, PDF, converted[document].read_bytes())
            else:
                self._failed(line, NO_PDF)

    def _failed(self, line: Line, reason: str) -> None:
        line.reason = reason
        self.run.problem(line.org.short_name, reason)
