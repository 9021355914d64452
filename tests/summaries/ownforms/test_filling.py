"""A form comes back filled: the right figures in the right cells, and everything else as it was."""

import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from partywork.common.periods import Year
from summaries.facts import Facts
from summaries.ownforms.filling import fill
from tests.factories.members import make_member
from tests.factories.ownforms import as_bytes, workbook
from tests.factories.visits import make_visit
from tests.summaries.office import make_office, order

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


def filled(book: Workbook, facts: Facts) -> Workbook:
    return load_workbook(io.BytesIO(fill(as_bytes(book), facts)))


def values(sheet, area):
    return [[cell.value for cell in row] for row in sheet[area]]


def test_single_figures_are_numbers_and_sentences_are_texts(office):
    make_visit(office.steady, office.by, date(2026, 2, 1), households=36)
    for _ in range(3):
        make_member(office.steady, office.by)
    book = workbook(
        表={
            "A1": "{单位}{期间}", "A2": " {支委会次数} ", "A3": "共{走访户数}户", "A4": "{走访户数|余}",
            "A5": "{党员总数}", "A6": "数据截至{数据截至}", "A7": "{{原样", "A8": "=A2*2", "A9": "={1,2}",
            "A10": "{支委会次数#进社区}", "A11": "{支委会次数|自4月}",
        }
    )  # fmt: skip
    sheet = filled(book, Facts(order(office.root)))["表"]
    assert [row[0] for row in values(sheet, "A1:A11")] == [
        "中共青禾街道党工委2026年上半年", 7, "共36户", "30余", 3, "数据截至6月30日", "{{原样", "=A2*2", "={1,2}", 0, 3,
    ]  # fmt: skip
    assert [sheet[place].data_type for place in ("A2", "A3", "A5")] == ["n", "s", "n"]


def test_what_records_say_never_becomes_a_formula(office):
    office.steady.short_name = "=1+1"
    office.steady.save()
    sheet = filled(workbook(表={"A1": "{每个支部}"}), Facts(order(office.root)))["表"]
    assert [(cell.value, cell.data_type) for cell in sheet["A"]] == [("=1+1", "s"), ("青禾第二社区党支部", "s")]
    # Marked as text, or it would be computed as soon as somebody goes into the cell and out again.
    assert [cell.quotePrefix for cell in sheet["A"]] == [True, False]


def test_a_row_repeats_for_every_branch_and_formulas_follow(office):
    book = workbook(
        表={
            "A1": "党支部", "B1": "支委会", "C1": "党课", "D1": "小计",
            "A2": "{序号}.{每个支部}", "B2": "{支委会次数}", "C2": "{党课次数}", "D2": "=SUM(B2:C2)/$B$3",
            "A3": "合计", "B3": "=SUM(B2:B2)", "C3": "=SUM($C$2:$C2)", "D3": "=B3+C3", "A4": "全部{支委会次数}次",
        },
        总表={"A1": "=SUM(表!B2:B2)", "A2": "=表!D3", "A3": "=B3", "A4": "=SUM('表'!2:3)", "A5": "=支委会合计"},
    )  # fmt: skip
    book.defined_names["支委会合计"] = DefinedName("支委会合计", attr_text="表!$B$3")
    book = filled(book, Facts(order(office.root)))
    assert values(book["表"], "A2:D5") == [
        ["1.青禾第一社区党支部", 6, 2, "=SUM(B2:C2)/$B$4"],
        ["2.青禾第二社区党支部", 1, 0, "=SUM(B3:C3)/$B$4"],
        ["合计", "=SUM(B2:B3)", "=SUM($C$2:$C3)", "=B4+C4"],
        ["全部7次", None, None, None],
    ]
    assert [cell.value for cell in book["总表"]["A"]] == [
        "=SUM(表!B2:B3)", "=表!D4", "=B3", "=SUM('表'!2:4)", "=支委会合计",
    ]  # fmt: skip
    assert book.defined_names["支委会合计"].value == "表!$B$4"


def test_every_organisation_includes_the_upper_ones_own_records(office):
    book = workbook(表={"A1": "{每个党组织}", "B1": "{中心组学习次数}", "C1": "{支委会次数}", "A2": "{单位简称}"})
    sheet = filled(book, Facts(order(office.root)))["表"]
    assert values(sheet, "A1:C4") == [
        ["青禾街道党工委", 1, 0],
        ["青禾第一社区党支部", 0, 6],
        ["青禾第二社区党支部", 0, 1],
        ["青禾街道党工委", None, None],
    ]


def test_two_repeated_rows_of_a_sheet(office):
    book = workbook(表={"A1": "{每个支部}", "B1": "{支委会次数}", "A2": "——", "A3": "{每个支部}", "B3": "{党课次数}"})
    sheet = filled(book, Facts(order(office.root)))["表"]
    one, two = "青禾第一社区党支部", "青禾第二社区党支部"
    assert values(sheet, "A1:B5") == [[one, 6], [two, 1], ["——", None], [one, 2], [two, 0]]


def test_a_branch_fills_one_row_and_an_office_without_branches_none(office):
    book = workbook(表={"A1": "{每个支部}", "B1": "{支委会次数}", "A2": "合计"})
    own = filled(book, Facts(order(office.lagging)))["表"]
    assert values(own, "A1:B2") == [["青禾第二社区党支部", 1], ["合计", None]]
    for branch in (office.steady, office.lagging):
        branch.placements.update(until=date(2026, 1, 2))
    bare = filled(book, Facts(order(office.root)))["表"]
    assert values(bare, "A1:B2") == [[None, None], ["合计", None]]


