"""Days of its own that a token asks for."""

from datetime import date

import pytest

from partywork.common.periods import HalfYear, Stretch, Year, parse_days
from partywork.measures.window import Window
from summaries.owndates import read

PERIOD = HalfYear(2026, 1)
REPORT = Window(PERIOD, date(2026, 6, 20))


def since(start: date, end: date = date(2026, 6, 20)) -> Window:
    return Window(Stretch(start, end), end)


@pytest.mark.parametrize(
    ("marks", "window"),
    [
        (["自2024年"], since(date(2024, 1, 1))),
        (["自2024年3月5日起"], since(date(2024, 3, 5))),
        (["自3月以来"], since(date(2026, 3, 1))),
        (["自年初"], since(date(2026, 1, 1))),
        (["自2月29日"], since(date(2026, 2, 28))),
        (["截至5月31日"], Window(PERIOD, date(2026, 5, 31))),
        (["截至2月底"], Window(PERIOD, date(2026, 2, 28))),
        (["截至上年底"], Window(PERIOD, date(2025, 12, 31))),
        (["自2024年", "截至2025年底"], since(date(2024, 1, 1), date(2025, 12, 31))),
        (["上年同期"], Window(PERIOD.last_year, date(2025, 6, 20))),
        (["截至6月30日"], None),  # later than the data
        (["自7月"], None),
    ],
)
def test_the_days_meant(marks, window):
    dates = read(marks)
    assert dates is not None
    assert dates.window(REPORT) == window


def test_the_same_days_a_year_before_end_with_the_period():
    dates = read(["上年同期"])
    assert dates is not None
    february = Window(Year(2024), date(2024, 2, 29))
    assert dates.window(february) == Window(Year(2023), date(2023, 2, 28))
    assert dates.window(Window(PERIOD, date(2026, 7, 9))) == Window(HalfYear(2025, 1), date(2025, 6, 30))


def test_a_stretch_of_days_goes_through_an_address():
    stretch = Stretch(date(2024, 1, 1), date(2026, 6, 20))
    assert parse_days(stretch.code) == stretch
    assert parse_days("2026H1") == PERIOD
    assert stretch.halves == (20241, 20242, 20251, 20252, 20261)
    assert stretch.label == "2024年1月1日至2026年6月20日"
