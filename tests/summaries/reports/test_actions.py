"""Compiling anew keeps the writer's words and decisions."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partywork.audit.models import AuditEvent
from partywork.common.periods import HalfYear
from partywork.meetings.enums import MeetingKind
from summaries.editor.actions import set_paragraph
from summaries.reports.actions import recompile_report, start_report
from summaries.reports.desk import open_report
from summaries.reports.models import Report
from tests.factories.meetings import make_meeting
from tests.factories.summaries import TODAY, make_report
from tests.summaries.office import make_office
from tests.summaries.stored import paragraph, printed

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def report(office):
    return make_report(office.root, office.by)


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
    assert "编制以后记录又有变化，有2段要增加或去掉，请重新编制" in messages
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
