"""What is owed in a month follows the standard as it was then and the reductions approved for it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partywork.dues.actions import change_standard
from partywork.dues.amounts import amount_in, standard_in
from partywork.dues.collecting import open_month
from partywork.dues.exception_models import DuesReduction
from partywork.dues.models import DuesMonth, DuesStandard, StandardChange
from partywork.dues.single_months import correct_month
from partywork.rules.models import Rule
from tests.factories.dues import TODAY, make_payers, make_reduction, make_standard
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

NOW = DuesStandard(monthly_fen=7_000)
CHANGES = [
    StandardChange(month=202604, before_fen=4_000, after_fen=1_500),
    StandardChange(month=202609, before_fen=1_500, after_fen=9_000),
    StandardChange(month=202607, before_fen=9_000, after_fen=7_000),  # made last, so it holds from July on
]


@pytest.mark.parametrize(
    ("month", "fen"),
    [(202601, 4_000), (202603, 4_000), (202604, 1_500), (202606, 1_500), (202607, 7_000), (202612, 7_000)],
)
def test_each_month_keeps_what_held_in_it(month, fen):
    assert standard_in(NOW, month, CHANGES) == fen


def test_an_approved_reduction_takes_the_place_of_the_standard_in_its_months():
    held = [DuesReduction(first_month=202603, last_month=202605, monthly_fen=0)]
    assert [amount_in(NOW, month, CHANGES, held) for month in (202602, 202603, 202605, 202606)] == [4_000, 0, 0, 1_500]


@pytest.mark.django_db
class TestInTheBooks:
    @pytest.fixture
    def org(self):
        return make_org()

    @pytest.fixture
    def by(self, org):
        return make_user(org)

    def change(self, standard, by, base_fen, month, reason="岗位调整"):
        standard.base_fen = base_fen
        return change_standard(
            standard=standard, version=standard.version, change_reason=reason, from_month=month, by=by, today=TODAY
        )

    def test_a_month_opened_after_the_change_still_takes_what_held_in_it(self, org, by):
        """Before, every month opened after a change got the new amount, also those before it."""
        standard = make_standard(make_member(org, by), by)
        self.change(standard, by, 300_000, 4)
        for month in (202603, 202604):
            open_month(org=org, month=month, by=by)
        assert dict(DuesMonth.objects.values_list("month", "due_fen")) == {202603: 4_000, 202604: 1_500}
        kept = StandardChange.objects.values_list("month", "before_fen", "after_fen", "reason", "changed_on")
        assert list(kept) == [(202604, 4_000, 1_500, "岗位调整", TODAY)]

    def test_a_unit_whose_rule_lets_amounts_change_needs_no_reason(self, org, by):
        standard = make_standard(make_member(org, by), by)
        with pytest.raises(ValidationError, match="请写明为什么改"):
            self.change(standard, by, 300_000, 4, reason="")
        Rule.objects.create(
            code="dues.fixed_for_year", org=org, title="可以随时改", value=False, effective_from=date(2026, 1, 1)
        )
        assert self.change(standard, by, 300_000, 4, reason="").monthly_fen == 1_500

    def test_a_change_leaves_reduced_months_alone(self, org, by):
        standard = make_standard(make_member(org, by), by)
        make_reduction(standard.member, by, 202605, 202605, monthly_fen=100, decided_on=date(2026, 1, 5))
        for month in (202604, 202605):
            open_month(org=org, month=month, by=by)
        self.change(standard, by, 300_000, 4)
        assert dict(DuesMonth.objects.values_list("month", "due_fen")) == {202604: 1_500, 202605: 100}

    def test_a_correction_reduces_nothing_by_itself(self, org, by):
        """What is due changes to what standard and approved reductions say, and to nothing else."""
        (member,) = make_payers(org, by, 1)
        open_month(org=org, month=202605, by=by)
        dues = DuesMonth.objects.get()
        given = {"dues": dues, "version": 1, "paid_fen": 0, "paid_on": None, "reason": "照顾", "by": by, "today": TODAY}
        with pytest.raises(ValidationError) as refusal:
            correct_month(due_fen=0, **given)
        said = "按党费标准和已批准的减免，这个月应缴40.00元。标准有变的请改标准，要减免的请申请减免。"
        assert refusal.value.message_dict == {"due_fen": [said]}
        member.standings.update(until=date(2026, 5, 20), closing="deceased")
        assert correct_month(due_fen=0, **given).due_fen == 0
