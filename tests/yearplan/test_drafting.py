"""What the rules suggest for a year, and that it is planned once."""

from datetime import date

import pytest

from partywork.access.scope import Scope
from partywork.members.enums import Stage
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation, Profile
from partywork.plans.enums import Each
from partywork.plans.models import PlanItem
from partywork.plans.progress import progress_of_plans
from partywork.rules.actions import set_local_rule
from partywork.yearplan.actions import Chosen, take_proposals
from partywork.yearplan.drafting import proposals
from partywork.yearplan.queries import planned_already
from tests.factories.committees import make_term
from tests.factories.development import make_person
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.rectification import make_item

pytestmark = pytest.mark.django_db
JANUARY, END = date(2027, 1, 8), date(2027, 12, 31)


@pytest.fixture
def branch():
    root = make_org(kind=OrgKind.COMMITTEE)
    branch = make_org(root)
    Profile.objects.filter(org=branch).update(activity_day="month_day", activity_number=5, contact_leader="周宁")
    return branch


def drafted(org, on=JANUARY, year=2027):
    alone = Scope(Organisation.objects.filter(pk=org.pk).order_by().values("pk"), on)
    return {each.code: each for each in proposals(org, alone, year, on)}


def texts(org, **kwargs):
    return [each.text for each in drafted(org, **kwargs).values()]


def test_what_recurs_for_a_branch(branch):
    found = drafted(branch)
    assert {code: (each.text, each.figure, each.each, each.number) for code, each in found.items() if each.figure} == {
        "committee": ("每月召开支委会不少于1次", "支委会次数", Each.MONTH, 1),
        "theme_day": ("每月开展主题党日（每月5日）不少于1次", "主题党日次数", Each.MONTH, 1),
        "general": ("每季度召开党员大会不少于1次", "党员大会次数", Each.QUARTER, 1),
        "lecture": ("每季度组织党课不少于1次", "党课次数", Each.QUARTER, 1),
        "life": ("年内召开组织生活会不少于1次", "组织生活会次数", Each.WHOLE, 1),
        "appraisal": ("年内开展民主评议党员不少于1次", "民主评议次数", Each.WHOLE, 1),
        "talk_committee": ("年内开展支委之间谈心谈话不少于1次", "谈心谈话次数@双方=支委之间", Each.WHOLE, 1),
        "talk_committee_member": ("年内开展支委与党员谈心谈话不少于1次", "谈心谈话次数@双方=支委与党员", Each.WHOLE, 1),
        "talk_members": ("年内开展党员之间谈心谈话不少于1次", "谈心谈话次数@双方=党员之间", Each.WHOLE, 1),
        "contact": (found["contact"].text, "联系点走访次数", found["contact"].each, found["contact"].number),
        "hours": ("每名党员集中学习培训不少于32学时", "集中学习学时", Each.PERSON, 32),
    }
    assert found["committee"].why == "《中国共产党支部工作条例（试行）》第十二条"
    assert found["dues_publish"].text == "向党员公布党费收缴情况，年内不少于1次"
    assert {each.due_on for each in found.values()} == {END}


def test_what_falls_due_without_a_name(branch):
    by = make_user(branch)
    make_term(branch, by, date(2024, 5, 20))
    make_person(branch, by, Stage.PROBATIONARY, admitted_on=date(2026, 6, 10))
    make_person(branch, by, Stage.ACTIVIST)
    make_item(branch, by, date(2026, 5, 1), title="活动室开放时间短", due_on=date(2027, 3, 15))
    make_item(branch, by, date(2026, 5, 1), title="记录不全", due_on=date(2026, 9, 15))
    early = [(each.text, each.due_on) for each in drafted(branch).values() if each.due_on < END]
    assert early == [
        ("办结整改问题“记录不全”", date(2027, 1, 31)),
        ("办结整改问题“活动室开放时间短”", date(2027, 3, 15)),
        ("完成换届，本届任期5月20日届满", date(2027, 5, 20)),
        ("讨论6月10日预备期满的党员能否转正", date(2027, 6, 10)),
        ("上半年考察入党积极分子", date(2027, 6, 30)),
    ]
    assert "下半年考察入党积极分子" in texts(branch)


