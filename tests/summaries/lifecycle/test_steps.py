"""Which step leads from which state to which, who may take it, and what stands in its way."""

import pytest
from django.core.exceptions import ValidationError

from partywork.access.permissions import Role
from partywork.accounts.gate import Gate
from partywork.audit.models import AuditEvent
from partywork.orgs.enums import OrgKind
from summaries.editor.actions import set_paragraph
from summaries.lifecycle.queries import history, open_steps
from summaries.lifecycle.sealing import document_of
from summaries.lifecycle.steps import BY_NAME, STEPS
from summaries.lifecycle.visibility import own_reports, received_reports, seen_reports
from summaries.reports.actions import recompile_report
from summaries.reports.models import OPEN_STATES, Report, ReportState
from tests.factories.lifecycle import advance, make_report_in, settle, step
from tests.factories.orgs import make_org, make_user
from tests.factories.summaries import TODAY, make_report

pytestmark = pytest.mark.django_db

S = ReportState
# The whole way, written down once more: step → {from: to}.
WAY = {
    "review": {S.DRAFT: S.REVIEWING, S.RETURNED: S.REVIEWING},
    "pass": {S.REVIEWING: S.SIGNING},
    "rework": {S.REVIEWING: S.DRAFT},
    "submit": {S.SIGNING: S.SUBMITTED},
    "finish": {S.SIGNING: S.FROZEN},
    "decline": {S.SIGNING: S.DRAFT},
    "approve": {S.SUBMITTED: S.APPROVED},
    "return": {S.SUBMITTED: S.RETURNED, S.APPROVED: S.RETURNED},
    "freeze": {S.APPROVED: S.FROZEN},
    "withdraw": {S.REVIEWING: S.DRAFT, S.SIGNING: S.DRAFT, S.SUBMITTED: S.DRAFT, S.APPROVED: S.DRAFT},
    "reopen": {S.FROZEN: S.DRAFT},
}
# Who may take which step of the branch's report, wherever it stands.
HANDS = {
    "secretary": {"review", "pass", "rework", "submit", "finish", "decline", "freeze", "withdraw", "reopen"},
    "organiser": {"review", "pass", "rework", "withdraw"},
    "manager": {"approve", "return"},
}


def gate(user) -> Gate:
    return Gate(user, TODAY)


def in_state(report: Report, state: ReportState) -> Report:
    """The report as if it had come there."""
    Report.objects.filter(pk=report.pk).update(state=state)
    report.refresh_from_db()
    return report


@pytest.mark.parametrize("state", ReportState)
def test_every_step_in_every_state_and_by_every_hand(signing, staff, state):
    report = in_state(signing, state)
    for who, steps in HANDS.items():
        offered = {each.name for each in open_steps(report, gate(getattr(staff, who)))}
        assert offered == {name for name in steps if state in WAY[name]}, who
    refused = [each for each in STEPS if state not in WAY[each.name]]
    assert len(refused) > 0
    for each in refused:
        with pytest.raises(ValidationError, match=f"现在是“{state.label}”，不能{each.label}"):
            step(report, each.name, by=staff.secretary)


KEEPING = {"submit", "finish", "freeze"}
PLAIN = [(name, state) for name, way in WAY.items() if name not in KEEPING for state in way]


@pytest.mark.parametrize(("name", "state"), PLAIN)
def test_a_step_leads_on_and_is_recorded(signing, staff, name, state):
    report = in_state(signing, state)
    taken = step(report, name, by=staff.organiser)
    assert report.state == WAY[name][state]
    assert report.is_open is (report.state in OPEN_STATES)
    assert (taken.from_state, taken.to_state, taken.remark, taken.snapshot) == (state, WAY[name][state], "请核对", None)
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.actor_id, event.subject_id) == (f"report.{name}", staff.organiser.pk, report.pk)
    assert event.summary == f"“{report}”{BY_NAME[name].label}：请核对"


