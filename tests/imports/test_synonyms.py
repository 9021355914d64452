"""The words of other systems lead to columns and values there are."""

import json

import pytest
from django.conf import settings

from partywork.imports.allowed import allowed_values
from partywork.imports.sheets import importable
from partywork.imports.synonyms import EVERY, column_for

DATA = json.loads((settings.FIXTURES_ROOT / "import_synonyms.json").read_text("utf-8"))
LEDGERS = {each.code: each for each in importable()}


def test_every_word_for_a_column_names_one_there_is_and_no_header_two():
    for code, columns in DATA["columns"].items():
        if code != EVERY:
            assert set(columns) - {column.key for column in LEDGERS[code].import_columns} == set(), code
        headers = [header for each in columns.values() for header in each]
        assert sorted(headers) == sorted(set(headers)), code


def test_every_word_for_a_value_means_one_the_column_takes():
    for code, columns in DATA["values"].items():
        for key, words in columns.items():
            column = next(each for each in LEDGERS[code].import_columns if each.key == key)
            offered = allowed_values(column)
            assert not offered or set(words) <= set(offered), (code, key)
            others = [other for each in words.values() for other in each]
            assert sorted(others) == sorted(set(others)), (code, key)


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("公民身份号码*", "id_number"),
        (" 身份证号 ", "id_number"),
        ("联系方式（必填）", "phone"),
        ("所在党支部", "org"),
        ("3、学历", "education"),
        ("不认识的列", ""),
        ("", ""),
    ],
)
def test_a_header_is_known_by_its_own_name_its_synonyms_and_with_a_remark(header, key):
    assert column_for(LEDGERS["members"], header) == key
