"""What a workbook becomes: all its rows, or none and every reason."""

import io
from datetime import date

import pytest

from partywork.access.permissions import Role
from partywork.access.scope import Scope
from partywork.audit.models import AuditEvent
from partywork.imports.importer import SheetCount, import_workbook
from partywork.meetings.models import Meeting
from partywork.orgs.actions import move_organisation
from partywork.orgs.enums import OrgKind
from partywork.orgs.queries import scope_of_org
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.workbooks import fill, meeting_row

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def branch(root):
    return make_org(root)


@pytest.fixture
def manager(root):
    return make_user(root, Role.MANAGER)


@pytest.fixture
def run(root, manager):
    def run(source: io.BytesIO, *, commit: bool = True, org=None, scope: Scope | None = None):
        org = org or root
        scope = scope or scope_of_org(org, TODAY)
        return import_workbook(source=source, root=org, scope=scope, by=manager, today=TODAY, commit=commit)

    return run


def said(outcome) -> list[str]:
    return [str(problem) for problem in outcome.problems]


def test_a_dry_run_counts_and_writes_nothing(branch, run):
    outcome = run(fill(会议活动=[meeting_row(branch, "1"), meeting_row(branch, "2")]), commit=False)
    assert outcome.counts == [SheetCount("会议活动", added=2)]
    assert (outcome.committed, said(outcome)) == (False, [])
    assert (Meeting.objects.count(), AuditEvent.objects.filter(action__startswith="meeting").count()) == (0, 0)


def test_a_committed_workbook_is_logged_row_by_row_with_one_event_for_the_whole(branch, run, manager):
    outcome = run(fill(会议活动=[meeting_row(branch, "1"), meeting_row(branch, "2", 标题="月度支委会")]))
    assert (outcome.committed, outcome.added) == (True, 2)
    assert list(Meeting.objects.order_by("key").values_list("key", "title", "created_by", "half")) == [
        ("1", "", manager.pk, 20261),
        ("2", "月度支委会", manager.pk, 20261),
    ]
    events = AuditEvent.objects.order_by("sequence").values_list("action", flat=True)
    assert list(events)[-3:] == ["meeting.create", "meeting.create", "import.commit"]


def test_the_same_workbook_twice_adds_nothing(branch, run):
    rows = [meeting_row(branch, "1"), meeting_row(branch, "2")]
    run(fill(会议活动=rows))
    events = AuditEvent.objects.count()
    outcome = run(fill(会议活动=[*rows, meeting_row(branch, "3")]), commit=False)
    assert outcome.counts == [SheetCount("会议活动", added=1, existing=2)]
    again = run(fill(会议活动=rows))
    assert (again.counts, again.added) == ([SheetCount("会议活动", existing=2)], 0)
    assert (Meeting.objects.count(), AuditEvent.objects.count()) == (2, events)


def test_one_key_on_two_rows_is_named_and_two_alike_rows_under_their_own_keys_both_count(branch, root, run):
    outcome = run(fill(会议活动=[meeting_row(branch, "1"), meeting_row(branch, "1")]))
    assert said(outcome) == [
        "工作表「会议活动」第3行「编号」：“1”与第2行重复，请给每一行编不同的编号；重复的行请删去。"
    ]
    assert Meeting.objects.count() == 0
    other = make_org(root)
    outcome = run(fill(会议活动=[meeting_row(branch, "1"), meeting_row(branch, "2"), meeting_row(other, "1")]))
    assert outcome.added == Meeting.objects.count() == 3


def test_three_bad_cells_are_named_with_row_column_reason_and_cure_and_nothing_is_written(branch, run):
    rows = [
        meeting_row(branch, "1"),
        meeting_row(branch, "2", 日期="5月18号"),
        meeting_row(branch, "3", 实到=4),
        meeting_row(branch, "4", 会议类型="支部会"),
    ]
    outcome = run(fill(会议活动=rows))
    assert said(outcome) == [
        "工作表「会议活动」第3行「日期」：“5月18号”不是日期，请写成 2026-05-18 这样的日期。",
        "工作表「会议活动」第4行「实到」：实到4人多于应到3人，请核对；列席人员填在“列席人数”。",
        "工作表「会议活动」第5行「会议类型」：“支部会”不在可选范围内，请填其中之一：支委会、党员大会、党小组会、党课、"
        "主题党日、组织生活会、民主评议、民主生活会、中心组学习、党委（党组）会、集中学习研讨、联席会、推进会、其他会议。",
    ]
    assert outcome.counts == [SheetCount("会议活动", added=1, wrong=3)]
    assert (outcome.committed, Meeting.objects.count()) == (False, 0)


