"""What tokens print over records, and what is said where they print nothing."""

import gc
from collections.abc import Iterator
from datetime import date
from typing import Any
from weakref import ref

import pytest
from django.db import transaction

from partywork.access.permissions import Role
from partywork.common.periods import Month
from partywork.measures.declarations import Request
from partywork.measures.lookup import all_measures
from partywork.measures.values import Value
from partywork.meetings.enums import MeetingKind
from partywork.members.enums import Stage
from partywork.orgs.models import Organisation
from partywork.visits.enums import ObjectKind
from partywork.worklog.actions import Lines
from partywork.worklog.enums import WorkKind
from partywork.worklog.lines import LineData
from summaries.facts import Facts
from summaries.figures import ask_for, figure_behind, print_slot
from summaries.picker.trying import tried
from summaries.styles import SPLIT, styles_for
from summaries.text import Token
from summaries.tokens import resolve
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_user
from tests.factories.visits import make_visit
from tests.factories.worklog import make_work
from tests.summaries.office import Office, make_office, order

pytestmark = pytest.mark.django_db


def fill(office: Office) -> None:
    """Unusual work beside the meetings: free tags, odd quantities, earlier years."""
    by = office.by
    for day in (date(2024, 3, 1), date(2025, 5, 5), date(2025, 9, 9)):
        make_meeting(office.steady, by, day, MeetingKind.COMMITTEE)
    for number in range(14):
        kind = ObjectKind.RESIDENT if number < 11 else ObjectKind.ENTERPRISE
        tag = "夜访" if number < 4 else ""
        more = {"enterprises": 1} if kind is ObjectKind.ENTERPRISE else {}
        make_visit(office.steady, by, date(2026, 4, 1 + number), object_kind=kind, households=9, tag=tag, **more)
    acres = Lines([LineData("高粱", 120_500, "亩"), LineData("柑橘苗", 2_000_000, "株")])
    make_work(office.lagging, by, date(2026, 5, 6), WorkKind.OTHER, tag="撂荒地复垦", title="坡地复耕", lines=acres)
    make_work(office.lagging, by, date(2026, 5, 9), WorkKind.OTHER, tag="撂荒地复垦", title="沟渠疏通",
              lines=Lines([LineData("高粱", 30_000, "亩")]))  # fmt: skip
    for number in range(8):
        make_member(office.steady, by, stage=Stage.PROBATIONARY if number == 0 else Stage.FULL)


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: Any) -> Iterator[Office]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_office()
        fill(made)
        yield made
        transaction.set_rollback(True)


def facts_of(org: Organisation, **more: Any) -> Facts:
    return Facts(order(org, **more))


def printed(text: str, facts: Facts) -> str:
    return "".join(piece.text for piece in tried(text, facts).pieces)


TEXTS = {
    "支委会{支委会次数}次，{支委会次数|余}、{支委会次数|单位}": "支委会7次，7、7次",
    "走访{走访户数}户次、{走访户数|余}户次、{走访户数|近}户次、{走访户数|以上}户次": (
        "走访126户次、120余户次、近130户次、120户次以上"
    ),
    "{走访次数|多次}开展走访，{支委会次数#夜谈|多次}": "多次开展走访，0次",
    "{走访次数#夜访}次夜访，其中企业{走访次数@企业}次": "4次夜访，其中企业3次",
    "走访次数中{走访次数|按对象}": "走访次数中居民11次、企业3次",
    "企业占{走访次数@对象=企业|占走访次数}": "企业占21.4%",
    "预备党员占{预备党员数|占党员总数}": "预备党员占12.5%",
    "复垦{数量合计#撂荒地复垦@单位=亩}亩，{数量合计#撂荒地复垦@单位=亩|以上}，育苗{数量合计@单位=株}株": (
        "复垦150.5亩，150亩以上，育苗2000株"
    ),
    "开展{工作件数#撂荒地复垦|引文}": "开展“坡地复耕”“沟渠疏通”",
    "自2024年以来召开支委会{支委会次数|自2024年}次": "自2024年以来召开支委会10次",
    "上年全年{支委会次数|自2025年1月|截至2025年底}次，上年同期{支委会次数|上年同期}次": "上年全年2次，上年同期1次",
    "截至3月底{支委会次数|截至3月底}次": "截至3月底4次",
    "学习{学习材料篇数|书名1}": "学习《党章》等",
    "{学习材料篇数|书名1}等": "《党章》等",
    "{每月召开支委会的支部数|频次}召开支委会": "2个支部中有1个每月召开支委会",
    "{期内}，{单位简称}": "上半年，青禾街道党工委",
}


def test_tokens_print_what_the_records_say(office):
    facts = facts_of(office.root)
    assert {text: printed(text, facts) for text in TEXTS} == TEXTS


def test_regularity_is_told_as_it_is(office):
    text = "{每月召开支委会的支部数|频次}召开支委会"
    assert printed(text, facts_of(office.steady)) == "每月召开支委会"
    assert printed(text, facts_of(office.lagging)) == "6个月中有1个月召开支委会"
    march = facts_of(office.root, period=Month(2026, 3), data_date=date(2026, 3, 31))
    assert printed(text, march) == "当月召开支委会"
    empty = facts_of(office.root, period=Month(2026, 8), data_date=date(2026, 8, 31))
    assert tried(text, empty).notes == ("“每月召开支委会的支部数”现在是0，没有一个支部做到，不能这样写。",)


