"""The first steps on the home page: told by the records, put away for good, another list for each role."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.audit.models import AuditEvent
from partywork.orgs.enums import OrgKind
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("may")]


@pytest.fixture
def may():
    with time_machine.travel("2026-05-12 10:00+08:00", tick=False):
        yield


@pytest.fixture
def tree():
    root = make_org(kind=OrgKind.COMMITTEE)
    return root, make_org(root)


def steps(client, user):
    client.force_login(user)
    return {step["label"]: step["done"] for step in client.get(reverse("home")).context["tour"]["steps"]}


def test_a_secretary_is_told_what_is_still_to_be_done(tree, client):
    _, branch = tree
    secretary = make_user(branch)
    begin = {"登记党员": False, "定党费标准": False, "记一次会议": False, "补上欠着的": False, "编制总结": False}
    assert steps(client, secretary) == begin
    make_member(branch, secretary)
    make_meeting(branch, secretary, date(2026, 5, 8))
    assert steps(client, secretary) == begin | {"登记党员": True, "记一次会议": True}


def test_a_manager_begins_with_branches_and_accounts(tree, client):
    root, branch = tree
    manager = make_user(root, Role.MANAGER)
    begin = {
        "建好下级党组织": True,
        "给支部开通账号": False,
        "登记党员": False,
        "看各支部完成情况": False,
        "编制总结": False,
    }
    assert steps(client, manager) == begin
    make_user(branch)
    assert steps(client, manager) == begin | {"给支部开通账号": True}


def test_who_only_reads_is_shown_where_to_look(tree, client):
    root, _ = tree
    assert steps(client, make_user(root, Role.READER)) == {"看完成情况": False, "查会议活动": False, "看日历": False}


def test_put_away_it_stays_away_for_this_user_alone(tree, client):
    _, branch = tree
    secretary, colleague = make_user(branch), make_user(branch, Role.ORGANISER)
    client.force_login(secretary)
    for _ in range(2):
        assert client.post(reverse("tour_close")).url == reverse("home")
    assert client.get(reverse("home")).context["tour"] is None
    assert list(AuditEvent.objects.filter(action="user.tour").values_list("actor_name", flat=True)) == [
        secretary.full_name
    ]
    assert len(steps(client, colleague)) == 5
