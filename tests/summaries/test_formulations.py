"""Names and set formulations that belong to a time."""

from datetime import date

import pytest

from summaries.phrases.formulations import formulation_from, formulations, out_of_time
from summaries.phrases.sentences import LibraryError

PLAN = "按照《2019－2023年全国党员教育培训工作规划》安排培训"


def found(text: str, on: date) -> list[str]:
    return [each.text for each in out_of_time(text, on)]


def test_every_row_has_its_text_once_and_a_source():
    texts = [each.text for each in formulations()]
    assert len(texts) == len(set(texts)) > 0


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2018, 12, 31), ["2019—2023年全国党员教育培训工作规划"]),
        (date(2019, 1, 1), []),
        (date(2023, 12, 31), []),
        (date(2024, 1, 1), ["2019—2023年全国党员教育培训工作规划"]),
    ],
)
def test_one_used_outside_its_time_is_found_however_its_dash_is_typed(on, expected):
    assert found(PLAN, on) == expected
    assert found(PLAN.replace("－", "-"), on) == expected


def test_what_is_in_force_stays_unmentioned():
    text = "对照《中国共产党支部工作条例（试行）》和《中国共产党发展党员工作细则》自查"
    assert found(text, date(2026, 6, 30)) == []
    assert found(text, date(2016, 6, 30)) == ["中国共产党支部工作条例（试行）"]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"since": date(2020, 1, 1), "source": "出处"}, "提法“（没有 text）”：缺少 text"),
        ({"text": "提法", "since": date(2020, 1, 1), "source": " "}, "text 和 source 不能空着"),
        (
            {"text": "提法", "since": date(2020, 1, 1), "until": date(2019, 1, 1), "source": "出处"},
            "until 早于 since",
        ),
        ({"text": "提法", "since": date(2020, 1, 1), "source": "出处", "note": ""}, "不认识的项 note"),
    ],
)
def test_a_row_without_source_or_with_impossible_days_is_refused(raw, message):
    with pytest.raises(LibraryError) as refused:
        formulation_from(raw, "some.toml")
    assert message in str(refused.value)
