"""One order, reports of all branches below: the same files as one by one, and a word on each that failed."""

import io
from datetime import UTC, date, datetime
from zipfile import ZIP_STORED, ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from partywork.access.permissions import Role
from partywork.jobs.actions import cancel_job
from partywork.jobs.enums import JobState
from partywork.jobs.files import file_of
from partywork.jobs.models import Job
from partywork.jobs.worker import run_next
from partywork.meetings.enums import MeetingKind
from partywork.orgs.actions import move_organisation
from partywork.orgs.enums import OrgKind
from summaries.batch import work
from summaries.batch.making import in_words, orders_for
from summaries.batch.order import BatchOrder
from summaries.batch.sources import DRAFT, FRESH
from summaries.batch.together import facts_of
from summaries.checks import Check
from summaries.exports import FORMATS
from summaries.lifecycle.sealing import document_of, frozen
from summaries.renderers import docx, pdf
from summaries.reports.desk import draft_of, open_report
from summaries.reports.models import ReportState
from tests.factories.lifecycle import advance, make_report_in, settle, step
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user
from tests.factories.plans import make_plan
from tests.factories.summaries import make_report
from tests.summaries.office import DATA_DATE, PERIOD, make_office

pytestmark = pytest.mark.django_db

SIGNED = date(2026, 7, 1)
ORDER = BatchOrder(PERIOD, DATA_DATE, ("docx",))


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def manager(office):
    return make_user(office.root, Role.MANAGER)


@pytest.fixture
def ordered(client):
    """``ordered(user, org, **given)``: fills in the form, lets the worker do it, and returns the job."""

    def order(user, org, status=302, **given):
        client.force_login(user)
        form = {"org": org.pk, "units": "branches", "period": PERIOD.code, "data_date": DATA_DATE.isoformat()}
        response = client.post(reverse("summaries:batch"), form | {"formats": ["docx"], "outline": ""} | given)
        assert response.status_code == status
        return run_next("worker", lambda: datetime(2026, 7, 1, 2, 0, tzinfo=UTC))

    return order


def unpacked(job: Job) -> dict[str, bytes]:
    path = file_of(job)
    assert path is not None, (job.state, job.message, job.problems)
    with ZipFile(path) as archive:
        assert {entry.compress_type for entry in archive.infolist()} == {ZIP_STORED}
        return {name: archive.read(name) for name in archive.namelist()}


def listed(job: Job) -> list[tuple]:
    """The rows of the list inside: unit, outcome, which text, what it says."""
    sheet = load_workbook(io.BytesIO(unpacked(job)["清单.xlsx"])).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(number for number, row in enumerate(rows) if row[0] == "序号")
    return [(row[2], row[3], row[4], row[7]) for row in rows[head + 1 :]]


def single(org, batch=ORDER):
    """The report of one unit, compiled by itself."""
    (order,) = orders_for([org], batch, SIGNED)
    return draft_of(order)[0]


def test_the_zip_holds_what_each_unit_gets_alone(office, manager, ordered):
    """Also of a unit with others below it, in each format, named so that they stand in the order of the codes."""
    job = ordered(manager, office.root, units="all", formats=["docx", "xlsx"])
    assert (job.state, job.message) == (JobState.DONE, "3个党组织，编制了3个")
    assert job.file_name == f"{office.root.short_name}2026年上半年各党组织总结.zip"
    files = unpacked(job)
    expected = {}
    for number, org in enumerate([office.root, office.steady, office.lagging], 1):
        report = single(org)
        for ending, folder in (("docx", "Word文档"), ("xlsx", "Excel报送版")):
            name = f"{folder}/00{number} {org.short_name}2026年上半年党建工作总结.{ending}"
            expected[name] = FORMATS[ending].render(report)
    assert files.keys() == {*expected, "清单.xlsx"}
    assert {name: content == files[name] for name, content in expected.items()} == dict.fromkeys(expected, True)
    assert [row[:3] for row in listed(job)] == [
        (org.short_name, "已编制", FRESH) for org in (office.root, office.steady, office.lagging)
    ]


@pytest.mark.parametrize("unit", ["root", "steady"])
def test_word_needs_no_list_of_figures_and_the_list_needs_no_query(office, unit, django_assert_num_queries):
    """Word is the same with and without the figures nobody printed; those were read with the others."""
    report = single(getattr(office, unit))
    word = FORMATS["docx"].render(report)
    with django_assert_num_queries(0):
        document = report.document
    assert len(document.figures) > len(report.printed.figures)
    assert word == docx.render(document)


