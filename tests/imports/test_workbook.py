"""The blank workbook: every ledger that can be imported, its headers, lists and notes."""

import io

import pytest
from openpyxl import load_workbook

from partywork.imports.allowed import allowed_values, takes_several
from partywork.imports.problems import UnreadableWorkbook
from partywork.imports.reader import read_workbook
from partywork.imports.sheets import NOTES_SHEET, importable, sheet_name
from partywork.imports.workbook import template_workbook
from partywork.ledgers.columns import all_ledgers
from tests.factories.workbooks import ledger_of_sheet


@pytest.fixture(scope="module")
def book():
    return load_workbook(io.BytesIO(template_workbook(importable())))


def test_a_sheet_for_every_ledger_organisations_and_people_first(book):
    names = [sheet_name(ledger) for ledger in importable()]
    assert book.sheetnames == [NOTES_SHEET, *names, "选项"]
    assert names[:2] == ["党组织", "党员"]
    assert {ledger.code for ledger in importable()} == {ledger.code for ledger in all_ledgers() if ledger.take}
    assert len(set(names)) == len(names)
    assert all(len(name) <= 31 for name in names)


def test_headers_are_the_import_columns_with_the_required_marked(book):
    for ledger in importable():
        headers = [cell.value for cell in book[sheet_name(ledger)][1]]
        assert headers == [c.header + ("*" if c.required else "") for c in ledger.import_columns]


def test_fixed_lists_are_offered_and_several_values_may_be_typed(book):
    meetings = ledger_of_sheet("会议活动")
    kinds = next(column for column in meetings.columns if column.key == "kinds")
    rank = next(column for column in meetings.columns if column.key == "lecturer_rank")
    assert (takes_several(kinds), takes_several(rank)) == (True, False)
    rules = {str(rule.sqref).split(":")[0]: rule for rule in book["会议活动"].data_validations.dataValidation}
    position = [column.key for column in meetings.import_columns].index("lecturer_rank")
    rule = rules[f"{chr(ord('A') + position)}2"]
    assert (rule.type, rule.showErrorMessage) == ("list", True)
    sheet, _, cells = rule.formula1.partition("!")
    first, _, last = cells.replace("$", "").partition(":")
    listed = [cell.value for row in book[sheet.strip("'")][first:last] for cell in row]
    assert listed == allowed_values(rank)


def test_text_columns_are_formatted_as_text_so_that_numbers_keep_their_digits(book):
    people = ledger_of_sheet("党员")
    position = [column.key for column in people.import_columns].index("id_number")
    dimension = book["党员"].column_dimensions[chr(ord("A") + position)]
    assert dimension.number_format == "@"


def test_the_notes_tell_of_every_column_what_may_stand_in_it(book):
    rows = [[cell.value or "" for cell in row] for row in book[NOTES_SHEET].iter_rows()]
    told = {(row[0], row[1]): row for row in rows}
    for ledger in importable():
        for column in ledger.import_columns:
            row = told[sheet_name(ledger), column.header]
            assert row[2] == ("是" if column.required else "")
            assert row[4:] == ["、".join(allowed_values(column)), column.help, column.example]


def test_the_blank_workbook_itself_is_read_and_has_no_record():
    with pytest.raises(UnreadableWorkbook, match="一行记录也没有"):
        read_workbook(io.BytesIO(template_workbook(importable())), importable())
