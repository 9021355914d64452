"""Targets asked of each one, and over the year, in the next report: met, missed, by how much."""

from datetime import date

import pytest

from partywork.common.periods import HalfYear, Year
from partywork.plans.enums import Comparator, Each
from summaries.compile import compile_report
from summaries.reports.desk import draft_of
from tests.factories import meetings
from tests.factories.meetings import make_meeting
from tests.factories.plans import make_plan
from tests.summaries.office import COMMITTEE, THEME, Office, make_office, order

pytestmark = pytest.mark.django_db
END, YEAR_END = date(2026, 6, 30), date(2026, 12, 31)


@pytest.fixture
def office() -> Office:
    return make_office()


def target(office: Office, text: str, figure: str, each: Each, number: int = 1, due: date = END, **extra):
    return make_plan(
        office.root, office.by, due, text=text, figure=figure, each=each, comparator=Comparator.AT_LEAST,
        target_milli=number * 1000, set_on=date(2026, 1, 5), theme="主题党日", **extra,
    )  # fmt: skip


def looked_back(office: Office, *args) -> str:
    draft, _ = compile_report(order(office.root, *args))
    text = next(item.text for item in draft.items if item.key == "looking_back")
    return draft_of(order(office.root, *args))[0].plain(text).partition("对照目标，")[2]


def missed(office: Office, *args) -> dict[str, str]:
    draft, _ = compile_report(order(office.root, *args))
    plain = draft_of(order(office.root, *args))[0].plain
    return {item.text: plain(item.figured) for item in draft.items if item.key.startswith("finding:target")}


def test_each_branch_every_month_and_every_quarter(office):
    target(office, "各支部每月1次主题党日", "主题党日次数", Each.BRANCH_MONTH)
    target(office, "党工委范围每季度不少于2次支委会", "支委会次数", Each.QUARTER, 2)
    assert looked_back(office) == (
        "“各支部每月1次主题党日”2个支部中有1个每月达到，“党工委范围每季度不少于2次支委会”2个季度中有2个达到。"
    )
    assert missed(office) == {
        "“各支部每月1次主题党日”没有达到目标": "“各支部每月1次主题党日”没有达到目标，2个支部中有1个每月达到"
    }


def test_the_number_leads_to_the_plan_item(office):
    item = target(office, "各支部每月1次主题党日", "主题党日次数", Each.BRANCH_MONTH)
    compiled, _ = draft_of(order(office.root))
    figure = next(each for each in compiled.document.figures if "对照" in each.token)
    assert (figure.printed, figure.number, figure.evidence_url) == ("2个支部中有1个每月达到", 1, f"/plans/{item.pk}/")
    assert figure.definition.endswith(
        "此处为对照计划“各支部每月1次主题党日”（各支部每月不少于 1 次），"
        "2026年上半年，应达到2，达到1，截至2026年6月30日"
    )


def test_over_the_year_told_from_its_beginning(office, monkeypatch):
    monkeypatch.setattr(meetings, "TODAY", date(2027, 1, 1))
    target(office, "全年支委会不少于9次", "支委会次数", Each.WHOLE, 9, YEAR_END, over_year=True)
    make_meeting(office.steady, office.by, date(2026, 8, 10), COMMITTEE)
    second = (HalfYear(2026, 2), YEAR_END)
    assert looked_back(office, *second) == "“全年支委会不少于9次”实际8次。"
    assert missed(office, *second) == {
        "“全年支委会不少于9次”没有达到目标": "“全年支委会不少于9次”没有达到目标，实际为8次"
    }
    assert looked_back(office, Year(2026), YEAR_END) == "“全年支委会不少于9次”实际8次。"
    make_meeting(office.steady, office.by, date(2026, 9, 10), COMMITTEE, THEME)
    assert missed(office, *second) == {}


def test_a_plan_of_another_unit_or_given_up_is_not_told(office):
    item = target(office, "各支部每月1次主题党日", "主题党日次数", Each.BRANCH_MONTH)
    plain = draft_of(order(office.steady))[0].plain
    assert plain(f"{{主题党日次数|对照{item.pk}}}") == "【待补】"