def test_a_missing_required_cell_and_a_refused_line_name_their_columns(branch, run):
    rows = [meeting_row(branch, "1", 议题=None), meeting_row(branch, "2", 应到=4, 缺席人员="王某")]
    assert said(run(fill(会议活动=rows))) == [
        "工作表「会议活动」第2行「议题」：没有填，“议题”是必填项。",
        "工作表「会议活动」第3行「缺席人员」：“王某”2026-05-18不在本支部名册上。",
    ]


def test_the_organisation_is_found_by_code_full_name_or_a_short_name_of_its_own(branch, run):
    names = [branch.code, branch.code.lower(), f" {branch.name} ", branch.short_name]
    rows = [meeting_row(branch, str(number), 党组织=name) for number, name in enumerate(names)]
    run(fill(会议活动=rows))
    assert list(Meeting.objects.values_list("org", flat=True)) == [branch.pk] * 4


def test_an_organisation_elsewhere_or_unknown_is_refused_in_the_same_words(branch, root, run):
    stranger = make_org(make_org(kind=OrgKind.COMMITTEE))
    outcome = run(fill(会议活动=[meeting_row(stranger, "1"), meeting_row(branch, "2", 党组织="XYZ")]))
    assert said(outcome) == [
        f"工作表「会议活动」第{row}行「党组织」：“{root.short_name}”管理范围内没有编码或全称是“{text}”的党组织"
        "（按2026-07-01的隶属关系），请对照党组织台账填写组织编码或全称。"
        for row, text in ((2, stranger.code), (3, "XYZ"))
    ]
    assert Meeting.objects.count() == 0


def test_two_organisations_of_one_short_name_must_be_told_apart(root, run):
    first, second = make_org(root, code="A1"), make_org(root, code="A2")
    type(second).objects.filter(pk=second.pk).update(short_name=first.short_name)
    outcome = run(fill(会议活动=[meeting_row(first, "1", 党组织=first.short_name)]))
    assert outcome.problems[0].right == "请填组织编码：A1、A2"


def test_the_scope_bounds_a_workbook_more_narrowly_than_the_tree(branch, root, run):
    """A secretary of an upper organisation writes for that one alone."""
    own = Scope(type(root).objects.filter(pk=root.pk).values("pk"), TODAY)
    assert run(fill(会议活动=[meeting_row(branch, "1")]), scope=own).problems[0].column == "党组织"
    assert run(fill(会议活动=[meeting_row(root, "1")]), scope=own).added == 1


def test_a_moved_branch_is_looked_for_where_it_stands_today(root, branch, run):
    new_home = make_org(kind=OrgKind.COMMITTEE)
    move_organisation(org=branch, parent=new_home, on=date(2026, 6, 1), by=None)
    assert run(fill(会议活动=[meeting_row(branch, "1")]), commit=False).problems[0].column == "党组织"
    assert run(fill(会议活动=[meeting_row(branch, "1")]), commit=False, org=new_home).added == 1


def test_absentees_are_checked_against_the_roster_of_the_day(branch, run, manager):
    member = make_member(branch, manager, name="林某某")
    rows = [meeting_row(branch, "1", 应到=3, 实到=2, 缺席人员="林某某（请假）")]
    run(fill(会议活动=rows))
    assert list(Meeting.objects.get().absences.values_list("member", "reason")) == [(member.pk, "leave")]


@pytest.mark.parametrize("rows", [1, 3])
def test_an_existing_row_costs_no_query_of_its_own(branch, run, manager, rows, django_assert_num_queries):
    for number in range(rows):
        make_meeting(branch, manager, date(2026, 5, 18), key=str(number))
    source = fill(会议活动=[meeting_row(branch, str(number)) for number in range(rows)])
    with django_assert_num_queries(6):
        run(source, commit=False)
