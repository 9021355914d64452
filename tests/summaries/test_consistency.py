"""What the check finds, and what it leaves alone."""

from datetime import date

import pytest

from partywork.orgs.enums import OrgKind
from summaries.compile import Item
from summaries.consistency import State, check
from summaries.facts import Facts
from summaries.outlines.library import outline
from summaries.typeset import Printable, typeset
from tests.factories.orgs import make_org
from tests.summaries.office import order

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts():
    return Facts(order(make_org(kind=OrgKind.COMMITTEE)))


def found(facts: Facts, *texts: str, state: State | None = None) -> list[tuple[str, str]]:
    printables = [Printable("done", "", text) for text in texts]
    document = typeset(printables, outline("standard"), facts)
    return [(each.level, each.message) for each in check(document, facts, state or State())]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("走访群众XX户。", "“走访群众XX户。”处还留着空位，请填上或删去"),
        ("走访群众××户。", "“走访群众××户。”处还留着空位，请填上或删去"),
        (
            "最近一次组织生活会于{组织生活会日期}召开。",
            "“最近一次组织生活会于【待补】召开。”处没有登记记录，请补录后重新编制，或改写这一句",
        ),
        ("{没有的数}次。", "无法取数：没有的数，请在这一段里改正指标名称"),
        ("一是学。二是做。二是改。", "同一部分里“二是”出现了两次，请改正序号"),
    ],
)
def test_errors_stop_a_final(facts, text, message):
    assert found(facts, text) == [("error", message)]


def test_a_zero_is_printed_as_zero_where_the_writer_asks_for_it(facts):
    assert found(facts, "召开支委会{支委会次数}次。") == []


def test_hand_typed_numbers_claims_and_brackets_are_asked_about(facts):
    assert found(facts, "党员(含预备)到会。") == [("warning", "“(含预备)”用了半角括号，公文里用全角括号")]
    own = State(own_texts=["全部支部走访{走访次数}次，其中入户15次，参加率100%"])
    assert found(facts, "正文。", state=own) == [
        ("warning", "手写的数字 15、100% 查不到出处，请核对或改用指标"),
        ("warning", "“全部”要有依据，请对照记录核实"),
    ]


def test_what_is_undecided_or_unfinished_is_said(facts):
    assert found(facts, "正文。", state=State(proposed=2)) == [
        ("note", "有2条问题和安排是按记录拟出的，请逐条确认、修改或删去")
    ]
    early = Facts(order(facts.order.org, data_date=date(2026, 6, 20)))
    assert found(early, "正文。") == [("note", "数据截至2026年6月20日，2026年上半年还没有过完")]


def test_an_ordinary_sentence_raises_nothing(facts):
    assert Item("done", "k", "", "", "x").proposed is False
    assert found(facts, "一是学习。二是整改。") == []
    assert found(facts, "“X射线”检查室改造完成，2026年完工。") == []
