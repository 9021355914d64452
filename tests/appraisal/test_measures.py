"""Figures of grades and problems, counted by hand."""

from datetime import date
from decimal import Decimal

import pytest

from partywork.appraisal.actions import Problem
from partywork.appraisal.enums import Grade, Whose
from partywork.common.periods import HalfYear
from partywork.entries.actions import cancel_entry
from partywork.measures.evidence import records_behind
from partywork.measures.lookup import parse_request
from partywork.measures.window import Window
from partywork.members.enums import Closing
from partywork.members.models import Standing
from partywork.members.movements import leave
from partywork.orgs.actions import move_organisation
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation
from partywork.orgs.queries import scope_of_org
from tests.factories.appraisal import PROBLEMS, make_appraisal, make_life_meeting
from tests.factories.figures import figures
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    root = make_org(kind=OrgKind.COMMITTEE)
    by = make_user(root)
    first, second = make_org(root), make_org(root)
    people = [make_member(first, by) for _ in range(4)]
    grades = dict(zip(people, (Grade.EXCELLENT, Grade.QUALIFIED, Grade.BASIC, Grade.UNQUALIFIED), strict=True))
    make_appraisal(first, by, grades)
    # The same people for the next year, still in this half; one fares better.
    meeting = make_life_meeting(first, by, date(2026, 6, 2))
    again = {one: Grade.EXCELLENT if one == people[1] else grades[one] for one in people}
    make_appraisal(first, by, again, [Problem(Whose.COMMITTEE, "制度执行不严", "每季度检查")], meeting, year=2026)
    make_appraisal(second, by, problems=())
    gone = make_appraisal(second, by, problems=PROBLEMS, meeting=make_life_meeting(second, by, date(2026, 3, 1)))
    cancel_entry(entry=gone, version=1, reason="录错", by=by)
    off = make_appraisal(second, by, meeting=make_life_meeting(second, by, date(2026, 4, 1)), year=2026)
    cancel_entry(entry=off.meeting, version=1, reason="没有开", by=by)
    make_appraisal(first, by, {}, PROBLEMS, make_life_meeting(first, by, date(2025, 12, 30)))
    return root


def test_figures_equal_what_was_counted_by_hand(root):
    expected = {
        "民主评议参评人数": 5, "民主评议优秀人数": 2, "民主评议合格人数": 2, "民主评议基本合格人数": 1,
        "民主评议不合格人数": 1, "民主评议优秀比例": Decimal("40.0"), "完成民主评议的党组织数": 2,
        "民主评议等次构成": 9, "组织生活会查摆问题数": 3, "组织生活会查摆问题数@党员": 1,
        "组织生活会查摆问题构成": 3, "组织生活会整改措施数": 2, "组织生活会查摆问题的党组织数": 1,
    }  # fmt: skip
    assert {name: value.number for name, value in figures(root, *expected).items()} == expected
    parts = figures(root, "民主评议等次构成")["民主评议等次构成"].parts
    assert {part.label: part.number for part in parts} == {"优秀": 3, "合格": 2, "基本合格": 2, "不合格": 2}


def test_behind_a_figure_stand_the_records_and_no_person(root):
    window = Window(HalfYear(2026, 1), date(2026, 6, 30))
    behind = records_behind(parse_request("民主评议优秀人数"), scope_of_org(root, window.on), window)
    assert {str(each) for each in behind} == {"2025年度组织生活会和民主评议", "2026年度组织生活会和民主评议"}


def test_a_past_half_stays_as_it_was_whatever_happens_after_the_data_date(root):
    names = [
        "民主评议参评人数",
        "民主评议优秀比例",
        "完成民主评议的党组织数",
        "组织生活会查摆问题数",
        "组织生活会查摆问题构成",
    ]
    before = figures(root, *names)
    by, first = make_user(root), Organisation.objects.filter(placements__parent=root).earliest("pk")
    graded = Standing.objects.filter(org=first).earliest("pk")
    leave(
        member=graded.member, closing=Closing.DECEASED, on=date(2026, 8, 3), note="",
        version=graded.member.version, by=by, today=date(2026, 9, 1),
    )  # fmt: skip
    make_appraisal(first, by, meeting=make_life_meeting(first, by, date(2026, 7, 1)), year=2026)
    move_organisation(org=first, parent=make_org(kind=OrgKind.COMMITTEE), on=date(2026, 9, 1), by=by)
    assert figures(root, *names) == before
