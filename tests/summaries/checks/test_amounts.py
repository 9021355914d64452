"""Numbers as the check reads them."""

from decimal import Decimal

import pytest

from summaries.checks.amounts import amounts, masked, number_of
from summaries.checks.hedging import stays_true
from summaries.checks.reading import Passage, Piece


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("1,020.5", Decimal("1020.5")), ("三", 3), ("十二", 12), ("两百零五", 205), ("二十", 20),
     ("一千零三十", 1030), ("三万五千", 35000), ("二〇二六", 2026)],
)  # fmt: skip
def test_numerals(text: str, number: Decimal) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("走访120余户、企业三家次", [("120", "户", "余"), ("3", "家次", "")]),
        ("近300名党员，占91.4%", [("300", "名", "近"), ("91.4", "%", "")]),
        ("资金3万元以上", [("3", "万元", "以上")]),
        ("2026年6月30日第三次会议学习《条例（2018年）》“三会一课”两新组织", []),
        ("一是抓学习，二是抓落实", []),
        ("6月上旬至7月，一季度、上半年", []),
    ],
)
def test_what_counts_and_what_does_not(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = amounts(Passage((Piece(text),)))
    assert [(str(each.value), each.unit, each.hedge) for each in found] == expected


def test_masking_keeps_every_place() -> None:
    text = "2026年6月，学习《章程》三次"
    assert len(masked(text)) == len(text)
    assert masked(text).endswith("三次")


@pytest.mark.parametrize(
    ("hedge", "said", "exact", "holds"),
    [("", 7, 7, True), ("余", 120, 126, True), ("余", 120, 120, False), ("余", 100, 226, False), ("近", 300, 287, True),
     ("近", 300, 250, False), ("约", 300, 310, True), ("约", 300, 300, False), ("超过", 120, 119, False)],
)  # fmt: skip
def test_a_hedge_is_true_or_not(hedge: str, said: int, exact: int, holds: bool) -> None:
    assert stays_true(hedge, Decimal(said), Decimal(exact)) is holds
