"""Who looks at the demo office from outside its work: its auditor, and an inspector for as long as one may be.

Beside the office itself, which is the same for a number and year: an inspector's time begins on the day of seeding.
"""

from datetime import date, timedelta
from typing import Any

from partywork.access.permissions import LONGEST, Role
from partywork.audit.recorder import action
from partywork.demo.accounts import Login, open_login
from partywork.demo.organisations import ROOT
from partywork.orgs.models import Organisation

NAMES = {Role.AUDITOR: "苗若谷", Role.INSPECTOR: "纪映秋"}  # invented


@action
def invite(*, today: date, by: Any) -> list[Login]:  # noqa: ARG001  an action says who acts
    """The logins of both, at the topmost unit."""
    root = Organisation.objects.get(code=ROOT.code)
    last = today + timedelta(days=LONGEST[Role.INSPECTOR])
    return [
        open_login("auditor", NAMES[Role.AUDITOR], root, Role.AUDITOR)[1],
        open_login("inspector", NAMES[Role.INSPECTOR], root, Role.INSPECTOR, since=today, until=last)[1],
    ]
