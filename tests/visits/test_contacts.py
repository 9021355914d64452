"""Leaders' contact points: which organisation a visit was to, the figures, and the page."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.common.periods import HalfYear
from partywork.entries.actions import cancel_entry
from partywork.orgs.actions import change_profile
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Profile
from partywork.orgs.queries import scope_of_org
from partywork.visits.actions import edit_visit
from partywork.visits.contacts import contact_points
from partywork.visits.enums import ObjectKind, VisitKind
from tests.factories.figures import figures
from tests.factories.orgs import make_org, make_user
from tests.factories.visits import TODAY, make_visit

pytestmark = pytest.mark.django_db
NAMES = ("联系点数", "已走访的联系点数", "未走访的联系点数", "联系点走访覆盖率")


def contacted(org, leader: str, since: date = date(2020, 1, 1)) -> None:
    current = Profile.objects.filter(org=org).latest("since")
    profile = current.copy_for(since)
    profile.contact_leader = leader
    change_profile(profile=profile, on=since, by=None)


def calls_on(org, by, name: str, day: date = date(2026, 3, 10), **extra):
    kind = extra.pop("kind", VisitKind.CONTACT_POINT)
    facts = {"kind": kind, "object_kind": ObjectKind.GRASSROOTS, "object_name": name, "visitors": "方静远、周某"}
    return make_visit(org, by, day, **{**facts, **extra})


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def branches(root):
    """Three branches: two contacted by one leader, one by another."""
    made = [make_org(root) for _ in range(3)]
    for org, leader in zip(made, ("方静远", "方静远", "聂文博"), strict=True):
        contacted(org, leader)
    return made


def test_a_visit_belongs_to_the_organisation_it_names(root, branches):
    by, (first, second, _) = make_user(root), branches
    elsewhere = make_org()
    expected = {
        first.short_name: first, f" {first.name} ": first, second.code: second,
        elsewhere.short_name: None, "某企业": None,
    }  # fmt: skip
    for name, org in expected.items():
        assert calls_on(root, by, name).contact_org == org, name
    assert calls_on(root, by, first.short_name, kind=VisitKind.VISIT).contact_org is None
    assert calls_on(first, by, "党员活动室").contact_org == first  # the branch logs its leader's visit itself


def test_an_edit_names_another_or_none(root, branches):
    by, (first, second, _) = make_user(root), branches
    visit = calls_on(root, by, first.short_name)
    visit.object_name = second.short_name
    assert edit_visit(visit=visit, version=1, by=by, today=TODAY).contact_org == second
    visit.kind = VisitKind.VISIT
    assert edit_visit(visit=visit, version=2, by=by, today=TODAY).contact_org is None


def test_figures_count_points_as_of_the_data_date_and_visits_of_the_period(root, branches):
    by, (first, second, third) = make_user(root), branches
    calls_on(root, by, first.short_name)
    calls_on(root, by, first.short_name, date(2026, 4, 1))
    calls_on(root, by, second.short_name, date(2025, 12, 30))
    gone = calls_on(root, by, third.short_name)
    cancel_entry(entry=gone, version=1, reason="重复", by=by)
    found = {name: value.number for name, value in figures(root, *NAMES).items()}
    assert found == dict(zip(NAMES, (3, 1, 2, Decimal("33.3")), strict=True))
    narrowed = figures(root, "联系点数@方静远", "未走访的联系点数@联系领导=方静远", "联系点走访覆盖率@方静远")
    assert [value.number for value in narrowed.values()] == [2, 1, Decimal("50.0")]
    contacted(third, "", date(2026, 7, 1))  # after the data date: the past stays as it was
    calls_on(root, by, second.short_name, date(2026, 7, 1))
    assert {name: value.number for name, value in figures(root, *NAMES).items()} == found


def test_the_page_shows_each_leaders_points_with_their_visits(root, branches, client):
    by, (first, *_) = make_user(root), branches
    calls_on(root, by, first.short_name)
    calls_on(root, by, first.short_name, date(2026, 5, 6), visitors="康淑敏")
    client.force_login(make_user(root, Role.MANAGER))
    with time_machine.travel("2026-06-20 09:00+08:00", tick=False):
        page = client.get(reverse("visits:contacts"))
        last_year = client.get(reverse("visits:contacts"), {"period": "2025H2"})
    assert page.context["summary"] == "2名领导，3个联系点，未走访2个"
    row = page.context["table"].body.split("</tr>")[0]
    assert [text in row for text in (first.short_name, "方静远", ">2<", ">1<", "2026-05-06", "已走访")] == [True] * 6
    assert reverse("orgs:profile", args=[first.pk]) in row
    assert last_year.context["summary"] == "2名领导，3个联系点，未走访3个"
    assert client.get(reverse("visits:contacts"), {"period": "去年"}).status_code == 400


def test_a_branch_sees_its_own_contact_point_alone(root, branches, client):
    client.force_login(make_user(branches[0]))
    page = client.get(reverse("visits:contacts"))
    body = page.context["table"].body
    assert [org.short_name in body for org in branches] == [True, False, False]
    assert reverse("orgs:detail", args=[branches[0].pk]) in body


def test_a_leader_counts_from_the_first_day_whatever_else_changed_since(root, branches):
    first = branches[0]
    profile = Profile.objects.get(org=first).copy_for(date(2026, 2, 1))
    profile.secretary = "周同"
    change_profile(profile=profile, on=date(2026, 2, 1), by=None)
    contacted(first, "聂文博", date(2026, 3, 1))
    contacted(first, "方静远", date(2026, 4, 1))

    def since(day: date) -> date:
        return contact_points(scope_of_org(first, day), day, HalfYear(2026, 1).clipped(day))[0].since

    assert [since(date(2026, month, 15)) for month in (1, 2, 3, 4)] == [
        date(2020, 1, 1), date(2020, 1, 1), date(2026, 3, 1), date(2026, 4, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_number_of_queries(root, client, rows, django_assert_num_queries):
    for _ in range(rows):
        contacted(make_org(root), "方静远")
    client.force_login(make_user(root, Role.MANAGER))
    with django_assert_num_queries(6):
        client.get(reverse("visits:contacts"))
