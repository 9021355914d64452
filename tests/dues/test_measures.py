"""Every figure about dues against numbers counted by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from partywork.catalogue import MEASURES
from partywork.common.periods import HalfYear, Month, Year
from partywork.dues.enums import DuesBasis
from partywork.dues.measures import MEASURES as DUES_MEASURES
from partywork.measures.declarations import Request
from partywork.measures.display import printed
from partywork.measures.evaluate import evaluate, evaluate_by
from partywork.measures.evidence import evidence
from partywork.measures.lookup import parse_request
from partywork.measures.window import Window
from partywork.orgs.enums import OrgKind
from partywork.orgs.queries import scope_of_org
from tests.factories.dues import make_month, make_standard
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
HALF = HalfYear(2026, 1)
WINDOW = Window(HALF, date(2026, 6, 30))


@pytest.fixture
def office():
    """Two branches. 甲 pays on time; 乙 pays January to March in May and June in July; 丙 owes all since
    October; 丁, of the other branch, pays all but is exempt from May on."""
    root = make_org(kind=OrgKind.COMMITTEE)
    first, second = make_org(root), make_org(root)
    by = make_user(first)
    people = {name: make_member(first, by, name=name) for name in "甲乙丙"}
    people["丁"] = make_member(second, by, name="丁")
    for month in range(1, 7):
        make_month(people["甲"], by, 202600 + month, due=1_005, paid_on=date(2026, month, 10))
        paid_on = {1: date(2026, 5, 6), 2: date(2026, 5, 6), 3: date(2026, 5, 6), 6: date(2026, 7, 1)}.get(month)
        make_month(people["乙"], by, 202600 + month, due=2_000, paid_on=paid_on)
        make_month(people["丙"], by, 202600 + month, due=10)
        if month < 5:
            make_month(people["丁"], by, 202600 + month, due=33_333, paid_on=date(2026, month, 28))
        else:
            make_month(people["丁"], by, 202600 + month, due=0)
    for month in (202510, 202511, 202512):
        make_month(people["丙"], by, month, due=10)
    make_month(people["甲"], by, 202512, due=1_005, paid_on=date(2026, 1, 10))
    return root, first, second, people


def number(text: str, org, window=WINDOW) -> Any:
    request = parse_request(text)
    return evaluate([request], scope_of_org(org, window.on), window)[request].number


EXPECTED: dict[str, Any] = {
    # 6 × 10.05 + 6 × 20.00 + 6 × 0.10 + 4 × 333.33
    "应缴党费": 6_030 + 12_000 + 60 + 133_332,
    # 乙: January to March only; June was paid after the data date
    "实缴党费": 6_030 + 6_000 + 133_332,
    "欠缴党费金额": 6_000 + 60,
    "党费收缴率": Decimal("96.0"),  # 145362 / 151422
    "应缴党费人数": 4,
    "欠缴党费人数": 2,
    "欠缴党费人月数": 3 + 6,
    "免交党费人数": 1,
    "应缴党费的支部数": 2,
    "有党费欠缴的支部数": 1,
    "足额缴纳党费的支部数": 1,
    "累计欠缴党费金额": 6_000 + 60 + 30,
    "累计欠缴党费人数": 2,
    "以前年度欠缴党费金额": 30,
    "欠缴党费满三个月人数": 2,
    "欠缴党费满六个月人数": 1,
    "收缴党费": 7 * 1_005 + 3 * 2_000 + 133_332,
    "缴纳党费人次": 7 + 3 + 4,
    "缴纳党费人数": 3,
    "补缴以前年度党费": 1_005,
    "补缴党费": 1_005 + 6_000,
    "最近一次收缴党费日期": date(2026, 6, 10),
    "每月收缴党费的支部数": 1,
}


@pytest.mark.parametrize("name", EXPECTED)
def test_by_hand(office, name):
    assert number(name, office[0]) == EXPECTED[name]


def test_every_figure_is_checked_by_hand():
    assert {measure.name for measure in DUES_MEASURES} == {*EXPECTED, "应缴党费构成"}
    assert [measure.code for measure in DUES_MEASURES if measure not in MEASURES] == []


@pytest.mark.parametrize(
    "day", [date(2026, 1, 30), date(2026, 3, 31), date(2026, 5, 5), date(2026, 6, 30), date(2026, 8, 1)]
)
def test_due_is_paid_plus_owed_on_every_data_date(office, day):
    window = Window(HALF, day)
    parts = [number(name, office[0], window) for name in ("应缴党费", "实缴党费", "欠缴党费金额")]
    assert parts[0] == parts[1] + parts[2]


def test_a_payment_after_the_data_date_is_not_paid_yet(office):
    _, first, *_ = office
    before, after = Window(HALF, date(2026, 5, 5)), Window(HALF, date(2026, 5, 31))
    assert [number("欠缴党费人月数", first, window) for window in (before, after)] == [4 + 4, 2 + 5]
    assert [number("欠缴党费满三个月人数", first, window) for window in (before, after)] == [2, 1]


def test_the_data_date_stops_at_the_periods_end(office):
    late = Window(HALF, date(2026, 8, 1))
    assert number("实缴党费", office[0], late) == EXPECTED["实缴党费"]
    assert number("实缴党费", office[0], Window(Year(2026), date(2026, 8, 1))) == EXPECTED["实缴党费"] + 2_000


def test_a_month_the_data_date_cuts_is_not_owed_yet(office):
    window = Window(Month(2026, 6), date(2026, 6, 29))
    assert [number(name, office[0], window) for name in ("应缴党费", "欠缴党费人数")] == [0, 0]
    assert number("收缴党费", office[0], window) == 1_005


@pytest.mark.parametrize(
    ("unpaid", "three", "six"),
    [
        ([202602, 202603], 0, 0),
        ([202602, 202603, 202604], 1, 0),
        ([202602, 202603, 202605], 0, 0),
        ([202511, 202512, 202601], 1, 0),
        ([202510, 202511, 202512, 202601, 202602], 1, 0),
        ([202510, 202511, 202512, 202601, 202602, 202603], 1, 1),
        ([202508, 202509, 202510, 202511, 202512, 202601], 1, 1),
        ([202508, 202509, 202510, 202512, 202601, 202602], 1, 0),
        ([202604, 202605, 202606, 202607], 1, 0),
        ([202605, 202606, 202607], 0, 0),  # July is not over on the data date
    ],
)
def test_months_in_a_row_cross_the_year_and_break_at_a_gap(unpaid, three, six):
    org = make_org()
    by = make_user(org)
    member = make_member(org, by)
    for month in unpaid:
        make_month(member, by, month)
    got = (number("欠缴党费满三个月人数", org), number("欠缴党费满六个月人数", org))
    assert got == (three, six)


def test_a_paid_or_exempt_month_breaks_the_row():
    org = make_org()
    by = make_user(org)
    first, second = make_member(org, by), make_member(org, by)
    for member, third in ((first, {"paid_on": date(2026, 3, 5)}), (second, {"due": 0})):
        for month in (202601, 202602, 202604, 202605):
            make_month(member, by, month)
        make_month(member, by, 202603, **third)
    assert (number("欠缴党费满三个月人数", org), number("欠缴党费人数", org)) == (0, 2)


def test_a_part_payment_leaves_the_rest_owed():
    org = make_org()
    by = make_user(org)
    make_month(make_member(org, by), by, 202605, due=1_000, paid_fen=1, paid_on=date(2026, 5, 20))
    names = ("应缴党费", "实缴党费", "欠缴党费金额", "欠缴党费人数", "足额缴纳党费的支部数")
    assert [number(name, org) for name in names] == [1_000, 1, 999, 1, 0]


def test_narrowed_and_split_by_basis_and_state():
    org = make_org()
    by = make_user(org)
    worker, farmer, unset = (make_member(org, by) for _ in range(3))
    make_standard(worker, by)
    make_standard(farmer, by, basis=DuesBasis.FARMER, monthly_fen=50)
    make_month(worker, by, 202605, paid_on=date(2026, 5, 20))
    make_month(farmer, by, 202605, due=50)
    make_month(unset, by, 202605, due=7)
    request = parse_request("应缴党费构成")
    value = evaluate([request], scope_of_org(org, WINDOW.on), WINDOW)[request]
    parts = [(part.label, part.number) for part in value.parts]
    assert (value.number, parts) == (4_057, [("在职月薪", 4_000), ("农民", 50), ("未填", 7)])
    assert number("应缴党费@农民", org) == 50
    assert number("应缴党费@欠缴", org) == 57
    assert number("应缴党费@缴纳情况=已缴", org) == 4_000


def test_evidence_is_what_was_counted_and_months_add_up(office):
    root, *_ = office
    scope = scope_of_org(root, WINDOW.on)
    rows = evidence(parse_request("欠缴党费金额"), scope, WINDOW)
    assert (rows.count(), sum(row.due_fen for row in rows)) == (9, EXPECTED["欠缴党费金额"])
    received = Request("dues.received")
    by_month = evaluate_by([received], scope, WINDOW, "month")[received]
    assert {month: value.number for month, value in by_month.items()} == {
        202601: 1_005 * 2 + 33_333, 202602: 34_338, 202603: 34_338, 202604: 34_338, 202605: 7_005, 202606: 1_005,
    }  # fmt: skip
    by_org = evaluate_by([received], scope, WINDOW, "org")[received]
    first, second = office[1:3]
    assert {org: value.number for org, value in by_org.items()} == {first.pk: 13_035, second.pk: 133_332}


def test_money_prints_in_yuan(office):
    request = parse_request("收缴党费")
    value = evaluate([request], scope_of_org(office[0], WINDOW.on), WINDOW)[request]
    measure = next(measure for measure in DUES_MEASURES if measure.code == request.code)
    assert printed(measure, value) == "1463.67"


def test_all_figures_take_as_many_queries_as_there_are_sources(office, django_assert_num_queries):
    scope = scope_of_org(office[0], WINDOW.on)
    requests = [Request(measure.code) for measure in DUES_MEASURES]
    # What was paid and what is owed, the other source, months per branch, the branches, what was declared.
    with django_assert_num_queries(6):
        evaluate(requests, scope, WINDOW)


def test_nobody_and_nothing_is_no_rate():
    org = make_org()
    assert [number(name, org) for name in ("应缴党费", "党费收缴率", "最近一次收缴党费日期")] == [0, None, None]