def test_groups_of_units_make_the_same_zip(office, manager, ordered, monkeypatch):
    whole = unpacked(ordered(manager, office.root))
    monkeypatch.setattr(work, "GROUP", 1)
    assert unpacked(ordered(manager, office.root)) == whole


def test_what_a_branch_settled_is_taken_and_its_draft_is_not_shown_to_the_superior(office, manager, ordered):
    secretary = make_user(office.lagging)
    settled = make_report_in(ReportState.FROZEN, office.steady, make_user(office.steady))
    writing = make_report(office.lagging, secretary, title="还没有写完的总结")
    files = unpacked(ordered(manager, office.root))
    kept = frozen(settled)
    assert kept is not None
    assert files[f"001 {kept.parts.get(name='docx').filename}"] == bytes(kept.parts.get(name="docx").content)
    name = f"002 {office.lagging.short_name}2026年上半年党建工作总结.docx"
    assert files[name] == docx.render(single(office.lagging).document)
    own = ordered(secretary, office.lagging)
    assert listed(own)[0][:3] == (office.lagging.short_name, "已编制", DRAFT)
    assert unpacked(own)[name.replace("002", "001")] == docx.render(open_report(writing).compiled.document)


def test_a_submitted_report_is_given_as_it_was_sent(office, manager, ordered):
    """In every format, whatever was entered since."""
    report = make_report_in(ReportState.SUBMITTED, office.steady, make_user(office.steady))
    sent = {part.name: bytes(part.content) for part in report.snapshots.get().parts.exclude(filename="")}
    make_meeting(office.steady, office.by, date(2026, 6, 20), MeetingKind.COMMITTEE)
    job = ordered(manager, office.root, formats=["docx", "xlsx"])
    assert listed(job)[0][2] == "第1次报送稿"
    name, files = f"001 {office.steady.short_name}2026年上半年党建工作总结", unpacked(job)
    assert files[f"Word文档/{name}.docx"] == sent["docx"] == docx.render(document_of(report.snapshots.get()))
    assert files[f"Excel报送版/{name}.xlsx"] == sent["xlsx"]


def test_the_version_kept_last_is_taken_be_it_frozen_or_sent(office, manager, ordered):
    secretary = make_user(office.steady)
    report = make_report_in(ReportState.FROZEN, office.steady, secretary)
    step(report, "reopen", by=secretary)
    assert listed(ordered(manager, office.root))[0][2] == "定稿第1版"
    assert listed(ordered(secretary, office.steady))[0][2] == DRAFT
    settle(report, secretary)
    advance(report, "review", "pass", "submit", by=secretary)
    for user in (manager, secretary):
        assert listed(ordered(user, office.steady))[0][2] == "第1次报送稿"
    later = make_report_in(ReportState.FROZEN, office.steady, secretary, data_date=date(2026, 6, 20))
    assert listed(ordered(manager, office.root))[0][2] == "定稿第1版"
    kept = frozen(later)
    assert kept is not None
    files = unpacked(ordered(manager, office.steady))
    assert bytes(kept.parts.get(name="docx").content) in files.values()


def test_one_bad_unit_does_not_stop_the_others_and_is_listed_with_the_reason(
    office, manager, ordered, monkeypatch, error_log
):
    def fails_for_one(facts, formats):
        if facts.order.org == office.steady:
            raise RuntimeError("boom")
        return make_fresh(facts, formats)

    make_fresh = work.make_fresh
    monkeypatch.setattr(work, "make_fresh", fails_for_one)
    job = ordered(manager, office.root)
    assert (job.state, job.message) == (JobState.DONE, "2个党组织，编制了1个，1个有没做成的")
    assert job.problems == [[office.steady.short_name, work.BROKEN]]
    assert [(row[1], row[3]) for row in listed(job)] == [
        ("没有做成", work.BROKEN),
        ("已编制", f"002 {office.lagging.short_name}2026年上半年党建工作总结.docx"),
    ]
    assert len(error_log) == 1


