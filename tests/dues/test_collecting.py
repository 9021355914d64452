"""Opening months, collecting a whole branch on one screen, corrections."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partywork.audit.models import AuditEvent
from partywork.dues.collecting import collect_month, open_month, open_months
from partywork.dues.consents import ConsentNote
from partywork.dues.models import DuesMonth
from partywork.dues.single_months import correct_month, log_month
from partywork.entries.actions import StaleEdit
from partywork.members.enums import Closing, Opening, Stage
from partywork.members.models import Standing
from partywork.rules.models import Rule
from tests.factories.dues import TODAY, make_month, make_payers, make_standard, open_year
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
PAID_ON = date(2026, 5, 20)


@pytest.fixture
def org():
    return make_org()


@pytest.fixture
def by(org):
    return make_user(org)


AGREED = ConsentNote(date(2026, 5, 18), "外出务工")


def collect(org, by, month, total, *, exceptions=(), late=(), paid_on=PAID_ON, consent=AGREED):
    return collect_month(
        org=org, month=month, exceptions=[member.pk for member in exceptions], late=[row.pk for row in late],
        total_received_fen=total, paid_on=paid_on, by=by, today=TODAY,
        consent=consent,
    )  # fmt: skip


def paid_months() -> list[tuple[str, int, int]]:
    return list(DuesMonth.objects.order_by("month", "member__name").values_list("member__name", "month", "paid_fen"))


def test_opening_a_month_is_for_everyone_on_its_roster_with_a_standard_and_adds_nothing_twice(org, by):
    make_payers(org, by, 2)
    make_member(org, by, name="无标准")
    admitted = make_member(org, by, name="预备", stage=Stage.PROBATIONARY, since=date(2026, 5, 31))
    make_standard(admitted, by)
    activist = make_member(org, by, stage=Stage.ACTIVIST)
    Standing.objects.filter(member=activist).update(stage=Stage.FULL)
    make_standard(activist, by)
    Standing.objects.filter(member=activist).update(stage=Stage.ACTIVIST)
    assert [open_month(org=org, month=month, by=by) for month in (202604, 202605, 202605)] == [2, 3, 0]
    assert [name for name, month, _ in paid_months() if month == 202605] == ["党员乙", "党员甲", "预备"]
    row = DuesMonth.objects.filter(month=202605)[0]
    assert (row.due_on, row.half, row.due_fen, row.paid_fen, row.paid_on) == (date(2026, 5, 31), 20261, 4_000, 0, None)


def test_a_member_who_moved_owes_the_month_in_one_branch_only(org, by):
    (member,) = make_payers(org, by, 1)
    other = make_org()
    open_month(org=org, month=202604, by=by)
    Standing.objects.filter(member=member).update(until=date(2026, 5, 10), closing=Closing.MOVE)
    Standing.objects.create(
        member=member, org=other, stage=Stage.FULL, since=date(2026, 5, 10), opening=Opening.MOVE
    )  # fmt: skip
    for month in (202604, 202605):
        for branch in (org, other):
            open_month(org=branch, month=month, by=by)
    assert dict(DuesMonth.objects.values_list("month", "org")) == {202604: org.pk, 202605: other.pk}


def test_opening_a_month_is_one_audit_event_however_many_rows(org, by):
    make_payers(org, by, 3)
    open_months(org=org, months=[202601, 202602], by=by)
    events = AuditEvent.objects.filter(action="duesmonth.open").order_by("sequence")
    assert [event.summary for event in events] == [
        f"生成{org}2026年1月应缴党费3人120.00元",
        f"生成{org}2026年2月应缴党费3人120.00元",
    ]


@pytest.mark.parametrize("month", [0, 202600, 202613, 200712, 5])
def test_what_is_no_month_is_refused(org, by, month):
    with pytest.raises(ValidationError, match="月份请写成"):
        open_month(org=org, month=month, by=by)


def test_everyone_has_paid_but_the_ticked(org, by):
    first, second, _ = make_payers(org, by, 3)
    result = collect(org, by, 202605, 8_000, exceptions=[second])
    assert (result.paid, result.late, result.total_fen) == (2, 0, 8_000)
    assert sorted(paid_months()) == [("党员丙", 202605, 4_000), ("党员乙", 202605, 0), ("党员甲", 202605, 4_000)]
    paid = DuesMonth.objects.get(member=first)
    assert (paid.paid_on, paid.paid_month, paid.version, paid.updated_by) == (PAID_ON, 202605, 2, by)
    assert (
        AuditEvent.objects.get(action="duesmonth.collect").summary == f"收缴{org}2026年5月党费2人，补缴0个月，共80.00元"
    )


@pytest.mark.parametrize(
    ("received", "gap"), [(7_999, "少 0.01 元"), (8_001, "多 0.01 元"), (4_000, "少 40.00 元"), (0, "少 80.00 元")]
)
def test_a_total_that_does_not_reconcile_is_refused_with_the_difference(org, by, received, gap):
    make_payers(org, by, 2)
    with pytest.raises(ValidationError) as refusal:
        collect(org, by, 202605, received)
    said = f"2人本月应缴合计 80.00 元，实收比它{gap}。请核对没有缴的人和补缴的月份。"
    assert refusal.value.message_dict == {"total": [said]}
    assert (DuesMonth.objects.count(), AuditEvent.objects.filter(action__startswith="duesmonth").count()) == (0, 0)


def test_earlier_months_are_paid_late_with_it(org, by):
    first, second = make_payers(org, by, 2)
    open_year(org, by, 202603, 202604)
    late = [DuesMonth.objects.get(member=first, month=202603)]
    result = collect(org, by, 202605, 8_000, exceptions=[second], late=late)
    assert (result.paid, result.late) == (2, 1)
    paid = DuesMonth.objects.filter(paid_fen__gt=0).order_by("month")
    assert list(paid.values_list("member", "month", "paid_on")) == [
        (first.pk, 202603, PAID_ON),
        (first.pk, 202605, PAID_ON),
    ]


def test_late_months_of_another_branch_or_already_paid_are_refused(org, by):
    make_payers(org, by, 1)
    stranger = make_month(make_member(make_org(), by), by, 202603)
    with pytest.raises(ValidationError, match="有的补缴月份已经缴过或不属于本支部"):
        collect(org, by, 202605, 8_000, late=[stranger])
    collect(org, by, 202604, 4_000)
    paid = DuesMonth.objects.get(month=202604)
    with pytest.raises(ValidationError, match="有的补缴月份已经缴过"):
        collect(org, by, 202605, 8_000, late=[paid])


def test_a_second_submit_finds_nothing_left(org, by):
    make_payers(org, by, 2)
    collect(org, by, 202605, 8_000)
    with pytest.raises(ValidationError, match="没有还要收的党费"):
        collect(org, by, 202605, 8_000)
    assert sum(paid for _, _, paid in paid_months()) == 8_000


def test_who_is_exempt_is_neither_asked_nor_counted(org, by):
    _, second = make_payers(org, by, 2)
    open_month(org=org, month=202605, by=by)
    DuesMonth.objects.filter(member=second).update(due_fen=0)
    assert collect(org, by, 202605, 4_000).paid == 1


def test_neither_tomorrow_nor_in_advance_unless_the_unit_allows_it(org, by):
    make_payers(org, by, 1)
    with pytest.raises(ValidationError, match="缴纳日期在今天之后"):
        collect(org, by, 202605, 4_000, paid_on=date(2026, 7, 2))
    with pytest.raises(ValidationError, match="本单位不预收党费"):
        collect(org, by, 202607, 4_000, paid_on=date(2026, 6, 30))
    Rule.objects.create(code="dues.advance", org=org, title="可预交", value=True, effective_from=date(2026, 1, 1))
    assert collect(org, by, 202607, 4_000, paid_on=date(2026, 6, 30)).paid == 1


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amounts=st.lists(st.integers(1, 100_000), min_size=1, max_size=5),
    away=st.sets(st.integers(0, 4)),
    slip=st.integers(-3, 3),
)
def test_money_is_neither_made_nor_lost(amounts, away, slip):
    with transaction.atomic():
        org = make_org()
        by = make_user(org)
        rows = [make_month(make_member(org, by), by, 202605, due=due) for due in amounts]
        absent = [row.member for index, row in enumerate(rows) if index in away]
        present = sum(due for index, due in enumerate(amounts) if index not in away)
        due = sum(amounts)
        try:
            result = collect(org, by, 202605, present + slip, exceptions=absent)
        except ValidationError:
            assert slip != 0 or len(absent) == len(rows)
            present = 0
        else:
            assert (slip, result.total_fen) == (0, present)
        held = DuesMonth.objects.filter(org=org)
        assert sum(row.due_fen for row in held) == due
        assert sum(row.paid_fen for row in held) == present
        assert sum(row.owed_fen for row in held) == due - present
        transaction.set_rollback(True)


def correct(dues, by, **changes):
    given = {"due_fen": dues.due_fen, "paid_fen": dues.paid_fen, "paid_on": dues.paid_on, "reason": "记错了"}
    return correct_month(dues=dues, by=by, today=TODAY, **{"version": dues.version, **given, **changes})


def test_a_payment_is_taken_back_with_a_reason_and_leaves_its_trace(org, by):
    dues = make_month(make_member(org, by, name="周某"), by, 202605, paid_on=PAID_ON)
    done = correct(dues, by, paid_fen=0, paid_on=None)
    done.refresh_from_db()
    assert (done.paid_fen, done.paid_on, done.paid_month, done.version, done.note) == (0, None, None, 2, "记错了")
    event = AuditEvent.objects.get(action="duesmonth.correct")
    assert event.summary == "更正周某2026年5月党费：记错了"
    assert event.detail == '{"changes":{"paid_fen":[4000,0],"paid_on":["2026-05-20",null]}}'


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"reason": " "}, "reason", "请写明更正的原因。"),
        ({"due_fen": 5_000}, "due_fen", "已缴的月份不能改应缴金额。确要改的，请先把实缴改为 0，再改应缴。"),
        ({"paid_fen": 4_001}, "paid_fen", "实缴应在 0 至应缴 40.00 元之间；自愿多交的不记在月份上。"),
        ({"paid_fen": 0}, "paid_on", "没有缴纳的不填日期。"),
        ({"paid_on": None}, "paid_on", "请填写缴纳日期。"),
        ({"paid_on": date(2026, 7, 2)}, "paid_on", "缴纳日期在今天之后，请核对。"),
        ({"due_fen": -1, "paid_fen": 0, "paid_on": None}, "due_fen", "应缴不能是负数，免交的填 0。"),
    ],
)
def test_a_correction_that_cannot_be_true_is_refused(org, by, changes, field, message):
    dues = make_month(make_member(org, by), by, 202605, paid_on=PAID_ON)
    with pytest.raises(ValidationError) as refusal:
        correct(dues, by, **changes)
    assert refusal.value.message_dict[field] == [message]
    dues.refresh_from_db()
    assert (dues.paid_fen, dues.version) == (4_000, 1)


def test_a_month_may_be_waived_and_the_second_editor_is_told(org, by):
    dues = make_month(make_member(org, by), by, 202605)
    correct(dues, by, due_fen=0, reason="上级批准免交")
    with pytest.raises(StaleEdit):
        correct(dues, by, due_fen=100)
    assert DuesMonth.objects.get().state(TODAY) == "减免"


def test_a_month_logged_twice_is_one_and_a_contradiction_is_refused(org, by):
    member = make_member(org, by, name="周某")
    first = make_month(member, by, 202605)
    assert make_month(member, by, 202605) == first
    paid = make_month(member, by, 202605, paid_on=PAID_ON)
    assert (paid.pk, paid.paid_fen, paid.version) == (first.pk, 4_000, 2)
    assert make_month(member, by, 202605, paid_on=PAID_ON).version == 2
    with pytest.raises(ValidationError, match="已记缴纳，与填写的不同"):
        make_month(member, by, 202605, paid_on=date(2026, 5, 21))
    with pytest.raises(ValidationError, match=r"系统里2026年5月应缴40\.00元，与填写的不同"):
        make_month(member, by, 202605, due=5_000)


def test_a_month_without_an_amount_takes_the_standards(org, by):
    (member,) = make_payers(org, by, 1)
    dues = DuesMonth(org=org, member=member, month=202605)
    assert log_month(dues=dues, by=by, today=TODAY).due_fen == 4_000
    other = DuesMonth(org=org, member=make_member(org, by, name="李某"), month=202605)
    with pytest.raises(ValidationError, match="李某还没有2026年的党费标准，请填应缴金额。"):
        log_month(dues=other, by=by, today=TODAY)


@pytest.mark.parametrize(
    "broken",
    [{"paid_fen": -1}, {"paid_fen": 4_001}, {"paid_on": None}, {"paid_fen": 0}, {"paid_month": None}],
)
def test_the_database_itself_holds_the_invariants(org, by, broken):
    dues = make_month(make_member(org, by), by, 202605, paid_on=PAID_ON)
    with pytest.raises(IntegrityError), transaction.atomic():
        DuesMonth.objects.filter(pk=dues.pk).update(**broken)


def test_states_change_when_the_month_is_over(org, by):
    dues = make_month(make_member(org, by), by, 202606)
    assert [dues.state(day) for day in (date(2026, 6, 29), date(2026, 6, 30))] == ["待缴", "欠缴"]
