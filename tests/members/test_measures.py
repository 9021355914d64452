"""Figures about people, against numbers counted by hand."""

from datetime import date
from decimal import Decimal

import pytest

from partywork.common.periods import HalfYear
from partywork.measures.evaluate import evaluate, evaluate_by
from partywork.measures.evidence import evidence, records_behind
from partywork.measures.lookup import parse_request
from partywork.measures.window import Window
from partywork.members.corrections import annul_member
from partywork.members.enums import Closing, Education, Flag, Gender, Opening, Stage
from partywork.members.models import Member
from partywork.members.movements import leave, transfer_within
from partywork.orgs.enums import OrgKind, Sector
from partywork.orgs.queries import scope_of_org
from tests.factories.members import TODAY, make_flag, make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
WINDOW = Window(HalfYear(2026, 1), date(2026, 6, 30))


@pytest.fixture
def office():
    """A community branch of four party members on 30 June, a school branch of one, an empty branch."""
    root = make_org(kind=OrgKind.COMMITTEE)
    first, second, empty = make_org(root), make_org(root, sector=Sector.SCHOOL), make_org(root)
    by = make_user(first)
    make_member(
        first, by, gender=Gender.MALE, born_on=date(1995, 6, 30), education=Education.UNIVERSITY,
        admitted_on=date(2015, 6, 30), full_on=date(2016, 6, 30),
    )  # fmt: skip
    make_member(first, by, born_on=date(1995, 7, 1), education=Education.JUNIOR, ethnicity="回族")
    make_member(
        first, by, stage=Stage.PROBATIONARY, since=date(2024, 1, 1), applied_on=date(2023, 1, 1),
        activist_on=date(2024, 1, 1), candidate_on=date(2025, 3, 1), admitted_on=date(2026, 5, 20),
    )  # fmt: skip
    make_member(
        first, by, since=date(2025, 6, 18), admitted_on=date(2025, 6, 18), full_on=date(2026, 6, 18),
        opening=Opening.TRANSFER_IN,
    )  # fmt: skip
    make_member(second, by, admitted_on=date(1949, 9, 30), full_on=date(1949, 9, 30), born_on=date(1930, 1, 1))
    make_member(first, by, stage=Stage.APPLICANT, since=date(2026, 2, 1), applied_on=date(2026, 2, 1))
    make_member(
        first,
        by,
        stage=Stage.ACTIVIST,
        since=date(2025, 1, 1),
        applied_on=date(2025, 1, 1),
        activist_on=date(2026, 1, 8),
    )
    return root, first, second, empty, by


def step(action, member, by, **given):
    version = Member.objects.get(pk=member.pk).version
    return action(member=member, version=version, by=by, today=TODAY, **given)


def numbers(org, *texts, window=WINDOW):
    requests = [parse_request(text) for text in texts]
    values = evaluate(requests, scope_of_org(org, window.on), window)
    return [values[request].number for request in requests]


def parts(org, text, window=WINDOW):
    request = parse_request(text)
    value = evaluate([request], scope_of_org(org, window.on), window)[request]
    assert sum(part.number for part in value.parts) == value.number
    return {part.label: part.number for part in value.parts}


STOCKS = ("党员总数", "正式党员数", "预备党员数", "发展对象数", "入党积极分子数", "入党申请人数")


def test_heads_on_the_data_date(office):
    root, first, _, empty, _ = office
    assert numbers(root, *STOCKS) == [5, 4, 1, 0, 1, 1]
    assert numbers(first, *STOCKS) == [4, 3, 1, 0, 1, 1]
    assert numbers(empty, *STOCKS) == [0, 0, 0, 0, 0, 0]
    earlier = Window(HalfYear(2025, 2), date(2025, 12, 31))
    assert numbers(first, *STOCKS, window=earlier) == [3, 2, 1, 1, 0, 1]


def test_heads_by_sector_education_and_other_marks(office):
    root, *_ = office
    texts = (
        "党员总数@社区",
        "党员总数@学校",
        "女党员数",
        "少数民族党员数",
        "大专及以上学历党员数",
        "高中及以上学历党员数",
    )
    assert numbers(root, *texts) == [4, 1, 4, 1, 1, 1]
    assert numbers(root, "建国前入党党员数", "预备党员占比", "党员总数@民族=回族") == [1, Decimal("20.0"), 1]


def test_ages_are_counted_on_the_data_date(office):
    root, *_ = office
    assert parts(root, "党员年龄构成") == {"30岁及以下": 1, "31至35岁": 1, "71岁及以上": 1, "未填": 2}
    a_day_earlier = Window(HalfYear(2026, 1), date(2026, 6, 29))
    assert parts(root, "党员年龄构成", a_day_earlier) == {"30岁及以下": 2, "71岁及以上": 1, "未填": 2}
    assert numbers(root, "35岁及以下党员数", "60岁及以上党员数") == [2, 1]


def test_breakdowns_add_up(office):
    root, *_ = office
    assert parts(root, "党员性别构成") == {"男": 1, "女": 4}
    assert parts(root, "党员学历构成") == {"大学本科": 1, "初中及以下": 1, "未填": 3}
    assert parts(root, "党员领域构成") == {"社区": 4, "学校": 1}
    assert parts(root, "党员类别构成") == {"正式党员": 4, "预备党员": 1}
    assert parts(root, "党员党龄构成") == {"不满5年": 1, "10至19年": 1, "50年及以上": 1, "未填": 2}
    assert parts(root, "培养发展对象构成") == {"入党申请人": 1, "入党积极分子": 1}