def test_when_no_report_comes_of_it_there_is_no_empty_zip(office, manager, ordered, monkeypatch, error_log):
    def fails(facts, formats):
        raise RuntimeError("boom")

    monkeypatch.setattr(work, "make_fresh", fails)
    job = ordered(manager, office.root)
    assert (job.state, job.message, len(job.problems)) == (JobState.FAILED, work.NOTHING, 2)
    assert file_of(job) is None
    assert len(error_log) == 2


def test_cancelling_stops_before_the_next_unit(office, manager, ordered, monkeypatch):
    made = []

    def cancelled_at_the_first(facts, formats):
        made.append(facts.order.org)
        cancel_job(job=Job.objects.get(), by=manager, now=datetime(2026, 7, 1, tzinfo=UTC))
        return make_fresh(facts, formats)

    make_fresh = work.make_fresh
    monkeypatch.setattr(work, "make_fresh", cancelled_at_the_first)
    job = ordered(manager, office.root)
    assert (job.state, made, file_of(job)) == (JobState.CANCELLED, [office.steady], None)


def test_a_pdf_that_failed_costs_nobody_else_theirs(office, manager, ordered, monkeypatch):
    def convert(sources, folder, faces):
        made = folder / "one.pdf"
        made.write_bytes(b"%PDF of " + sources[0].read_bytes())
        return {sources[0]: made}

    monkeypatch.setattr(pdf, "program", lambda: "soffice")
    monkeypatch.setattr(pdf, "convert", convert)
    job = ordered(manager, office.root, formats=["docx", "pdf"])
    name = "{} {}2026年上半年党建工作总结."
    first, second = name.format("001", office.steady.short_name), name.format("002", office.lagging.short_name)
    files = unpacked(job)
    assert files.keys() == {f"Word文档/{first}docx", f"Word文档/{second}docx", f"PDF/{first}pdf", "清单.xlsx"}
    assert files[f"PDF/{first}pdf"] == b"%PDF of " + files[f"Word文档/{first}docx"]
    assert [(row[1], row[3]) for row in listed(job)] == [
        ("已编制", f"Word文档/{first}docx；PDF/{first}pdf"),
        ("缺部分文件", f"Word文档/{second}docx；{work.NO_PDF}"),
    ]


def test_only_units_within_reach_now_and_below_on_the_data_date(office, manager, ordered):
    """A branch that has moved to another office since is no longer the manager's to read."""
    elsewhere = make_org(kind=OrgKind.COMMITTEE)
    move_organisation(org=office.steady, parent=elsewhere, on=SIGNED, by=office.by)
    assert [row[0] for row in listed(ordered(manager, office.root))] == [office.lagging.short_name]
    assert ordered(make_user(office.lagging), office.root, status=422) is None
    assert Job.objects.count() == 1


def test_nobody_to_report_is_said(office, manager, ordered):
    alone = make_org(office.root, kind=OrgKind.GENERAL_BRANCH)
    job = ordered(manager, alone)
    assert (job.state, job.message) == (JobState.FAILED, work.NOBODY)


def test_a_future_data_date_and_no_format_are_refused_at_their_fields(office, manager, client):
    client.force_login(manager)
    given = {"org": office.root.pk, "units": "branches", "period": PERIOD.code, "data_date": "2099-01-01"}
    response = client.post(reverse("summaries:batch"), given)
    assert response.context["form"].errors == {
        "data_date": ["数据截至日期不能晚于今天。"],
        "formats": ["请至少选一种文件。"],
    }


def test_many_units_are_read_in_as_many_queries_as_one(office):
    """Figures, names, plans, duties: what is asked for one unit's report is asked once for all."""
    alike = [make_org(office.root) for _ in range(3)]
    for org in alike:
        make_meeting(org, office.by, date(2026, 3, 5), MeetingKind.THEME_DAY, title="清洁家园")
        make_plan(org, office.by, due_on=date(2026, 8, 1))

    def queries(count: int) -> int:
        with CaptureQueriesContext(connection) as caught:
            facts = facts_of(orders_for(alike[:count], ORDER, SIGNED))
            for each in facts:
                draft_of(each.order, each)
        return len([query for query in caught if "SELECT" in query["sql"]])

    assert queries(3) == queries(1)


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ("", "没有错误和提醒"),
        ("note", "没有错误和提醒"),
        ("warning error warning note", "1处错误、2处提醒"),
    ],
)
def test_what_the_check_found_is_counted_in_words(levels, words):
    assert in_words([Check(level, "code", "message") for level in levels.split()]) == words
