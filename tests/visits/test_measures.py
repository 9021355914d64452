"""Figures about visits, condolences and talks against numbers counted by hand."""

from datetime import date
from decimal import Decimal

import pytest

from partywork.common.periods import HalfYear
from partywork.entries.actions import cancel_entry
from partywork.measures.display import printed
from partywork.measures.evaluate import evaluate
from partywork.measures.evidence import evidence, records_behind
from partywork.measures.lookup import UnknownFigure, measure, parse_request
from partywork.measures.window import Window
from partywork.orgs.enums import OrgKind
from partywork.orgs.queries import scope_of_org
from partywork.visits.enums import (
    FundSource,
    GiftKind,
    ObjectKind,
    Occasion,
    TalkKind,
    TalkPair,
    VisitKind,
    VisitorRank,
)
from partywork.visits.measures import MEASURES, TALKS, VISITS
from tests.factories.orgs import make_org, make_user
from tests.factories.visits import make_condolence, make_talk, make_visit

pytestmark = pytest.mark.django_db
WINDOW = Window(HalfYear(2026, 1), date(2026, 6, 30))


@pytest.fixture
def office():
    root = make_org(kind=OrgKind.COMMITTEE)
    first, second = make_org(root), make_org(root)
    by = make_user(first)
    for month in range(1, 7):
        make_visit(
            first, by, date(2026, month, 8), object_name=f"第{month}户", needs="路灯\n停车" if month == 1 else ""
        )
    make_visit(second, by, date(2026, 3, 1), object_kind=ObjectKind.ENTERPRISE, object_name="青禾公司", households=0,
               enterprises=2, people_reached=5, visitor_rank=VisitorRank.SECRETARY, tag="助企")  # fmt: skip
    make_visit(root, by, date(2026, 4, 1), kind=VisitKind.CONTACT_POINT, object_kind=ObjectKind.GRASSROOTS,
               object_name="第一支部", households=0, people_reached=8, visitor_count=3,
               visitor_rank=VisitorRank.LEADER)  # fmt: skip
    make_visit(root, by, date(2026, 5, 1), kind=VisitKind.PAIRED, object_name="第1户",
               visitor_rank=VisitorRank.UNIT_SECRETARY)  # fmt: skip
    make_visit(root, by, date(2025, 12, 31))
    cancelled = make_visit(root, by, date(2026, 5, 2))
    cancel_entry(entry=cancelled, version=1, reason="重复", by=by)
    make_condolence(first, by, date(2026, 2, 10), fund_source=FundSource.DUES)
    make_condolence(second, by, date(2026, 6, 28), occasion=Occasion.JULY_FIRST, object_kind=ObjectKind.OLD_MEMBER,
                    object_name="老党员2人", households=0, people_reached=2, gift_kind=GiftKind.GOODS,
                    amount_fen=60_050)  # fmt: skip
    make_talk(first, by, date(2026, 1, 5))
    make_talk(first, by, date(2026, 2, 5), people=4, pair=TalkPair.COMMITTEE)
    make_talk(second, by, date(2026, 2, 6), kind=TalkKind.INTEGRITY, pair="", people=2)
    make_talk(second, by, date(2026, 2, 7), kind=TalkKind.ADMISSION, pair="", people=1)
    return root, first, second


def value(text: str, org, window=WINDOW):
    request = parse_request(text)
    return evaluate([request], scope_of_org(org, window.on), window)[request]


