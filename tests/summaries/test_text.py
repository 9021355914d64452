"""Text with figure tokens: reading, writing, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.text import Part, Token, TokenError, parse, plain_stretches, with_tokens, write
from summaries.tokens import resolve, shown, stored

NAME = (
    st.text(st.characters(exclude_characters="{}|", exclude_categories=["Cs"]), min_size=1).map(str.strip).filter(bool)
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
    ],
)
def test_a_token_nobody_understands_is_refused_with_what_may_be_meant(token, message):
    with pytest.raises(TokenError) as refused:
        resolve(token)
    assert str(refused.value).startswith(message)


def test_text_is_kept_by_code_and_shown_by_name():
    text = "{期内}召开{支委会次数|余}次，{组织生活次数#进社区@类型=主题党日}次"
    kept = stored(text)
    assert kept == "{期内}召开{meeting.committee.count|余}次，{meeting.life.gatherings#进社区@类型=主题党日}次"
    assert shown(kept) == text
    assert stored(kept) == kept
    assert shown("{没有的指标}") == "{没有的指标}"
