"""The digest of a bulk write leads to each of its rows: from what is stored it can be computed again, row by row.

For imports see tests/imports/test_rosters.py: ImportedRow leads to each record.
"""

import pytest

from partywork.audit.history import detail_of
from partywork.audit.models import AuditEvent
from partywork.audit.recorder import digest_rows
from partywork.dues.collecting import open_month
from partywork.dues.models import DuesMonth
from tests.factories.dues import make_standard
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


def told(action: str) -> tuple[int, str]:
    detail = detail_of(AuditEvent.objects.get(action=action))
    return detail["count"], detail["sha256"]


def test_the_dues_opened_for_a_month():
    org = make_org()
    by = make_user(org)
    for _ in range(3):
        make_standard(make_member(org, by), by)
    open_month(org=org, month=202605, by=by)

    def stored() -> tuple[int, str]:
        rows = DuesMonth.objects.filter(org=org, month=202605).order_by("pk")
        return digest_rows(rows.values_list("member_id", "month", "due_fen"))

    assert told("duesmonth.open") == stored()
    assert stored()[0] == 3
    first = DuesMonth.objects.filter(org=org).earliest("pk")
    DuesMonth.objects.filter(pk=first.pk).update(due_fen=first.due_fen + 1)
    assert told("duesmonth.open") != stored()
