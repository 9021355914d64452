"""Adding, moving and naming; what the writer arranged survives compiling anew."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from partywork.meetings.enums import MeetingKind
from summaries.editor.actions import add_paragraph, decide, move, set_heading, set_paragraph
from summaries.reports.actions import recompile_report
from summaries.reports.arrange import woven
from summaries.reports.models import Part, Report
from tests.factories.meetings import make_meeting
from tests.summaries.stored import lines, paragraph, printed

pytestmark = pytest.mark.django_db


def keys(report: Report, part: str = "done") -> list[str]:
    return [each.source_key for each in report.paragraphs.filter(section=part) if not each.is_lead]


@pytest.mark.parametrize(
    ("base", "other", "result"),
    [
        ("", "ab", "ab"),
        ("ab", "", "ab"),
        ("ba", "acb", "bac"),
        ("abc", "xaybzc", "xaybzc"),
        ("abc", "abcde", "abcde"),
    ],
)
def test_new_ones_enter_behind_what_they_stand_behind(base, other, result):
    assert "".join(woven(base, other)) == result


def test_a_moved_paragraph_stays_where_it_was_put(office, report):
    before = keys(report)
    move(paragraph=paragraph(report, before[1]), direction="up", by=office.by)
    moved = [before[1], before[0], *before[2:]]
    assert keys(report) == moved
    make_meeting(office.root, office.by, date(2026, 6, 3), MeetingKind.PROMOTION)
    recompile_report(report=report, by=office.by)
    now = keys(report)
    assert [key for key in now if key in before] == moved
    assert set(now) - set(before) == {"done:责任制"}
    move(paragraph=paragraph(report, before[1]), direction="down", by=office.by)
    assert [key for key in keys(report) if key in before] == before


def test_over_the_edge_of_a_group_it_joins_the_next(office, report):
    before = keys(report)
    first = next(key for key in before[1:] if paragraph(report, key).heading != paragraph(report, before[0]).heading)
    above = before[before.index(first) - 1]
    move(paragraph=paragraph(report, first), direction="up", by=office.by)
    recompile_report(report=report, by=office.by)
    assert paragraph(report, first).heading == paragraph(report, above).heading
    assert keys(report).index(first) == keys(report).index(above) - 1


def test_at_the_ends_of_a_part_there_is_nowhere_to_go(office, report):
    done = keys(report)
    with pytest.raises(ValidationError, match="最前面"):
        move(paragraph=paragraph(report, done[0]), direction="up", by=office.by)
    with pytest.raises(ValidationError, match="最后面"):
        move(paragraph=paragraph(report, done[-1]), direction="down", by=office.by)


def test_what_is_left_out_is_passed_over(office, report):
    done = keys(report)
    decide(paragraph=paragraph(report, done[1]), decision="drop", by=office.by)
    move(paragraph=paragraph(report, done[2]), direction="up", by=office.by)
    assert keys(report)[:3] == [done[2], done[0], done[1]]


def test_an_own_paragraph_stands_behind_its_neighbour_and_stays(office, report):
    neighbour = paragraph(report, "done:主题党日")
    own = add_paragraph(
        report=report,
        section=Part.DONE,
        text="另开展共建{主题党日次数}次。",
        key=uuid4(),
        after=neighbour,
        by=office.by,
    )
    recompile_report(report=report, by=office.by)
    done = keys(report)
    assert done.index(own.source_key) == done.index("done:主题党日") + 1
    assert (own.is_own, own.own_text) == (True, "另开展共建{meeting.theme_day.count}次。")
    assert "另开展共建6次。" in printed(report)
    with pytest.raises(ValidationError, match="请写内容"):
        set_paragraph(paragraph=own, text="", revision=1, by=office.by)
    decide(paragraph=own, decision="drop", by=office.by)
    recompile_report(report=report, by=office.by)
    assert "另开展共建" not in printed(report)
    assert own.versions.get().text == own.own_text


def test_an_own_problem_ends_its_part(office, report):
    add_paragraph(report=report, section=Part.PROBLEM, text="阵地偏小。", key=uuid4(), by=office.by)
    problems = report.paragraphs.filter(section=Part.PROBLEM)
    assert [each.own_text for each in problems][-1] == "阵地偏小。"
    assert [each.section for each in report.paragraphs.all()] == sorted(
        (each.section for each in report.paragraphs.all()), key=["opening", "done", "problem", "plan"].index
    )
    assert not problems.last().is_candidate


def test_a_heading_in_own_words(office, report):
    first = report.paragraphs.filter(section=Part.PLAN).exclude(heading="").first()
    before = lines(report)
    set_heading(report=report, section=Part.PLAN, heading=first.heading, text="补短板", by=office.by)
    recompile_report(report=report, by=office.by)
    changed = [line for line in lines(report) if line not in before]
    assert [line[3:] for line in changed] == ["补短板"]
    set_heading(report=report, section=Part.PLAN, heading=first.heading, text="", by=office.by)
    assert lines(report) == before
    with pytest.raises(ValidationError) as refused:
        set_heading(report=report, section=Part.PLAN, heading=first.heading, text="开会{支委会次数}次", by=office.by)
    assert refused.value.message_dict == {"text": ["小标题里不能有数字指标。"]}
