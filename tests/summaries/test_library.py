"""The data files: every one loads, and a sentence that could lie is refused."""

import re
from itertools import product

import pytest

from partywork.measures.themes import Theme
from partywork.orgs.enums import OrgKind, Sector
from summaries.findings.rules import rules, share_word
from summaries.outlines.library import outline, outlines
from summaries.phrases.library import read_theme, theme_from, themes
from summaries.phrases.sentences import LibraryError, Sentence, check_keys, read_sentence, suited
from summaries.phrases.speaker import Speaker
from summaries.plans.rules import plan_rules


def test_every_file_loads_and_every_token_is_a_figure():
    assert set(themes()) == set(Theme.values)
    assert all(rule.requests for rule in rules())
    assert all(rule.requests for rule in plan_rules())
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


# What is only aimed at begins with a word of aiming, so that it is not read as something done.
GUIDED = re.compile(
    "坚持|注重|引导|立足|按照|围绕|着眼|鼓励|提倡|要求|力求|把|以|从|用|根据|发挥|结合|关心|通过|主动|本着|突出|针对"
)


def aims_of(name: str) -> list[Sentence]:
    return [each for each in themes()[name].sentences if each.sentence_class == "aim" and each.section == "done"]


@pytest.mark.parametrize("name", Theme.values)
def test_every_theme_has_aims_and_deeds_in_several_wordings(name):
    theme = themes()[name]
    assert len(theme.leads) > 1
    assert all(len(clause.texts) > 1 for aim in aims_of(name) for clause in aim.clauses[:1])
    assert [each.section for each in theme.sentences if each.sentence_class == "deed"].count("done") > 0
    for speaker in (Speaker(kind, sector) for kind, sector in product((OrgKind.BRANCH, OrgKind.COMMITTEE), Sector)):
        said = theme.of("done", speaker)
        assert sum(each.sentence_class == "aim" for each in said) == (not speaker.is_branch)


def test_what_is_only_aimed_at_is_worded_as_an_aim():
    texts = [text for name in themes() for aim in aims_of(name) for clause in aim.clauses for text in clause.texts]
    assert [text for text in texts if not GUIDED.match(text)] == []


def test_one_thing_after_another_is_said_of_several_only():
    clauses = [clause for theme in themes().values() for each in theme.sentences for clause in each.clauses]
    wordings = [(clause, text) for clause in clauses for text in clause.all_texts() if "先后" in text]
    assert len(wordings) > 3
    assert [text for clause, text in wordings if not any(each.sign == ">" for each in clause.when)] == []


def sentence(key: str = "k", **raw) -> Sentence:
    return read_sentence({"key": key, "class": "deed", "clauses": ["召开支委会{支委会次数}次"], **raw}, "some.toml")


def test_of_sentences_with_one_key_the_first_that_suits_the_unit_is_said():
    school = sentence(sectors=["school"])
    committee = sentence(kinds=["committee"])
    general, other = sentence(), sentence("other", **{"for": "upper"})
    library = [school, committee, general, other]
    assert suited(library, Speaker(OrgKind.BRANCH, Sector.SCHOOL)) == [school]
    assert suited(library, Speaker(OrgKind.COMMITTEE, Sector.HOSPITAL)) == [committee, other]
    assert suited(library, Speaker(OrgKind.GENERAL_BRANCH, Sector.VILLAGE)) == [general, other]


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ({}, {}, True),
        ({}, {"sectors": ["school"]}, True),
        ({"sectors": ["school", "hospital"]}, {"sectors": ["school"]}, True),
        ({"sectors": ["school"]}, {}, False),
        ({"sectors": ["school"]}, {"kinds": ["committee"]}, False),
        ({"for": "upper"}, {"for": "branch"}, False),
        ({"for": "upper"}, {"for": "upper", "sectors": ["school"]}, True),
    ],
)
def test_a_sentence_that_no_unit_would_ever_get_is_refused(first, second, clash):
    sentences = [sentence(**first), sentence(**second)]
    if not clash:
        check_keys(sentences)
        return
    with pytest.raises(LibraryError, match="key “k”重复，后一句没有单位用得上"):
        check_keys(sentences)


def test_a_unit_that_does_not_exist_is_refused():
    assert "sectors 应为" in refusal(clauses=["召开支委会{支委会次数}次"], sectors=["schools"])
    assert "kinds 应为" in refusal(clauses=["召开支委会{支委会次数}次"], kinds=["club"])


def test_names_are_counted_only_where_they_may_be_printed():
    said = {"text": "内容有{志愿服务次数|引文}", "when": "志愿服务次数|引文 > 1"}
    assert sentence(clauses=[said]).clauses[0].when[0].names == "引文"
    assert "“走访次数”不能按“引文”数名称" in refusal(clauses=[{"text": "走访", "when": "走访次数|引文 > 1"}])
    assert "没有记录不等于零" in refusal(clauses=[{"text": "无", "when": "志愿服务次数|引文 = 0"}])


def test_a_sector_may_call_the_work_otherwise():
    theme = theme_from({"theme": "党课", "lead": ["上好党课"], "lead_of": {"school": ["讲好思政课"]}}, "some.toml")
    assert theme.leads_for(Speaker(OrgKind.BRANCH, Sector.SCHOOL)) == ("讲好思政课",)
    assert theme.leads_for(Speaker(OrgKind.BRANCH, Sector.VILLAGE)) == ("上好党课",)
    with pytest.raises(LibraryError, match="lead_of 里没有这些领域：schools"):
        theme_from({"theme": "党课", "lead": "上好党课", "lead_of": {"schools": "讲课"}}, "some.toml")
