"""Whatever somebody types: the check answers, and says the same again."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summaries.checks import Check, check
from summaries.facts import Facts
from summaries.text import escape
from tests.summaries.checks.drafts import findings, printed, state

WORDS = [
    *(
        "全部",
        "每月",
        "各支部",
        "个别",
        "其中",
        "分别为",
        "共",
        "截至",
        "已完成",
        "合计",
        "党员",
        "季度",
        "五季度",
        "去年",
        "支委会",
    ),
    *(
        "一是",
        "二是",
        "余",
        "近",
        "约",
        "超过",
        "以上",
        "%",
        "115%",
        "次",
        "名",
        "人次",
        "万元",
        "年",
        "月",
        "日",
        "2026",
        "1,000",
    ),
    *(
        "二〇二六年",
        "13月40日",
        "0月0日",
        "99999年13月",
        "0000年2月30日",
        "3.5",
        "零",
        "十",
        "万",
        "百",
        "X",
        "×",
        "【",
    ),
    *("《", "》", "（", "(", "“", "。", "，", "、", "；", "：", "{支委会次数}", "{支委会次数|余}", "{没有}"),
]
anything = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6)  # no form takes a NUL
texts = st.lists(st.one_of(st.sampled_from(WORDS), anything.map(escape)), max_size=14).map("".join)
parts = st.sampled_from(["opening", "done", "problem", "plan"])


@settings(
    max_examples=120,
    deadline=timedelta(seconds=5),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=texts, part=parts)
def test_the_check_never_fails(facts: Facts, text: str, part: str) -> None:
    found = findings(facts, text, part=part, figured=text)
    assert all(isinstance(each, Check) and each.message and len(each.key) == 16 for each in found)
    assert found == check(printed(facts, text, part=part), facts, state(text, part=part, figured=text))
