"""From paragraphs to a numbered document, in each habit an outline may have."""

from typing import Any

import pytest

from partywork.orgs.enums import OrgKind
from summaries.document import Heading, Paragraph
from summaries.facts import Facts
from summaries.outlines.format import outline_from
from summaries.typeset import Printable, typeset
from tests.factories.orgs import make_org
from tests.summaries.office import order

pytestmark = pytest.mark.django_db

FIRST, SECOND = ("政治建设", "思想建设", "主题教育常态化"), ("三会一课", "主题党日", "党课", "民主评议与组织生活会")


def outline(*sections: dict[str, Any]):
    return outline_from({"label": "测试", "title": "{期间}总结", "section": list(sections)}, "test")


def done(**changes: Any) -> dict[str, Any]:
    groups = [{"heading": "抓学习", "themes": FIRST}, {"heading": "抓支部", "themes": SECOND}]
    return {"kind": "done", "heading": "工作情况", "group": groups, **changes}


def items(*names: str, heading: str = "") -> list[Printable]:
    return [Printable("done", heading, f"做{name}。", key=f"done:{name}") for name in names]


def lines(paragraphs: list[Printable], *sections: dict[str, Any]) -> list[str]:
    """Headings with their level, paragraphs as they stand."""
    facts = Facts(order(make_org(kind=OrgKind.COMMITTEE)))
    blocks = typeset(paragraphs, outline(*sections), facts).blocks
    return [
        f"{block.level} {block.text}" if isinstance(block, Heading) else block.text
        for block in blocks
        if isinstance(block, Heading | Paragraph)
    ]


ALL = [*items(*FIRST, heading="抓学习"), *items(*SECOND, heading="抓支部")]


def test_groups_in_brackets_and_items_with_their_own_paragraphs():
    assert lines(ALL, done()) == [
        "1 工作情况",
        "2 （一）抓学习", "一是做政治建设。", "二是做思想建设。", "三是做主题教育常态化。",
        "2 （二）抓支部", "一是做三会一课。", "二是做主题党日。", "三是做党课。", "四是做民主评议与组织生活会。",
    ]  # fmt: skip


def test_levels_may_be_skipped():
    assert lines(ALL, done(groups="1.", items="（1）"))[:3] == ["1 工作情况", "3 1.抓学习", "（1）做政治建设。"]


def test_the_items_of_a_group_may_be_one_paragraph():
    assert lines(ALL, done(joined=True))[1:3] == [
        "2 （一）抓学习",
        "一是做政治建设；二是做思想建设；三是做主题教育常态化。",
    ]


def test_a_group_may_be_one_paragraph_that_its_heading_opens():
    assert lines(ALL, done(groups="一是", items="", run_in=True)) == [
        "1 工作情况",
        "一是抓学习。做政治建设；做思想建设；做主题教育常态化。",
        "二是抓支部。做三会一课；做主题党日；做党课；做民主评议与组织生活会。",
    ]


def test_a_short_report_is_one_list_and_a_single_paragraph_has_no_number():
    few = [*items("思想建设", heading="抓学习"), *items("党课", heading="抓支部")]
    assert lines(few, done()) == ["1 工作情况", "一是做思想建设。", "二是做党课。"]
    assert lines(few[:1], done()) == ["1 工作情况", "做思想建设。"]


def test_several_sections_are_numbered_through_and_an_empty_one_leaves_no_gap():
    sections = [
        {"kind": "done", "heading": name, "group": [{"themes": [theme]}]}
        for name, theme in (("甲", "政治建设"), ("乙", "党课"), ("丙", "党费"))
    ]
    assert lines(items("党费", "政治建设"), *sections) == ["1 一、甲", "做政治建设。", "1 二、丙", "做党费。"]


def test_a_heading_without_a_number_leaves_the_others_theirs():
    plan = {"kind": "plan", "heading": "打算", "numbered": False, "group": [{"plans": "theme"}]}
    problem = {"kind": "problem", "heading": "问题"}
    paragraphs = [*items("党课"), Printable("problem", "", "有问题"), Printable("plan", "", "做打算")]
    assert lines(paragraphs, done(), problem, plan) == [
        "1 一、工作情况", "做党课。", "1 二、问题", "有问题。", "1 打算", "做打算。",
    ]  # fmt: skip


def lead(text: str, section: str, kind: str = "done") -> Printable:
    return Printable(kind, section if kind == "done" else "", text, key=f"lead:{section}")  # type: ignore[arg-type]


def test_headings_and_leads_count_what_stands_under_them():
    counted = done(
        heading="抓了{项数}个方面",
        single="工作情况",
        group=[{"heading": "抓住{项数}个重点", "single": "抓重点", "themes": FIRST}, {"themes": SECOND}],
    )
    opening = lead("坚持实干。做了{项数}项工作。", "抓了{项数}个方面")
    heads = [*items(*FIRST, heading="抓住{项数}个重点"), *items(*SECOND, heading="抓了{项数}个方面")]
    assert lines([opening, *heads], counted)[:3] == [
        "1 抓了两个方面",
        "坚持实干。做了两项工作。",
        "2 （一）抓住三个重点",
    ]
    one = [opening, *items("党课", heading="抓了{项数}个方面")]
    assert lines(one, counted) == ["1 工作情况", "坚持实干。", "做党课。"]


def test_a_closing_plan_is_one_paragraph_behind_its_lead():
    plan = {"kind": "plan", "joined": True, "group": [{"plans": "theme"}]}
    paragraphs = [
        *items("党课"),
        lead("{下期}，抓好以下工作。", "plan", "plan"),
        Printable("plan", "", "抓学习"),
        Printable("plan", "", "抓支部"),
    ]
    assert lines(paragraphs, done(), plan) == [
        "1 工作情况",
        "做党课。",
        "下半年，抓好以下工作。一是抓学习；二是抓支部。",
    ]
    assert lines(paragraphs[:2], done(), plan) == ["1 工作情况", "做党课。"]


def test_a_section_of_plain_facts_consists_of_its_lead():
    facts = {
        "kind": "done", "heading": "基本情况",
        "lead": [{"key": "basics", "class": "deed", "clauses": ["党员{党员总数}名"]}],
    }  # fmt: skip
    paragraphs = [lead("现有支部{党支部数}个。", "基本情况"), *items("党课")]
    assert lines(paragraphs, facts, done()) == ["1 一、基本情况", "现有支部0个。", "1 二、工作情况", "做党课。"]


def test_what_the_writer_adds_stands_behind_the_paragraph_before_it():
    own = Printable("done", "", "自己写的。", key="own:1")
    sections = [
        {"kind": "done", "heading": name, "group": [{"themes": [theme]}]}
        for name, theme in (("甲", "政治建设"), ("乙", "党课"))
    ]
    paragraphs = [*items("政治建设"), own, *items("党课")]
    assert lines(paragraphs, *sections) == ["1 一、甲", "一是做政治建设。", "二是自己写的。", "1 二、乙", "做党课。"]
    retitled = Printable("done", "换了标题", "做党课。", key="done:党课")
    assert lines([*items("政治建设"), retitled], *sections) == ["1 一、甲", "做政治建设。", "1 二、乙", "做党课。"]


def test_an_anniversary_is_reckoned_from_the_period():
    jubilee = done(heading="庆祝建党{建党周年}周年")
    assert lines(items("党课", heading="庆祝建党{建党周年}周年"), jubilee) == ["1 庆祝建党105周年", "做党课。"]
