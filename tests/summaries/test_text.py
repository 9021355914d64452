"""Text with figure tokens: reading, writing, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywork.measures.lookup import all_measures
from summaries.text import Part, Token, TokenError, parse, plain_stretches, with_tokens, write
from summaries.tokens import resolve, shown, stored

NAME = (
    st.text(st.characters(exclude_characters="{}|＃＠＝｜", exclude_categories=["Cs"]), min_size=1)
    .map(str.strip)
    .filter(bool)
)
PLAIN = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
STYLE = st.sampled_from(["", "余", "万元"])


def joined(parts):
    """Neighbouring plain stretches are one to a reader."""
    result: list[Part] = []
    for part in parts:
        if isinstance(part, str) and result and isinstance(result[-1], str):
            result[-1] += part
        else:
            result.append(part)
    return tuple(result)


@given(st.lists(st.one_of(PLAIN, st.builds(Token, NAME, STYLE))))
def test_what_is_written_reads_back(parts):
    assert parse(write(parts)) == joined(parts)


@given(PLAIN)
def test_plain_text_of_any_kind_survives(text):
    assert parse(write([text])) == (text,)
    assert plain_stretches(write([text])) == text


def test_tokens_and_braces():
    assert parse("召开{支委会次数}次，{{原文}}") == ("召开", Token("支委会次数"), "次，{原文}")
    assert parse("{走访户数|余}") == (Token("走访户数", "余"),)
    assert plain_stretches("召开{支委会次数}次") == "召开次"
    assert with_tokens("{甲}和{乙}", lambda token: token.expression) == "甲和乙"


def test_marks_of_a_chinese_keyboard_are_read_inside_braces():
    assert parse("＠{走访次数＃进社区＠对象＝企业｜余}｜") == ("＠", Token("走访次数#进社区@对象=企业", "余"), "｜")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("召开{支委会次数次", "第3个字处的“{”没有配对。要写大括号本身，请连写两个。"),
        ("召开支委会}次", "第6个字处的“}”没有配对。要写大括号本身，请连写两个。"),
        ("召开{}次", "有一对大括号里没有写指标名称，请补上名称或删去大括号。"),
    ],
)
def test_braces_that_do_not_pair_are_refused(text, message):
    with pytest.raises(TokenError) as refused:
        parse(text)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("token", "message"),
    [
        (Token("支委会次"), "没有叫“支委会次”的指标。是不是：支委会次数"),
        (Token("支委会次数", "馀"), "“{支委会次数|馀}”里的“馀”不是写法，可以用：余、近、约、超过、以上。"),
        (Token("支委会次数", "万元"), "“支委会次数”不能用“万元”的写法，请去掉竖线和它后面的字。"),
        (Token("党课主讲人数", "名单"), "“党课主讲人数”不能用“名单”的写法，请去掉竖线和它后面的字。"),
        (Token("组织生活参加率", "余"), "“组织生活参加率”不能用“余”的写法，请去掉竖线和它后面的字。"),
        (Token("支委会次数", "余|近"), "“{支委会次数|余|近}”写了2种写法，只能留一种。"),
        (
            Token("支委会次数", "自昨天"),
            "看不懂日期“昨天”，可以写：自2024年、自年初、截至5月31日、截至上年底、上年同期。",
        ),
        (Token("支委会次数", "自13月"), "没有“13月”这一天，请核对。"),
        (Token("支委会次数", "自2024年|自2025年"), "“自2024年|自2025年”里的日期只能写一个起点、一个截止。"),
        (Token("走访次数", "按类型"), "“走访次数”不能按“类型”分。可以按：对象、场合、"),
        (Token("收缴党费", "占党员总数"), "“收缴党费”和“党员总数”单位不同，不能算占比。"),
        (Token("志愿服务参加人次", "占党员总数"), "“志愿服务参加人次”和“党员总数”单位不同，不能算占比。"),
        (Token("组织生活次数@党颗"), "“组织生活次数”没有“党颗”这一类。是不是：党课？"),
        (Token("数量合计@亩"), "“数量合计”的“亩”有几种意思，请写明是哪一种：@单位=亩、@项目=亩。"),
        (Token("党员总数#先锋"), "“党员总数”不能按标签取数。"),
        (Token("指标：集体收入"), "“指标：集体收入”是单位自定的指标，选定单位和期间后才能取数。"),
    ],
)
def test_a_token_nobody_understands_is_refused_with_what_may_be_meant(token, message):
    with pytest.raises(TokenError) as refused:
        resolve(token)
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "{期内}召开{支委会次数|余}次，{组织生活次数#进社区@类型=主题党日}次",
            "{期内}召开{meeting.committee.count|余}次，{meeting.life.gatherings#进社区@类型=主题党日}次",
        ),
        ("{党课次数|自2024年|引文2}", "{meeting.lecture.count|自2024年|引文2}"),
        ("{预备党员数|占党员总数}", "{member.probationary|占member.total}"),
    ],
)
def test_text_is_kept_by_code_and_shown_by_name(text, kept):
    assert stored(text) == kept
    assert shown(kept) == text
    assert stored(kept) == kept


def test_what_nobody_understands_is_shown_as_it_is():
    assert shown("{没有的指标}") == "{没有的指标}"


def test_a_short_value_is_looked_up_among_the_dimensions():
    assert resolve(Token("组织生活次数@主题党日")) == resolve(Token("组织生活次数@类型=主题党日"))
    assert stored("{查找问题数@民生改善}").endswith("@类别=民生改善}")


def test_names_of_declared_figures_keep_clear_of_what_marks_a_token():
    """A colon is kept for the figures that units define for themselves (指标：名称)."""
    names = [name for each in all_measures() for name in (each.name, *each.was)]
    assert [name for name in names if set(name) & set("：:#@{}|=＃＠＝｜")] == []