@pytest.mark.parametrize("way", [("finish",), ("submit", "approve", "freeze")])
def test_signing_and_freezing_keep_a_version(signing, staff, way):
    advance(signing, *way, by=staff.secretary)
    assert signing.state == ReportState.FROZEN
    kept = [(each.step, str(each.snapshot)) for each in signing.steps.filter(snapshot__isnull=False)]
    assert kept == [("finish", "定稿第1版")] if way == ("finish",) else [
        ("submit", "第1次报送稿"), ("freeze", "定稿第1版"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", [name for name in WAY if BY_NAME[name].says_why])
def test_whoever_sends_back_says_why(signing, staff, name):
    report = in_state(signing, next(iter(WAY[name])))
    with pytest.raises(ValidationError, match="请写明原因"):
        step(report, name, by=staff.secretary, remark="  ")
    assert Report.objects.get(pk=report.pk).state in WAY[name]


@pytest.mark.parametrize("state", [each for each in ReportState if each not in OPEN_STATES])
def test_a_report_on_its_way_cannot_be_rewritten(signing, staff, state):
    report = in_state(signing, state)
    paragraph = report.paragraphs.earliest("position")
    with pytest.raises(ValidationError, match=f"这份总结{state.label}，不能再改"):
        set_paragraph(paragraph=paragraph, text="改一改。", revision=paragraph.revision, by=staff.secretary)
    with pytest.raises(ValidationError, match="不能再改"):
        recompile_report(report=report, by=staff.secretary)


def test_candidates_are_decided_before_the_review(office, staff):
    report = make_report(office.lagging, office.by)
    waiting = report.paragraphs.filter(state="proposed").count()
    assert waiting > 0
    with pytest.raises(ValidationError, match=f"还有{waiting}条待选的问题和安排"):
        step(report, "review", by=office.by)


def rewrite(report: Report, text: str, by) -> None:
    """Put the writer's text in place of a paragraph and bring the report to the signature again."""
    in_state(report, ReportState.DRAFT)
    paragraph = report.paragraphs.filter(section="done").earliest("position")
    set_paragraph(paragraph=paragraph, text=text, revision=paragraph.revision, by=by)
    advance(report, "review", "pass", by=by)


@pytest.mark.parametrize("name", ["submit", "finish"])
def test_nothing_is_signed_while_the_check_finds_an_error(signing, staff, name):
    rewrite(signing, "召开了××次会议。", staff.secretary)
    with pytest.raises(ValidationError, match="检查还有1处没有处理"):
        step(signing, name, by=staff.secretary)
    assert signing.snapshots.count() == 0
    assert Report.objects.get(pk=signing.pk).state == ReportState.SIGNING


def test_a_warning_must_be_answered_for_by_name(signing, staff):
    rewrite(signing, "开展活动37次。", staff.secretary)
    with pytest.raises(ValidationError, match="37"):
        step(signing, "finish", by=staff.secretary)
    settle(signing, staff.secretary)
    step(signing, "finish", by=staff.secretary)
    assert signing.state == ReportState.FROZEN


def test_the_day_of_signing_is_under_the_signature(signing, staff):
    day = TODAY.replace(day=9)
    step(signing, "submit", by=staff.secretary, today=day)
    advance(signing, "approve", "freeze", by=staff.secretary, today=day.replace(day=20))
    assert signing.signed_on == day
    assert [document_of(each).date for each in signing.snapshots.all()] == [day, day]


def test_a_unit_that_nobody_in_the_system_is_above_freezes_by_itself(office):
    alone = make_org()
    secretary = make_user(alone)
    report = make_report_in(ReportState.SIGNING, alone, secretary)
    assert [each.name for each in open_steps(report, gate(secretary))] == ["finish", "decline", "withdraw"]
    with pytest.raises(ValidationError, match="系统里没有能审核这份总结的上级"):
        step(report, "submit", by=secretary)
    step(report, "finish", by=secretary)
    assert report.state == ReportState.FROZEN


def test_the_history_says_where_one_person_took_two_steps(signing, staff):
    in_state(signing, ReportState.DRAFT)
    step(signing, "review", by=staff.organiser, remark="")
    advance(signing, "pass", "submit", by=staff.secretary, remark="")
    step(signing, "return", by=staff.manager, remark="第一部分太长")
    told = [(line.label, line.who, line.note) for line in history(signing, gate(staff.secretary))]
    assert told[:4] == [
        ("退回", staff.manager.full_name, ""),
        ("签发并报送", staff.secretary.full_name, "与上一步是同一人"),
        ("核稿通过", staff.secretary.full_name, ""),
        ("送核稿", staff.organiser.full_name, ""),
    ]
    seen = [line.label for line in history(signing, gate(staff.manager))]
    assert seen == ["退回", "签发并报送"]


def test_a_superior_sees_what_was_sent_and_never_the_draft(office, signing, frozen_report, staff):
    above = gate(staff.manager)
    assert list(own_reports(above)) == []
    assert list(received_reports(above)) == [frozen_report]
    step(signing, "submit", by=staff.secretary)
    assert set(received_reports(above)) == {frozen_report, signing}
    assert set(own_reports(gate(staff.secretary))) == {frozen_report, signing}
    for other in (make_user(office.lagging), make_user(make_org(kind=OrgKind.COMMITTEE), Role.MANAGER)):
        assert list(seen_reports(gate(other))) == []


def test_a_superior_works_on_what_was_written_on_behalf_of_a_unit(office, staff):
    report = make_report(office.lagging, staff.manager)
    assert list(own_reports(gate(staff.manager))) == [report]
    assert list(own_reports(gate(make_user(office.lagging)))) == [report]
