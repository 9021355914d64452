"""The office of the load run: branches below one committee, each with a secretary and people who pay dues."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management import call_command

from partywork.access.permissions import Role
from partywork.accounts.actions import appoint
from partywork.accounts.models import User
from partywork.dues.models import DuesMonth
from partywork.meetings.models import Meeting
from partywork.orgs.enums import OrgKind
from tests.factories.dues import make_payers
from tests.factories.orgs import FOUNDED, make_org

PASSWORD = "yuemo-Ceshi-200"
PEOPLE, MONTH, DAY = 3, 202606, "2026-06-30"


def make(branches: int) -> list[list[Any]]:
    """[[unit, username of its secretary]]. All have one password, hashed once; each log-in checks it anew."""
    root = make_org(kind=OrgKind.COMMITTEE)
    hashed, found = make_password(PASSWORD), []
    for number in range(branches):
        branch = make_org(root)
        user = User.objects.create(
            username=f"load{number}", full_name=f"书记{number}", password=hashed, must_change_password=False
        )
        appoint(user=user, org=branch, role=Role.SECRETARY, since=FOUNDED, by=None)
        make_payers(branch, user, PEOPLE)
        found.append([branch.pk, user.username])
    call_command("collectstatic", interactive=False, verbosity=0)
    return found


def lost(meetings: list[list[Any]], dues: list[int]) -> int:
    """How many acknowledged writes are not there exactly once."""
    gone = sum(Meeting.objects.filter(org_id=org, key=key).count() != 1 for org, key in meetings)
    paid = DuesMonth.objects.filter(month=MONTH, paid_fen=4000)
    return gone + sum(paid.filter(org_id=org).count() != PEOPLE for org in dues)
