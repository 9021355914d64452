"""What each form prints, read back from the Word file, and that it prints nothing that is not on record."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partywork.access.permissions import Role
from partywork.accounts.gate import Gate
from partywork.development.enums import StepCode
from partywork.entries.actions import cancel_entry
from partywork.exports.asked import Asked, scope_below
from partywork.exports.fields import Field
from partywork.exports.forms.handbook import CHAPTERS, NOTHING
from partywork.exports.forms.library import BY_CODE, FORMS
from partywork.exports.making import make
from partywork.meetings.enums import AbsenceReason, MeetingKind
from partywork.meetings.lines import Lines
from partywork.members.enums import Flag, Stage
from partywork.orgs.actions import create_group
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import PartyGroup
from tests.exports.reading import lines, tables
from tests.factories.appraisal import make_appraisal
from tests.factories.committees import make_term
from tests.factories.development import make_person, make_step
from tests.factories.dues import make_month, make_payers
from tests.factories.meetings import make_meeting
from tests.factories.members import id_number, make_flag, make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.plans import make_plan
from tests.factories.rectification import make_item
from tests.factories.visits import make_condolence, make_visit

pytestmark = pytest.mark.django_db

ON = date(2026, 6, 30)


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE, name="青禾街道党委"), name="柳荫支部", code="LY")


@pytest.fixture
def secretary(branch):
    return make_user(branch)


def asked(org, user, on: date = ON, **more: Any) -> Asked:
    days = {"first": date(on.year, 1, 1), "last": on, **more}
    return Asked(org, scope_below(org, Gate(user, on), on), on, **days)


def made(code: str, *args: Any, **more: Any) -> bytes:
    return make(BY_CODE[code], asked(*args, **more), ON, mark="").content


def test_minutes_say_what_is_on_record_and_leave_the_rest_blank(branch, secretary):
    away = make_member(branch, secretary, name="王缺")
    full = make_meeting(
        branch, secretary, date(2026, 5, 18), MeetingKind.GENERAL, MeetingKind.LECTURE,
        lines=Lines([("学习党章", "first"), ("接收预备党员", "development")], ["党章"],
                    [(away, AbsenceReason.LEAVE)], [None, 9]),
        title="5月党员大会", place="活动室", chair="周某", recorder="吴某", lecturer="郑某", lecturer_rank="secretary",
        voters_expected=10, voters_present=9, observers=2, hours=2, minutes="一、学习。\n二、表决。",
        resolutions="同意接收。",
    )  # fmt: skip
    content = made("minutes", branch, secretary, record=full)
    assert lines(content) == ["会议记录", "党组织：中共柳荫支部"]
    assert tables(content) == [[
        ["会议名称", "5月党员大会"],
        ["会议类型", "党员大会、党课"],
        ["时间", "2026年5月18日（周一）", "地点", "活动室"],
        ["主持人", "周某", "记录人", "吴某", "党小组", ""],
        ["应到人数", "10", "实到人数", "9", "列席人数", "2"],
        ["应到有表决权", "10", "到会有表决权", "9"],
        ["主讲人", "郑某", "主讲人身份", "支部书记", "学时", "2"],
        ["缺席人员\n及原因", "王缺（请假）"],
        ["议题", "1. 【第一议题】学习党章\n2. 【发展党员】接收预备党员（赞成9票）"],
        ["学习材料", "党章"],
        ["会议记录", "一、学习。\n二、表决。"],
        ["形成决议", "同意接收。"],
        ["主持人签名", "", "记录人签名", ""],
    ]]  # fmt: skip
    plain = make_meeting(branch, secretary, date(2026, 4, 1), lecturer="")
    assert tables(made("minutes", branch, secretary, record=plain))[0][6:] == [
        ["议题", "1. 研究月度安排"], ["学习材料", ""], ["会议记录", ""], ["形成决议", ""],
        ["主持人签名", "", "记录人签名", ""],
    ]  # fmt: skip


def test_a_period_is_one_file_without_what_is_cancelled_or_of_another_branch(branch, secretary):
    for day in (date(2026, 3, 2), date(2026, 1, 5)):
        make_meeting(branch, secretary, day, title=f"{day:%m}月支委会")
    gone = make_meeting(branch, secretary, date(2026, 2, 2), title="取消的会")
    cancel_entry(entry=gone, version=gone.version, reason="重复", by=secretary)
    other = make_org()
    make_meeting(other, make_user(other), date(2026, 2, 3), title="别的支部的会")
    result = make(BY_CODE["minutes"], asked(branch, secretary), ON, mark="")
    assert (result.name, result.copies) == ("柳荫支部会议记录20260101至20260630.docx", 2)
    assert [table[0][1] for table in tables(result.content)] == ["01月支委会", "03月支委会"]
    with pytest.raises(ValidationError, match="这段时间没有登记过会议，没有生成文件"):
        made("minutes", branch, secretary, first=date(2025, 1, 1), last=date(2025, 12, 31))


def test_the_sign_in_sheet_has_who_was_due_and_absences_only_where_recorded(branch, secretary):
    for name in ("甲一", "乙二", "丙三"):
        make_member(branch, secretary, name=name)
    make_member(branch, secretary, name="申请人", stage=Stage.APPLICANT, applied_on=date(2025, 1, 1),
                since=date(2025, 1, 1))  # fmt: skip
    away = make_member(branch, secretary, name="丁四")
    meeting = make_meeting(
        branch,
        secretary,
        date(2026, 5, 18),
        MeetingKind.GENERAL,
        lines=Lines([("议", "")], (), [(away, AbsenceReason.LEAVE)]),
    )
    top, sheet = tables(made("sign-in", branch, secretary, record=meeting))
    assert top[2] == ["应到人数", "10", "实到人数", "9"]
    assert sheet[0] == ["序号", "姓名", "签名", "备注"] * 2
    due = [cells for row in sheet[1:] for cells in (row[:4], row[4:]) if cells[1]]
    assert due == [["1", "丁四", "", "请假"], ["2", "丙三", "", ""], ["3", "乙二", "", ""], ["4", "甲一", "", ""]]
    blank, sheet = tables(made("sign-in", branch, secretary, on=date(2026, 12, 1)))
    assert blank == [["会议名称", ""], ["时间", "", "地点", ""], ["应到人数", "", "实到人数", ""]]
    assert [row[1] for row in sheet[1:5]] == ["丁四", "丙三", "乙二", "甲一"]
    assert len(sheet) == 11


def test_a_committee_meeting_and_a_group_meeting_ask_only_their_own(branch, secretary):
    make_term(branch, secretary)
    group = PartyGroup(org=branch, name="第一党小组", since=date(2021, 1, 1))
    create_group(group=group, by=secretary)
    make_member(branch, secretary, name="组员", group=group, since=date(2021, 1, 1))
    make_member(branch, secretary, name="别组")
    committee = make_meeting(branch, secretary, date(2026, 5, 18))
    of_group = make_meeting(branch, secretary, date(2026, 5, 19), MeetingKind.GROUP, group=group)
    names = [
        [row[1] for row in tables(made("sign-in", branch, secretary, record=each))[1][1:] if row[1]]
        for each in (committee, of_group)
    ]
    assert names == [["周同", "吴越"], ["组员"]]


def test_the_roster_is_as_of_its_day_and_personal_only_when_asked(branch, secretary):
    number = id_number("19850302")
    first = make_member(
        branch, secretary, name="甲一", admitted_on=date(2012, 7, 1), full_on=date(2013, 7, 1), id_number=number,
        phone="13800001234",
        born_on=date(1985, 3, 2), education="university", occupation="社区工作者", residence="幸福里1号",
    )  # fmt: skip
    make_flag(first, secretary, Flag.FLOATING, date(2026, 3, 1))
    make_member(branch, secretary, name="乙二", since=date(2026, 7, 1))  # after the day
    content = made("roster", branch, secretary)
    assert lines(content) == [
        "党员花名册", "党组织：中共柳荫支部\t截至2026年6月30日", "共1人：正式党员1人，预备党员0人。",
    ]  # fmt: skip
    head, row = tables(content)[0]
    assert dict(zip(head, row, strict=True)) == {
        "序号": "1", "姓名": "甲一", "性别": "女", "民族": "汉族", "出生日期": "1985.3.2", "学历": "大学本科",
        "学位": "", "人员类别": "正式党员", "党小组": "", "入党日期": "2012.7.1", "转正日期": "2013.7.1", "党龄": "12",
        "工作岗位": "社区工作者", "情况": "流动党员（外省务工）",
    }  # fmt: skip
    assert number.encode() not in content
    head, row = tables(made("roster", branch, secretary, personal=True))[0]
    shown = dict(zip(head, row, strict=True))
    assert [shown[name] for name in ("公民身份号码", "手机号码", "现居住地")] == [number, "13800001234", "幸福里1号"]
    assert tables(made("roster", branch, secretary, date(2026, 2, 1)))[0][1][-1] == ""


def test_dues_of_a_month_and_of_a_year_add_up(branch, secretary):
    first, second = make_payers(branch, secretary, 2)
    make_month(first, secretary, 202605, paid_on=date(2026, 5, 8))
    make_month(first, secretary, 202606, paid_on=date(2026, 6, 8))
    make_month(second, secretary, 202606)
    month = tables(made("dues-month", branch, secretary, date(2026, 6, 30)))[0]
    assert month == [
        ["序号", "姓名", "应缴", "实缴", "缴纳日期", "缴纳人签名", "备注"],
        ["1", "党员乙", "40.00", "", "", "", ""],
        ["2", "党员甲", "40.00", "40.00", "2026年6月8日", "", ""],
        ["合计", "80.00", "40.00", "", "", ""],
        ["收缴人签名", "", "支部书记签名", ""],
    ]
    assert tables(made("dues-month", branch, secretary, date(2026, 5, 31)))[0][1:4] == [
        ["1", "党员甲", "40.00", "40.00", "2026年5月8日", "", ""],
        ["2", "党员乙", "", "", "", "", ""],
        ["合计", "40.00", "40.00", "", "", ""],
    ]
    year = tables(made("dues-year", branch, secretary, last=date(2026, 12, 31)))[0]
    assert year[0] == ["序号", "姓名", "月应缴", "全年应缴", "各月实缴", "全年实缴", "备注"]
    assert year[1] == ["", "", "", "", *(f"{month}月" for month in range(1, 13)), "", ""]
    nothing = [""] * 4
    assert year[2:] == [
        ["1", "党员乙", "40.00", "40.00", *nothing, "", "", *nothing, "", "", "0.00", ""],
        ["2", "党员甲", "40.00", "80.00", *nothing, "40.00", "40.00", *nothing, "", "", "80.00", ""],
        ["合计", "", "120.00", *nothing, "40.00", "40.00", *nothing, "", "", "80.00", ""],
        ["收缴人签名", "", "", *[""] * 12, "", ""],
    ]
    with_base = tables(made("dues-year", branch, secretary, last=date(2026, 12, 31), with_base=True))[0]
    assert with_base[2][2:5] == ["4000.00", "1%", "40.00"]


def test_a_visit_prints_its_record(branch, secretary):
    visit = make_condolence(
        branch, secretary, date(2026, 2, 10), place="幸福里", visitors="周某、吴某", needs="灯不亮", answer="已修",
        object_name="王某一户", situation="生活平稳", fund_source="dues", visitor_rank="secretary",
    )  # fmt: skip
    assert tables(made("visits", branch, secretary, record=visit)) == [[
        ["时间", "2026年2月10日（周二）", "场合", "春节"],
        ["地点", "幸福里", "方式", "慰问"],
        ["走访对象", "王某一户", "对象类别", "困难党员"],
        ["走访人员", "周某、吴某", "走访人身份", "支部书记"],
        ["户数", "3", "企业数", "", "走访人数", "3"],
        ["慰问形式", "慰问金", "金额（元）", "1500.00", "资金来源", "党费"],
        ["走访情况", "生活平稳"],
        ["反映的诉求", "灯不亮"],
        ["答复和办理", "已修"],
        ["备注", ""],
        ["走访人签名", "", "记录人签名", ""],
    ]]  # fmt: skip


def test_the_rectification_ledger_tells_how_things_stood_on_its_day(branch, secretary):
    make_item(branch, secretary, date(2026, 3, 2), title="灯不亮", owner="吴某", measures="换灯",
              progress=[(date(2026, 4, 1), "已报修")], closed_on=date(2026, 6, 18))  # fmt: skip
    make_item(branch, secretary, date(2025, 3, 2), title="去年销号的", closed_on=date(2025, 6, 18))
    make_item(branch, secretary, date(2026, 5, 2), title="进行中的")
    head, *rows = tables(made("rectification", branch, secretary))[0]
    shown = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(each["问题"], each["整改状态"], each["销号日期"]) for each in shown] == [
        ("灯不亮", "已销号", "2026.6.18"), ("进行中的", "未启动", ""),
    ]  # fmt: skip
    assert (shown[0]["进展情况"], shown[0]["责任人"], shown[0]["整改时限"]) == ("2026.4.1 已报修", "吴某", "2026.12.2")
    earlier = tables(made("rectification", branch, secretary, date(2026, 5, 31)))[0]
    before = [dict(zip(head, row, strict=True)) for row in earlier[1:]]
    assert all(each["整改状态"] != "已销号" and each["销号日期"] == "" for each in before)


def test_the_development_book_has_the_days_of_the_steps(branch, secretary):
    person = make_person(branch, secretary, Stage.CANDIDATE, name="丁发展")
    make_step(person, secretary, StepCode.POLITICAL_REVIEW, date(2026, 1, 8))
    make_member(branch, secretary, name="正式的")
    phases, steps, row = tables(made("development", branch, secretary))[0]
    assert phases == ["序号", "姓名", "人员类别", "申请入党", "入党积极分子", "发展对象", "预备党员", "转正"]
    assert steps[3:] == [
        "递交申请书", "确定日期", "培养联系人", "确定日期", "入党介绍人", "政治审查", "集中培训", "支部大会",
        "上级审批", "支部大会", "上级审批",
    ]  # fmt: skip
    assert row == ["1", "丁发展", "发展对象", "2023.3.1", "2023.9.1", "", "2024.10.1", "", "2026.1.8", *[""] * 5]


def test_the_handbook_has_every_chapter_and_an_empty_one_says_so(branch, secretary):
    said = lines(made("handbook", branch, secretary, last=date(2026, 12, 31)))
    assert said[:5] == ["党支部工作手册", "中共柳荫支部", "2026年度", "数据截至2026年6月30日", "目　录"]
    titles = [title for title, _, _ in CHAPTERS]
    assert [each.partition("、")[2] for each in said if each.partition("、")[2] in titles] == titles
    assert said.count(NOTHING) == len(CHAPTERS) - 1  # what the branch is, is always on record


def test_the_handbook_puts_each_record_in_its_chapter(branch, secretary):
    make_term(branch, secretary)
    make_payers(branch, secretary, 1)
    make_meeting(branch, secretary, date(2026, 1, 5), title="一月支委会")
    make_meeting(branch, secretary, date(2026, 2, 5), MeetingKind.THEME_DAY, MeetingKind.GENERAL, title="二月主题党日")
    make_meeting(branch, secretary, date(2025, 2, 5), title="去年的会")
    make_visit(branch, secretary, date(2026, 2, 9), situation="看望")
    make_plan(branch, secretary, date(2026, 9, 30))
    make_item(branch, secretary, date(2026, 3, 2))
    make_person(branch, secretary, Stage.ACTIVIST)
    make_appraisal(branch, secretary, year=2026)
    content = made("handbook", branch, secretary, date(2026, 7, 31), last=date(2026, 12, 31))
    said = lines(content)
    assert NOTHING not in said
    assert [each for each in said if each.startswith("2026年") and "　" in each] == [
        "2026年1月5日　一月支委会", "2026年1月20日　组织生活会、民主评议", "2026年2月5日　二月主题党日",
        "2026年1月20日　2026年度组织生活会和民主评议",
    ]  # fmt: skip
    assert said.index("六、主题党日") < said.index("2026年2月5日　二月主题党日") < said.index("七、党费收缴")
    assert ["1", "书记", "周同", "", "", "", "2024.5.20"] in [row for table in tables(content) for row in table]


def test_the_handbook_has_the_appraisal_of_its_year_though_it_is_held_after_new_year(branch, secretary):
    make_appraisal(branch, secretary, year=2025)  # on 20 January 2026
    kept = made("handbook", branch, secretary, date(2025, 12, 31), last=date(2025, 12, 31))
    assert "2026年1月20日　2025年度组织生活会和民主评议" in lines(kept)
    following = made("handbook", branch, secretary, last=date(2026, 12, 31))
    assert "2026年1月20日　2025年度组织生活会和民主评议" not in lines(following)


def test_a_branch_with_nothing_on_record_has_blank_forms_and_no_zeroes(branch, secretary):
    for code in ("roster", "rectification", "development", "dues-month", "dues-year", "sign-in"):
        content = made(code, branch, secretary)
        said = "".join([*lines(content)[2:], *(cell for table in tables(content) for row in table for cell in row)])
        assert (code, [word for word in ("0.00", "0人", "0个") if word in said]) == (code, [])
    assert lines(made("roster", branch, secretary))[-1] == "这一天名册上没有登记党员。"


def shape(fields: tuple[Field, ...]) -> dict[str, Any]:
    return {each.name: shape(each.items) if each.is_list else None for each in fields}


def shape_of(data: dict[str, Any]) -> dict[str, Any]:
    return {name: shape_of(value[0]) if isinstance(value, list) else None for name, value in data.items()}


def test_what_a_form_collects_is_just_what_its_fields_say_and_only_plain_values(branch, secretary):
    make_payers(branch, secretary, 1)
    make_meeting(branch, secretary, date(2026, 1, 5))
    make_visit(branch, secretary, date(2026, 2, 9))
    make_item(branch, secretary, date(2026, 3, 2))
    make_person(branch, secretary, Stage.ACTIVIST)
    for kind in FORMS:
        if kind.takes_templates:
            data = kind.collect(asked(branch, secretary))[0]
            assert shape_of(data) == shape(kind.fields), kind.code
            rows = [row for value in data.values() if isinstance(value, list) for row in value]
            alone = [value for value in data.values() if not isinstance(value, list)]
            flat = [*alone, *(cell for row in rows for cell in row.values())]
            assert {type(each) for each in flat} <= {str, int}, kind.code


def test_a_superior_s_lists_name_the_branches_below_it_and_nobody_else_s(branch, secretary):
    root = branch.placements.get().parent
    make_member(branch, secretary, name="本支部")
    stranger = make_org()
    make_member(stranger, make_user(stranger), name="外支部")
    manager = make_user(root, Role.MANAGER)
    head, *rows = tables(made("roster", root, manager))[0]
    shown = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(each["姓名"], each["党支部"]) for each in shown] == [("本支部", "柳荫支部")]


@pytest.mark.parametrize("code", ["roster", "rectification", "development", "dues-month", "dues-year", "minutes"])
def test_more_rows_ask_no_more_queries(code, branch, secretary):
    def rows():
        person = make_person(branch, secretary, Stage.ACTIVIST)
        make_step(person, secretary, StepCode.CONTACTS, date(2026, 1, 8))
        make_item(branch, secretary, date(2026, 3, 2), progress=[(date(2026, 4, 1), "做了")])
        make_month(make_member(branch, secretary), secretary, 202606, paid_on=date(2026, 6, 8))
        make_meeting(branch, secretary, date(2026, 3, 2), title="会")

    wanted = asked(branch, secretary)
    counts = []
    for number in (1, 2):
        for _ in range(number):
            rows()
        with CaptureQueriesContext(connection) as queries:
            BY_CODE[code].collect(wanted)
        counts.append(len(queries))
    assert counts[0] == counts[1]
