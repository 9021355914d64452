"""What the home page says of reports that wait: to those whose turn it is, and only then."""

import pytest
from django.urls import reverse

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
    assert waiting(staff.manager) == []

    advance(signing, "review", by=staff.secretary)
    assert waiting(staff.organiser) == [("去核稿", page)]
