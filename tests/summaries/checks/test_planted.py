"""Planted faults: each is found by its own rule, and nothing else is found."""

from dataclasses import replace

import pytest

from partywork.measures.themes import Theme
from summaries.checks import Check, State, check, errors
from summaries.document import Attachment, Document, Heading, Paragraph, Run, Table, TableColumn
from summaries.facts import Facts
from tests.summaries.checks.drafts import codes, findings, printed, state

ERRORS = [
    # left open
    ("走访群众XX户。", "blank", "“走访群众XX户。”处还留着空位，请填上或删去"),
    ("走访群众××户。", "blank", "“走访群众××户。”处还留着空位，请填上或删去"),
    ("于X月X日召开。", "blank", "“于X月X日召开。”处还留着空位，请填上或删去"),
    ("开展了（）活动。", "blank", "“开展了（）活动。”处还留着空位，请填上或删去"),
    ("组织生活会于{组织生活会日期}召开。", "missing",
     "“组织生活会于【待补】召开。”处没有登记记录，请补录后重新编制，或改写这一句"),
    ("共{没有的数}次。", "token", "无法取数：没有的数，请在这一段里改正指标名称"),
    # ordinals
    ("一是学。二是做。二是改。", "ordinal", "同一部分里“二是”出现了两次，请改正序号"),
    ("一是学。三是改。", "ordinal", "“三是”前面缺了一个序号，请改正"),
    ("一是学。", "ordinal", "这一部分里有“一是”没有接着的序号，请补上后面的内容或去掉序号"),
    ("一要学。二要做。二要改。", "ordinal", "同一部分里“二要”出现了两次，请改正序号"),
    ("1.学；2.做；2.改。", "ordinal", "同一部分里“2.”出现了两次，请改正序号"),
    # signs
    ("开展学习（含自学)。", "bracket", None),
    ("学习《党章。", "bracket", "“学习《党章。”处的括号或引号没有配对，请改正"),
    ("开展学习，。", "doubled", "“开展学习，。”处标点重复或多余，请改正"),
    # totals and parts
    ("会议{支委会次数}次，其中上半年第一社区{支委会次数}次、第二社区{组织生活次数}次。", "part", None),
    ("会议{支委会次数}次，分别为第一社区{主题党日次数}次、第二社区{主题党日次数}次。", "total",
     "分项6次、6次相加是12次，与总数7次不一致，请核对"),
    ("支委会{支委会次数}次、党课{党课次数}次，共{组织生活次数}次。", "total",
     "分项7次、2次相加是9次，与总数15次不一致，请核对"),
    # hedges
    ("召开支委会近{支委会次数}次。", "hedge", "“近7次”不足10，应写实数，不用“近”"),
    ("召开会议{组织生活次数}余次。", "hedge", "“15余次”与实际的15不符，请去掉“余”或换一种写法"),
    # regularity
    ("各支部每月召开支委会。", "every", "“每月”不成立：2个支部中做到每月支委会的有1个，请照实写"),
    ("各支部召开支委会{支委会次数}次。", "each",
     "“7次”是合计，不是每个支部的次数，请去掉“各”或改用各支部最少次数的指标"),
    # a hundred per cent
    ("全部问题已整改销号。", "all", "“全部”不成立：整改完成率按记录是0%，请照实写"),
    ("参加率{组织生活参加率}%，党员全部到会。", "all", None),
    # people
    ("志愿服务{志愿服务参加人次}名党员参加。", "heads", None),
    # time
    ("截至5月31日，召开支委会{支委会次数}次。", "cut-off",
     "“截至5月31日”与数据截至日期2026年6月30日不一致，请改成一致"),
    ("8月召开了推进会。", "not-yet", "“8月”在数据截至日期之后，还没有到的事不能写成已经做了"),
    ("青禾第二社区党支部换届工作推进顺利，完成青禾第二社区党支部换届。", "task-open",
     "“青禾第二社区党支部换届”是计划事项，期限2026年9月30日，还没有登记完成，不能写成已经做了"),
]  # fmt: skip

