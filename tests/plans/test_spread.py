"""Targets asked of each branch, month, quarter or person."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from partywork.orgs.actions import dissolve_organisation, move_organisation
from partywork.orgs.enums import OrgKind
from partywork.plans import spread
from partywork.plans.actions import complete_plan
from partywork.plans.enums import Comparator, Each
from partywork.plans.progress import progress_of_plans
from partywork.plans.spread import register_per_person, spread_of
from tests.factories.declared import make_declared, make_start
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user
from tests.factories.plans import make_plan

pytestmark = pytest.mark.django_db
END, MAY = date(2026, 6, 30), date(2026, 5, 31)


@pytest.fixture
def office():
    """A steady branch meets every month, a slack one in January twice, a new one since it was founded in April."""
    root = make_org(kind=OrgKind.COMMITTEE, name="青禾党委")
    steady, slack = make_org(root, name="甲支部"), make_org(root, name="乙支部")
    new = make_org(root, name="丙支部", founded_on=date(2026, 4, 15))
    by = make_user(root)
    for month in range(1, 7):
        make_meeting(steady, by, date(2026, month, 10))
    for day in (date(2026, 1, 5), date(2026, 1, 25)):
        make_meeting(slack, by, day)
    for month in (5, 6):
        make_meeting(new, by, date(2026, month, 20))
    return root, steady, slack, new, by


def plan(org, by, each, number=1, due=END, **extra):
    facts = {"figure": "支委会次数", "comparator": Comparator.AT_LEAST, "target_milli": number * 1000, **extra}
    return make_plan(org, by, due, each=each, **facts)


def result(item, on=END):
    found = spread_of(item, on)
    return found.text, [(cell.who, cell.when, int(cell.number)) for cell in found.missed]


def test_each_branch_over_the_half_year(office):
    """One founded within it is not asked for all of it."""
    root, *_, by = office
    assert result(plan(root, by, Each.BRANCH, 3)) == ("2个支部中有1个达到", [("乙支部", "", 2)])
    assert result(plan(root, by, Each.BRANCH, 2)) == ("2个支部中有2个达到", [])


def test_each_branch_every_month(office):
    """A month that runs is not judged; the new branch is asked from May on."""
    root, *_, by = office
    item = plan(root, by, Each.BRANCH_MONTH)
    months = [f"2026年{month}月" for month in range(2, 7)]
    assert result(item) == ("3个支部中有2个每月达到", [("乙支部", month, 0) for month in months])
    assert result(item, date(2026, 2, 27)) == ("2个支部中有2个每月达到", [])
    assert len(spread_of(item, END).cells) == 6 + 6 + 2


def test_every_quarter_of_each_branch_and_of_all(office):
    root, *_, by = office
    assert result(plan(root, by, Each.BRANCH_QUARTER, 2)) == (
        "2个支部中有1个每季度达到", [("乙支部", "2026年第二季度", 0)],
    )  # fmt: skip
    assert result(plan(root, by, Each.QUARTER, 5)) == ("2个季度中有2个达到", [])


def test_every_month_of_the_unit_and_an_upper_limit(office):
    root, *_, by = office
    assert result(plan(root, by, Each.MONTH, 2), MAY) == (
        "5个月中有2个月达到",
        [("", "2026年2月", 1), ("", "2026年3月", 1), ("", "2026年4月", 1)],
    )
    assert result(plan(root, by, Each.MONTH, 2, comparator=Comparator.AT_MOST), MAY) == (
        "5个月中有4个月达到", [("", "2026年1月", 3)],
    )  # fmt: skip


def test_nobody_is_due_before_the_first_month_is_over(office):
    root, *_, by = office
    item = plan(root, by, Each.BRANCH_MONTH)
    assert result(item, date(2026, 1, 30)) == ("", [])
    assert progress_of_plans([item], date(2026, 1, 30))[item.pk].met is None


def test_on_its_last_day_a_month_is_over_for_a_report_and_still_runs_for_who_looks_today(office):
    root, *_, by = office
    item = plan(root, by, Each.MONTH, 9)
    day, eve = date(2026, 1, 31), date(2026, 1, 30)
    assert spread_of(item, day).text == "1个月中有0个月达到"
    assert spread_of(item, day, ended_by=eve).text == ""
    assert progress_of_plans([item], END)[item.pk].met_text == "未达到目标"
    assert progress_of_plans([item], END, ended_by=date(2026, 6, 29))[item.pk].met_text == "目前还没有达到目标"


def test_over_the_year(office):
    root, *_, by = office
    item = plan(root, by, Each.BRANCH, 3, due=date(2026, 12, 31), over_year=True, set_on=date(2026, 1, 5))
    assert result(item, END) == ("2个支部中有1个达到", [("乙支部", "", 2)])
    assert item.target_text == "各支部不少于 3 次"


@pytest.mark.parametrize("each", [Each.BRANCH, Each.BRANCH_MONTH, Each.BRANCH_QUARTER, Each.MONTH, Each.QUARTER])
def test_a_past_half_stays_as_it_was_whatever_happens_after_the_data_date(office, each):
    root, steady, slack, _, by = office
    item = plan(root, by, each, 2)
    before = spread_of(item, END), progress_of_plans([item], END)[item.pk]
    make_meeting(slack, by, date(2026, 7, 1))
    move_organisation(org=steady, parent=make_org(kind=OrgKind.COMMITTEE), on=date(2026, 8, 1), by=by)
    dissolve_organisation(org=slack, on=date(2026, 9, 1), reason="合并", by=by)
    item.refresh_from_db()
    complete_plan(
        item=item, version=item.version, done_on=date(2026, 9, 2), result="已完成", by=by, today=date(2026, 9, 2)
    )
    assert (spread_of(item, END), progress_of_plans([item], END)[item.pk]) == before


def test_a_declared_number_counts_in_the_sum_and_makes_no_month_regular(office):
    root, _, _, _, by = office
    late = make_org(root, name="丁支部")
    make_start(late, by, date(2026, 2, 1))
    make_declared(late, by, value=3, days=(date(2026, 1, 1), date(2026, 1, 31)))
    assert result(plan(late, by, Each.BRANCH, 3)) == ("1个支部中有1个达到", [])
    assert result(plan(late, by, Each.MONTH), MAY)[0] == "5个月中有0个月达到"
    progress = progress_of_plans([whole := plan(late, by, Each.WHOLE, 4)], END)[whole.pk]
    assert (progress.actual_text, progress.gap_text, progress.percent) == ("3 次（其中填报 3 次）", "还差 1 次", 75)


def test_people_are_told_by_whoever_knows_them(office, monkeypatch):
    _, steady, *_, by = office
    monkeypatch.setattr(spread, "_per_person", dict(spread._per_person))
    register_per_person("meeting.committee.count", lambda org, window: [("周同", 6), ("吴越", 2)])
    item = plan(steady, by, Each.PERSON, 4, due=date(2026, 12, 31), over_year=True, set_on=date(2026, 1, 5))
    assert result(item) == ("2名党员中有1名达到", [("吴越", "", 2)])


@pytest.mark.parametrize(
    ("of_branch", "changes", "field"),
    [
        (False, {"each": Each.PERSON}, "each"),
        (True, {"each": Each.PERSON}, "figure"),
        (True, {"each": Each.PERSON, "figure": "集中学习学时"}, "over_year"),
        (False, {"each": Each.BRANCH, "figure": "每月召开支委会的支部数"}, "figure"),
        (False, {"each": Each.MONTH, "figure": "整改完成率"}, "figure"),
    ],
)
def test_refused(office, of_branch, changes, field):
    root, steady, *_, by = office
    with pytest.raises(ValidationError) as refused:
        plan(steady if of_branch else root, by, **changes)
    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize(
    ("comparator", "target", "gap", "percent"),
    [
        (Comparator.AT_LEAST, 4, "超过 2 次", 100),
        (Comparator.AT_LEAST, 6, "正好达到", 100),
        (Comparator.AT_LEAST, 8, "还差 2 次", 75),
        (Comparator.AT_MOST, 4, "多出 2 次", None),
        (Comparator.AT_MOST, 8, "还有余量 2 次", None),
    ],
)
def test_by_how_much(office, comparator, target, gap, percent):
    _, steady, *_, by = office
    item = plan(steady, by, Each.WHOLE, target, comparator=comparator)
    progress = progress_of_plans([item], END)[item.pk]
    assert (progress.actual, progress.gap_text, progress.percent) == (Decimal(6), gap, percent)
