"""How late an entry was made stands beside it in lists and on its page."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.entries.lateness import Lateness
from partywork.meetings.models import Meeting
from partywork.orgs.enums import OrgKind
from partywork.rules.models import Rule
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def branch(root):
    return make_org(root)


def entered(meeting, year, month, day) -> Meeting:
    Meeting.objects.filter(pk=meeting.pk).update(created_at=datetime(year, month, day, 4, tzinfo=UTC))
    meeting.refresh_from_db()
    return meeting


@pytest.mark.parametrize(
    ("when", "text"),
    [((2026, 5, 1), ""), ((2026, 5, 2), "隔1天"), ((2026, 5, 31), "隔30天"), ((2026, 6, 1), "补录，隔31天")],
)
def test_thirty_days_are_not_late_and_thirty_one_are(branch, when, text):
    meeting = entered(make_meeting(branch, make_user(branch), DAY), *when)
    assert Lateness([meeting]).text(meeting) == text


def test_the_rule_is_the_units_own_as_of_the_records_day(root, branch):
    shipped = Rule.objects.get(code="entry.late_days", org=None)
    facts = {"code": shipped.code, "title": shipped.title, "unit": "天", "org": root}
    Rule.objects.create(**facts, value=3, effective_from=date(2026, 5, 1))
    by = make_user(branch)
    before = entered(make_meeting(branch, by, date(2026, 4, 30)), 2026, 5, 5)
    after = entered(make_meeting(branch, by, DAY), 2026, 5, 5)
    marks = Lateness([before, after])
    assert [marks.text(each) for each in (before, after)] == ["隔5天", "补录，隔4天"]


def test_lists_and_pages_show_it_with_who_entered_it_for_the_unit(root, branch, client):
    manager, secretary = make_user(root, Role.MANAGER), make_user(branch)
    late = entered(make_meeting(branch, manager, DAY), 2026, 6, 10)
    at_once = entered(make_meeting(branch, secretary, date(2026, 5, 8)), 2026, 5, 8)
    client.force_login(secretary)
    body = client.get(reverse("meetings:list"), {"span": "all"}).context["table"].body
    assert body.count("补录，隔40天，代录") == body.count("补录") == 1
    notes = [client.get(reverse("meetings:detail", args=[each.pk])).context["notes"] for each in (late, at_once)]
    assert notes == [["代录", "补录，隔40天登记"], []]


def test_a_list_of_entries_made_on_the_day_has_no_such_column(branch, client):
    secretary = make_user(branch)
    entered(make_meeting(branch, secretary, DAY), 2026, 5, 1)
    client.force_login(secretary)
    table = client.get(reverse("meetings:list"), {"span": "all"}).context["table"]
    assert "登记" not in [head["label"] for head in table.head]
