"""A workbook is asked the same as a form; its author answers in the row."""

from datetime import date

import pytest

from partywork.access.permissions import Role
from partywork.imports.importer import import_workbook
from partywork.meetings.models import Meeting
from partywork.orgs.enums import OrgKind
from partywork.orgs.queries import scope_of_org
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.workbooks import fill, meeting_row

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)
RIGHT = "核对无误的，请在这一行的「已核对」填“是”"
MINUTES = "会议学习了有关文件，逐项研究了下一步工作安排，并明确了责任人。"


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
    def run(**sheets):
        scope = scope_of_org(root, TODAY)
        return import_workbook(source=fill(**sheets), root=root, scope=scope, by=manager, today=TODAY, commit=True)

    return run


def said(outcome) -> list[tuple[int | None, str, str]]:
    return [(each.row, each.column, each.right) for each in outcome.problems]


def test_every_doubt_about_a_meeting_names_its_column_and_is_confirmed_row_by_row(branch, manager, run):
    for _ in range(5):
        make_member(branch, manager)
    make_meeting(branch, manager, date(2026, 4, 1), minutes=MINUTES)
    rows = [
        meeting_row(branch, "1"),
        meeting_row(branch, "2", 议题="研究主题党日安排（1）"),
        meeting_row(branch, "3", 应到=4, 实到=1),
        meeting_row(branch, "4", 会议类型="主题党日", 应到=6, 实到=6),
        meeting_row(branch, "5", 会议类型="党员大会", 应到=5, 实到=5, 到会有表决权=2),
        meeting_row(branch, "6", 会议类型="党员大会", 应到=5, 实到=5, 议题="表决甲事（赞成2票）；表决乙事（赞成3票）"),
        meeting_row(branch, "7", 会议类型="党员大会", 应到=5, 实到=5, 到会有表决权=3, 进行选举="是"),
        meeting_row(branch, "8", 日期="2024-06-30"),
        meeting_row(branch, "9", 会议记录=MINUTES),
    ]
    outcome = run(会议活动=rows)
    assert said(outcome) == [
        (3, "日期", RIGHT), (4, "实到", RIGHT), (5, "实到", RIGHT), (6, "到会有表决权", RIGHT), (7, "议题", RIGHT),
        (8, "到会有表决权", RIGHT), (9, "日期", RIGHT), (10, "会议记录", RIGHT),
    ]  # fmt: skip
    assert str(outcome.problems[1]) == (
        "工作表「会议活动」第4行「实到」：到会委员1人，委员共4人，不足1/2（《中国共产党支部工作条例（试行）》第十二条）。"
        f"人数填错的请改正；确实没有达到的可以照实保存，但按规定不能表决，{RIGHT}。"
    )
    assert Meeting.objects.count() == 1
    outcome = run(会议活动=[row | {"已核对": "是"} for row in rows])
    assert (said(outcome), outcome.added) == ([], 9)
    voted = Meeting.objects.get(key="6").topics.values_list("text", "in_favour")
    assert list(voted) == [("表决甲事", 2), ("表决乙事", 3)]


def test_what_cannot_be_is_refused_whatever_was_confirmed(branch, run):
    rows = [
        meeting_row(branch, "1", 日期="2026-07-02", 已核对="是"),
        meeting_row(branch, "2", 日期="2019-12-31", 已核对="是"),
        meeting_row(branch, "3", 实到=4, 已核对="是"),
    ]
    assert said(run(会议活动=rows)) == [(2, "日期", ""), (3, "日期", ""), (4, "实到", "")]
    assert Meeting.objects.count() == 0


def test_visits_work_and_talks(branch, run):
    visit = {"日期": "2026-05-18", "党组织": branch.code, "方式": "走访", "对象类别": "居民", "走访对象": "某户"}
    work = {"日期": "2026-05-18", "党组织": branch.code, "工作类型": "志愿服务", "内容": "清理楼道", "参加人次": 3}
    talk = {
        "日期": "2024-06-30", "党组织": branch.code, "类型": "谈心谈话", "谈话双方": "党员之间", "谈话人": "周某",
        "谈话对象人数": 1,
    }  # fmt: skip
    sheets = {
        "走访慰问": [{**visit, "编号": "1"}, {**visit, "编号": "2"}],
        "工作": [{**work, "编号": "1"}, {**work, "编号": "2", "参加党员（名）": 1}],
        "谈话": [{**talk, "编号": "1"}, {**talk, "编号": "2", "日期": "2024-07-01"}],
    }
    found = [(each.sheet, each.row, each.column) for each in run(**sheets).problems]
    assert sorted(found) == [
        ("工作", 3, "内容"), ("工作", 3, "参加党员（名）"), ("谈话", 2, "日期"), ("走访慰问", 3, "走访对象"),
    ]  # fmt: skip
    sure = {name: [row | {"已核对": "是"} for row in rows] for name, rows in sheets.items()}
    assert run(**sure).added == 6
    no_object = run(走访慰问=[{**visit, "编号": "3", "走访对象": None, "已核对": "是"}])
    assert [str(each) for each in no_object.problems] == [
        "工作表「走访慰问」第2行「走访对象」：没有填，“走访对象”是必填项，例如 王某一户。"
    ]
