"""What is given beyond the dues, what is handed up, what members are told: logged apart from 应缴 and 实缴."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partywork.dues.fund_actions import collected_in, edit_remittance, edit_voluntary, share_of
from partywork.dues.fund_ledger import PUBLICATIONS, REMITTANCES, VOLUNTARY
from partywork.dues.fund_models import DuesPublication, Remittance, VoluntaryPayment
from partywork.dues.fund_queries import large_not_forwarded, published
from partywork.entries.actions import cancel_entry
from partywork.orgs.enums import OrgKind
from partywork.orgs.queries import scope_of_org
from partywork.rules.models import Rule
from tests.factories.dues import TODAY, make_month, make_publication, make_remittance, make_voluntary
from tests.factories.figures import figures
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 24)


@pytest.fixture
def org():
    return make_org()


@pytest.fixture
def by(org):
    return make_user(org)


@pytest.fixture
def member(org, by):
    return make_member(org, by, name="周某")


def numbers(org, *names):
    return {name: value.number for name, value in figures(org, *names).items()}


@pytest.mark.parametrize(("fen", "is_large"), [(99_999, False), (100_000, False), (100_001, True)])
def test_more_than_a_thousand_at_once_is_large(member, by, fen, is_large):
    assert make_voluntary(member, by, JUNE, fen).is_large is is_large


def test_before_the_rule_of_2017_none_is_large(by):
    member = make_member(make_org(founded_on=date(2010, 1, 1)), by, since=date(2010, 1, 1))
    assert make_voluntary(member, by, date(2016, 12, 31), 500_000).is_large is False


def test_voluntary_money_is_in_none_of_the_figures_of_dues(org, member, by):
    make_month(member, by, 202605, paid_on=date(2026, 5, 20))
    make_voluntary(member, by, JUNE, 500_000, forwarded_on=date(2026, 6, 26), receipt="1")
    make_voluntary(member, by, date(2026, 6, 25), 200_000)
    make_voluntary(member, by, JUNE, 50_000)
    cancelled = make_voluntary(member, by, JUNE, 700_000)
    cancel_entry(entry=cancelled, version=1, reason="记错", by=by)
    expected = {
        "应缴党费": 4_000, "实缴党费": 4_000, "收缴党费": 4_000, "自愿多交党费金额": 750_000, "大额党费金额": 700_000,
        "大额党费笔数": 2, "交纳大额党费人数": 1, "已转交大额党费金额": 500_000, "未转交大额党费金额": 200_000,
    }  # fmt: skip
    assert numbers(org, *expected) == expected
    waiting = large_not_forwarded(scope_of_org(org, TODAY), TODAY)
    assert [payment.amount_fen for payment in waiting] == [200_000]


@pytest.mark.parametrize(
    ("day", "facts", "field"),
    [
        (date(2026, 7, 2), {}, "date"),
        (JUNE, {"amount_fen": 0}, "amount_fen"),
        (JUNE, {"forwarded_on": date(2026, 7, 2), "receipt": "1"}, "forwarded_on"),
        (JUNE, {"forwarded_on": date(2026, 6, 23), "receipt": "1"}, "forwarded_on"),
        (JUNE, {"forwarded_on": JUNE}, "receipt"),
        (date(2019, 12, 31), {}, "member"),
    ],
)
def test_a_voluntary_payment_that_cannot_be_is_refused_by_field(member, by, day, facts, field):
    with pytest.raises(ValidationError) as refusal:
        make_voluntary(member, by, day, facts.pop("amount_fen", 150_000), **facts)
    assert list(refusal.value.message_dict) == [field]


def test_forwarding_is_entered_later(member, by):
    payment = make_voluntary(member, by, JUNE, 500_000)
    payment.forwarded_on, payment.receipt = date(2026, 6, 30), "大额-1"
    edit_voluntary(payment=payment, version=1, by=by, today=TODAY)
    assert VoluntaryPayment.objects.get().forwarded_on == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("collected", "share", "fen"),
    [(10_001, 100, 10_001), (10_001, 50, 5_001), (9_999, 50, 5_000), (333, 30, 100), (0, 30, 0)],
)
def test_the_share_is_exact_to_the_fen_half_up(collected, share, fen):
    assert share_of(collected, share) == fen


def test_what_is_handed_up_is_the_share_of_what_came_in_or_says_why_not(org, member, by):
    Rule.objects.create(code="dues.remittance_share", org=org, title="比例", value=40, unit="%", effective_from=JUNE)
    for month in (202511, 202601, 202602):
        make_month(member, by, month, paid_on=date(2026, 2, 10))
    make_month(member, by, 202603, paid_on=date(2026, 4, 1))
    with pytest.raises(ValidationError) as refusal:
        make_remittance(org, by, 202601, 202603, JUNE, 4_799)
    said = "2026年1月至3月收缴 120.00 元，按40%应上缴 48.00 元，与填写的 47.99 元不同。"
    asks = "请核对；确实不同的在备注里写明原因。"
    assert refusal.value.message_dict == {"remark": [said + asks]}
    made = make_remittance(org, by, 202601, 202603, JUNE, 4_800)
    assert (made.collected_fen, made.share) == (12_000, 40)
    assert make_remittance(org, by, 202604, 202604, JUNE, 1, remark="其余下次上缴").collected_fen == 4_000
    assert numbers(org, "支部上缴党费", "支部上缴党费次数", "上缴党费的支部数") == {
        "支部上缴党费": 4_801, "支部上缴党费次数": 2, "上缴党费的支部数": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "day", "facts", "field"),
    [
        (202602, 202604, JUNE, {}, "first_month"),  # February and March are handed up already
        (202605, 202604, JUNE, {}, "last_month"),
        (202604, 202607, JUNE, {}, "last_month"),
        (202604, 202606, date(2026, 7, 2), {}, "date"),
        (202604, 202606, JUNE, {"receipt": " "}, "receipt"),
        (202604, 202606, JUNE, {"amount_fen": 0}, "amount_fen"),
    ],
)
def test_a_remittance_that_cannot_be_is_refused_by_field(org, by, first, last, day, facts, field):
    make_remittance(org, by, 202601, 202603, JUNE, 100, remark="另有旧账")
    with pytest.raises(ValidationError) as refusal:
        make_remittance(org, by, first, last, day, facts.pop("amount_fen", 100), **{"remark": "另有旧账", **facts})
    assert list(refusal.value.message_dict) == [field]


def test_an_edited_remittance_does_not_stand_in_its_own_way(org, by):
    made = make_remittance(org, by, 202601, 202603, JUNE, 100, remark="另有旧账")
    made.receipt = "0002"
    edit_remittance(remittance=made, version=1, by=by, today=TODAY)
    assert Remittance.objects.get().receipt == "0002"


def test_each_level_hands_up_what_came_in_and_the_levels_are_not_added_up():
    root = make_org(kind=OrgKind.COMMITTEE)
    branch, by = make_org(root), make_user()
    make_month(make_member(branch, by), by, 202605, paid_on=date(2026, 5, 20))
    make_remittance(branch, by, 202605, 202605, date(2026, 6, 1), 4_000)
    assert [collected_in(root, month, month, JUNE) for month in (202605, 202606)] == [0, 4_000]
    make_remittance(root, by, 202606, 202606, JUNE, 4_000)
    assert numbers(root, "支部上缴党费", "党委和总支上缴党费") == {"支部上缴党费": 4_000, "党委和总支上缴党费": 4_000}


def test_what_came_in_before_the_year_is_told_apart(org, by):
    make_remittance(org, by, 202507, 202512, date(2026, 1, 5), 900, remark="按旧账")
    make_remittance(org, by, 202601, 202601, date(2026, 2, 5), 100, remark="按旧账")
    names = ("支部上缴党费", "上缴以前年度收到的党费")
    assert numbers(org, *names) == {"支部上缴党费": 1_000, "上缴以前年度收到的党费": 900}


def test_publications_are_counted_by_their_day(org, by):
    other = make_org()
    make_publication(org, by, date(2026, 1, 15), 2025)
    make_publication(org, by, date(2026, 6, 2), 2026)
    cancelled = make_publication(other, by, date(2026, 1, 15), 2025)
    cancel_entry(entry=cancelled, version=1, reason="记错", by=by)
    assert numbers(org, "公布党费收缴情况次数", "公布党费收缴情况的支部数") == {
        "公布党费收缴情况次数": 2, "公布党费收缴情况的支部数": 1,
    }  # fmt: skip
    scope = scope_of_org(org, TODAY)
    assert published(scope, date(2026, 1, 1), date(2026, 6, 1)) == {org.pk: [date(2026, 1, 15)]}
    assert published(scope, date(2026, 1, 15), date(2026, 6, 2)) == {org.pk: [date(2026, 1, 15), date(2026, 6, 2)]}
    assert published(scope, date(2025, 1, 1), date(2025, 12, 31)) == {}


@pytest.mark.parametrize(("day", "year", "field"), [(date(2026, 7, 2), 2025, "date"), (JUNE, 2027, "year")])
def test_a_publication_that_cannot_be_is_refused_by_field(org, by, day, year, field):
    with pytest.raises(ValidationError) as refusal:
        make_publication(org, by, day, year)
    assert list(refusal.value.message_dict) == [field]


def take(ledger, cells, org, by):
    values, errors = ledger.read_row({**cells, "党组织": org.code})
    assert errors == {}
    return ledger.take(values, org=org, by=by, today=TODAY)


def test_an_offices_own_tables_come_in(org, by, member):
    for _ in range(2):
        take(VOLUNTARY, {"姓名": "周某", "交来日期": "2026-06-24", "金额": 5000, "编号": "a"}, org, by)
        take(REMITTANCES, {
            "上缴日期": "2026-06-24", "自何月起": "2026-01", "到何月止": "2026年6月", "上缴金额": "12.50",
            "收据编号": "7", "备注": "另有旧账", "编号": "b",
        }, org, by)  # fmt: skip
        take(
            PUBLICATIONS,
            {"公布日期": "2026-01-15", "公布的年度": 2025, "公布方式": "党员大会通报", "编号": "c"},
            org,
            by,
        )
    assert list(VoluntaryPayment.objects.values_list("member", "amount_fen", "is_large")) == [
        (member.pk, 500_000, True)
    ]
    assert list(Remittance.objects.values_list("first_month", "last_month", "amount_fen")) == [(202601, 202606, 1_250)]
    assert list(DuesPublication.objects.values_list("year", "way")) == [(2025, "meeting")]
