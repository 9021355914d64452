"""What cannot break stays on one line: a number or a day cut in two is hard to read and easily misread."""

import re
from collections.abc import Iterator
from itertools import product

import pytest

from partywork.exports.fields import Data, sample
from partywork.exports.forms.library import BY_CODE
from partywork.word.form_writer import CELL_MARGIN, SMALL_MARGIN, page_width
from partywork.word.layout import Grid, Page

# Of the size of the type, in Times New Roman, which digits are set in; a tenth is added for its stand-ins.
DIGIT, DOT, SPARE = 0.5, 0.25, 1.1
LARGE_TYPE, SMALL_TYPE = 240, 180  # twentieths of a point, as cells are measured
LONGEST = {
    "公民身份号码": "11010119900307123X", "手机号码": "13912345678", "基数": "12345.00", "执行标准": "1.5%",
    "应缴合计": "98765.00", "实缴合计": "98765.00", "全年应缴": "12345.60", "全年实缴": "12345.60", "序号": 999,
}  # fmt: skip


def longest(data: Data) -> Data:
    return {name: _longest(name, value) for name, value in data.items()}


def _longest(name: str, value):
    if isinstance(value, list):
        return [longest(row) for row in value]
    if name in LONGEST:
        return LONGEST[name]
    if re.fullmatch(r"\d{4}\.\d+\.\d+", str(value)):
        return "2026.12.28"
    return "9876.50" if re.fullmatch(r"\d+\.\d\d", str(value)) else value


def too_wide(page: Page) -> Iterator[tuple[str, int, int]]:
    """(text, width it takes, width there is) in twips."""
    for grid in page.blocks:
        if not isinstance(grid, Grid):
            continue
        size, margin = (SMALL_TYPE, SMALL_MARGIN) if grid.small else (LARGE_TYPE, CELL_MARGIN)
        widths = [page_width(page) * weight / sum(grid.weights) for weight in grid.weights]
        for row in grid.rows:
            if sum(cell.across for cell in row.cells) != len(widths):
                continue  # under heads of two rows: labels alone
            column = 0
            for cell in row.cells:
                room = sum(widths[column : column + cell.across]) - 2 * margin
                column += cell.across
                for piece in re.findall(r"[0-9.%X]+", cell.text):
                    taken = sum(DOT if each == "." else DIGIT for each in piece) * size * SPARE
                    if taken > room:
                        yield piece, round(taken), round(room)


@pytest.mark.parametrize("code", [code for code, kind in BY_CODE.items() if kind.fields])
def test_numbers_and_days_fit_their_columns(code):
    kind = BY_CODE[code]
    found = []
    for several, more in product(("", "是"), ("", "是")):
        data = longest(sample(kind.fields))
        data |= {name: more for name in ("含个人信息", "含计算基数") if name in data}
        data |= {"每月实缴": data["每月实缴"] * 6} if "每月实缴" in data else {}
        data |= {"分支部": several} if "分支部" in data else {}
        found += [(each, several, more) for page in kind.layout(data) for each in too_wide(page)]
    assert found == []
