"""Which branches have a 支部委员会, and the per-branch figures of 支委会 that go by it."""

from datetime import date

import pytest

from partywork.committees.branches import committee_branches
from partywork.common.periods import HalfYear
from partywork.measures.window import Window
from partywork.members.enums import Stage
from partywork.orgs.enums import OrgKind
from partywork.orgs.queries import scope_of_org
from partywork.rules.models import Rule
from tests.compliance.reading import owed
from tests.factories.figures import figures
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 30)
NAMES = ("每月召开支委会的支部数", "各支部支委会最少次数", "支部平均支委会次数", "各支部主题党日最少次数")


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def by(root):
    return make_user(root)


def having(root, on=ON):
    return set(committee_branches(scope_of_org(root, on), Window(HalfYear(2026, 1), on)))


def people(org, by, full, **facts):
    for _ in range(full):
        make_member(org, by, **facts)


@pytest.mark.parametrize(("full", "has"), [(0, True), (1, False), (6, False), (7, True)])
def test_seven_full_members_have_one_and_an_empty_roster_says_nothing(root, by, full, has):
    branch = make_org(root)
    people(branch, by, full)
    people(branch, by, 3, stage=Stage.PROBATIONARY)
    assert having(root) == ({branch.pk} if has else set())


def test_four_queries(root, by, django_assert_num_queries):
    branch, scope = make_org(root), scope_of_org(root, ON)
    with django_assert_num_queries(4):
        assert list(committee_branches(scope, Window(HalfYear(2026, 1), ON))) == [branch.pk]


def test_as_of_the_date_and_by_the_rule_of_the_place(root, by):
    branch, other = make_org(root), make_org(root)
    people(branch, by, 6)
    people(other, by, 6)
    make_member(branch, by, since=date(2026, 6, 1))
    Rule.objects.create(
        code="org.branch_committee.full_members", org=other, title="设支部委员会所需正式党员", value=5, unit="人",
        effective_from=date(2026, 6, 30),
    )  # fmt: skip
    assert having(root, date(2026, 5, 31)) == set()
    assert having(root, date(2026, 6, 29)) == {branch.pk}
    assert having(root) == {branch.pk, other.pk}


def test_who_owes_no_committee_meeting_is_not_counted_among_who_held_none(root, by):
    large, small = make_org(root), make_org(root)
    people(large, by, 7)
    people(small, by, 6)
    for month in range(1, 7):
        make_meeting(large, by, date(2026, month, 5))
    found = figures(root, *NAMES)
    assert [str(found[name].number) for name in NAMES] == ["1", "6", "6.0", "0"]
    assert [found[name].whole for name in NAMES] == [1, 1, 1, 2]
    assert {each.org_id for each in owed(root, ON, "committee")} == {large.pk}
