"""A warning is let stand by name; what it says otherwise opens it again."""

from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.audit.models import AuditEvent
from partywork.meetings.enums import MeetingKind
from summaries.checks.acknowledged import looked, unsettled
from summaries.checks.actions import acknowledge, withdraw
from summaries.checks.models import CheckAcknowledgement
from summaries.reports.desk import open_report
from summaries.reports.models import Report, ReportState
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_user
from tests.factories.summaries import make_report


@pytest.fixture
def report(office) -> Report:
    """A draft with one warning and one error, both in the writer's own words."""
    report = make_report(office.root, office.by)
    _write(report, "召开支委会9次。", "每月召开支委会。")
    return report


def _write(report: Report, *texts: str) -> None:
    for paragraph, text in zip(report.paragraphs.filter(section="done").order_by("position"), texts, strict=False):
        report.paragraphs.filter(pk=paragraph.pk).update(own_text=text, base_text=paragraph.generated_text)


def _warning(report: Report):
    return next(each for each in open_report(report).checks if each.code == "typed-other")


def _open(report: Report) -> list[str]:
    return [each.code for each in unsettled(report, open_report(report).checks)]


def test_an_acknowledged_warning_no_longer_stops_the_final(office, report):
    assert _open(report) == ["every", "typed-other"]
    given = acknowledge(report=report, check=_warning(report), remark=" 含联合召开的2次 ", by=office.by)
    assert (given.by, given.remark) == (office.by, "含联合召开的2次")
    assert acknowledge(report=report, check=_warning(report), by=make_user(office.root)) == given
    assert _open(report) == ["every"]
    assert AuditEvent.objects.get(action="report.check").actor_id == office.by.pk
    withdraw(acknowledgement=given, by=office.by)
    assert _open(report) == ["every", "typed-other"]


def test_another_figure_or_wording_opens_it_again(office, report):
    acknowledge(report=report, check=_warning(report), by=office.by)
    make_meeting(office.steady, office.by, date(2026, 6, 3), MeetingKind.COMMITTEE)
    assert "typed-other" in _open(report)  # the records say 8 now: nobody has answered for that
    _write(report, "召开支委会9次（含联合召开的）。")
    assert "typed-other" in _open(report)


def test_errors_are_never_acknowledged_and_a_final_report_never_changes(office, report):
    wrong = next(each for each in open_report(report).checks if each.level == "error")
    with pytest.raises(ValidationError, match="必须改的问题不能只作核对"):
        acknowledge(report=report, check=wrong, by=office.by)
    warning = _warning(report)
    report.state = ReportState.FROZEN
    with pytest.raises(ValidationError, match="已定稿"):
        acknowledge(report=report, check=warning, by=office.by)
    assert CheckAcknowledgement.objects.count() == 0


def test_one_query_however_many_warnings(report, django_assert_num_queries):
    checks = open_report(report).checks
    with django_assert_num_queries(1):
        assert len(looked(report, checks * 5)) == 5 * len(checks)


def test_the_page_shows_and_takes_acknowledgements(office, report, client):
    user = make_user(office.root, Role.MANAGER)
    client.force_login(user)
    page_url, url = (reverse(f"summaries:{name}", args=[report.pk]) for name in ("report", "acknowledge"))
    checking = client.get(page_url).context["checking"]
    row = next(each for each in checking.open if each.can_acknowledge)
    paragraph = report.paragraphs.get(own_text="召开支委会9次。")
    assert checking.blocking == 2
    anchor, _, words = unquote(row.href).partition(":~:text=")
    assert (anchor, words.removeprefix("一是")) == (f"#{paragraph.anchor}", "召开支委会-,9次")
    response = client.post(url, {"key": row.key, "remark": "已对照会议记录"})
    assert response.url == f"{page_url}#checks"
    page = client.get(page_url)
    checking = page.context["checking"]
    assert [(each.key, each.acknowledgement.by) for each in checking.settled] == [(row.key, user)]
    assert f"{user.full_name} " in page.content.decode()
    assert "已核对：已对照会议记录" in page.content.decode()
    assert checking.blocking == 1
    client.post(url, {"withdraw": row.key})
    assert CheckAcknowledgement.objects.count() == 0
    assert _told(client.post(url, {"key": "gone"})) == "这条提示已经变了，请按现在的检查结果核对。"
    told = _told(client.post(url, {"key": row.key, "remark": "长" * 201}))
    assert told == "说明最多200个字，现在有201个。"
    assert CheckAcknowledgement.objects.count() == 0


def _told(response: Any) -> str:
    return str(list(get_messages(response.wsgi_request))[-1])


def test_nobody_acknowledges_for_another_unit(office, report, client):
    client.force_login(make_user(office.steady))
    url = reverse("summaries:acknowledge", args=[report.pk])
    assert client.post(url, {"key": _warning(report).key}).status_code == 404
    assert CheckAcknowledgement.objects.count() == 0


def test_the_check_asks_the_same_number_of_queries_for_one_text_and_for_many(office):
    report = make_report(office.root, office.by)
    counts = []
    for texts in (["召开支委会9次。"], ["召开支委会9次。", "全部销号。", "每月召开支委会。", "走访三户。"]):
        _write(report, *texts)
        with CaptureQueriesContext(connection) as queries:
            open_report(report)
        counts.append(len(queries))
    assert counts[0] == counts[1]
