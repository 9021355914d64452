"""Talks of each pair, and visits of a leader to the contact point."""

from datetime import date

import pytest

from partywork.access.scope import Scope
from partywork.compliance.lights import Light
from partywork.compliance.obligations import obligations
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Profile
from partywork.visits.enums import ObjectKind, TalkKind, TalkPair, VisitKind
from tests.compliance.reading import lights
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.visits import make_talk, make_visit

pytestmark = pytest.mark.django_db
ON = date(2026, 5, 12)


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def by(branch):
    return make_user(branch)


def test_each_pair_talks_once_a_year(branch, by):
    make_talk(branch, by, date(2026, 1, 10), pair=TalkPair.MEMBERS)
    make_talk(branch, by, date(2025, 12, 31), pair=TalkPair.COMMITTEE)
    make_talk(branch, by, date(2026, 1, 10), pair=TalkPair.COMMITTEE_MEMBER, kind=TalkKind.INTEGRITY)
    assert lights(branch, ON, "talk") == {
        "2026年支委之间谈心谈话": Light.OPEN,
        "2026年支委与党员谈心谈话": Light.OPEN,
        "2026年党员之间谈心谈话": Light.MET,
    }
    assert set(lights(branch, date(2026, 12, 1), "talk").values()) == {Light.SOON, Light.MET}


def test_without_a_committee_its_members_need_not_talk_to_each_other(branch, by):
    make_member(branch, by)
    assert list(lights(branch, ON, "talk")) == ["2026年支委与党员谈心谈话", "2026年党员之间谈心谈话"]


class TestContactPoint:
    @pytest.fixture(autouse=True)
    def leader(self, branch):
        Profile.objects.filter(org=branch).update(contact_leader="郑某")

    def visit(self, org, by, day, name="王某一户"):
        make_visit(org, by, day, kind=VisitKind.CONTACT_POINT, object_kind=ObjectKind.GRASSROOTS, object_name=name)

    def test_once_in_each_half_year(self, branch, by):
        title = "2026年上半年郑某到联系点走访"
        assert lights(branch, ON, "contact") == {title: Light.OPEN}
        assert lights(branch, date(2026, 5, 31), "contact") == {title: Light.SOON}
        self.visit(branch, by, date(2026, 5, 1))
        assert lights(branch, ON, "contact") == {title: Light.MET}
        assert lights(branch, date(2026, 7, 31), "contact") == {
            title: Light.MET,  # it fell due a month ago
            "2026年下半年郑某到联系点走访": Light.OPEN,
        }
        assert list(lights(branch, date(2026, 8, 1), "contact")) == ["2026年下半年郑某到联系点走访"]

    def test_logged_by_the_superior_it_counts_for_the_unit_it_names_whoever_looks(self, branch, by):
        root = branch.placements.get().parent
        self.visit(root, by, date(2026, 4, 1), name="别的联系点")
        assert set(lights(branch, ON, "contact").values()) == {Light.OPEN}
        self.visit(root, by, date(2026, 4, 1), name=branch.short_name)
        assert set(lights(branch, ON, "contact").values()) == {Light.MET}
        assert set(lights(root, ON, "contact").values()) == {Light.MET}

    def test_a_visit_logged_by_a_stranger_counts_for_nobody_here(self, branch, by):
        stranger = make_org(kind=OrgKind.COMMITTEE)
        self.visit(stranger, by, date(2026, 4, 1), name=branch.short_name)
        assert set(lights(branch, ON, "contact").values()) == {Light.OPEN}

    def test_the_branch_s_own_visit_counts_in_an_unlimited_scope_too(self, branch, by):
        self.visit(branch, by, date(2026, 5, 1))
        found = obligations(Scope(None, ON), ON)
        assert [each.light for each in found if each.duty.code == "contact"] == [Light.MET]


def test_without_a_contact_leader_no_visit_is_owed(branch):
    assert lights(branch, ON, "contact") == {}
