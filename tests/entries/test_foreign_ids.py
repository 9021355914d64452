"""Ids no database holds, in the address of a form and in its fields: told or passed over, never a broken page."""

import pytest
from django.urls import reverse

from partywork.orgs.enums import OrgKind
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
STRANGE = ("²", "１", "9" * 30, "9" * 5000, "-1", "x", "\x00")


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


@pytest.mark.parametrize("page", ["meetings:create", "visits:create"])
def test_in_the_address_they_are_passed_over(secretary, client, page):
    asked = [{name: given} for name in ("org", "copy") for given in STRANGE]
    assert {client.get(reverse(page), each).status_code for each in asked} == {200}


@pytest.mark.parametrize("page", ["compliance:calendar", "dues:collect", "year_plan:draft"])
def test_of_a_unit_they_are_not_found(secretary, client, page):
    assert {client.get(reverse(page), {"org": given}).status_code for given in STRANGE} == {404}


@pytest.mark.parametrize("field", ["org", "group", "absences-away"])
def test_in_a_field_they_are_refused_beside_it(branch, secretary, client, field):
    data = {
        "org": branch.pk, "key": "k1", "version": 0, "kinds": ["is_theme_day"], "date": "2026-05-11", "expected": 3,
        "present": 2, "topics-TOTAL_FORMS": 1, "topics-INITIAL_FORMS": 0, "topics-0-text": "清理楼道",
    }  # fmt: skip
    answers = [client.post(reverse("meetings:create"), data | {field: given}) for given in STRANGE]
    assert {answer.status_code for answer in answers} == {422}
    assert {len(answer.context["error_summary"]) for answer in answers} == {1}
