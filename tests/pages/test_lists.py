"""What every list says, whatever its records."""

from datetime import date

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.orgs.enums import OrgKind
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def secretary(root, client):
    user = make_user(make_org(root))
    client.force_login(user)
    return user


@pytest.mark.parametrize(("query", "title"), [("", "还没有记录"), ("?q=没有的事", "没有符合条件的记录")])
def test_an_empty_list_says_why_it_is_empty(secretary, client, query, title):
    assert client.get(reverse("meetings:list") + query).context["empty"]["title"] == title


def heads(page) -> list[str]:
    return [head["label"] for head in page.context["table"].head]


def test_who_has_one_unit_does_not_read_its_name_in_every_row(root, secretary, client):
    branch = secretary.appointments.get().org
    make_meeting(branch, secretary, date(2026, 5, 11))
    assert "党组织" not in heads(client.get(reverse("meetings:list")))
    client.force_login(make_user(root, Role.MANAGER))
    assert "党组织" in heads(client.get(reverse("meetings:list")))
