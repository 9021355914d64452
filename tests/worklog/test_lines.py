"""Quantities and amounts in one cell."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from partywork.ledgers.cells import CellError
from partywork.worklog.lines import LineData, as_lines, fault_of, show_lines, tidy


@pytest.mark.parametrize(
    ("cell", "lines"),
    [
        ("展板 12块；经费 3500元", [LineData("展板", 12000, "块"), LineData("经费", amount_fen=350000)]),
        ("展板 12块 3,500.50元", [LineData("展板", 12000, "块", 350050)]),
        ("展板12块 3500元\n条幅6条", [LineData("展板", 12000, "块", 350000), LineData("条幅", 6000, "条")]),
        ("举报 0件", [LineData("举报", 0, "件")]),
        ("1.5吨；1.2万元", [LineData("", 1500, "吨"), LineData(amount_fen=1200000)]),
        ("手册 ３０本", [LineData("手册", 30000, "本")]),
        ("", []),
        (None, []),
    ],
)
def test_reads_what_people_write(cell, lines):
    assert as_lines(cell) == lines


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("展板", "“展板”里没有读到数量或金额"),
        ("展板 12", "“展板 12”里没有读到数量或金额"),
        ("展板 12块 3条", "“展板 12块 3条”不能用"),
        ("2026年 手册 30本", "“2026年 手册 30本”不能用：项目“2026年 手册”里不能有分号，也不能有单独写的数量"),
        ("展板 1.2.3块", "“1.2.3”不是数"),
        ("经费 3.555元", "最多保留两位小数"),
    ],
)
def test_says_what_it_could_not_read(cell, why):
    with pytest.raises(CellError, match=why.replace(".", r"\.")):
        as_lines(cell)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (LineData("展板"), "“展板”没有数量也没有金额，请填其中一项；没有发生的填 0。"),
        (LineData("展板", 1000), "有数量的请填单位，例如：块、份、户。"),
        (LineData("展板", None, "块", 100), "填了单位“块”，没有填数量。"),
        (LineData("经费", 1000, "元"), "钱数请填在金额里，不作数量。"),
        (LineData("展板", 1000, "大 块"), "单位“大 块”里不能有数字、空格或标点。"),
        (LineData("展板12块", amount_fen=100), "项目“展板12块”里带着数量，请把数量和单位分开填。"),
        (LineData("展板", 0, "块"), ""),
    ],
)
def test_faults_of_a_line(line, fault):
    assert fault_of(line) == fault


words = st.text(max_size=12)
milli, fen = st.integers(0, 10**11), st.integers(0, 10**11)
counted = st.builds(LineData, words, milli, st.text(min_size=1, max_size=4), st.none() | fen)
paid = st.builds(LineData, words, st.none(), st.just(""), fen)
names, units = st.sampled_from(["", "展板", "A3 纸", "楼A3组", "三"]), st.sampled_from(["块", "m²"])
ordinary = st.builds(LineData, names, milli, units, st.none() | fen)


@given(counted.map(tidy) | paid.map(tidy) | ordinary)
def test_a_line_without_fault_reads_back_the_same(line):
    assume(not fault_of(line))
    assert as_lines(str(line)) == [line]


@given(st.lists(ordinary, min_size=1, max_size=3))
def test_several_lines_read_back_the_same(lines):
    assert as_lines(show_lines(lines)) == lines
