"""What is frozen stays as it was, can be proved, and says when the records have moved on."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from partywork.meetings.enums import MeetingKind
from partywork.orgs.actions import move_organisation
from partywork.orgs.enums import OrgKind
from summaries.document import plain_text
from summaries.exports import FORMATS
from summaries.lifecycle.actions import check_frozen
from summaries.lifecycle.differences import differences, since
from summaries.lifecycle.models import Snapshot, SnapshotKind, SnapshotPart
from summaries.lifecycle.sealing import digest, document_of, frozen, proofs
from summaries.lifecycle.stored import dump, load
from summaries.reports.desk import open_report
from summaries.reports.models import ReportState
from tests.emptied import emptied
from tests.factories.lifecycle import advance, kept_version, make_report_in, settle, step
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org

pytestmark = pytest.mark.django_db

JUNE = date(2026, 6, 12)


@pytest.fixture
def report(frozen_report):
    return frozen_report


def one_more(office):
    make_meeting(office.steady, office.by, JUNE, MeetingKind.COMMITTEE)


def committee(found):
    return [(each.then, each.now, each.by) for each in found if each.name == "支委会次数"]


def test_a_frozen_version_keeps_text_figures_and_every_file(report):
    kept = kept_version(report)
    assert (kept.kind, kept.number, str(kept)) == (SnapshotKind.FROZEN, 1, "定稿第1版")
    names = set(kept.parts.values_list("name", flat=True))
    assert names == {"document", "values", "definitions", "texts", "likeness", *FORMATS}
    now, then = open_report(report).compiled.document, document_of(kept)
    assert then.draft_mark == ""
    assert plain_text(then) == plain_text(now)
    assert differences(then, now) == []
    assert all(digest(bytes(part.content)) == part.sha256 for part in kept.parts.all())


def test_a_document_is_read_back_as_it_was(report):
    document = open_report(report).compiled.document
    assert load(dump(document)) == document
    assert dump(load(dump(document))) == dump(document)
    with pytest.raises(ValueError, match="没有总结正文"):
        load(b"[]")


def test_a_document_kept_by_an_earlier_program_is_still_read(report):
    document = open_report(report).compiled.document
    older = dump(document).replace(b'"draft_mark":', b'"mark_of_old":')
    assert load(older).draft_mark == ""
    assert plain_text(load(older)) == plain_text(document)


def test_a_kept_version_cannot_be_changed_or_deleted(report):
    kept = kept_version(report)
    part = kept.parts.earliest("pk")
    for refused in (
        kept.save, kept.delete, part.delete, report.steps.earliest("pk").delete,
        Snapshot.objects.all().delete, lambda: Snapshot.objects.update(title="x"), SnapshotPart.objects.all().delete,
    ):  # fmt: skip
        with pytest.raises(TypeError, match="不能"):
            refused()
    assert [proof.holds for proof in proofs(kept)] == [True] * (5 + len(FORMATS) + 2)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (("UPDATE summaries_snapshotpart SET content = %s WHERE name = 'docx'", [b"x"]), {"report.docx", "整份"}),
        (("UPDATE summaries_snapshotpart SET sha256 = 'x' WHERE name = 'values'", []), {"数字"}),
        (("DELETE FROM summaries_snapshotpart WHERE name = 'texts'", []), {"整份"}),
        (("UPDATE summaries_snapshot SET title = 'x'", []), {"整份"}),
        (("UPDATE summaries_snapshot SET sha256 = 'x'", []), {"整份", "操作日志里的记载"}),
        (("UPDATE partywork_auditevent SET detail = '{}' WHERE action = 'report.keep'", []), {"操作日志里的记载"}),
    ],
    ids=["file", "its sum", "a part gone", "title", "the sum", "the log"],
)
def test_whoever_changes_it_behind_the_product_is_found_out(report, change, wrong):
    with connection.cursor() as cursor:
        cursor.execute(*change)
    kept = Snapshot.objects.get()
    found = {
        "report.docx" if proof.label.endswith(".docx") else proof.label for proof in proofs(kept) if not proof.holds
    }
    assert found == wrong


def test_a_record_entered_later_shows_as_a_difference_and_changes_nothing(office, staff, report):
    kept = kept_version(report)
    sums = {part.name: part.sha256 for part in kept.parts.all()}
    assert check_frozen(report=report, by=staff.secretary) == 0
    one_more(office)
    found = since(kept)
    assert committee(found) == [("6", "7", "+1")]
    assert all(not each.redefined for each in found)
    assert check_frozen(report=report, by=staff.secretary) == len(found)
    report.refresh_from_db()
    assert report.changed_figures == len(found)
    assert {part.name: part.sha256 for part in kept_version(report).parts.all()} == sums
    assert [proof.holds for proof in proofs(kept) if not proof.holds] == []


def test_what_happens_after_the_data_date_is_no_difference(office, report):
    make_meeting(office.steady, office.by, date(2026, 6, 30), MeetingKind.COMMITTEE)
    assert since(kept_version(report)) == []


def test_only_a_frozen_report_is_held_against_the_records(staff, signing):
    with pytest.raises(ValidationError, match="只有已定稿的总结"):
        check_frozen(report=signing, by=staff.secretary)


def test_a_branch_that_moves_leaves_the_frozen_report_of_its_superior_as_it_was(office, staff):
    kept = kept_version(make_report_in(ReportState.FROZEN, office.root, staff.manager))
    before = dump(document_of(kept))
    elsewhere = make_org(kind=OrgKind.COMMITTEE)
    with emptied():  # after the data date: the past recomputes as it was
        move_organisation(org=office.lagging, parent=elsewhere, on=date(2026, 7, 2), by=None)
        assert since(kept) == []
    move_organisation(org=office.lagging, parent=elsewhere, on=date(2026, 5, 1), by=None)
    assert committee(since(kept)) == [("7", "6", "−1")]
    assert dump(document_of(kept)) == before


def test_beginning_again_makes_another_version_and_leaves_the_first(office, staff, report):
    first = kept_version(report)
    sums = {part.name: part.sha256 for part in first.parts.all()}
    one_more(office)
    step(report, "reopen", by=staff.secretary, remark="补录一次支委会")
    assert frozen(report) is None
    settle(report, staff.secretary)
    advance(report, "review", "pass", "finish", by=staff.secretary)
    second = kept_version(report)
    assert str(second) == "定稿第2版"
    assert committee(differences(document_of(first), document_of(second))) == [("6", "7", "+1")]
    assert {part.name: part.sha256 for part in first.parts.all()} == sums
    assert [part.filename for part in second.parts.filter(name="docx")] == [
        f"{office.steady.short_name}2026年上半年党建工作总结（第2版）.docx"
    ]


def test_what_was_approved_is_what_is_frozen(office, staff, signing):
    report = advance(signing, "submit", "approve", by=staff.secretary)
    one_more(office)
    settle(report, staff.secretary)
    with pytest.raises(ValidationError) as refused:
        step(report, "freeze", by=staff.secretary)
    assert "支委会次数由6变为7" in refused.value.messages
    assert report.snapshots.filter(kind=SnapshotKind.FROZEN).count() == 0
    advance(report, "withdraw", "review", "pass", "submit", "approve", "freeze", by=staff.secretary)
    assert kept_version(report).number == 1