WARNINGS = [
    ("党员(含预备)到会。", "width", "“(含预备)”用了半角括号，公文里用全角括号"),
    ("开展学习,交流体会。", "width", "“开展学习,”后面的“,”是半角标点，公文里用全角标点"),
    # typed numbers, in digits and in characters
    ("入户15次。", "typed", "“入户15次”是手写的数字，查不到出处，请核对或改用指标"),
    ("走访困难家庭十二户。", "typed", "“走访困难家庭十二户”是手写的数字，查不到出处，请核对或改用指标"),
    ("召开支委会7次。", "typed-same",
     "“召开支委会7次”是手写的数字，与支委会次数相同，请改用 {支委会次数}，以后随记录更新"),
    ("召开支委会9次。", "typed-other",
     "“召开支委会9次”是手写的数字，而支委会次数按记录是7次，请改用 {支委会次数} 或写明口径"),
    ("各支部每周组织读书。", "every", None),
    ("个别支部的活动不够丰富。", "share", None),
    ("全部党员都很踊跃。", "all", "“全部党员都很踊跃”里的“全部”要有依据，请对照记录核实"),
    ("党员素养显著提升。", "effect", "“党员素养显著提升”里的“显著”要有依据，请对照记录核实"),
    ("一季度和三季度开展了学习。", "season", "“三季度”不是这份总结的期间（2026年上半年），请核对"),
    ("2025年开展了学习。", "year", "“2025年”不是这份总结的年份，请核对"),
    ("落实《2019—2023年全国党员教育培训工作规划》。", "formulation", None),
    ("围绕基层治理组织全体党员集中学习交流体会。围绕基层治理组织全体党员集中学习交流体会。", "repeated", None),
]  # fmt: skip

NOTHING = [
    "一是学习。二是整改。",
    "“X射线”检查室改造完成，2026年完工。",
    "落实“三会一课”制度，推行一支部一方案，做好两新组织工作，开展一次性排查。",
    "2月3日组织学习《中国共产党章程（2022年修订）》第三章。",
    "同比2025年有所增加，自2024年以来持续开展。",
    "召开支委会{支委会次数}次，其中{每月召开支委会的支部数}个支部每月召开支委会。",
    "{每月召开支委会的支部数|总数}个支部中有{每月召开支委会的支部数}个每月召开支委会。",
    "党员不超过五十人的支部不设党小组，每月不少于一次。",
    "志愿服务{志愿服务参加人次}人次参加。",
    "{每月召开支委会的支部数}个支部每月召开支委会。",
    "集体经济收入{指标：集体经济收入}万元。",
    "党课{党课次数}次，主讲人中{党课主讲人构成|分项}。",
    "自2025年以来召开支委会{支委会次数|自2025年}次，截至5月31日召开{支委会次数|截至5月31日}次。",
    "召开会议共计{组织生活次数}次。",
    "推动均衡发展，人均学习时间有保证。",
    "没有全部完成的继续推进。",
]


@pytest.mark.parametrize(("text", "code", "message"), ERRORS)
def test_an_error_is_found_and_nothing_else(facts: Facts, text: str, code: str, message: str | None) -> None:
    _only(findings(facts, text), "error", code, message)


@pytest.mark.parametrize(("text", "code", "message"), WARNINGS)
def test_a_warning_is_given_and_nothing_else(facts: Facts, text: str, code: str, message: str | None) -> None:
    _only(findings(facts, text), "warning", code, message)


def _only(found: list[Check], level: str, code: str, message: str | None) -> None:
    assert [(each.level, each.code, each.anchor) for each in found] == [(level, code, "p-1")], found
    assert message is None or found[0].message == message


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("另讲党课20次。", "党课次数", "2次"),
        ("共召开了支委会约20次。", "支委会次数", "7次"),
        ("党课累计讲授20次。", "党课次数", "2次"),
        ("支委会先后召开了20次。", "支委会次数", "7次"),
        ("同时，还组织开展主题党日活动20次。", "主题党日次数", "6次"),
        ("召开了20次支委会。", "支委会次数", "7次"),
        ("支委会次数达到20次。", "支委会次数", "7次"),
        ("一是讲授党课二十次。", "党课次数", "2次"),
        ("其中书记讲授，另讲党课20次。", "党课次数", "2次"),
    ],
)
def test_a_typed_number_that_contradicts_its_figure_in_other_words(facts: Facts, text: str, name: str, number: str):
    [found] = [each for each in findings(facts, text) if each.code.startswith("typed")]
    assert found.code == "typed-other"
    assert f"而{name}按记录是{number}" in found.message


