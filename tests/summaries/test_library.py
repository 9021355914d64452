"""The data files: every one loads, and a sentence that could lie is refused."""

import pytest

from partywork.measures.themes import Theme
from summaries.findings.rules import rules, share_word
from summaries.outlines.library import outline, outlines
from summaries.phrases.library import read_theme, themes
from summaries.phrases.sentences import LibraryError, read_sentence
from summaries.plans.rules import plan_rules


def test_every_file_loads_and_every_token_is_a_figure():
    assert set(themes()) <= set(Theme.values)
    assert [len(theme.sentences) > 0 for theme in themes().values()] == [True] * len(themes())
    assert all(rule.requests() for rule in rules())
    assert all(rule.requests() for rule in plan_rules())
    assert next(iter(outlines())) == "standard"


def test_every_theme_with_phrases_has_its_place_in_the_standard_outline():
    assert set(themes()) - set(outline("standard").themes) == set()


def test_an_unknown_outline_is_told_what_there_is():
    with pytest.raises(KeyError, match=r"没有叫“无”的体例，可以用：standard（标准三段式）"):
        outline("无")


def refusal(**raw) -> str:
    with pytest.raises(LibraryError) as refused:
        read_sentence({"key": "k", "class": "deed", **raw}, "some.toml")
    return str(refused.value)


@pytest.mark.parametrize(
    ("clauses", "message"),
    [
        (["召开支委会12次{支委会次数}"], "手写了数字“1”，数字只能来自指标"),
        (["各支部均召开支委会{支委会次数}次"], "“均”是效果的说法，不能由系统写出"),
        (["凝聚力显著提升"], "“显著”是效果的说法，不能由系统写出"),
        (["落实组织生活制度"], "写做了什么的句子至少要有一个指标"),
        (["召开{支委会次}次"], "没有叫“支委会次”的指标"),
        ([{"text": "没有召开支委会", "when": "支委会次数 = 0"}], "“支委会次数”没有记录不等于零"),
        ([{"text": "没有召开支委会", "when": "支委会次数"}], "看不懂条件“支委会次数”"),
        (
            [{"text": "已超过期限", "when": "逾期未销号问题数 >= 未销号问题数"}, "共{支委会次数}次"],
            "“已超过期限”没有指标，条件不能用 >=",
        ),
        ([{"regular": "支委会次数", "each": "每月", "times": "召开"}], "“支委会次数”不是按期开展的支部数"),
        ([{"texts": "召开{支委会次数}次"}], "分句里不认识的项 texts"),
    ],
)
def test_what_must_not_be_printed_is_refused_when_it_is_loaded(clauses, message):
    assert refusal(clauses=clauses).startswith(f"some.toml，句子“k”：{message}")


def test_a_figure_may_be_compared_with_a_number_above_zero():
    clause = {"text": "召开支委会{支委会次数}次", "when": "支委会次数 = 1"}
    sentence = read_sentence({"key": "k", "class": "deed", "clauses": [clause]}, "some.toml")
    assert [(each.sign, each.right) for clause in sentence.clauses for each in clause.when] == [("=", 1)]


@pytest.mark.parametrize("lead", ["", "召开12次会议", "做到全覆盖"])
def test_a_theme_names_its_work_in_plain_words(tmp_path, lead):
    path = tmp_path / "some.toml"
    path.write_text(f'theme = "党课"\nlead = "{lead}"\n', encoding="utf-8")
    with pytest.raises(LibraryError, match=r"some\.toml：lead 要用几个字说明是什么工作"):
        read_theme(path)


def test_other_mistakes_name_the_place():
    assert refusal(clauses=["{支委会次数}"], section="end").startswith(
        "some.toml，句子“k”：section 应为 done、plan 之一"
    )
    assert refusal(clause=["{支委会次数}"]) == "some.toml，句子“k”：不认识的项 clause"


@pytest.mark.parametrize(
    ("affected", "whole", "word"),
    [
        (1, 2, "个别"),
        (1, 12, "个别"),
        (2, 20, "个别"),
        (2, 12, "部分"),
        (5, 12, "部分"),
        (6, 12, "多数"),
        (9, 12, "多数"),
        (1, 1, "多数"),
        (3, None, "部分"),
    ],
)
def test_words_for_shares(affected, whole, word):
    assert share_word(affected, whole) == word
