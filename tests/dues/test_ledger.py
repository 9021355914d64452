"""The two sheets: read from an office's workbook, written to Excel."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from partywork.dues.enums import DuesBasis
from partywork.dues.ledger import LEDGER, STANDARDS, as_month, as_tail
from partywork.dues.models import DuesMonth, DuesStandard
from partywork.ledgers.cells import CellError
from partywork.members.corrections import annul_member
from tests.factories.dues import TODAY, make_month, make_standard
from tests.factories.members import id_number, make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def org():
    return make_org()


@pytest.fixture
def by(org):
    return make_user(org)


def take(ledger, cells, org, by):
    values, errors = ledger.read_row(cells)
    assert errors == {}
    values.pop("org")
    return ledger.take(values, org=org, by=by, today=TODAY)


def cells(org, **changes):
    plain = {
        "月份": "2026-05",
        "党组织": org.code,
        "姓名": "周某",
        "应缴": 40,
        "实缴": "40.00",
        "缴纳日期": "2026-05-20",
    }
    return {**plain, **changes}


def standard_cells(org, **changes):
    return {"年度": 2026, "党组织": org.code, "姓名": "周某", "计算依据": "在职月薪", "计算基数": 4000, **changes}


@pytest.mark.parametrize(
    "raw",
    ["2026-05", "2026年5月", "2026/5", "2026.05", "202605", 202605, "２０２６-０５", date(2026, 5, 31), "2026-05-18"],
)
def test_a_month_is_read_in_every_usual_form(raw):
    assert as_month(raw) == 202605


@pytest.mark.parametrize("raw", ["5月", "2026-13", "2026-0", "上半年", "2026", "20260518x"])
def test_what_is_no_month_is_refused_with_what_would_be_right(raw):
    with pytest.raises(CellError, match="请写成 2026-05 的样子"):
        as_month(raw)


def test_a_tail_keeps_its_leading_zeros():
    assert [as_tail(raw) for raw in (12, 12.0, "001x", "", None)] == ["0012", "0012", "001X", "", ""]


def test_a_row_is_logged_once_and_pays_what_is_open(org, by):
    member = make_member(org, by, name="周某")
    first = take(LEDGER, cells(org, 实缴=None, 缴纳日期=None), org, by)
    assert (first.member, first.due_fen, first.paid_fen, first.half) == (member, 4_000, 0, 20261)
    for _ in range(2):
        take(LEDGER, cells(org), org, by)
    assert list(DuesMonth.objects.values_list("paid_fen", "paid_on")) == [(4_000, date(2026, 5, 20))]


def test_without_an_amount_the_standard_decides(org, by):
    make_standard(make_member(org, by, name="周某"), by)
    assert take(LEDGER, cells(org, 应缴=None), org, by).due_fen == 4_000


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"姓名": "王某"}, "member", "“王某”当时不在{org}的党员名册上，请核对姓名和党组织。"),
        ({"实缴": 50}, "paid_fen", "实缴多于应缴40.00元；自愿多交的不记在月份上。"),
        ({"缴纳日期": None}, "paid_on", "请填写缴纳日期。"),
        ({"实缴": 0}, "paid_on", "没有缴纳的不填日期。"),
        ({"缴纳日期": "2026-07-02"}, "paid_on", "缴纳日期在今天之后，请核对。"),
        ({"应缴": None}, "due_fen", "周某还没有2026年的党费标准，请填应缴金额。"),
        ({"月份": "1999-05"}, "month", "月份请写成 2026-05 的样子。"),
    ],
)
def test_a_refusal_names_the_column(org, by, changes, field, message):
    make_member(org, by, name="周某")
    with pytest.raises(ValidationError) as refusal:
        take(LEDGER, cells(org, **changes), org, by)
    assert refusal.value.message_dict == {field: [message.format(org=org)]}
    assert field in {column.key for column in LEDGER.import_columns}
    assert DuesMonth.objects.count() == 0


def test_namesakes_are_told_apart_by_tail_or_key(org, by):
    first = make_member(org, by, name="周某", born_on=date(1980, 1, 1), id_number=id_number("19800101", "002"))
    second = make_member(org, by, name="周某", born_on=date(1981, 1, 1), id_number=id_number("19810101", "004"))
    with pytest.raises(ValidationError, match="有2名“周某”，请填身份证后四位或党员编号。"):
        take(LEDGER, cells(org), org, by)
    assert take(LEDGER, cells(org, 身份证后四位=first.id_number[-4:]), org, by).member == first
    assert take(LEDGER, cells(org, 党员编号=second.key), org, by).member == second


def test_what_was_exported_reads_back_to_the_same_rows(org, by):
    member = make_member(org, by, name="周某")
    make_month(member, by, 202605, paid_on=date(2026, 5, 20))
    make_month(member, by, 202606, due=0)
    headers = [column.header for column in LEDGER.exported(personal=True)]
    before = list(DuesMonth.objects.order_by("pk").values())
    for row in list(LEDGER.table(DuesMonth.objects.all(), personal=True)):
        given = dict(zip(headers, row, strict=True))
        given |= {name: None if given[name] is None else Decimal(given[name]) / 100 for name in ("应缴", "实缴")}
        take(LEDGER, given, org, by)
    assert list(DuesMonth.objects.order_by("pk").values()) == before


def test_a_report_carries_no_names_and_nobody_carries_income(org, by):
    make_standard(make_member(org, by, name="周某"), by, base_fen=654_321)
    make_month(make_member(org, by, name="李某"), by, 202605)
    public = list(LEDGER.table(DuesMonth.objects.all(), personal=False))
    assert public == [["2026-05", org.short_name, 4_000, 0, None, "", DuesMonth.objects.get().key]]
    (row,) = STANDARDS.table(DuesStandard.objects.all(), personal=True)
    assert 654_321 not in row


def test_a_standard_is_taken_once_and_another_amount_refused(org, by):
    make_member(org, by, name="周某")
    for _ in range(2):
        standard = take(STANDARDS, standard_cells(org), org, by)
    assert (standard.basis, standard.base_fen, standard.monthly_fen) == (DuesBasis.SALARY, 400_000, 4_000)
    assert DuesStandard.objects.count() == 1
    with pytest.raises(ValidationError) as refusal:
        take(STANDARDS, standard_cells(org, 计算基数=6000), org, by)
    assert refusal.value.message_dict == {"year": ["周某2026年已有不同的党费标准。要改请在网页上修改并写明原因。"]}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"计算基数": None}, "base_fen"),
        ({"年度": 26}, "year"),
        ({"计算依据": "农民"}, "monthly_fen"),
        ({"姓名": "王某"}, "member"),
    ],
)
def test_a_refused_standard_names_the_column(org, by, changes, field):
    make_member(org, by, name="周某")
    with pytest.raises(ValidationError) as refusal:
        take(STANDARDS, standard_cells(org, **changes), org, by)
    assert list(refusal.value.message_dict) == [field]
    assert field in {column.key for column in STANDARDS.import_columns}


def test_a_row_finds_nobody_who_was_entered_by_mistake(org, by):
    wrong = make_member(org, by, name="周某某")
    annul_member(member=wrong, reason="重复登记", version=wrong.version, by=by, today=TODAY)
    row = {"年度": 2026, "党组织": org.code, "姓名": "周某某", "计算依据": "在职月薪", "计算基数": 4000}
    with pytest.raises(ValidationError) as caught:
        take(STANDARDS, row, org, by)
    assert caught.value.message_dict == {"member": [f"“周某某”当时不在{org}的党员名册上，请核对姓名和党组织。"]}
