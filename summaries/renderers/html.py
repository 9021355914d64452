"""The report as a sheet of paper on a page: an <article> in which every figure links to its records.

Only classes, never style attributes: the Content-Security-Policy allows no inline style. The look is the
stylesheet's business (static/partywork/report.css).
"""

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from summaries.document import (
    Attachment,
    Block,
    Document,
    Figure,
    Heading,
    Paragraph,
    Run,
    Table,
    attachment_label,
    attachment_notes,
    chinese_date,
)

_SAFE_ADDRESS = re.compile(r"(https?://|/(?!/)|[?#])")

Around = Callable[[Block, SafeString], SafeString]  # a block and its HTML → the HTML with what a page puts beside it


def render(document: Document, around: Around | None = None) -> SafeString:
    """The article fragment; everything in it is escaped. ``around`` dresses the blocks of the body."""
    mark = format_html('<p class="paper-mark">{}</p>', document.draft_mark) if document.draft_mark else ""
    addressee = format_html('<p class="addressee">{}：</p>', document.addressee) if document.addressee else ""
    notes = format_html_join("", '<p class="attachment-note">{}</p>', ((n,) for n in attachment_notes(document)))
    return format_html(
        '<article class="paper" lang="zh-Hans">{}<h1 class="paper-title">{}</h1>{}{}{}'
        '<p class="signature">{}</p><p class="signature-date">{}</p>{}</article>',
        mark,
        format_html_join(mark_safe("<br>"), "{}", ((line,) for line in document.title_lines)),
        addressee,
        _blocks(document.blocks, document, around),
        notes,
        document.signature,
        chinese_date(document.date),
        _join(
            _attachment(attachment, attachment_label(document, number), document)
            for number, attachment in enumerate(document.attachments, 1)
        ),
    )


def _attachment(attachment: Attachment, label: str, document: Document) -> SafeString:
    return format_html(
        '<section class="attachment{}"><p class="attachment-label">{}</p>'
        '<h2 class="attachment-title">{}</h2>{}</section>',
        " landscape" if attachment.landscape else "",
        label,
        attachment.title,
        _blocks(attachment.blocks, document),
    )


def _blocks(blocks: Sequence[Block], document: Document, around: Around | None = None) -> SafeString:
    drawn = ((block, _block(block, document)) for block in blocks)
    return _join(around(block, html) if around else html for block, html in drawn)


def _block(block: Block, document: Document) -> SafeString:
    if isinstance(block, Heading):
        # The title is the page's h1, so a first-level heading is an h2 that looks like level one.
        tag = mark_safe(f"h{block.level + 1}")
        return format_html('<{} class="h{}">{}</{}>', tag, block.level, block.text, tag)
    if isinstance(block, Paragraph):
        return _paragraph(block, document)
    return _table(block, document)


def _paragraph(block: Paragraph, document: Document) -> SafeString:
    """The id of a passage is its paragraph's, or where several stand in one, that of a span of its own."""
    if len(block.anchors) < 2:
        identity = format_html(' id="{}"', block.anchor) if block.anchor else ""
        return format_html('<p class="{}"{}>{}</p>', block.kind, identity, _runs(block.runs, document))
    passages = _join(
        format_html('<span id="{}">{}</span>', anchor, _runs(tuple(runs), document))
        if anchor
        else _runs(tuple(runs), document)
        for anchor, runs in groupby(block.runs, key=lambda run: run.anchor)
    )
    return format_html('<p class="{}">{}</p>', block.kind, passages)


def _runs(runs: Sequence[Run], document: Document) -> SafeString:
    return _join(_run(run, document) for run in runs)


def _run(run: Run, document: Document) -> SafeString:
    if run.figure_id is None:
        return format_html("{}", run.text)
    return _figure(run.text, document.figures_by_id[run.figure_id])


def _figure(text: str, figure: Figure) -> SafeString:
    if not _SAFE_ADDRESS.match(figure.evidence_url):
        return format_html(
            '<span class="figure" data-figure="{}" title="{}">{}</span>', figure.id, figure.definition, text
        )
    return format_html(
        '<a class="figure" href="{}" data-figure="{}" title="{}">{}</a>',
        figure.evidence_url,
        figure.id,
        figure.definition,
        text,
    )


def _table(table: Table, document: Document) -> SafeString:
    head = format_html_join("", '<th scope="col">{}</th>', ((column.header,) for column in table.columns))
    rows = _join(_row(table, cells, document) for cells in table.cells())
    caption = format_html("<caption>{}</caption>", table.title) if table.title else ""
    return format_html(
        '<div class="paper-table{}"><table>{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>',
        " wide" if table.wide else "",
        caption,
        head,
        rows,
    )


def _row(table: Table, cells: Sequence[tuple[str, str | None]], document: Document) -> SafeString:
    known = document.figures_by_id
    shown = (
        (column.align, text if figure_id is None else _figure(text, known[figure_id]))
        for column, (text, figure_id) in zip(table.columns, cells, strict=True)
    )
    return format_html("<tr>{}</tr>", format_html_join("", '<td class="align-{}">{}</td>', shown))


def _join(parts: object) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))  # type: ignore[attr-defined]
