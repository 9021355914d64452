"""Hints about the make-up of branches: size, committee, groups, the form an office should have, early elections."""

from datetime import date

import pytest

from partywork.committees.enums import Post
from partywork.compliance.lights import Light
from partywork.members.enums import Stage
from partywork.orgs.enums import OrgKind, Sector
from partywork.orgs.models import PartyGroup
from partywork.rules.models import Rule
from tests.compliance.reading import owed
from tests.factories.committees import make_term
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
ON = date(2026, 5, 12)
LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def branch(root):
    return make_org(root)


@pytest.fixture
def by(root):
    return make_user(root)


def people(org, by, number, **facts):
    return [make_member(org, by, **facts) for _ in range(number)]


def hints(org, on=ON):
    """Code of the rule and title of each hint."""
    found = owed(org, on, "composition")
    assert {each.light for each in found} <= {Light.HINT}
    return [(each.rule.code, each.title) for each in found]


@pytest.mark.parametrize(
    ("full", "probationary", "rule"),
    [
        (0, 0, None),  # nothing filled in yet
        (0, 1, "org.branch.full_members"),
        (2, 5, "org.branch.full_members"),
        (3, 0, None),
        (49, 1, None),  # exactly fifty
        (50, 1, "org.branch.members"),
    ],
)
def test_the_size_of_a_branch(branch, by, full, probationary, rule):
    people(branch, by, full)
    people(branch, by, probationary, stage=Stage.PROBATIONARY)
    people(branch, by, 2, stage=Stage.ACTIVIST)
    assert [code for code, _ in hints(branch)] == ([rule] if rule else [])


def test_activists_are_no_members_and_the_limit_is_a_rule(branch, by):
    people(branch, by, 3)
    Rule.objects.create(
        code="org.branch.members", org=branch, title="党支部党员人数一般不超过", value=2, unit="人",
        effective_from=LONG_AGO,
    )  # fmt: skip
    (found,) = owed(branch, ON, "composition")
    assert found.detail == "花名册上有党员3名，一般不超过2名。请同上级研究分设党支部或改设党总支。"


@pytest.mark.parametrize(
    ("full", "expected"),
    [
        (2, ["org.office.branch_full_members"]),
        (49, []),
        (50, ["org.office.general_branch_members"]),
        (99, ["org.office.general_branch_members"]),
        (100, ["org.office.committee_members"]),
    ],
)
def test_the_form_of_an_office_follows_from_its_members(root, by, full, expected):
    office = make_org(root, sector=Sector.OFFICE)
    people(office, by, full)
    assert [code for code, _ in hints(office)] == expected


@pytest.mark.parametrize(("each", "expected"), [(49, []), (50, ["org.office.committee_members"])])
def test_a_general_branch_of_an_office_counts_its_branches_whoever_looks(root, by, each, expected):
    general = make_org(root, kind=OrgKind.GENERAL_BRANCH, sector=Sector.OFFICE)
    for _ in range(2):
        people(make_org(general), by, each)
    assert [code for code, _ in hints(general) if code.startswith("org.office")] == expected


NAMES = "甲乙丙丁戊己庚辛"


@pytest.mark.parametrize(
    ("full", "committee", "rule"),
    [
        (0, 1, "org.branch_committee.size"),  # no roster: taken to have a committee
        (7, 2, "org.branch_committee.size"),
        (7, 3, None),
        (7, 7, None),
        (7, 8, "org.branch_committee.size_limit"),
        (6, 2, None),
        (6, 3, "org.branch_committee.full_members"),
    ],
)
def test_the_size_of_the_committee(branch, by, full, committee, rule):
    people(branch, by, full)
    posts = [(Post.SECRETARY, NAMES[0]), *((Post.MEMBER, name) for name in NAMES[1:committee])]
    term = make_term(branch, by, posts=posts)
    found = owed(branch, ON, "composition")
    assert [(each.rule.code, each.record) for each in found] == ([(rule, term.pk)] if rule else [])


def test_somebody_with_two_posts_counts_once(branch, by):
    people(branch, by, 7)
    make_term(branch, by, posts=[(Post.SECRETARY, "甲"), (Post.ORGANISATION, "乙"), (Post.PUBLICITY, "乙")])
    assert hints(branch) == [("org.branch_committee.size", "支部委员会人数")]


@pytest.mark.parametrize(
    ("full", "probationary", "expected"),
    [
        (0, 0, []),  # nobody is assigned yet
        (2, 0, [("org.group.members", "第一党小组人数")]),
        (0, 3, [("org.group.full_members", "第一党小组正式党员")]),
        (1, 2, []),
    ],
)
def test_the_members_of_a_group(branch, by, full, probationary, expected):
    people(branch, by, 6)
    group = PartyGroup.objects.create(org=branch, name="第一党小组", since=LONG_AGO)
    people(branch, by, full, group=group)
    people(branch, by, probationary, group=group, stage=Stage.PROBATIONARY)
    assert hints(branch) == expected


@pytest.mark.parametrize(
    ("due_on", "told"),
    [
        (date(2027, 3, 2), True),
        (date(2027, 3, 1), False),  # exactly a year early
        (date(2026, 2, 1), False),  # late
    ],
)
def test_an_election_more_than_a_year_early_is_told_in_its_half_year(branch, by, due_on, told):
    make_term(branch, by, date(2024, 5, 20), due_on=due_on)
    make_term(branch, by, date(2026, 3, 1), number=2)
    found = [each for each in owed(branch, ON, "term") if each.light is Light.HINT]
    assert [(each.rule.code, each.title) for each in found] == ([("term.shift_years", "提前换届")] if told else [])
    assert [each for each in owed(branch, date(2026, 8, 1), "term") if each.light is Light.HINT] == []
