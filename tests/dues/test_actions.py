"""Setting a year's standard and changing it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partywork.audit.models import AuditEvent
from partywork.dues.actions import change_standard, set_standard
from partywork.dues.collecting import collect_month
from partywork.dues.consents import ConsentNote
from partywork.dues.enums import DuesBasis
from partywork.dues.models import DuesMonth, DuesStandard
from partywork.entries.actions import StaleEdit
from partywork.members.corrections import annul_member
from partywork.rules.models import Rule
from tests.factories.dues import TODAY, make_standard, open_year
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def org():
    return make_org()


@pytest.fixture
def by(org):
    return make_user(org)


@pytest.fixture
def member(org, by):
    return make_member(org, by)


@pytest.mark.parametrize(
    ("basis", "facts", "rate", "monthly"),
    [
        (DuesBasis.SALARY, {"base_fen": 300_000}, 50, 1_500),
        (DuesBasis.SALARY, {"base_fen": 300_001}, 100, 3_000),
        (DuesBasis.ANNUAL, {"base_fen": 6_000_000}, 200, 100_000),
        (DuesBasis.RETIRED, {"base_fen": 500_000}, 50, 2_500),
        (DuesBasis.RETIRED, {"base_fen": 500_001}, 100, 5_000),
        (DuesBasis.FARMER, {"monthly_fen": 20}, 0, 20),
        (DuesBasis.FARMER, {"monthly_fen": 100}, 0, 100),
        (DuesBasis.FIXED, {"monthly_fen": 900}, 0, 20),
    ],
)
def test_the_amount_follows_from_the_basis(member, by, basis, facts, rate, monthly):
    standard = make_standard(member, by, basis=basis, **facts)
    standard.refresh_from_db()
    assert (standard.rate, standard.monthly_fen, standard.since) == (rate, monthly, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("basis", "facts", "field", "message"),
    [
        (DuesBasis.SALARY, {"base_fen": None}, "base_fen", "请填写每月的计算基数，例如 5200。"),
        (DuesBasis.SALARY, {"base_fen": -1}, "base_fen", "计算基数不能是负数。"),
        (DuesBasis.FARMER, {"monthly_fen": 19}, "monthly_fen", "农民党员的月标准应在 0.20 至 1.00 元之间。"),
        (DuesBasis.FARMER, {"monthly_fen": 101}, "monthly_fen", "农民党员的月标准应在 0.20 至 1.00 元之间。"),
        (DuesBasis.SALARY, {"year": 2028}, "year", "年度应在2008至2027之间。"),
    ],
)  # fmt: skip
def test_what_is_missing_is_asked_for_by_field_and_nothing_is_written(member, by, basis, facts, field, message):
    with pytest.raises(ValidationError) as refusal:
        make_standard(member, by, basis=basis, **facts)
    assert refusal.value.message_dict == {field: [message]}
    assert (DuesStandard.objects.count(), AuditEvent.objects.filter(action="duesstandard.create").count()) == (0, 0)


def test_before_the_limit_of_2017_there_is_none(by):
    member = make_member(make_org(founded_on=date(2010, 1, 1)), by, since=date(2010, 1, 1))
    made = [make_standard(member, by, year=year, base_fen=9_000_000).monthly_fen for year in (2016, 2017)]
    assert made == [180_000, 100_000]


def test_a_unit_may_round_its_own_way(org, member, by):
    Rule.objects.create(code="dues.rounding", org=org, title="到角", value=100, effective_from=date(2025, 1, 1))
    assert make_standard(member, by, base_fen=315_000).monthly_fen == 3_200


def test_someone_of_another_branch_is_refused(org, by):
    stranger = make_member(make_org(), by, name="王某")
    standard = DuesStandard(org=org, member=stranger, year=2026, basis=DuesBasis.FIXED)
    with pytest.raises(ValidationError) as refusal:
        set_standard(standard=standard, by=by, today=TODAY)
    assert refusal.value.message_dict == {"member": [f"王某在2026年不是{org}的党员，请核对姓名和党组织。"]}


def test_a_year_has_one_standard(member, by):
    make_standard(member, by)
    with pytest.raises(ValidationError, match="这名党员这一年已有党费标准"):
        make_standard(member, by)


def test_a_change_reaches_unpaid_months_from_its_month_on_and_never_a_paid_one(org, member, by):
    standard = make_standard(member, by)
    open_year(org, by, *range(202601, 202607))
    for month in (202601, 202605):
        collect_month(
            org=org, month=month, exceptions=[], late=[], total_received_fen=4_000,
            paid_on=date(2026, 6, 1), by=by, today=TODAY, consent=ConsentNote(date(2026, 6, 1), "外出"),
        )  # fmt: skip
    standard.base_fen = 300_000
    change_standard(standard=standard, version=1, change_reason="岗位调整", from_month=4, by=by, today=TODAY)
    due = dict(DuesMonth.objects.values_list("month", "due_fen"))
    assert due == {202601: 4_000, 202602: 4_000, 202603: 4_000, 202604: 1_500, 202605: 4_000, 202606: 1_500}
    summary = AuditEvent.objects.get(action="duesstandard.apply").summary
    assert summary == f"{member.name}2026年党费标准自4月起每月15.00元，未缴的2个月随之调整：岗位调整"


def test_a_change_needs_a_reason_and_the_version_that_was_opened(member, by):
    standard = make_standard(member, by)
    with pytest.raises(ValidationError, match="请写明为什么改"):
        change_standard(standard=standard, version=1, change_reason=" ", from_month=1, by=by, today=TODAY)
    change_standard(standard=standard, version=1, change_reason="工资调整", from_month=1, by=by, today=TODAY)
    with pytest.raises(StaleEdit):
        change_standard(standard=standard, version=1, change_reason="工资调整", from_month=1, by=by, today=TODAY)


def test_income_never_enters_the_audit_chain(member, by):
    standard = make_standard(member, by, base_fen=654_321)
    standard.base_fen = 765_432
    change_standard(standard=standard, version=1, change_reason="工资调整", from_month=1, by=by, today=TODAY)
    held = "".join(AuditEvent.objects.values_list("detail", flat=True))
    assert ("654321" in held, "765432" in held, "已更改" in held) == (False, False, True)


def test_someone_entered_by_mistake_has_no_standard(org, by, member):
    annul_member(member=member, reason="重复登记", version=member.version, by=by, today=TODAY)
    with pytest.raises(ValidationError, match="不是"):
        make_standard(member, by)
