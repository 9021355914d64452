"""Late and quarterly payment rest on the branch's recorded consent."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partywork.dues.collecting import collect_month, open_month
from partywork.dues.consents import ConsentNote, cancel_consent, give_consent, months_apart
from partywork.dues.enums import ConsentKind
from partywork.dues.exception_models import DuesConsent, span_text
from partywork.dues.models import DuesMonth, quarter_end
from partywork.dues.single_months import correct_month
from partywork.entries.enums import Status
from tests.factories.dues import TODAY, make_consent, make_month, make_payers, open_year
from tests.factories.figures import figures
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
LATE, QUARTERLY = ConsentKind.LATE, ConsentKind.QUARTERLY
JUNE = date(2026, 6, 20)


@pytest.fixture
def org():
    return make_org()


@pytest.fixture
def by(org):
    return make_user(org)


@pytest.fixture
def member(org, by):
    return make_payers(org, by, 1)[0]


def pay(org, by, *months, paid_on=JUNE, consent=None):
    """June, with earlier months handed in."""
    late = list(DuesMonth.objects.filter(month__in=months, paid_fen=0).values_list("pk", flat=True))
    return collect_month(
        org=org, month=202606, exceptions=[], late=late, total_received_fen=4_000 * (len(late) + 1), paid_on=paid_on,
        by=by, today=TODAY, consent=consent,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("month", "later", "apart"), [(202601, 202607, 6), (202511, 202602, 3), (202602, 202511, -3), (202605, 202605, 0)]
)
def test_months_are_counted_over_the_new_year(month, later, apart):
    assert months_apart(month, later) == apart


@pytest.mark.parametrize(
    ("month", "end"),
    [
        (202401, date(2024, 3, 31)),
        (202406, date(2024, 6, 30)),
        (202407, date(2024, 9, 30)),
        (202412, date(2024, 12, 31)),
    ],
)
def test_a_quarter_ends_on_its_last_day(month, end):
    assert quarter_end(month) == end


def test_spans_are_said_briefly():
    said = [span_text(*each) for each in ((202603, 202603), (202603, 202605), (202511, 202601))]
    assert said == ["2026年3月", "2026年3月至5月", "2025年11月至2026年1月"]


def test_nothing_is_paid_late_without_consent(org, by, member):
    open_year(org, by, 202604)
    with pytest.raises(ValidationError) as refusal:
        pay(org, by, 202604)
    said = "党员甲2026年4月是补交，要支部同意。请填写支部同意的日期和原因。"
    assert refusal.value.message_dict == {"consented_on": [said]}
    assert DuesMonth.objects.filter(paid_fen__gt=0).count() == 0
    make_consent(member, by, LATE, 202604, 202604, JUNE)
    assert pay(org, by, 202604).late == 1


def test_a_consent_typed_with_the_collection_is_recorded_for_just_those_months(org, by, member):
    open_year(org, by, 202602, 202603, 202605)
    pay(org, by, 202602, 202603, 202605, consent=ConsentNote(JUNE, "外出务工"))
    given = DuesConsent.objects.order_by("first_month").values_list(
        "member", "first_month", "last_month", "date", "reason"
    )
    assert list(given) == [
        (member.pk, 202602, 202603, JUNE, "外出务工"),
        (member.pk, 202605, 202605, JUNE, "外出务工"),
    ]  # fmt: skip


def test_a_consent_after_the_payment_or_taken_back_does_not_count(org, by, member):
    open_year(org, by, 202604)
    make_consent(member, by, LATE, 202604, 202604, date(2026, 6, 21))
    consent = make_consent(member, by, LATE, 202604, 202604, JUNE)
    cancel_consent(consent=consent, version=1, reason="记错", by=by)
    with pytest.raises(ValidationError, match="要支部同意"):
        pay(org, by, 202604)
    with pytest.raises(ValidationError, match="支部同意应在补交之前"):
        pay(org, by, 202604, consent=ConsentNote(date(2026, 6, 21), "外出"))


def test_a_whole_month_collected_after_its_end_is_late_too(org, by, member):
    with pytest.raises(ValidationError, match="党员甲2026年6月是补交"):
        pay(org, by, paid_on=date(2026, 7, 1))


def test_six_months_back_and_no_further_unless_the_branch_says_why(org, by):
    member = make_payers(org, by, 1, year=2025)[0]
    make_month(member, by, 202511)
    make_month(member, by, 202512)
    make_consent(member, by, LATE, 202512, 202512, JUNE)  # six months to June
    with pytest.raises(ValidationError) as refusal:
        make_consent(member, by, LATE, 202511, 202511, JUNE)
    said = "补交一般不超过6个月。确要补交更早的，请写明支部研究的情况。"
    assert refusal.value.message_dict == {"beyond": [said]}
    make_month(member, by, 202606)
    assert pay(org, by, 202512).late == 1
    DuesMonth.objects.filter(month=202606).update(paid_fen=0, paid_on=None, paid_month=None)
    with pytest.raises(ValidationError, match="党员甲2025年11月已超过补交的一般期限6个月"):
        pay(org, by, 202511, consent=ConsentNote(JUNE, "外出"))
    assert pay(org, by, 202511, consent=ConsentNote(JUNE, "外出", "长期在外，支部大会研究同意")).late == 1


def test_a_quarterly_payer_owes_at_the_quarters_end_and_is_not_late_before(org, by, member):
    open_year(org, by, 202604)
    make_consent(member, by, QUARTERLY, 202604, 202606, date(2026, 4, 30))
    open_year(org, by, 202605)
    due = dict(DuesMonth.objects.values_list("month", "due_on"))
    assert due == {202604: date(2026, 6, 30), 202605: date(2026, 6, 30)}
    assert DuesMonth.objects.get(month=202604).state(date(2026, 6, 29)) == "待缴"
    pay(org, by, 202604, 202605)
    assert figures(org, "补缴党费", "按季交纳党费人数")["补缴党费"].number == 0
    assert figures(org, "按季交纳党费人数")["按季交纳党费人数"].number == 1


def test_a_quarterly_consent_taken_back_makes_months_due_again(org, by, member):
    consent = make_consent(member, by, QUARTERLY, 202604, 202606, date(2026, 4, 1))
    open_year(org, by, 202604)
    cancel_consent(consent=consent, version=1, reason="改为按月", by=by)
    row = DuesMonth.objects.get()
    assert (row.due_on, row.by_quarter, consent.status) == (date(2026, 4, 30), False, Status.CANCELLED)


def test_a_consent_that_a_payment_rests_on_stays(org, by, member):
    open_year(org, by, 202604)
    consent = make_consent(member, by, LATE, 202604, 202604, JUNE)
    pay(org, by, 202604)
    with pytest.raises(ValidationError, match="已经按这条同意补交过"):
        cancel_consent(consent=consent, version=1, reason="取消", by=by)


@pytest.mark.parametrize(
    ("kind", "first", "last", "day", "field"),
    [
        (QUARTERLY, 202605, 202606, date(2026, 4, 1), "first_month"),
        (QUARTERLY, 202604, 202605, date(2026, 4, 1), "first_month"),
        (QUARTERLY, 202604, 202606, date(2026, 5, 1), "date"),
        (LATE, 202607, 202607, JUNE, "first_month"),
        (LATE, 202605, 202604, JUNE, "last_month"),
        (LATE, 202604, 202604, date(2026, 7, 2), "date"),
    ],
)
def test_what_cannot_be_agreed_to_is_refused_by_field(by, member, kind, first, last, day, field):
    with pytest.raises(ValidationError) as refusal:
        make_consent(member, by, kind, first, last, day)
    assert list(refusal.value.message_dict) == [field]


def test_quarters_do_not_overlap_and_strangers_are_refused(org, by, member):
    make_consent(member, by, QUARTERLY, 202604, 202606, date(2026, 4, 1))
    with pytest.raises(ValidationError, match="已经登记过按季交"):
        make_consent(member, by, QUARTERLY, 202604, 202609, date(2026, 4, 1))
    stranger = make_member(make_org(), by, name="王某")
    consent = DuesConsent(
        org=org, member=stranger, kind=LATE, first_month=202604, last_month=202604, date=JUNE, reason="外出"
    )
    with pytest.raises(ValidationError, match="王某这几个月不在"):
        give_consent(consent=consent, by=by, today=TODAY)


def test_a_correction_is_no_way_around_consent(org, by, member):
    open_month(org=org, month=202604, by=by)
    dues = DuesMonth.objects.get()
    given = {"dues": dues, "version": 1, "due_fen": 4_000, "reason": "补记", "by": by, "today": TODAY}
    with pytest.raises(ValidationError, match="这是补交，要支部同意"):
        correct_month(paid_fen=4_000, paid_on=date(2026, 5, 1), **given)
    assert correct_month(paid_fen=4_000, paid_on=date(2026, 4, 30), **given).paid_fen == 4_000
    kept = dues.corrections.values_list("old_paid_fen", "new_paid_fen", "new_paid_on", "reason", "corrected_by")
    assert list(kept) == [(0, 4_000, date(2026, 4, 30), "补记", by.pk)]