@pytest.mark.parametrize(
    "text",
    [
        "书记讲党课20次。",
        "党课由书记讲授20次。",
        "讲微党课20次。",
        "围绕基层治理讲党课20次。",
        "党课计划20次。",
        "其中讲党课20次。",
        "第一社区召开支委会20次。",
        "支委会研究党费20次。",
        "春节前慰问37人次。",
        "党课之外走访20次。",
        "从类别看，主题党日20次。",
        "共开展活动，其中志愿服务、党课20次。",
    ],
)
def test_a_part_of_a_figure_contradicts_nothing(facts: Facts, text: str) -> None:
    assert [each.code for each in findings(facts, text) if each.code.startswith("typed")] == ["typed"]


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_found_where_nothing_is_wrong(facts: Facts, text: str) -> None:
    assert findings(facts, text) == []


@pytest.mark.parametrize("text", NOTHING)
def test_what_the_product_wrote_is_left_alone_too(facts: Facts, text: str) -> None:
    assert check(printed(facts, text), facts) == []


def test_few_is_not_nine_of_twelve(facts: Facts) -> None:
    figured = "12个支部中有9个没有做到"
    found = findings(facts, "个别支部支委会召开不够经常。", part="problem", figured=figured)
    assert [each.message for each in found] == ["“个别”与数字不符：按记录，12个中有9个，应写“多数”"]
    assert findings(facts, "多数支部支委会召开不够经常。", part="problem", figured=figured) == []
    [told] = findings(facts, "12个支部中有9个没有做到，个别支部次数不够。", part="problem")[:1]
    assert told.message == "“个别”与数字不符：这一句写的，12个中有9个，应写“多数”"


def test_few_is_judged_by_the_habit_that_is_named(facts: Facts) -> None:
    assert findings(facts, "个别支部支委会召开不够经常。", part="problem") == []  # 1 of 2
    assert codes(findings(facts, "多数支部支委会召开不够经常。", part="problem")) == [("error", "share")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("换届任务圆满完成。", [("error", "plan-result")]),
        ("已召开推进会。", [("error", "plan-result")]),
        ("6月1日前完成换届。", [("warning", "plan-past")]),
        ("走访不少于60户。", []),
        ("走访群众60户。", [("note", "target")]),
        ("对已完成的事项开展回头看，9月底前做到全部见面。", []),
    ],
)
def test_a_plan_is_not_a_result(facts: Facts, text: str, expected: list[tuple[str, str]]) -> None:
    assert codes(findings(facts, text, part="plan")) == expected


def test_people_are_not_named_among_problems_and_visits(facts: Facts) -> None:
    assert codes(findings(facts, "党员周小禾没有交纳党费。", part="problem")) == [("error", "name")]
    assert codes(findings(facts, "支委沈青缺席。", part="problem")) == [("warning", "name")]
    assert codes(findings(facts, "看望了李秀兰。", theme=Theme.CONDOLENCE)) == [("error", "name")]
    assert findings(facts, "看望了独居老人。", theme=Theme.CONDOLENCE) == []
    assert findings(facts, "党员周小禾讲了党课。") == []


def test_more_members_than_there_are(facts: Facts) -> None:
    assert ("error", "roll") in codes(findings(facts, "213名党员参加。"))


def test_the_same_thing_with_two_numbers(facts: Facts) -> None:
    found = findings(facts, "慰问困难老人15户。", "又慰问困难老人18户。")
    assert [each.message for each in found if each.code == "said-otherwise"] == [
        "“慰问困难老人15户”和“又慰问困难老人18户”说的是同一件事，数字却不同，请核对"
    ]


def test_a_rate_is_never_above_a_hundred(facts: Facts) -> None:
    assert ("error", "rate") in codes(findings(facts, "整改完成率115%。"))
    assert ("error", "rate") not in codes(findings(facts, "收入同比增长115%。"))


