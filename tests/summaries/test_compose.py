"""Which wording is chosen, and when a clause may be said."""

from datetime import date
from typing import Any

import pytest

from partywork.common.periods import HalfYear, Month
from partywork.meetings.enums import MeetingKind
from partywork.orgs.models import Organisation
from partywork.worklog.enums import WorkKind
from summaries.compose import choose, in_turn, sentence_text, theme_text
from summaries.facts import Facts, Order
from summaries.figures import print_slot
from summaries.phrases.library import themes
from summaries.phrases.sentences import read_sentence
from summaries.text import Token
from summaries.tokens import resolve, shown
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user
from tests.factories.worklog import make_work
from tests.summaries.office import DATA_DATE, PERIOD, make_office, order

VARIANTS = ("甲", "乙", "丙")


def order_of(code: str, period=PERIOD) -> Order:
    return Order(Organisation(code=code), period, DATA_DATE, "standard", DATA_DATE)


def chosen(code: str, period=PERIOD, key: str = "k") -> str:
    return choose(VARIANTS, key, order_of(code, period))


@pytest.mark.parametrize("code", ["QH-07", "青禾", "370102000123456789"])
def test_the_next_period_never_reads_like_this_one(code):
    for period in (HalfYear(2026, 1), HalfYear(2026, 2), Month(2026, 12)):
        assert chosen(code, period) != chosen(code, period.next)
        assert chosen(code, period) == chosen(code, period)


def test_siblings_in_a_row_take_all_variants():
    for first in (0, 3, 6, 9, 300):
        assert {chosen(f"QH-{first + step:02}") for step in range(3)} == set(VARIANTS)


def test_siblings_far_apart_do_not_read_alike_everywhere():
    """Every third sibling would get all of its wordings from the same place if only numbers were counted."""
    alike = [chosen("QH-01", key=str(key)) == chosen("QH-04", key=str(key)) for key in range(60)]
    assert 0 < sum(alike) < len(alike)


def test_every_variant_has_its_turn_once():
    assert sorted(in_turn(VARIANTS, "k", order_of("QH-01"))) == sorted(VARIANTS)


@pytest.fixture
def office(db):
    return make_office()


def said(facts: Facts, *clauses: Any) -> str:
    return sentence_text(read_sentence({"key": "k", "class": "deed", "clauses": list(clauses)}, "test"), facts)


def test_a_variant_without_records_gives_way_to_the_next(office):
    facts = Facts(order(office.root))
    for turn in (["推进会{推进会次数}次", "支委会{支委会次数}次"], ["支委会{支委会次数}次", "推进会{推进会次数}次"]):
        assert said(facts, turn) == "支委会{支委会次数}次。"


def test_all_conditions_must_hold(office):
    facts = Facts(order(office.root))
    clause = {"text": "支委会{支委会次数}次", "when": ["支委会次数 > 1", "党员大会次数 > 1"]}
    assert said(facts, clause) == "支委会{支委会次数}次。"
    assert said(facts, clause | {"when": ["支委会次数 > 1", "推进会次数 > 0"]}) == ""


def test_one_title_used_twice_is_one_name(office):
    one = {"text": "内容为{志愿服务次数|引文}", "when": "志愿服务次数|引文 = 1"}
    several = {"text": "内容有{志愿服务次数|引文}", "when": "志愿服务次数|引文 > 1"}
    assert said(Facts(order(office.root)), one, several) == ""
    for day in (5, 6):
        make_work(office.steady, office.by, date(2026, 5, day), WorkKind.VOLUNTEERING, title="清洁楼道")
    assert said(Facts(order(office.root)), one, several) == "内容为{志愿服务次数|引文}。"
    make_work(office.steady, office.by, date(2026, 5, 7), WorkKind.VOLUNTEERING, title="送学上门")
    assert said(Facts(order(office.root)), one, several) == "内容有{志愿服务次数|引文}。"


def test_a_breakdown_is_told_once_it_has_two_parts(office):
    clause = "按类型分，{工作构成|分项}"
    make_work(office.steady, office.by, date(2026, 5, 5), WorkKind.VOLUNTEERING)
    assert said(Facts(order(office.root)), clause) == ""
    make_work(office.steady, office.by, date(2026, 5, 6), WorkKind.TRAINING)
    assert said(Facts(order(office.root)), clause) == f"{clause}。"


@pytest.mark.django_db
def test_a_unit_founded_in_the_period_speaks_of_the_time_since():
    branch = make_org(founded_on=date(2026, 3, 12), code="NEW-01")  # the code decides which wording has its turn
    by = make_user(branch)
    for month in (4, 5, 6):
        make_meeting(branch, by, date(2026, month, 10), MeetingKind.COMMITTEE)
        make_meeting(branch, by, date(2026, month, 20), MeetingKind.THEME_DAY)
    make_meeting(branch, by, date(2026, 5, 25), MeetingKind.GENERAL)
    facts = Facts(order(branch))
    said = theme_text(themes()["三会一课"], "done", facts)
    assert (said.count("成立以来每月召开支委会"), said.count("成立以来")) == (1, 1)
    printed = print_slot(resolve(Token("支委会次数", "每月")), facts)
    assert printed is not None
    assert printed.text == "成立以来每月"
    older = Facts(order(make_org()))
    assert print_slot(resolve(Token("支委会次数", "每月")), older) is None


@pytest.mark.django_db
def test_the_only_part_that_is_the_whole_is_no_part():
    office = make_office()
    facts = Facts(order(office.steady))
    lectures = {"opening": "其中", "items": ["支部书记讲{支部书记讲党课次数}次", "其他人讲{领导班子成员讲党课次数}次"]}
    sentence = read_sentence({"key": "k", "class": "deed", "clauses": ["讲党课{党课次数}次", lectures]}, "测试")
    assert shown(sentence_text(sentence, facts)) == "讲党课{党课次数}次，支部书记讲{支部书记讲党课次数}次。"
    others = {"opening": "对支部", "items": ["开会{支委会次数}次"]}
    sentence = read_sentence({"key": "k", "class": "deed", "clauses": ["主题党日{主题党日次数}次", others]}, "测试")
    assert shown(sentence_text(sentence, facts)) == "主题党日{主题党日次数}次，对支部开会{支委会次数}次。"
