"""A problem of a report put on the rectification ledger, and both pages knowing of the other."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from partywork.entries.actions import cancel_entry
from partywork.rectification.models import RectificationItem
from summaries.reports.models import ReportState
from tests.factories.lifecycle import make_report_in
from tests.factories.orgs import make_org, make_user
from tests.summaries.office import make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(client):
    office = make_office()
    user = make_user(office.lagging)
    client.force_login(user)
    return make_report_in(ReportState.DRAFT, office.lagging, user)


def test_a_problem_of_the_report_is_raised_in_its_words(report, client):
    page = client.get(reverse("summaries:report", args=[report.pk]))
    links = {each["section"]: each["raise_url"] for each in page.context["candidates"]}
    assert links["plan"] == ""
    form = client.get(links["problem"]).context["form"]
    offered = parse_qs(urlsplit(links["problem"]).query)["problem"][0]
    assert "{" not in offered
    initial = {name: form.initial.get(name) for name in ("org", "source", "title", "date")}
    assert initial == {"org": report.org_id, "source": "self_check", "title": offered, "date": None}
    given = {
        "org": report.org_id, "key": "k1", "version": 0, "date": "2026-06-30", "title": offered,
        "source": "self_check", "due_on": "2026-09-30",
    }  # fmt: skip
    client.post(links["problem"], given)
    item = RectificationItem.objects.get(date=date(2026, 6, 30))
    assert item.origin == report
    page = client.get(reverse("summaries:report", args=[report.pk]))
    assert [each["label"] for each in page.context["loop"]["raised"]] == [offered]
    assert "列入整改" in page.content.decode()
    facts = client.get(reverse("rectification:detail", args=[item.pk])).context["groups"][0]["facts"]
    (origin,) = [fact["value"] for fact in facts if fact["label"] == "由哪条记录提出"]
    assert reverse("summaries:report", args=[report.pk]) in origin
    cancel_entry(entry=item, version=1, reason="重复", by=item.created_by)
    page = client.get(reverse("summaries:report", args=[report.pk]))
    assert page.context["loop"]["raised"] == []


def test_anothers_report_raises_nothing(report, client):
    client.force_login(make_user(make_org()))
    assert client.get(reverse("summaries:raise", args=[report.pk])).status_code == 404