def _misprinted(facts: Facts, text: str, wrong: str) -> Document:
    """The text with its first figure printed otherwise."""
    document = printed(facts, text)
    block = next(each for each in document.blocks if isinstance(each, Paragraph) and each.anchor == "p-1")
    old = replace(block, runs=tuple(replace(run, text=wrong) if run.figure_id else run for run in block.runs))
    return replace(document, blocks=tuple(old if each is block else each for each in document.blocks))


def test_a_stale_figure(facts: Facts) -> None:
    found = check(_misprinted(facts, "召开支委会{支委会次数}次。", "5"), facts)
    assert [(each.code, each.message) for each in found] == [
        ("stale", "支委会次数印的是5，按现在的记录是7，请重新编制")
    ]


def test_the_parts_of_a_figure(facts: Facts) -> None:
    found = check(_misprinted(facts, "主讲人中{党课主讲人构成|分项}。", "支部书记1次"), facts)
    assert [(each.code, each.message) for each in found] == [
        ("total", "“支部书记1次”各项相加是1次，与总数2次不一致，请核对"),
        ("stale", "党课主讲人构成印的是支部书记1次，按现在的记录是支部书记2次，请重新编制"),
    ]


def test_a_figure_that_has_changed_since_it_was_submitted(facts: Facts) -> None:
    document = printed(facts, "召开支委会{支委会次数}次。")
    found = check(document, facts, State(then={"meeting.committee.count": "5", "gone": "1"}))
    assert [(each.level, each.message) for each in found] == [
        ("warning", "支委会次数上次报送时是5，现在是7，请向上级说明")
    ]
    assert check(document, facts, State(then={"meeting.committee.count": "7"})) == []


def _with(document: Document, *blocks: Heading | Paragraph) -> Document:
    return replace(document, blocks=(*document.blocks, *blocks))


def test_headings(facts: Facts) -> None:
    document = printed(facts, "开展学习。")
    text = Paragraph((Run("加强指导。"),))
    found = check(_with(document, Heading(1, "三、下一步安排"), text, Heading(1, "四、其他")), facts)
    assert [(each.code, each.message) for each in found] == [
        ("empty", "标题“四、其他”下面没有内容，请补上或删去标题"),
        ("heading-number", "标题“三、下一步安排”的序号与前面不连续，请改正"),
    ]
    items = [Paragraph((Run(f"{number}是{text.text}"),), "lead") for number in ("一", "二")]
    found = check(_with(document, Heading(1, "一、三项行动"), *items), facts)
    assert errors(found) == []
    assert [each.message for each in found] == ["标题写了“三项行动”，下面是2条，请改成一致"]
    assert codes(check(_with(document, Paragraph((Run("一是。"),)), Paragraph((Run("二是改。"),))), facts)) == [
        ("error", "empty")
    ]


def test_tables(facts: Facts) -> None:
    columns = (TableColumn("党组织"), TableColumn("支委会次数（次）"))
    table = Table("", columns, (("甲", "6"), ("乙", "近20"), ("合计", "26")))
    document = replace(printed(facts, "开展学习。"), attachments=(Attachment("情况", (table,)),))
    assert errors(check(document, facts)) == ["表里的“近20”是约数，表中只写实数"]
    table = replace(table, rows=(("甲", "6"), ("乙", "1,020"), ("合计", "1,027")))
    document = replace(document, attachments=(Attachment("情况", (table,)),))
    assert errors(check(document, facts)) == ["表里“支委会次数（次）”各行相加是1026，与合计1027不一致，请核对"]


def test_the_title_and_the_data_date(facts: Facts) -> None:
    document = replace(printed(facts, "开展学习。"), title_lines=("某单位", "2025年下半年总结"))
    assert errors(check(document, facts)) == ["标题里的“2025年、下半年”与期间2026年上半年不一致，请改正"]
    document = printed(facts, "开展学习。")
    without = replace(document, blocks=document.blocks[1:])
    assert [(each.level, each.code) for each in check(without, facts)] == [("note", "no-date")]


def test_everything_at_once_names_each_passage(facts: Facts) -> None:
    """One report with a fault in every passage: each finding leads to its own."""
    texts = [text for text, _, _ in ERRORS if "是" not in text]
    found = check(printed(facts, *texts), facts, state(*texts))
    assert {each.anchor for each in found if each.level == "error"} == {f"p-{n}" for n in range(1, len(texts) + 1)}
