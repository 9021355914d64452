"""The report as a value: headings, paragraphs, tables and the figures printed in them.

Nothing here knows how the report was compiled or how it will be shown; renderers turn one Document into
Word, a spreadsheet, a page or JSON, so the same figure cannot differ between them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

Align = Literal["left", "center", "right"]

WIDE_COLUMNS = 7  # a table with more columns than this is unreadable on an upright A4 page


@dataclass(frozen=True)
class Figure:
    """One computed value of the report.

    `printed` is what the reader sees, `number` the exact value behind it: an int for counts, a float with one
    decimal for percentages (63.4 means 63.4%), yuan as text with two decimals for money, an ISO date as text
    for dates, None where there is nothing to print.
    `definition` is the 口径 in words; `evidence_url` lists the records it was computed from. `declared` is how much
    of `number` was declared and has no records (填报数); None where all of it rests on records.
    `unit_code` names the one organisation whose own records it counts, where it is a cell of a table of units;
    "" for a figure of the whole report.
    """

    id: str
    token: str
    name: str
    printed: str
    number: int | float | str | None
    unit: str
    definition: str
    theme: str
    evidence_url: str
    evidence_count: int | None = None
    declared: int | float | str | None = None
    unit_code: str = ""


@dataclass(frozen=True)
class Run:
    """A stretch of text; with `figure_id` it is that figure as printed.

    `anchor` names the passage of the stored report it belongs to ("" where there is none), so that a page
    can lead to it. Several passages may stand in one paragraph.
    """

    text: str
    figure_id: str | None = None
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of body text. A "lead" one opens with its own point (一是…) and stands by itself."""

    runs: tuple[Run, ...]
    kind: Literal["body", "lead"] = "body"

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def anchors(self) -> tuple[str, ...]:
        """The passages in it, in reading order; usually one."""
        return tuple(dict.fromkeys(run.anchor for run in self.runs if run.anchor))

    @property
    def anchor(self) -> str:
        """The first passage in it, "" where there is none."""
        return next(iter(self.anchors), "")


@dataclass(frozen=True)
class Heading:
    """A heading; its number (一、 （一） 1.) is typed text and part of `text`.

    `anchor` names the first passage under it, where the report is a stored one.
    """

    level: Literal[1, 2, 3]
    text: str
    anchor: str = ""


@dataclass(frozen=True)
class TableColumn:
    """`width_weight` is this column's share of the table's width, relative to the other columns."""

    header: str
    width_weight: float = 1.0
    align: Align = "left"


@dataclass(frozen=True)
class Table:
    """A table of text cells; every row has exactly one cell a column (ValueError otherwise).

    `figures` names the figure that each cell prints, None where it prints none; it is empty for a table of mere
    text. A cell may set a figure's number otherwise than a sentence does (1,500.00 for 1500).
    """

    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: tuple[tuple[str | None, ...], ...] = ()

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(f"表“{self.title}”第{number}行有{len(row)}格，应为{len(self.columns)}格")
        if self.figures and [len(row) for row in self.figures] != [len(row) for row in self.rows]:
            raise ValueError(f"表“{self.title}”的指标与各格对不上")

    @property
    def wide(self) -> bool:
        return len(self.columns) > WIDE_COLUMNS

    def cells(self) -> Iterator[tuple[tuple[str, str | None], ...]]:
        """Row by row each cell's text and the figure it prints."""
        nothing = (None,) * len(self.columns)
        for number, row in enumerate(self.rows):
            yield tuple(zip(row, self.figures[number] if self.figures else nothing, strict=True))


Block = Heading | Paragraph | Table


@dataclass(frozen=True)
class Attachment:
    """An attachment starts on its own page; one with a wide table is set on A4 landscape."""

    title: str
    blocks: tuple[Block, ...]

    @property
    def landscape(self) -> bool:
        return any(isinstance(block, Table) and block.wide for block in self.blocks)


@dataclass(frozen=True)
class Meta:
    """What the report is about: the period in words, the date its data was taken, the organisation."""

    period: str
    data_date: date
    organisation: str


@dataclass(frozen=True)
class Document:
    """A whole report. Raises ValueError when two figures share an id or a run or cell names an unknown figure.

    `date` is the date under the signature. `draft_mark` is 送审稿, or empty for the final text.
    `addressee` may be empty and carries no colon of its own.
    """

    title_lines: tuple[str, ...]
    addressee: str
    blocks: tuple[Block, ...]
    signature: str
    date: date
    meta: Meta
    attachments: tuple[Attachment, ...] = ()
    draft_mark: str = ""
    figures: tuple[Figure, ...] = ()

    def __post_init__(self) -> None:
        if len(self.figure_numbers) != len(self.figures):
            raise ValueError("指标编号重复")
        unknown = {figure_id for _, figure_id in printed_figures(self)} - set(self.figure_numbers)
        if unknown:
            raise ValueError("正文引用了不存在的指标：" + "、".join(sorted(map(str, unknown))))

    @property
    def title(self) -> str:
        return "".join(self.title_lines)

    @cached_property
    def figure_numbers(self) -> Mapping[str, int]:
        """Figure id → its ordinal (from 1): the n of the bookmark fig_n and of the spreadsheet's 序号."""
        return {figure.id: number for number, figure in enumerate(self.figures, 1)}

    @cached_property
    def figures_by_id(self) -> Mapping[str, Figure]:
        return {figure.id: figure for figure in self.figures}


def all_blocks(document: Document) -> Iterator[Block]:
    """Every block in reading order, the attachments' after the body's."""
    yield from document.blocks
    for attachment in document.attachments:
        yield from attachment.blocks


def printed_figures(document: Document) -> Iterator[tuple[str, str]]:
    """What is printed of each figure and the figure's id, in reading order: in running text and in tables."""
    for block in all_blocks(document):
        if isinstance(block, Paragraph):
            yield from ((run.text, run.figure_id) for run in block.runs if run.figure_id is not None)
        elif isinstance(block, Table):
            yield from ((text, figure_id) for row in block.cells() for text, figure_id in row if figure_id is not None)


def chinese_date(day: date) -> str:
    """2026年7月1日: full year, no leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def attachment_notes(document: Document) -> tuple[str, ...]:
    """The lines of the attachment note; a single attachment carries no number (GB/T 9704-2012, 7.3.4)."""
    titles = [attachment.title for attachment in document.attachments]
    if len(titles) == 1:
        return (f"附件：{titles[0]}",)
    return tuple(f"{'附件：' if number == 1 else ''}{number}. {title}" for number, title in enumerate(titles, 1))


def attachment_label(document: Document, number: int) -> str:
    """附件, or 附件1 and so on where there are several (`number` counts from 1)."""
    return "附件" if len(document.attachments) == 1 else f"附件{number}"


def plain_text(document: Document) -> str:
    """The report as lines of text, cells parted by tabs: for searching, comparing and checking."""
    lines = list(document.title_lines)
    if document.addressee:
        lines.append(f"{document.addressee}：")
    lines += _block_lines(document.blocks)
    lines += attachment_notes(document)
    lines += [document.signature, chinese_date(document.date)]
    for number, attachment in enumerate(document.attachments, 1):
        lines += [attachment_label(document, number), attachment.title]
        lines += _block_lines(attachment.blocks)
    return "\n".join(lines)


def _block_lines(blocks: tuple[Block, ...]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            if block.title:
                lines.append(block.title)
            lines.append("\t".join(column.header for column in block.columns))
            lines += ["\t".join(row) for row in block.rows]
        else:
            lines.append(block.text)
    return lines
