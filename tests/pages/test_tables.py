"""Cells as a page shows them."""

from types import SimpleNamespace
from typing import Any

import pytest

from partywork.ledgers.columns import Column
from partywork.pages.tables import label_of, show, table_of


def column(kind: str = "text", **extra: Any) -> Column:
    return Column("size", "数目", lambda row: row.size, kind, **extra)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "value", "shown"),
    [
        (column("int"), 0, ""),
        (column("int"), 3, "3"),
        (column("int", required=True), 0, "0"),
        (column("money"), 0, "0.00"),
    ],
)
def test_a_number_nobody_needed_is_not_shown_as_zero(asked: Column, value: int, shown: str) -> None:
    assert show(value, asked) == shown


@pytest.mark.parametrize(("header", "shown"), [("实缴", "实缴（元）"), ("金额（元）", "金额（元）")])
def test_money_says_its_unit_once(header: str, shown: str) -> None:
    assert label_of(Column("paid", header, lambda row: row.paid, "money")) == shown


def test_a_mark_is_a_light_beside_the_word() -> None:
    table = table_of([column(mark=lambda row: row.light)], [SimpleNamespace(size="已缴", light="ok")])
    assert table.body == '<tr><td data-label="数目" class=""><span class="light light-ok">已缴</span></td></tr>'


@pytest.mark.parametrize(("sizes", "heads"), [(["", ""], []), (["", "大"], ["数目"])])
def test_a_spare_column_is_left_out_where_nobody_filled_it_in(sizes: list[str], heads: list[str]) -> None:
    name = Column("name", "名称", lambda row: row.name)
    rows = [SimpleNamespace(name="甲", size=size) for size in sizes]
    assert [head["label"] for head in table_of([name, column(spare=True)], rows).head] == ["名称", *heads]


def test_a_year_that_names_its_row_stands_at_the_left() -> None:
    year = Column("year", "年度", lambda row: row.year, "int", required=True)
    table = table_of([year, column("int")], [SimpleNamespace(year=2026, size=3)])
    assert [head["css"] for head in table.head] == ["date", "num"]
