"""A reduction is studied by the branch and holds only once the level above has approved it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partywork.audit.models import AuditEvent
from partywork.dues.collecting import collect_month, open_month
from partywork.dues.enums import ReductionState
from partywork.dues.exception_models import DuesReduction
from partywork.dues.models import DuesMonth
from partywork.dues.reductions import decide_reduction, edit_reduction, withdraw_reduction
from partywork.entries.actions import StaleEdit
from tests.factories.dues import TODAY, make_payers, make_reduction, make_standard
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 10)


@pytest.fixture
def org():
    return make_org()


@pytest.fixture
def by(org):
    return make_user(org)


@pytest.fixture
def member(org, by):
    return make_payers(org, by, 1)[0]


def decide(reduction, by, *, approve=True, decided_on=DAY, opinion="", version=1):
    return decide_reduction(
        reduction=reduction, version=version, approve=approve, decided_on=decided_on, opinion=opinion, by=by,
        today=TODAY,
    )  # fmt: skip


def due() -> dict[int, int]:
    return dict(DuesMonth.objects.values_list("month", "due_fen"))


def test_before_the_decision_nothing_changes_and_after_it_only_what_is_not_paid(org, by, member):
    for month in (202603, 202604, 202605):
        open_month(org=org, month=month, by=by)
    collect_month(
        org=org, month=202603, exceptions=[], late=[], total_received_fen=4_000, paid_on=date(2026, 3, 9), by=by,
        today=TODAY,
    )  # fmt: skip
    reduction = make_reduction(member, by, 202603, 202606, monthly_fen=20)
    assert due() == {202603: 4_000, 202604: 4_000, 202605: 4_000}
    above = make_user()
    decide(reduction, above, opinion="同意")
    open_month(org=org, month=202606, by=by)
    open_month(org=org, month=202607, by=by)
    assert due() == {202603: 4_000, 202604: 20, 202605: 20, 202606: 20, 202607: 4_000}
    reduction.refresh_from_db()
    assert (reduction.state, reduction.studied_on, reduction.decided_on, reduction.decided_by, reduction.reason) == (
        "approved", date(2025, 12, 8), DAY, above, "长期患病",
    )  # fmt: skip
    events = AuditEvent.objects.filter(action__startswith="duesreduction.").order_by("sequence")
    assert [event.summary for event in events] == [
        "登记党费减免“党员甲2026年3月至6月党费减免”",
        "党员甲2026年3月至6月党费减免改为已批准：同意",
        "党员甲2026年3月至6月党费减免批准后每月0.20元，未缴的2个月随之调整",
    ]


def test_a_refusal_changes_nothing_and_says_why(org, by, member):
    open_month(org=org, month=202605, by=by)
    reduction = make_reduction(member, by)
    with pytest.raises(ValidationError, match="不批准的请写明原因"):
        decide(reduction, by, approve=False)
    decide(reduction, by, approve=False, opinion="材料不全")
    assert (due(), reduction.state, reduction.decision) == ({202605: 4_000}, "refused", "材料不全")


@pytest.mark.parametrize(
    ("day", "message"), [(date(2026, 7, 2), "日期在今天之后"), (date(2025, 12, 7), "上级决定应在支部研究之后")]
)
def test_the_day_of_the_decision_lies_between_the_branchs_meeting_and_today(by, member, day, message):
    with pytest.raises(ValidationError, match=message):
        decide(make_reduction(member, by), by, decided_on=day)


def test_what_is_decided_or_withdrawn_stays(by, member):
    reduction = make_reduction(member, by)
    with pytest.raises(StaleEdit):
        decide(reduction, by, version=7)
    withdraw_reduction(reduction=reduction, version=1, reason="本人撤回", by=by)
    assert (reduction.state, reduction.decided_on, reduction.decision) == ("withdrawn", None, "本人撤回")
    for step in (
        lambda: decide(reduction, by, version=2),
        lambda: edit_reduction(reduction=reduction, version=2, by=by, today=TODAY),
        lambda: withdraw_reduction(reduction=reduction, version=2, reason="再撤", by=by),
    ):
        with pytest.raises(ValidationError, match="现在是“已撤回”，不能再改"):
            step()
    assert make_reduction(member, by).state == ReductionState.PENDING  # asked for anew


@pytest.mark.parametrize(
    ("facts", "field", "message"),
    [
        ({"first": 202511, "last": 202601}, "year", "起止月份应在同一年度；跨年的分开申请。"),
        ({"first": 202605, "last": 202604}, "last_month", "止月早于起月，请核对。"),
        ({"studied_on": date(2026, 7, 2)}, "studied_on", "日期在今天之后，请核对。"),
        ({"reason": " "}, "reason", "请写明减免的原因。"),
        ({"monthly_fen": -1}, "monthly_fen", "金额不能是负数，免交的填 0。"),
        ({"monthly_fen": 4_000}, "monthly_fen", "应少于现在的月标准 40.00 元，免交的填 0。"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_field(by, member, facts, field, message):
    with pytest.raises(ValidationError) as refusal:
        make_reduction(member, by, **facts)
    assert refusal.value.message_dict == {field: [message]}


def test_it_takes_a_member_here_with_a_standard_once_a_month(org, by, member):
    make_reduction(member, by, 202601, 202606)
    with pytest.raises(ValidationError, match="其中有的月份已经申请或批准过减免"):
        make_reduction(member, by, 202606, 202607)
    make_reduction(member, by, 202607, 202607)
    with pytest.raises(ValidationError, match="还没有2026年的党费标准"):
        make_reduction(make_member(org, by), by)
    late = make_member(org, by, name="新来", since=date(2026, 6, 1))
    make_standard(late, by)
    with pytest.raises(ValidationError, match="新来这几个月不在"):
        make_reduction(late, by, 202601, 202605)


def test_the_database_holds_that_a_decision_has_its_day(by, member):
    reduction = make_reduction(member, by)
    with pytest.raises(IntegrityError), transaction.atomic():
        DuesReduction.objects.filter(pk=reduction.pk).update(state="approved")
