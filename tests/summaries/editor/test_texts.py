"""Rewriting, taking back, and two writers at once: no text is lost."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partywork.audit.models import AuditEvent
from partywork.entries.actions import StaleEdit
from partywork.meetings.enums import MeetingKind
from summaries.editor.actions import keep_own, restore, save_text, set_paragraph, undo
from summaries.editor.models import VersionKind
from summaries.reports.actions import recompile_report
from summaries.reports.models import Paragraph, ParagraphState, ReportState
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_user
from tests.summaries.stored import paragraph, printed

pytestmark = pytest.mark.django_db


def versions(of: Paragraph) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in of.versions.all()]


@pytest.fixture
def lecture(report):
    return paragraph(report, "done:党课")


def test_every_text_stays_as_a_version(office, lecture):
    system = lecture.generated_text
    for number, text in enumerate(["甲。", "乙。"], 1):
        set_paragraph(paragraph=lecture, text=text, revision=number, by=office.by)
    assert versions(lecture) == [("system", system), ("own", "甲。"), ("own", "乙。")]
    assert [each.by for each in lecture.versions.all()] == [None, office.by, office.by]


def test_what_is_typed_in_one_sitting_is_one_version_and_one_event(office, report, lecture):
    for number, text in enumerate(["今", "今年", "今年以来。"], 1):
        set_paragraph(paragraph=lecture, text=text, revision=number, by=office.by, sitting="a")
    set_paragraph(paragraph=lecture, text="明年。", revision=4, by=office.by, sitting="b")
    set_paragraph(paragraph=lecture, text="后年。", revision=5, by=make_user(office.root), sitting="b")
    texts = [text for _, text in versions(lecture)]
    assert texts == [lecture.generated_text, "今年以来。", "明年。", "后年。"]
    assert AuditEvent.objects.filter(action="report.paragraph", subject_id=lecture.pk).count() == 3


def test_undo_goes_back_one_text_after_the_other(office, lecture):
    for number, text in enumerate(["甲。", "乙。"], 1):
        set_paragraph(paragraph=lecture, text=text, revision=number, by=office.by)
    seen = []
    for _ in range(2):
        undo(paragraph=lecture, revision=lecture.revision, by=office.by)
        seen.append(lecture.own_text)
    assert seen == ["甲。", None]
    with pytest.raises(ValidationError, match="这一段没有更早的写法"):
        undo(paragraph=lecture, revision=lecture.revision, by=office.by)


def test_the_second_writer_is_told_and_both_texts_are_kept(office, lecture):
    first, second = Paragraph.objects.get(pk=lecture.pk), Paragraph.objects.get(pk=lecture.pk)
    save_text(paragraph=first, text="甲。", revision=1, by=office.by)
    other = make_user(office.root)
    for typed in ("乙", "乙。"):  # the page saves again while typing goes on
        with pytest.raises(StaleEdit):
            save_text(paragraph=second, text=typed, revision=1, by=other, sitting="s")
    lecture.refresh_from_db()
    assert lecture.own_text == "甲。"
    assert versions(lecture)[1:] == [("own", "甲。"), ("lost", "乙。")]
    lost = lecture.versions.get(kind=VersionKind.LOST)
    restore(paragraph=lecture, version=lost, revision=lecture.revision, by=other)
    assert lecture.own_text == "乙。"
    undo(paragraph=lecture, revision=lecture.revision, by=other)
    assert lecture.own_text == "甲。"


def test_a_save_whose_answer_was_lost_is_no_second_writer(office, lecture):
    for text in ("今", "今年。"):  # the page still names the revision it opened
        save_text(paragraph=lecture, text=text, revision=1, by=office.by, sitting="s")
    assert (lecture.own_text, lecture.versions.filter(kind=VersionKind.LOST).count()) == ("今年。", 0)


def test_compiling_anew_under_an_open_form_is_told(office, report):
    meetings = paragraph(report, "done:三会一课")
    make_meeting(office.root, office.by, date(2026, 6, 3), MeetingKind.GROUP)
    recompile_report(report=report, by=office.by)
    meetings.refresh_from_db()
    with pytest.raises(StaleEdit):
        save_text(paragraph=meetings, text="甲。", revision=1, by=office.by)
    assert versions(meetings) == [("lost", "甲。")]


def test_the_products_own_words_are_no_rewriting(office, lecture):
    set_paragraph(paragraph=lecture, text="甲。", revision=1, by=office.by)
    set_paragraph(paragraph=lecture, text=lecture.generated_text, revision=2, by=office.by)
    assert lecture.own_text is None


def test_rewriting_a_candidate_takes_it(office, report):
    monthly = paragraph(report, "finding:committee_monthly")
    set_paragraph(paragraph=monthly, text="支委会不够经常。", revision=1, by=office.by)
    assert monthly.state == ParagraphState.ACCEPTED
    assert "支委会不够经常。" in printed(report)


@pytest.mark.parametrize(
    ("text", "message"),
    [("{党课次}次", "没有叫“党课次”的指标。是不是：党课次数"), ("{党课次数次", "第1个字处的“{”没有配对")],
)
def test_tokens_nobody_understands_are_refused(office, lecture, text, message):
    with pytest.raises(ValidationError) as refused:
        set_paragraph(paragraph=lecture, text=text, revision=1, by=office.by)
    assert refused.value.message_dict["text"][0].startswith(message)


def test_a_change_of_the_records_under_own_words_shows_until_it_is_settled(office, report):
    duty = paragraph(report, "done:三会一课")
    set_paragraph(paragraph=duty, text="开会{支委会次数}次。", revision=1, by=office.by)
    assert not duty.has_news
    make_meeting(office.root, office.by, date(2026, 6, 3), MeetingKind.GROUP)
    recompile_report(report=report, by=office.by)
    duty.refresh_from_db()
    assert (duty.own_text, duty.has_news) == ("开会{meeting.committee.count}次。", True)
    keep_own(paragraph=duty, revision=duty.revision, by=office.by)
    assert not duty.has_news
    assert duty.own_text == "开会{meeting.committee.count}次。"


def test_words_once_written_stay_though_their_records_are_gone(office, report):
    promotion = make_meeting(office.root, office.by, date(2026, 6, 3), MeetingKind.PROMOTION)
    recompile_report(report=report, by=office.by)
    duty = paragraph(report, "done:责任制")
    set_paragraph(paragraph=duty, text="召开推进会。", revision=1, by=office.by)
    undo(paragraph=duty, revision=2, by=office.by)
    promotion.status = "cancelled"
    promotion.save()
    recompile_report(report=report, by=office.by)
    assert [text for kind, text in versions(duty) if kind == "own"] == ["召开推进会。"]
    assert "推进会" not in printed(report)


def test_a_report_on_its_way_is_not_changed(office, report, lecture):
    report.state = ReportState.REVIEWING
    report.save()
    with pytest.raises(ValidationError, match="不能再改"):
        set_paragraph(paragraph=lecture, text="甲。", revision=1, by=office.by)
