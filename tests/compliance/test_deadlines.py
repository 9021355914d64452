"""What has a day of its own: terms, probation, rectification, plans."""

from datetime import date

import pytest

from partywork.compliance.duties import COLUMNS
from partywork.compliance.lights import Light
from partywork.development.enums import ExtensionKind
from partywork.members.enums import Stage
from partywork.orgs.enums import OrgKind
from partywork.plans.actions import complete_plan
from tests.compliance.reading import lights, one, owed
from tests.factories.committees import make_term
from tests.factories.development import make_extension, make_person, make_review
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.plans import make_plan
from tests.factories.rectification import make_item

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.WORKING_COMMITTEE))


@pytest.fixture
def by(branch):
    return make_user(branch)


@pytest.mark.parametrize(
    ("due_on", "on", "light"),
    [
        (date(2026, 10, 2), date(2026, 4, 1), Light.MET),
        (date(2026, 10, 1), date(2026, 4, 1), Light.SOON),  # exactly six months ahead; 1 October is a holiday
        (date(2026, 10, 1), date(2026, 10, 1), Light.SOON),
        (date(2026, 10, 1), date(2026, 10, 2), Light.OVERDUE),  # and shifts nothing
        (date(2027, 2, 28), date(2026, 8, 31), Light.SOON),  # 31 August + 6 months is the last of February
        (date(2027, 3, 1), date(2026, 8, 31), Light.MET),
        (date(2028, 2, 29), date(2027, 8, 31), Light.SOON),
        (date(2028, 2, 29), date(2028, 3, 1), Light.OVERDUE),
    ],
)
def test_a_term_is_reminded_of_six_months_ahead(branch, by, due_on, on, light):
    make_term(branch, by, date(2024, 5, 20), due_on=due_on)
    assert one(branch, on, "第1届委员会换届").light is light


@pytest.mark.parametrize(
    ("on", "rule"),
    [
        (date(2026, 10, 2), "term.reminder_months"),
        (date(2027, 10, 1), "term.reminder_months"),  # exactly a year late
        (date(2027, 10, 2), "term.shift_years"),
    ],
)
def test_more_than_a_year_late_goes_beyond_what_may_be_put_off(branch, by, on, rule):
    make_term(branch, by, date(2024, 5, 20), due_on=date(2026, 10, 1))
    found = one(branch, on, "第1届委员会换届")
    assert (found.light, found.rule.code) == (Light.OVERDUE, rule)


def test_only_the_committee_in_force_counts(branch, by):
    make_term(branch, by, date(2022, 5, 20), due_on=date(2025, 5, 20))
    make_term(branch, by, date(2026, 5, 20), number=2, due_on=date(2029, 5, 20))
    assert lights(branch, date(2026, 5, 19), "term") == {"第1届委员会换届": Light.OVERDUE}
    assert lights(branch, date(2026, 5, 20), "term") == {"第2届委员会换届": Light.MET}


def test_without_a_term_on_record_it_is_asked_for_and_where_none_is_elected_it_is_not(branch):
    root = branch.placements.get().parent
    found = owed(root, TODAY, "term")
    assert [(each.org_id, each.light) for each in found] == [(branch.pk, Light.OPEN)]


@pytest.mark.parametrize(
    ("admitted", "on", "light", "due"),
    [
        (date(2025, 6, 1), date(2026, 5, 1), Light.OPEN, date(2026, 6, 1)),
        (date(2025, 6, 1), date(2026, 5, 2), Light.SOON, date(2026, 6, 1)),
        (date(2025, 6, 1), date(2026, 6, 1), Light.SOON, date(2026, 6, 1)),
        (date(2025, 6, 1), date(2026, 6, 2), Light.OVERDUE, date(2026, 6, 1)),
        (date(2024, 2, 29), date(2025, 2, 28), Light.SOON, date(2025, 2, 28)),
        (date(2024, 2, 29), date(2025, 3, 1), Light.OVERDUE, date(2025, 2, 28)),
    ],
)
def test_probation_is_a_year_from_the_branch_meeting(branch, by, admitted, on, light, due):
    make_member(branch, by, name="林青", stage=Stage.PROBATIONARY, since=admitted, admitted_on=admitted)
    found = one(branch, on, "林青预备期满")
    assert (found.light, found.due_on) == (light, due)


