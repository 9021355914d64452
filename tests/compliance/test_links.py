"""Every kind of obligation leads, with one click, to the form that settles it, filled as far as is known."""

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from django.urls import resolve

from partywork.access.permissions import Role
from partywork.access.scope import Scope
from partywork.compliance import duties
from partywork.compliance.lights import Light, Obligation
from partywork.compliance.links import shown
from partywork.compliance.obligations import obligations
from partywork.members.enums import Stage
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import PartyGroup, Profile
from tests.factories.committees import make_term
from tests.factories.development import make_person
from tests.factories.dues import make_month
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.plans import make_plan
from tests.factories.rectification import make_item

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 12)
SHOWN_ELSEWHERE = {  # to look at, not to fill in; or about one person, who is in the address
    "members:list", "committees:detail", "dues:grid", "compliance:owed", "rectification:detail", "plans:detail",
    "development:person", "development:review",
}  # fmt: skip


@pytest.fixture
def in_may():
    with time_machine.travel("2026-05-12 10:00+08:00", tick=False):
        yield


@pytest.fixture
def office():
    """A committee, and a branch with groups, a leader who looks after it, people on their way and things overdue."""
    root = make_org(kind=OrgKind.COMMITTEE)
    branch = make_org(root, name="青禾社区党支部")
    by = make_user(branch)
    Profile.objects.filter(org=branch).update(contact_leader="周同")
    group = PartyGroup.objects.create(org=branch, name="第一党小组", since=date(2026, 1, 1))
    for _ in range(7):
        make_member(branch, by)
    make_person(branch, by, Stage.ACTIVIST)
    make_person(branch, by, Stage.PROBATIONARY)
    make_item(branch, by, date(2026, 3, 1), due_on=date(2026, 4, 30))
    make_plan(branch, by, date(2026, 4, 30))
    make_term(branch, by, date(2023, 6, 1))
    member = make_member(branch, by)
    for month in (202601, 202602, 202603):
        make_month(member, by, month)
    return root, branch, by, group


def owed(org) -> list[Obligation]:
    found = [each for each in obligations(Scope(None, DAY), DAY) if each.org_id == org.pk]
    return [each for each in found if each.light is not Light.MET]


def filled(client, org, each: Obligation):
    """Where the button leads, and what the form there is filled with."""
    item = shown(each, org, DAY, may_log=True)
    parts = urlsplit(item["url"])
    found = resolve(parts.path)
    page = client.get(item["url"])
    assert page.status_code == 200, item
    form = page.context.get("form")
    return f"{found.namespace}:{found.url_name}", dict(parse_qsl(parts.query)), getattr(form, "initial", {})


@time_machine.travel("2026-05-12 10:00+08:00", tick=False)
def test_every_kind_that_a_branch_owes_leads_to_its_own_form(office, client):
    _, branch, by, _ = office
    client.force_login(by)
    seen = set()
    for each in {each.duty: each for each in reversed(owed(branch))}.values():  # one of each kind
        name, query, initial = filled(client, branch, each)
        seen.add(each.duty.code)
        if name in SHOWN_ELSEWHERE:
            continue
        assert str(initial.get("org", query["org"])) == str(branch.pk), each.title
        for key, value in each.duty.prefill.items():
            field = "kinds" if name == "meetings:create" and key == "kind" else key
            assert initial[field] in (value, [value]), each.title
    assert seen == {
        "committee", "group", "theme_day", "general", "lecture", "life", "appraisal", "talk", "training", "dues",
        "arrears", "term", "review", "probation", "contact", "composition", "rectification", "plan",
    }  # fmt: skip


def of(org, duty) -> Obligation:
    return next(each for each in owed(org) if each.duty is duty)


@pytest.mark.usefixtures("in_may")
class TestParticulars:
    def test_a_groups_meeting_names_the_group(self, office, client):
        _, branch, by, group = office
        client.force_login(by)
        _, _, initial = filled(client, branch, of(branch, duties.GROUP))
        assert (initial["kinds"], initial["group"]) == (["is_group"], str(group.pk))

    def test_a_yearly_meeting_names_its_year(self, office, client):
        _, branch, by, _ = office
        client.force_login(by)
        for duty in (duties.LIFE, duties.APPRAISAL):
            _, _, initial = filled(client, branch, of(branch, duty))
            assert initial["belongs_to"] == "2026"

    def test_a_visit_to_a_contact_point_names_it(self, office, client):
        root, branch, by, _ = office
        each = of(branch, duties.CONTACT)
        client.force_login(by)
        name, _, initial = filled(client, branch, each)
        assert (name, initial["kind"], initial["object_name"]) == ("visits:create", "contact_point", branch.short_name)
        assert root.pk

    def test_the_secretarys_own_lecture_names_the_rank(self, office, client):
        root = office[0]
        client.force_login(make_user(root, Role.MANAGER))
        _, _, initial = filled(client, root, of(root, duties.LEADER_LECTURE))
        assert (initial["kinds"], initial["lecturer_rank"]) == (["is_lecture"], "leader")

    def test_a_term_that_is_nearly_full_leads_to_the_election_and_an_activist_to_the_review(self, office, client):
        _, branch, by, _ = office
        client.force_login(by)
        assert filled(client, branch, of(branch, duties.TERM))[0] == "committees:create"
        assert filled(client, branch, of(branch, duties.REVIEW))[0] == "development:review"

    def test_a_month_of_dues_leads_to_its_collection(self, office, client):
        _, branch, by, _ = office
        client.force_login(by)
        name, query, _ = filled(client, branch, of(branch, duties.DUES))
        assert (name, query) == ("dues:collect", {"org": str(branch.pk), "month": "2026-01"})

    def test_who_may_not_log_is_led_to_records_alone(self, office):
        _, branch, _, _ = office
        term = shown(of(branch, duties.TERM), branch, DAY, may_log=False)
        review = shown(of(branch, duties.REVIEW), branch, DAY, may_log=False)
        assert [resolve(item["url"]).url_name for item in (term, review)] == ["detail", "person"]
