"""What the pages of every record have in common."""

from datetime import date

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.orgs.actions import dissolve_organisation
from partywork.orgs.enums import OrgKind
from tests.factories.orgs import make_org, make_user
from tests.factories.visits import make_talk

pytestmark = pytest.mark.django_db


def test_a_record_of_a_dissolved_branch_can_still_be_put_right(client):
    root = make_org(kind=OrgKind.COMMITTEE)
    branch = make_org(root)
    talk = make_talk(branch, make_user(branch), date(2026, 3, 10))
    dissolve_organisation(org=branch, on=date(2026, 4, 1), reason="合并", by=None)
    client.force_login(make_user(root, Role.MANAGER))
    given = {"key": talk.key, "version": 1, "date": "2026-03-11", "kind": "heart", "pair": "members", "talker": "周某"}
    answer = client.post(reverse("talks:edit", args=[talk.pk]), {**given, "people": 3})
    assert answer.status_code == 302, answer.context["form"].errors
    talk.refresh_from_db()
    assert (talk.org, talk.date, talk.people) == (branch, date(2026, 3, 11), 3)
