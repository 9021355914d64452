"""What is kept is of one moment: a record saved while it is drawn up is in none of it, and its writer never waits."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from openpyxl import load_workbook

from partywork.audit.models import AuditEvent
from partywork.meetings.enums import MeetingKind
from partywork.meetings.models import Meeting
from partywork.plans.models import PlanItem
from summaries.editor.actions import decide
from summaries.lifecycle import actions as lifecycle
from summaries.lifecycle.differences import since
from summaries.lifecycle.models import Snapshot
from summaries.lifecycle.sealing import document_of
from summaries.lifecycle.steps import STEPS
from summaries.loop import actions as loop
from summaries.reports import actions as reports
from summaries.reports.actions import MOVED_ON, recompile_report
from summaries.reports.models import OPEN_STATES, Paragraph, Report, ReportState
from tests.factories.lifecycle import advance, kept_version, make_report_in, step
from tests.factories.meetings import make_meeting
from tests.factories.summaries import TODAY, make_report
from tests.summaries.office import Office, make_office

pytestmark = pytest.mark.django_db(transaction=True)
LATE = "定稿途中登记的会议"


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def report(office: Office) -> Report:
    return make_report_in(ReportState.SIGNING, office.root, office.by)


def elsewhere(work: Callable[[], Any]) -> Any:
    """``work`` done and committed by another connection before this one goes on."""

    def run() -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        return other.submit(run).result(timeout=120)


def meanwhile(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, work: Callable[[], Any]) -> None:
    """Have another connection do ``work``, once, just before the module's function runs."""
    original, waiting = getattr(module, name), [work]

    def interrupted(*args: Any, **kwargs: Any) -> Any:
        if waiting:
            elsewhere(waiting.pop())
        return original(*args, **kwargs)

    monkeypatch.setattr(module, name, interrupted)


def workbook_text(content: bytes) -> str:
    rows = (row for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows(values_only=True))
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)


def test_a_record_saved_during_a_freeze_is_in_neither_text_nor_workbook(office, report, monkeypatch):
    def log() -> None:
        make_meeting(office.steady, office.by, date(2026, 6, 12), MeetingKind.COMMITTEE, title=LATE)

    # Text and figures are read by then, the workbook's ledgers are not.
    meanwhile(monkeypatch, lifecycle, "sealable", log)
    step(report, "finish", by=office.by)
    kept = kept_version(report)
    (committee,) = [each for each in document_of(kept).figures if each.name == "支委会次数"]
    assert committee.number == 7
    files = {part.name: bytes(part.content) for part in kept.parts.all()}
    book = workbook_text(files["xlsx"])
    assert "第6期清洁家园" in book
    assert LATE not in book
    assert LATE not in files["json"].decode() + files["html"].decode()
    # It was saved all the same, and says itself that the frozen report knows nothing of it.
    assert Meeting.objects.filter(title=LATE).count() == 1
    assert [(each.then, each.now) for each in since(kept) if each.name == "支委会次数"] == [("7", "8")]


def test_a_report_that_moved_on_meanwhile_is_not_frozen_and_nothing_is_half_done(office, report, monkeypatch):
    def round_again() -> None:
        advance(Report.objects.get(pk=report.pk), "decline", "review", "pass", by=office.by)

    meanwhile(monkeypatch, lifecycle, "_take", round_again)
    version = report.version
    with pytest.raises(ValidationError, match=MOVED_ON):
        step(report, "finish", by=office.by)
    report.refresh_from_db()
    assert (report.state, report.version) == (ReportState.SIGNING, version + 3)
    assert not Snapshot.objects.filter(report=report).exists()
    assert not PlanItem.objects.exists()
    assert not AuditEvent.objects.filter(action="report.finish").exists()


def test_what_is_kept_is_kept_in_states_whose_texts_are_closed():
    """The report's own version then tells whether anything of it changed since it was read."""
    assert not {state for each in STEPS if each.keeps for state in each.sources} & set(OPEN_STATES)


def test_a_compile_gives_way_to_a_quicker_one(office, monkeypatch):
    report = make_report_in(ReportState.DRAFT, office.root, office.by)
    before = [each.generated_text for each in report.paragraphs.all()]

    def compile_elsewhere() -> None:
        make_meeting(office.lagging, office.by, date(2026, 6, 3), MeetingKind.LIFE, title=LATE)
        recompile_report(report=Report.objects.get(pk=report.pk), by=office.by)

    meanwhile(monkeypatch, reports, "_recompile", compile_elsewhere)
    with pytest.raises(ValidationError, match=MOVED_ON):
        recompile_report(report=report, by=office.by)
    after = [each.generated_text for each in report.paragraphs.all()]
    assert after != before
    assert AuditEvent.objects.filter(action="report.recompile").count() == 1


def test_nobody_waits_for_a_compile(office, monkeypatch):
    def log() -> None:
        make_meeting(office.lagging, office.by, date(2026, 6, 3), MeetingKind.LIFE, title=LATE)

    meanwhile(monkeypatch, reports, "compile_report", log)
    make_report(office.root, office.by)
    assert Meeting.objects.filter(title=LATE).count() == 1


def plan_of(report: Report) -> Paragraph:
    plan = report.paragraphs.filter(source_key__startswith="plan:answer:").first()
    assert plan is not None
    return plan


def test_nobody_waits_while_plans_are_read_to_be_taken(office, monkeypatch):
    report = make_report(office.root, office.by)
    decide(paragraph=plan_of(report), decision="plain", by=office.by)

    def log() -> None:
        make_meeting(office.lagging, office.by, date(2026, 6, 3), MeetingKind.LIFE, title=LATE)

    meanwhile(monkeypatch, loop, "open_report", log)
    taken = loop.take_plans(report=report, by=office.by, today=TODAY)
    assert len(taken) == 1
    assert Meeting.objects.filter(title=LATE).count() == 1


def test_plans_that_were_decided_anew_meanwhile_are_not_taken(office, monkeypatch):
    report = make_report(office.root, office.by)
    decide(paragraph=plan_of(report), decision="plain", by=office.by)

    def drop() -> None:
        decide(paragraph=plan_of(report), decision="drop", by=office.by)

    meanwhile(monkeypatch, loop, "_take", drop)
    with pytest.raises(ValidationError, match=MOVED_ON):
        loop.take_plans(report=report, by=office.by, today=TODAY)
    assert not PlanItem.objects.exists()