NOTES = {
    "各支部走访{各支部走访最少次数}次": (
        "“各支部走访最少次数”最少的是0，不能写“各0次”。可以改用合计 {走访次数}，现在是14次。"
    ),
    "{支委会次数|截至7月1日}": "“支委会次数”的“截至7月1日”不在能统计的日期里，本总结的数据截至2026年6月30日。",
    "{走访次数#夜防}": "没有标签是“夜防”的记录，现有：夜访。",
    "{数量合计}": "{数量合计}没有写明单位，单位不同的数量加在一起没有意义，请写成 {…@单位=亩} 的样子。",
    "{组织生活参加人次}名党员": "{组织生活参加人次}数的是人次，同一个人参加几次算几次，后面请写“人次”。",
    "{慰问次数}次": "“慰问次数”没有登记记录，印出来是0，请核实后再这样写。",
    "{支委会次数|占走访次数@企业}": "“支委会次数”算不出占比：没有分母，或者它不是“走访次数@对象=企业”的一部分。",
    "{登记数量@单位=吨}": (
        "“登记数量@单位=吨”在这段时间没有登记记录，成文时会留空位。没有单位是“吨”的记录，现有：亩、株。"
    ),
}


def test_what_prints_nothing_says_why_and_what_to_write_instead(office):
    facts = facts_of(office.root)
    assert {text: tried(text, facts).notes for text in NOTES} == {text: (note,) for text, note in NOTES.items()}


def test_every_error_of_a_text_is_told_and_nothing_is_printed(office):
    found = tried("{支委会次}和{支委会次数|馀}｛走访次数｝", facts_of(office.root))
    assert found.pieces == ()
    assert [error.partition("。")[0] for error in found.errors] == [
        "“｛”是全角的大括号，指标要写在半角的 { } 里",
        "没有叫“支委会次”的指标",
        "“{支委会次数|馀}”里的“馀”不是写法，可以用：余、近、约、超过、以上",
    ]


def test_every_way_to_write_a_figure_prints_something_or_nothing(office):
    """All measures in all styles they offer, for a unit without most records."""
    facts = facts_of(office.lagging)
    facts.ask(Request(each.code) for each in all_measures())
    for each in all_measures():
        for style in styles_for(each):
            if not style.startswith(SPLIT):
                found = print_slot(resolve(Token(each.name, style)), facts)
                assert found is None or found.text, (each.code, style)


@pytest.mark.parametrize("source", ["visits", "worklog"])
def test_parts_of_a_split_never_exceed_the_whole(office, source):
    facts = facts_of(office.root)
    measures = [each for each in all_measures() if each.source.code == source]
    slots = [resolve(Token(each.name, style)) for each in measures for style in styles_for(each) if style[:1] == SPLIT]
    assert slots
    ask_for(slots, facts)
    for slot in slots:
        assert slot.request is not None
        parts = sum(_whole(facts.value(part)) for part in slot.parts.values())
        assert parts <= _whole(facts.value(slot.request)), slot.id


def _whole(value: Value) -> int:
    return value.number if isinstance(value.number, int) else 0


def test_a_figure_over_its_own_days_leads_to_its_records(office, client):
    facts = facts_of(office.root)
    slot = resolve(Token("支委会次数", "自2024年"))
    found = figure_behind(slot, facts)
    assert found is not None
    assert found.id == "meeting.committee.count|自2024年"
    assert found.name == "支委会次数（自2024年）"
    assert found.definition.endswith("此处自2024年1月1日起累计，截至2026年6月30日")
    client.force_login(make_user(office.root, Role.MANAGER))
    page = client.get(found.evidence_url)
    assert page.context["count_text"] == "共 10 条"


def test_a_text_asks_once_for_each_source_and_run_of_days(office, django_assert_num_queries):
    # meetings, their study materials, visits; meetings since 2024; the names of the materials; twice what was declared
    text = "{支委会次数}{党课次数}{走访次数}{走访户数|余}{支委会次数|自2024年}{党课次数|自2024年}{学习材料篇数|书名}"
    facts = facts_of(office.root)
    with django_assert_num_queries(8):
        tried(text, facts)


def test_a_sector_narrows_records_to_units_of_it(office):
    facts = facts_of(office.root)
    assert printed("{支委会次数@领域=社区}次", facts) == printed("{支委会次数}次", facts)
    assert printed("{支委会次数@领域=学校}次", facts) == "0次"


def test_facts_are_let_go_of_with_the_last_who_holds_them(office):
    """A batch makes thousands: what was printed of them does not hold them until a collection."""
    facts = facts_of(office.root)
    slot = resolve(Token("支委会次数"))
    assert figure_behind(slot, facts) is not None
    kept = ref(facts)
    gc.disable()
    try:
        del facts
        assert kept() is None
    finally:
        gc.enable()