def parts(text: str, org) -> dict[str, int]:
    found = value(text, org)
    assert found.number == sum(part.number for part in found.parts)
    return {part.label: part.number for part in found.parts}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("走访次数", 9),
        ("走访次数#助企", 1),
        ("走访次数@企业", 1),
        ("走访次数@方式=联系点", 1),
        ("走访户数", 7),
        ("走访企业数", 2),
        ("走访人次", 27),
        ("参加走访人次", 11),
        ("走访对象数", 8),
        ("走访对象数@企业", 1),
        ("联系点走访次数", 1),
        ("走访联系点数", 1),
        ("挂钩联系次数", 1),
        ("领导班子成员走访次数", 2),
        ("支部书记走访次数", 1),
        ("收集诉求数", 2),
        ("开展走访的党组织数", 3),
        ("各支部走访最少次数", 1),
        ("支部平均走访次数", Decimal("3.5")),
        ("每月开展走访的支部数", 1),
        ("慰问次数", 2),
        ("慰问人次", 5),
        ("慰问人次@困难党员", 3),
        ("慰问人次@春节", 3),
        ("慰问户数", 3),
        ("慰问金额", 210_050),
        ("慰问金额@党费", 150_000),
        ("慰问金额@慰问品", 60_050),
        ("慰问对象数", 2),
        ("开展慰问的党组织数", 2),
        ("谈心谈话次数", 2),
        ("谈心谈话人次", 5),
        ("谈心谈话次数@支委之间", 1),
        ("廉政谈话次数", 1),
        ("廉政谈话人次", 2),
        ("入党谈话次数", 1),
        ("提醒谈话次数", 0),
        ("开展谈心谈话的党组织数", 1),
        ("各支部谈心谈话最少次数", 0),
        ("支部平均谈心谈话次数", Decimal("1.0")),
    ],
)
def test_figures_equal_what_was_counted_by_hand(office, text, number):
    assert value(text, office[0]).number == number


def test_breakdowns_name_every_row(office):
    root = office[0]
    assert parts("走访对象构成", root) == {"居民": 7, "企业": 1, "社区（村）或支部": 1}
    assert parts("走访方式构成", root) == {"走访": 7, "慰问": 2, "联系点": 1, "挂钩联系": 1}
    assert parts("走访人员构成", root) == {"党委（党组）书记": 1, "班子成员": 1, "支部书记": 1, "未填": 6}
    assert parts("慰问对象构成", root) == {"困难党员": 3, "老党员": 2}
    assert parts("慰问场合构成", root) == {"春节": 3, "七一": 2}
    assert parts("慰问资金构成", root) == {"党费": 150_000, "未填": 60_050}
    assert parts("慰问形式构成", root) == {"慰问金": 150_000, "慰问品": 60_050}
    assert parts("谈话类型构成", root) == {"谈心谈话": 2, "廉政谈话": 1, "入党谈话": 1}
    assert parts("谈心谈话双方构成", root) == {"支委与党员": 1, "支委之间": 1}


def test_a_branch_has_its_own_figures_and_the_evidence_is_what_was_counted(office):
    root, first, second = office
    assert [value("走访次数", org).number for org in (first, second)] == [6, 1]
    assert printed(measure("condolence.money"), value("慰问金额", root)) == "2100.50"
    request = parse_request("收集诉求数")
    scope = scope_of_org(root, WINDOW.on)
    assert evidence(request, scope, WINDOW).count() == 11
    behind = records_behind(request, scope, WINDOW)
    assert sorted(behind.values_list("needs_count", flat=True)) == sorted(
        count for count in evidence(request, scope, WINDOW).values_list("needs_count", flat=True) if count
    )


def test_a_bare_value_can_mean_only_one_dimension():
    for source in (VISITS, TALKS):
        labels = [label for each in source.dims.values() for label in each.values if label != "其他"]
        assert sorted(labels) == sorted(set(labels))
    with pytest.raises(UnknownFigure, match="“其他”有几种意思，请写明是哪一种：@对象=其他、@领域=其他。"):
        parse_request("走访次数@其他")


def test_all_figures_of_visits_and_talks_take_six_queries(office, django_assert_num_queries):
    """One aggregate and one grouped query of visits, one of talks with their own groups, the branches once, and what
    was declared."""
    requests = [parse_request(each.name) for each in MEASURES]
    scope = scope_of_org(office[0], WINDOW.on)
    with django_assert_num_queries(6):
        evaluate(requests, scope, WINDOW)
