"""Candidates taken or left out."""

import pytest
from django.core.exceptions import ValidationError

from summaries.editor.actions import accept_rest, decide
from summaries.reports.actions import recompile_report
from summaries.reports.models import ParagraphState, Part
from tests.summaries.stored import paragraph, printed

pytestmark = pytest.mark.django_db


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


def test_what_has_no_wording_with_figures_is_not_taken_that_way(office, report):
    answer = paragraph(report, "plan:answer:committee_monthly")
    with pytest.raises(ValidationError, match="这一条没有带数字的写法"):
        decide(paragraph=answer, decision="figure", by=office.by)


def test_any_paragraph_is_left_out_and_comes_back(office, report):
    lecture = paragraph(report, "done:党课")
    words = lecture.text
    decide(paragraph=lecture, decision="drop", by=office.by)
    recompile_report(report=report, by=office.by)
    assert words not in [each.text for each in report.paragraphs.all() if each.is_printed]
    decide(paragraph=paragraph(report, "done:党课"), decision="plain", by=office.by)
    lecture.refresh_from_db()
    assert (lecture.state, lecture.text) == (ParagraphState.GENERATED, words)


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
