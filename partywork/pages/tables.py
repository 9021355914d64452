"""Rows as HTML, built in one pass: a template loop over cells costs a list page half its speed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from partywork.common.money import format_yuan
from partywork.ledgers.columns import Column

NUMERIC = {"int", "decimal", "money", "percent"}
LONG = 30  # characters: a text column this wide holds sentences and must not be squeezed on screen
SHORT = 12  # a text column this narrow holds a word or a month, which must not be broken


@dataclass(frozen=True)
class Table:
    head: list[dict[str, str]]
    body: SafeString
    is_empty: bool


def table_of(
    columns: Sequence[Column],
    rows: Iterable[Any],
    url: Callable[[Any], str] | None = None,
    pick: Callable[[Any], str] | None = None,
) -> Table:
    """A table of ``columns`` over ``rows``; the first cell links to the row's page.

    ``pick`` gives what the box before a row sends to the form ``bulk`` when it is ticked.
    """
    rows = list(rows)
    columns = [column for column in columns if not column.spare or _is_filled(column, rows)]
    head = [{"label": label_of(column), "css": css_of(column)} for column in columns]
    if head:
        head[0]["css"] = _css_of_first(columns[0])
    opened = [_opening_tag(label_of(column), css_of(column)) for column in columns]
    if head:
        opened[0] = _opening_tag(label_of(columns[0]), head[0]["css"] + (" with-pick" if pick else ""))
    cells = zip(*(_cells(column, rows) for column in columns), strict=True)
    body = SafeString("".join(_row(opened, row, own, url, pick) for row, own in zip(rows, cells, strict=True)))
    return Table(head, body, not rows)


def _opening_tag(label: str, css: str) -> str:
    return format_html('<td data-label="{}" class="{}">', label, css)


def _row(
    opened: Sequence[str],
    row: Any,
    cells: Sequence[str],
    url: Callable[[Any], str] | None,
    pick: Callable[[Any], str] | None,
) -> str:
    """What is the same in every row was made once. ``cells`` are HTML."""
    first, *others = cells
    named = f'<a href="{escape(url(row))}">{first or "—"}</a>' if url else first
    cells = (_box(pick(row), first) + named if pick else named, *others)
    return "<tr>" + "".join([f"{tag}{cell}</td>" for tag, cell in zip(opened, cells, strict=True)]) + "</tr>"


def _is_filled(column: Column, rows: list[Any]) -> bool:
    return any(column.value(row) not in (None, "") for row in rows)


def _box(pick: str, name: str) -> str:
    """The box that picks a row, with the room of a finger around it. ``name`` is HTML."""
    return (
        f'<label class="pick"><input type="checkbox" form="bulk" name="picked" value="{escape(pick)}"'
        f' aria-label="选择{name}"></label>'
    )


def _cells(column: Column, rows: list[Any]) -> list[str]:
    """The column's text in each row as HTML, behind its light where it has one."""
    texts = [_html(column.value(row), column) for row in rows]
    if column.mark is None:
        return texts
    return [_lit(text, column.mark(row)) if text else "" for text, row in zip(texts, rows, strict=True)]


def _html(value: Any, column: Column) -> str:
    """What Django's conditional_escape gives, which asks every text whether it is a promise of one."""
    text = value if value.__class__ is str else show(value, column)
    return text if isinstance(text, SafeString) else escape(text)


def _lit(text: str, light: str) -> str:
    return f'<span class="light light-{escape(light)}">{text}</span>' if light else text


def label_of(column: Column) -> str:
    """The header as a page shows it: money always says its unit."""
    return f"{column.header}（元）" if column.kind == "money" and "元" not in column.header else column.header


def css_of(column: Column) -> str:
    if column.kind == "text":
        if column.key == "org":
            return "name"  # a unit's name breaks badly
        return "long" if column.width >= LONG else "short" if column.width <= SHORT else ""
    return "num" if column.kind in NUMERIC else "date"


def _css_of_first(column: Column) -> str:
    """The first cell names the row: a number there (a year) stands at the left like a name."""
    css = css_of(column)
    return "date" if css == "num" else css


def show(value: Any, column: Column) -> str:
    """A cell's value as people read it."""
    if value is None or value == "":
        return ""
    if value == 0 and column.kind == "int" and not column.required:
        return ""  # nobody needed the number: a 0 would read as something counted
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    if column.kind == "money":
        return format_yuan(value, grouped=True)
    if column.kind == "percent":
        return f"{value}%"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