def test_flows_of_stages(office):
    root, *_ = office
    texts = (
        "新递交入党申请书人数",
        "新确定积极分子数",
        "新确定发展对象数",
        "接收预备党员数",
        "转正党员数",
        "转入党员数",
    )
    assert numbers(root, *texts) == [1, 1, 0, 1, 1, 0]
    assert numbers(root, *texts, window=Window(HalfYear(2025, 1), date(2025, 6, 30))) == [1, 0, 1, 0, 0, 1]
    assert parts(root, "发展党员各阶段人数") == {"入党申请人": 1, "入党积极分子": 1, "预备党员": 1, "正式党员": 1}
    before_the_vote = Window(HalfYear(2026, 1), date(2026, 5, 19))
    assert numbers(root, *texts, window=before_the_vote) == [1, 1, 0, 0, 0, 0]


def test_flows_out_and_between_branches(office):
    root, first, second, _, by = office
    out, dead, gone, moved = (make_member(first, by) for _ in range(4))
    step(leave, out, by, closing=Closing.TRANSFER_OUT, on=date(2026, 3, 1), note="外地某支部")
    step(leave, dead, by, closing=Closing.DECEASED, on=date(2026, 6, 30), note="")
    step(leave, gone, by, closing=Closing.REMOVED, on=date(2026, 7, 1), note="")
    step(transfer_within, moved, by, org=second, group=None, on=date(2026, 4, 1), note="")
    texts = ("党员总数", "转出党员数", "去世党员数", "出党人数", "支部间调入党员数", "支部间调出党员数")
    assert numbers(root, *texts) == [7, 1, 1, 0, 1, 1]
    assert numbers(first, *texts) == [5, 1, 1, 0, 0, 1]
    assert numbers(second, *texts) == [2, 0, 0, 0, 1, 0]
    later = Window(HalfYear(2026, 2), date(2026, 7, 31))
    assert numbers(root, "出党人数", "出党人数@除名", "出党人数@开除党籍", window=later) == [1, 1, 0]


def test_someone_entered_by_mistake_counts_nowhere(office):
    root, first, _, _, by = office
    wrong = make_member(first, by, since=date(2026, 3, 1), opening=Opening.TRANSFER_IN)
    assert numbers(root, "党员总数", "转入党员数") == [6, 1]
    step(annul_member, wrong, by, reason="重复登记")
    assert numbers(root, "党员总数", "转入党员数") == [5, 0]


def test_circumstances_hold_on_the_data_date_and_a_move_adds_none(office):
    root, first, second, _, by = office
    one, two = (
        make_member(first, by),
        make_member(first, by, stage=Stage.PROBATIONARY, since=date(2026, 2, 3), admitted_on=date(2026, 2, 3)),
    )
    make_flag(one, by, Flag.FLOATING, date(2026, 2, 1))
    make_flag(two, by, Flag.FRONT_LINE, date(2026, 2, 3))
    make_flag(two, by, Flag.HARDSHIP, date(2026, 6, 30))
    step(transfer_within, two, by, org=second, group=None, on=date(2026, 4, 1), note="")
    texts = ("流动党员数", "失联党员数", "困难党员数", "老党员数", "火线入党人数", "新登记情况党员人次")
    assert numbers(root, *texts) == [1, 0, 1, 0, 1, 3]
    assert numbers(second, "火线入党人数", "困难党员数", "接收预备党员数") == [0, 1, 0]
    assert parts(root, "党员情况构成") == {"流动党员": 1, "生活困难": 1, "火线入党": 1}


def test_the_smallest_branch_and_the_mean_count_heads_not_changes(office):
    root, *_ = office
    assert numbers(root, "各支部党员最少人数", "支部平均党员数") == [0, Decimal("1.7")]


def test_by_branch_and_behind_the_figure(office):
    root, first, second, _, _ = office
    request = parse_request("党员总数")
    scope = scope_of_org(root, WINDOW.on)
    by_org = evaluate_by([request], scope, WINDOW, "org")[request]
    assert {org: value.number for org, value in by_org.items()} == {first.pk: 4, second.pk: 1}
    assert evaluate_by([request], scope, WINDOW, "month") == {}
    assert evidence(request, scope, WINDOW).count() == 5
    assert records_behind(parse_request("流动党员数"), scope, WINDOW).count() == 0


def test_all_figures_of_a_source_take_a_query_for_each_day_they_count_by(office, django_assert_num_queries):
    root, *_ = office
    requests = [
        parse_request(text) for text in (*STOCKS, "党员年龄构成", "党员领域构成", "接收预备党员数", "转出党员数")
    ]
    scope = scope_of_org(root, WINDOW.on)
    with django_assert_num_queries(4):  # who is there, who came, who left; and what was declared
        evaluate(requests, scope, WINDOW)


def test_party_age_of_a_day_knows_no_later_full_membership(office):
    """On 10 June the one who turned full on the 18th was a probationary member: no party age yet."""
    root = office[0]
    window = Window(HalfYear(2026, 1), date(2026, 6, 10))
    request = parse_request("党员党龄构成")
    value = evaluate([request], scope_of_org(root, window.on), window)[request]
    assert [(part.label, part.number) for part in value.parts] == [
        ("5至9年", 1), ("50年及以上", 1), ("未填", 3),
    ]  # fmt: skip
