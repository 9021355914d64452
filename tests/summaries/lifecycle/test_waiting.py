"""What the home page says of reports that wait: to those whose turn it is, and only then."""

import pytest
from django.urls import reverse

from partywork.accounts.gate import Gate
from partywork.reminders.waiting import waiting_for
from tests.factories.lifecycle import advance

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(client):
    def read(user) -> list[tuple[str, str]]:
        """The button and its address of each report the user's home page asks for."""
        client.force_login(user)
        response = client.get(reverse("home"))
        shown = [each["owed"] for each in response.context or [] if "owed" in each]
        return sorted({(i["action_label"], i["url"]) for items in shown for i in items if "summaries" in i["url"]})

    return read


def test_a_report_waits_for_whoever_takes_the_next_step(office, staff, signing, waiting):
    page = reverse("summaries:report", args=[signing.pk])
    received = f"{reverse('summaries:received')}?state=submitted"
    assert waiting(staff.secretary) == [("去签发", page)]
    assert waiting(staff.organiser) == []  # an organiser does not sign
    assert waiting(staff.manager) == []

    advance(signing, "submit", by=staff.secretary)
    assert waiting(staff.secretary) == []
    assert waiting(staff.manager) == [("去审核", received)]

    advance(signing, "return", by=staff.manager)
    assert waiting(staff.secretary) == [("去修改", page)]
    assert waiting(staff.organiser) == [("去修改", page)]
    assert waiting(staff.manager) == [("看进度", f"{reverse('summaries:received')}?state=returned")]

    advance(signing, "review", by=staff.secretary)
    assert waiting(staff.organiser) == [("去核稿", page)]


def test_the_digest_counts_what_waits_for_each(office, staff, signing):
    def told(user):
        return [(each.text, each.count) for each in waiting_for(Gate(user, signing.data_date))]

    assert (told(staff.secretary), told(staff.manager)) == ([("工作总结：请签发", 1)], [])
    advance(signing, "submit", by=staff.secretary)
    assert (told(staff.secretary), told(staff.manager)) == ([], [("下级报送的总结等待审核", 1)])
    advance(signing, "return", by=staff.manager)
    assert told(staff.secretary) == [("工作总结：已退回，请按意见修改后再送核稿", 1)]