def test_months_in_headings_narrow_what_is_below_or_beside(office):
    book = workbook(
        横={
            "A1": "项目", "B1": "{2月}", "C1": "{3月}", "D1": "{7月}", "A2": "支委会", "B2": "{支委会次数}",
            "C2": "{支委会次数}", "D2": "{支委会次数}", "A3": "累计", "B3": "{支委会次数|自年初}",
            "C3": "{支委会次数|自年初}", "A4": "{每个支部}", "B4": "{支委会次数}", "C4": "{支委会次数}",
            "D4": "{支委会次数}",
        },
        竖={"A1": "月份", "B1": "支委会", "A2": "{2月}份", "B2": "{支委会次数}", "A3": "{3月}份", "B3": "{支委会次数}"},
    )  # fmt: skip
    book = filled(book, Facts(order(office.root)))
    assert values(book["横"], "A1:D5") == [
        ["项目", "2月", "3月", "7月"],
        ["支委会", 1, 2, None],
        ["累计", 2, 4, None],
        ["青禾第一社区党支部", 1, 1, None],
        ["青禾第二社区党支部", 0, 1, None],
    ]
    assert values(book["竖"], "A2:B3") == [["2月份", 1], ["3月份", 2]]


def test_the_months_of_a_year_add_up_to_the_year(office):
    cells = {f"A{month}": f"{{{month}月}}" for month in range(1, 13)}
    cells |= {f"B{month}": "{组织生活次数}" for month in range(1, 13)}
    facts = Facts(order(office.root, Year(2026), date(2026, 6, 30)))
    sheet = filled(workbook(表={**cells, "C20": "{组织生活次数}"}), facts)["表"]
    by_month = [row[0] for row in values(sheet, "B1:B12")]
    assert by_month[6:] == [None] * 6
    assert sum(by_month[:6]) == sheet["C20"].value > 0


def test_looks_are_kept(office):
    book = workbook(
        表={
            "A1": "情况表",
            "A2": "{每个支部}",
            "C2": "{支委会次数}",
            "D2": "{组织生活参加率}",
            "A3": "合计",
            "A5": "附注",
        }
    )
    sheet = book["表"]
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A2:B2")
    sheet.merge_cells("A5:D6")
    sheet["E1"] = "竖排"
    sheet.merge_cells("E1:E3")
    bold, line, grey = Font(name="黑体", size=12, bold=True), Side(style="thin"), PatternFill("solid", fgColor="DDDDDD")
    sheet["C2"].font, sheet["C2"].border, sheet["C2"].fill = bold, Border(top=line), grey
    sheet["C2"].number_format, sheet["D2"].number_format = "0.00", "0.0%"
    sheet.row_dimensions[2].height, sheet.row_dimensions[3].height = 30, 44
    sheet.column_dimensions["A"].width = 33
    sheet.freeze_panes, sheet.print_area, sheet.print_title_rows = "A2", "A1:D5", "1:1"
    sheet.conditional_formatting.add("C2:C3", CellIsRule(operator="lessThan", formula=["C3"], fill=grey))
    choice = DataValidation(type="list", formula1="$A$3:$A$5", sqref="C2:C2")
    sheet.add_data_validation(choice)
    sheet = filled(book, Facts(order(office.root)))["表"]
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A1:D1", "A2:B2", "A3:B3", "A6:D7", "E1:E4"]
    assert [(sheet.row_dimensions[row].height) for row in (2, 3, 4)] == [30, 30, 44]
    for row in (2, 3):
        cell = sheet.cell(row, 3)
        assert (cell.font.name, cell.font.b, cell.border.top.style, cell.fill.fgColor.rgb, cell.number_format) == (
            "黑体", True, "thin", "00DDDDDD", "0.00",
        )  # fmt: skip
    assert (sheet.column_dimensions["A"].width, sheet.freeze_panes) == (33, "A2")
    assert (sheet.print_area, sheet.print_title_rows) == ("'表'!$A$1:$D$6", "$1:$1")
    [rule] = sheet.conditional_formatting
    assert (str(rule.sqref), rule.rules[0].formula) == ("C2:C4", ["C4"])
    [kept] = sheet.data_validations.dataValidation
    assert (str(kept.sqref), kept.formula1) == ("C2:C3", "$A$4:$A$6")


def test_a_share_in_a_percent_cell_is_one_of_a_hundred(office):
    book = workbook(表={"A1": "{组织生活参加率}", "A2": "{组织生活参加率}"})
    book["表"]["A2"].number_format = "0.0%"
    sheet = filled(book, Facts(order(office.root)))["表"]
    assert sheet["A2"].value == pytest.approx(sheet["A1"].value / 100)
    assert sheet["A1"].value > 1


def test_a_form_that_cannot_be_filled_any_more_says_which_cell(office):
    book = workbook(表={"B2": "{支委会次書}"})
    with pytest.raises(ValidationError) as refused:
        fill(as_bytes(book), Facts(order(office.root)))
    assert refused.value.messages == [
        "工作表「表」「B2」：没有叫“支委会次書”的指标。是不是：支委会次数、支委会参加人次、支部平均支委会次数？"
    ]


def test_the_same_form_filled_twice_is_the_same_file(office):
    book = as_bytes(workbook(表={"A1": "{每个支部}", "B1": "{支委会次数}"}))
    assert fill(book, Facts(order(office.root))) == fill(book, Facts(order(office.root)))


def test_more_branches_ask_no_more_questions(office, django_assert_num_queries):
    book = workbook(表={"A1": "{每个支部}", "B1": "{支委会次数}", "C1": "{党课次数}", "D1": "{走访户数}"})
    facts = Facts(order(office.root))
    with django_assert_num_queries(5):  # the units, those that exist, meetings, visits, what was declared
        filled(book, facts)