def test_last_years_meeting_is_still_to_be_held_and_made_up_once_it_is_late(branch):
    make_meeting(branch, make_user(branch), date(2026, 3, 5))
    found = {day: [text for text in texts(branch, on=day) if "开2026年" in text] for day in (JANUARY, date(2027, 4, 1))}
    assert found == {
        JANUARY: ["召开2026年组织生活会", "召开2026年民主评议"],
        date(2027, 4, 1): ["补开2026年组织生活会", "补开2026年民主评议"],
    }


def test_the_next_year_can_be_drafted_before_it_begins(branch):
    november = texts(branch, on=date(2026, 11, 30), year=2027)
    assert "每月召开支委会不少于1次" in november
    assert "每名党员集中学习培训不少于32学时" in november


def test_a_superior_asks_each_branch(branch):
    root = branch.placements.get().parent
    found = drafted(root)
    assert {code: (each.text, each.each) for code, each in found.items() if code.startswith("branches_")} == {
        "branches_committee": ("各支部每月召开支委会不少于1次", Each.BRANCH_MONTH),
        "branches_theme_day": ("各支部每月开展主题党日不少于1次", Each.BRANCH_MONTH),
        "branches_general": ("各支部每季度召开党员大会不少于1次", Each.BRANCH_QUARTER),
        "branches_lecture": ("各支部每季度组织党课不少于1次", Each.BRANCH_QUARTER),
    }
    assert found["leader_lecture"].text == "年内书记讲党课不少于1次"


def test_what_a_unit_asks_for_once_a_year_is_asked_of_each_branch_and_what_it_waives_of_nobody(branch):
    root = branch.placements.get().parent
    by = make_user(root)
    for code, value in (
        ("meeting.lecture.frequency", {"times": 1, "every": "half_year"}),
        ("training.member_hours", 0),
    ):
        set_local_rule(
            code=code, org=root, value=value, effective_from=JANUARY, note="街道年度安排", by=by, today=JANUARY
        )
    lecture = drafted(root)["branches_lecture"]
    assert (lecture.text, lecture.each, lecture.number) == ("各支部每半年组织党课不少于1次", Each.BRANCH, 2)
    assert "hours" not in drafted(branch)


def test_what_is_taken_is_a_plan_item_with_its_target_and_is_offered_no_more(branch):
    by = make_user(branch)
    found = drafted(branch)
    chosen = [Chosen(found[code], found[code].text, END, "周同") for code in ("committee", "dues_publish")]
    for _ in range(2):
        take_proposals(org=branch, year=2027, chosen=chosen, by=by, today=JANUARY)
    item, publish = PlanItem.objects.order_by("pk")
    assert (item.target_text, item.over_year, item.owner, item.theme) == ("每月不少于 1 次", True, "周同", "三会一课")
    assert item.remark == "按规则起草。依据：《中国共产党支部工作条例（试行）》第十二条"
    assert publish.target_text == ""
    assert set(planned_already(branch, 2027, found.values())) == {"committee", "dues_publish"}


def test_the_hours_of_each_member_are_counted(branch):
    by = make_user(branch)
    for name in ("周同", "吴越"):
        make_member(branch, by, name=name)
    hours = drafted(branch, on=date(2026, 1, 8), year=2026)["hours"]
    [item] = take_proposals(
        org=branch, year=2026, chosen=[Chosen(hours, hours.text, date(2026, 12, 31), "")], by=by, today=date(2026, 1, 8)
    )
    make_meeting(branch, by, date(2026, 3, 10), hours=20, expected=2, present=2)
    progress = progress_of_plans([item], date(2026, 6, 30))[item.pk]
    assert progress.spread is not None
    assert (progress.spread.text, progress.target_text) == ("2名党员中有0名达到", "每名党员不少于 32 学时")
