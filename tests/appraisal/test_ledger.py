"""The import sheet: grades by name come in, and leave in no export."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.appraisal.enums import Grade, Whose
from partywork.appraisal.ledger import LEDGER, as_grades, as_problems
from partywork.appraisal.models import Appraisal
from partywork.ledgers.cells import CellError
from partywork.orgs.enums import OrgKind
from tests.factories.appraisal import DAY, make_appraisal, make_life_meeting
from tests.factories.members import TODAY, make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def by(branch):
    return make_user(branch)


def taken(branch, by, **cells):
    given = {"党组织": branch.code, "会议日期": "2026-01-20", "所属年度": "2025", "编号": "2026-01", **cells}
    values, errors = LEDGER.read_row(given)
    assert errors == {}
    values.pop("org", None)
    assert LEDGER.take is not None
    return LEDGER.take(values, org=branch, by=by, today=TODAY)


def test_cells_are_read_as_people_write_them():
    assert as_grades("周某（优秀）、吴某(合格)") == [("周某", Grade.EXCELLENT), ("吴某", Grade.QUALIFIED)]
    assert as_problems("班子：学习不深入→每月研讨；党员：不主动\n没有写是谁的") == [
        (Whose.COMMITTEE, "学习不深入", "每月研讨"), (Whose.MEMBER, "不主动", ""),
        (Whose.COMMITTEE, "没有写是谁的", ""),
    ]  # fmt: skip
    with pytest.raises(CellError, match="请写成 姓名（等次）"):
        as_grades("周某")


def test_a_row_hangs_on_the_meeting_of_its_day_and_twice_adds_nothing(branch, by):
    meeting = make_life_meeting(branch, by)
    member = make_member(branch, by, name="周某")
    for _ in range(2):
        made = taken(branch, by, 每人等次="周某（优秀）", 查摆问题和措施="班子：学习不深入→每月研讨")
    assert (made.meeting, made.year, made.key) == (meeting, 2025, "2026-01")
    assert [(line.member, line.grade) for line in made.grades.all()] == [(member, "excellent")]
    assert Appraisal.objects.count() == made.problems.count() == 1


@pytest.mark.parametrize(
    ("meetings", "names", "cells", "column"),
    [
        (0, (), {"查摆问题和措施": "学习不深入"}, "date"),
        (2, (), {"查摆问题和措施": "学习不深入"}, "date"),
        (1, ("周某", "周某"), {"每人等次": "周某（优秀）"}, "grades"),
        (1, ("周某",), {"每人等次": "周某（优秀）、周某（合格）"}, "grades"),
        (1, (), {"每人等次": "吴某（优秀）"}, "grades"),
        (1, (), {"所属年度": "2023", "查摆问题和措施": "学习不深入"}, "year"),
    ],
)
def test_a_refusal_names_its_column(branch, by, meetings, names, cells, column):
    for _ in range(meetings):
        make_life_meeting(branch, by)
    for name in names:
        make_member(branch, by, name=name)
    with pytest.raises(ValidationError) as refused:
        taken(branch, by, **cells)
    assert list(refused.value.error_dict) == [column]


def test_no_export_names_who_got_which_grade(branch, by, client):
    member = make_member(branch, by, name="周某某")
    made = make_appraisal(branch, by, {member: Grade.UNQUALIFIED})
    (row,) = LEDGER.table(Appraisal.objects.filter(pk=made.pk), personal=True)
    assert "周某某" not in str(row)
    assert row[0] == DAY
    for visitor in (by, make_user(branch, Role.MANAGER)):
        client.force_login(visitor)
        export = client.get(reverse("appraisals:list"), {"export": "xlsx"})
        assert export["Content-Type"].startswith("application/vnd.openxmlformats")
