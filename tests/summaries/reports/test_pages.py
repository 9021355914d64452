"""The pages of reports, as a manager, a secretary and an outsider see them."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from partywork.access.permissions import Role
from partywork.meetings.enums import MeetingKind
from partywork.orgs.enums import OrgKind
from summaries.reports.models import Report
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user
from tests.factories.summaries import make_report
from tests.summaries.office import make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


LABELS = ["Word 文档", "Excel 报送版", "网页", "数据文件", "PDF", "Excel 内部台账", "上级表格"]


@pytest.fixture
def manager(office, client):
    user = make_user(office.root, Role.MANAGER)
    client.force_login(user)
    return user


def test_a_manager_orders_a_report_and_reads_it(office, manager, client):
    assert client.get(reverse("summaries:create")).status_code == 200
    response = client.post(
        reverse("summaries:create"),
        {"org": office.root.pk, "period": "2026H1", "data_date": "2026-06-30", "outline": "standard", "title": ""},
    )
    report = Report.objects.get()
    assert response.url == reverse("summaries:report", args=[report.pk])
    page = client.get(response.url)
    text = page.content.decode()
    assert 'title="已召开、类型含“支委会”的会议；套会对每种类型各计一次">7</a>' in text
    assert [link["label"] for link in page.context["downloads"]] == LABELS
    assert "责任制" in page.context["empty_themes"]
    assert [each.level for each in page.context["checks"] if each.level == "error"] == []
    assert client.get(reverse("summaries:list")).context["count_text"] == "共 1 条"


def test_each_figure_leads_to_its_records(office, manager, client):
    report = make_report(office.root, manager)
    document = client.get(reverse("summaries:report", args=[report.pk])).context["report_html"]
    url = document.split('data-figure="meeting.committee.count"')[0].rsplit('href="', 1)[1].split('"')[0]
    page = client.get(url.replace("&amp;", "&"))
    assert page.context["count_text"] == "共 7 条"


def test_a_bad_order_is_refused_in_words(office, manager, client):
    given = {"org": office.root.pk, "period": "2026H1", "data_date": "2099-01-01", "outline": "standard"}
    response = client.post(reverse("summaries:create"), given)
    assert response.status_code == 422
    assert "数据截至日期不能晚于今天。" in response.content.decode()
    elsewhere = make_org(kind=OrgKind.COMMITTEE)
    assert client.post(reverse("summaries:create"), {**given, "org": elsewhere.pk}).status_code == 422
    assert Report.objects.count() == 0


@pytest.mark.parametrize("name", ["docx", "xlsx", "html", "json"])
def test_downloads(office, manager, client, name):
    report = make_report(office.root, manager)
    response = client.get(reverse("summaries:download", args=[report.pk, name]))
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert client.get(reverse("summaries:download", args=[report.pk, "pdf"])).status_code == 404


def test_a_new_record_is_in_the_next_compile_and_in_the_workbook(office, manager, client):
    report = make_report(office.root, manager)
    make_meeting(office.lagging, office.by, date(2026, 6, 9), MeetingKind.COMMITTEE)
    assert client.post(reverse("summaries:recompile", args=[report.pk])).status_code == 302
    response = client.get(reverse("summaries:download", args=[report.pk, "xlsx"]))
    sheet = load_workbook(BytesIO(response.content))["数据指标"]
    figures = {row[2]: row[3] for row in sheet.iter_rows(values_only=True)}
    assert figures["支委会次数"] == 8


def test_the_ledgers_of_a_report_have_no_personal_columns(office, manager, client):
    report = make_report(office.root, manager)
    response = client.get(reverse("summaries:download", args=[report.pk, "xlsx"]))
    sheet = load_workbook(BytesIO(response.content))["会议活动台账"]
    headers = [row for row in sheet.iter_rows(values_only=True) if "日期" in row]
    assert len(headers) == 1
    assert "缺席人员" not in headers[0]


def test_a_secretary_reports_on_the_own_branch_only_and_a_reader_not_at_all(office, client):
    upper = make_report(office.root, office.by)
    secretary = make_user(office.steady)
    client.force_login(secretary)
    assert client.get(reverse("summaries:report", args=[upper.pk])).status_code == 404
    own = make_report(office.steady, secretary)
    assert client.get(reverse("summaries:report", args=[own.pk])).status_code == 200
    assert client.get(reverse("summaries:list")).context["count_text"] == "共 1 条"
    client.force_login(make_user(office.lagging))
    for name in ("report", "text", "recompile"):
        assert client.post(reverse(f"summaries:{name}", args=[own.pk])).status_code in (404, 405)
    client.force_login(make_user(office.root, Role.READER))
    assert client.get(reverse("summaries:report", args=[upper.pk])).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries(office, manager, client, rows, django_assert_num_queries):
    for day in range(1, rows + 1):
        make_report(office.root, manager, data_date=date(2026, 6, day))
    with django_assert_num_queries(9):
        client.get(reverse("summaries:list"))


def test_while_candidates_wait_the_check_does_not_say_it_may_be_final(office, manager, client):
    report = make_report(office.root, manager)
    page = client.get(reverse("summaries:report", args=[report.pk]))
    assert page.context["checking"].undecided
    assert "没有要处理的问题" not in page.content.decode()
    refused = client.post(reverse("summaries:step", args=[report.pk, "review"]), {"remark": ""})
    assert refused.status_code == 422
    assert refused.content.decode().count("没有决定写不写") == 1  # in the summary, and not once more above the fields
