"""Compiling anew keeps the writer's words and decisions."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partywork.audit.models import AuditEvent
from partywork.common.periods import HalfYear
from partywork.entries.actions import StaleEdit
from partywork.meetings.enums import MeetingKind
from summaries.reports.actions import accept_rest, decide, recompile_report, set_paragraph, start_report
from summaries.reports.desk import open_report
from summaries.reports.models import Paragraph, ParagraphState, Part, Report
from tests.factories.meetings import make_meeting
from tests.factories.summaries import TODAY, make_report
from tests.summaries.office import make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def report(office):
    return make_report(office.root, office.by)


def paragraph(report: Report, key: str) -> Paragraph:
    return report.paragraphs.get(source_key=key)


def printed(report: Report) -> str:
    return "\n".join(block.text for block in open_report(report).compiled.document.blocks if hasattr(block, "text"))


def test_the_same_order_twice_is_one_report(office, report):
    assert make_report(office.root, office.by).pk == report.pk
    assert make_report(office.root, office.by, data_date=date(2026, 6, 20)).pk != report.pk
    assert list(AuditEvent.objects.filter(action="report.create").values_list("subject_id", flat=True)) == [
        report.pk,
        Report.objects.exclude(pk=report.pk).get().pk,
    ]


def test_a_data_date_in_the_future_is_refused(office):
    with pytest.raises(ValidationError) as refused:
        start_report(org=office.root, period=HalfYear(2026, 2), data_date=date(2026, 7, 2), by=office.by, today=TODAY)
    assert refused.value.message_dict == {"data_date": ["数据截至日期不能晚于今天。"]}


def test_texts_are_kept_with_figures_by_code(report):
    assert "{meeting.theme_day.count}" in paragraph(report, "done:主题党日").generated_text


def test_figures_follow_the_records_and_generated_sentences_follow_at_the_next_compile(office, report):
    assert "支委会7次" in printed(report)
    make_meeting(office.lagging, office.by, date(2026, 6, 3), MeetingKind.COMMITTEE)
    make_meeting(office.root, office.by, date(2026, 6, 3), MeetingKind.PROMOTION)
    assert "支委会8次" in printed(report)
    assert "推进会1次" not in printed(report)
    messages = [each.message for each in open_report(report).checks]
    assert "有2段在编制后记录又有变化，重新编制后更新；自己改写的文字不会动" in messages
    report = recompile_report(report=report, by=office.by)
    assert "推进会1次" in printed(report)
    assert report.version == 2


def test_own_words_survive_and_their_figures_are_filled(office, report):
    life = paragraph(report, "done:主题党日")
    set_paragraph(paragraph=life, text="各支部过主题党日{主题党日次数}次。", revision=1, by=office.by)
    recompile_report(report=report, by=office.by)
    life.refresh_from_db()
    assert life.own_text == "各支部过主题党日{meeting.theme_day.count}次。"
    assert life.base_text == life.generated_text
    assert "各支部过主题党日6次。" in printed(report)
    set_paragraph(paragraph=life, text=None, revision=2, by=office.by)
    assert (life.own_text, life.base_text) == (None, "")


def test_own_words_stay_when_their_records_are_gone(office):
    promotion = make_meeting(office.root, office.by, date(2026, 6, 3), MeetingKind.PROMOTION)
    report = make_report(office.root, office.by)
    own = paragraph(report, "done:责任制")
    set_paragraph(paragraph=own, text="召开推进会。", revision=1, by=office.by)
    promotion.status = "cancelled"
    promotion.save()
    recompile_report(report=report, by=office.by)
    assert "召开推进会。" in printed(report)


def test_the_second_editor_of_a_paragraph_is_told(office, report):
    first, second = paragraph(report, "done:党课"), paragraph(report, "done:党课")
    set_paragraph(paragraph=first, text="甲。", revision=1, by=office.by)
    with pytest.raises(StaleEdit):
        set_paragraph(paragraph=second, text="乙。", revision=1, by=office.by)
    assert paragraph(report, "done:党课").own_text == "甲。"


def test_an_unknown_figure_in_own_words_is_refused(office, report):
    with pytest.raises(ValidationError) as refused:
        set_paragraph(paragraph=paragraph(report, "done:党课"), text="{党课次}次", revision=1, by=office.by)
    assert refused.value.message_dict["text"][0].startswith("没有叫“党课次”的指标。是不是：党课次数")


def test_a_candidate_is_taken_with_its_figure_without_or_left_out(office, report):
    monthly = paragraph(report, "finding:committee_monthly")
    assert monthly.state == ParagraphState.PROPOSED
    assert "个别支部支委会召开不够经常，没有做到每月一次。" in printed(report)
    decide(paragraph=monthly, decision="figure", by=office.by)
    assert "2个支部中有1个没有做到每月召开支委会。" in printed(report)
    decide(paragraph=monthly, decision="plain", by=office.by)
    assert monthly.state == ParagraphState.ACCEPTED
    assert "个别支部支委会召开不够经常，没有做到每月一次。" in printed(report)
    decide(paragraph=monthly, decision="drop", by=office.by)
    recompile_report(report=report, by=office.by)
    assert paragraph(report, "finding:committee_monthly").state == ParagraphState.DROPPED
    assert "支委会召开不够经常" not in printed(report)


def test_only_candidates_are_decided(office, report):
    with pytest.raises(ValidationError, match="只有存在的问题和工作安排可以选择"):
        decide(paragraph=paragraph(report, "done:党课"), decision="drop", by=office.by)
    answer = paragraph(report, "plan:answer:committee_monthly")
    with pytest.raises(ValidationError, match="这一条没有带数字的写法"):
        decide(paragraph=answer, decision="figure", by=office.by)


def test_a_problem_left_out_takes_its_answer_along_unless_it_was_taken(office, report):
    monthly, quarterly = paragraph(report, "finding:committee_monthly"), paragraph(report, "finding:general_quarterly")
    decide(paragraph=paragraph(report, "plan:answer:general_quarterly"), decision="plain", by=office.by)
    for each in (monthly, quarterly):
        decide(paragraph=each, decision="drop", by=office.by)
    assert paragraph(report, "plan:answer:committee_monthly").state == ParagraphState.DROPPED
    assert paragraph(report, "plan:answer:general_quarterly").state == ParagraphState.ACCEPTED


def test_the_undecided_ones_of_a_part_are_taken_together(office, report):
    decide(paragraph=paragraph(report, "finding:committee_monthly"), decision="drop", by=office.by)
    problems = report.paragraphs.filter(section=Part.PROBLEM)
    assert accept_rest(report=report, section=Part.PROBLEM, by=office.by) == problems.count() - 1
    assert problems.filter(state=ParagraphState.PROPOSED).count() == 0
    assert paragraph(report, "finding:committee_monthly").state == ParagraphState.DROPPED
    assert report.paragraphs.filter(section=Part.PLAN, state=ParagraphState.PROPOSED).exists()