def test_a_prolonged_probation_ends_later_from_the_day_that_was_decided(branch, by):
    person = make_person(branch, by, Stage.PROBATIONARY, name="林青", admitted_on=date(2025, 8, 31))
    make_extension(person, by, ExtensionKind.PROBATION, date(2026, 9, 5), 6)
    before, after = (one(branch, on, "林青预备期满") for on in (date(2026, 9, 4), date(2026, 9, 5)))
    assert (before.light, before.due_on) == (Light.OVERDUE, date(2026, 8, 31))
    assert (after.light, after.due_on) == (Light.OPEN, date(2027, 2, 28))


@pytest.mark.parametrize(
    ("on", "light"),
    [
        (date(2026, 5, 30), Light.OPEN),
        (date(2026, 5, 31), Light.SOON),
        (date(2026, 6, 30), Light.SOON),
        (date(2026, 7, 1), Light.OVERDUE),  # and stays so until there is a review again
        (date(2026, 12, 31), Light.OVERDUE),
    ],
)
def test_an_activist_is_reviewed_in_each_half_year(branch, by, on, light):
    make_person(branch, by, Stage.ACTIVIST, name="林青", activist_on=date(2026, 1, 1))
    assert lights(branch, on, "review") == {"2026年上半年考察林青": light}


def test_a_review_missed_before_the_branch_used_the_system_is_not_asked_for(branch, by):
    make_person(branch, by, Stage.ACTIVIST, name="林青", activist_on=date(2025, 1, 1))
    assert lights(branch, date(2026, 1, 10), "review") == {"2026年上半年考察林青": Light.OPEN}
    make_meeting(branch, by, date(2025, 9, 1))
    assert lights(branch, date(2026, 1, 10), "review") == {"2025年下半年考察林青": Light.OVERDUE}


def test_a_review_settles_its_half_year_and_a_new_activist_owes_none(branch, by):
    person = make_person(branch, by, Stage.ACTIVIST, name="林青", activist_on=date(2025, 1, 1))
    make_person(branch, by, Stage.ACTIVIST, name="新来", activist_on=date(2026, 1, 2))
    make_review(person, by, 20261, date(2026, 6, 20))
    assert lights(branch, date(2026, 6, 19), "review") == {"2026年上半年考察林青": Light.SOON}
    assert lights(branch, date(2026, 6, 20), "review") == {"2026年上半年考察林青": Light.MET}


def test_rectification_and_plans_by_their_deadlines(branch, by):
    make_item(branch, by, date(2026, 3, 1), title="活动少", due_on=date(2026, 5, 31))
    make_item(branch, by, date(2026, 3, 1), title="记录不全", due_on=date(2026, 4, 30), closed_on=date(2026, 5, 10))
    plan = make_plan(branch, by, date(2026, 6, 30), text="办一次活动")
    assert lights(branch, date(2026, 5, 9), "rectification", "plan") == {
        "记录不全": Light.OVERDUE,  # closed the day after
        "活动少": Light.SOON,
        "办一次活动": Light.OPEN,
    }
    assert lights(branch, date(2026, 6, 1), "rectification", "plan") == {
        "活动少": Light.OVERDUE,
        "办一次活动": Light.SOON,
    }
    assert one(branch, date(2026, 6, 1), "活动少").detail == "整改时限2026-05-31，已过1天。"
    complete_plan(item=plan, version=1, done_on=date(2026, 6, 20), result="办了", by=by, today=TODAY)
    assert list(lights(branch, date(2026, 6, 19), "plan")) == ["办一次活动"]
    assert list(lights(branch, date(2026, 6, 20), "plan")) == []


def test_every_obligation_has_its_column_on_the_heat_map(branch, by):
    make_person(branch, by, Stage.ACTIVIST, activist_on=date(2025, 1, 1))
    make_person(branch, by, Stage.PROBATIONARY, admitted_on=date(2025, 8, 31))
    make_item(branch, by, date(2026, 3, 1))
    make_plan(branch, by, date(2026, 6, 30))
    codes = {each.duty.code for each in owed(branch, TODAY)}
    assert codes >= {"review", "probation", "rectification", "plan", "term"}
    assert sorted(codes - set(COLUMNS)) == []
