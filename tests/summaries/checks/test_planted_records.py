"""Faults that only the records can tell: 个别 for nine of twelve, 全部 at 96 %, 每月 of one branch that is not."""

from datetime import date

import pytest

from partywork.meetings.enums import MeetingKind
from partywork.orgs.enums import OrgKind
from summaries.checks import errors
from summaries.facts import Facts
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user
from tests.summaries.checks.drafts import findings
from tests.summaries.office import order

pytestmark = pytest.mark.django_db
MONTHS = range(1, 7)


def monthly(branch, months=MONTHS, **more) -> None:
    by = make_user(branch)
    for month in months:
        make_meeting(branch, by, date(2026, month, 10), MeetingKind.COMMITTEE, **more)


def test_few_is_not_nine_of_twelve_by_the_records():
    root = make_org(kind=OrgKind.COMMITTEE)
    for number in range(12):
        monthly(make_org(root), MONTHS if number < 3 else (2,))
    facts = Facts(order(root))
    said = findings(facts, "个别支部支委会召开不够经常，没有做到每月一次。", part="problem")
    assert errors(said) == ["“个别”与数字不符：没有做到每月召开支委会的，12个中有9个，应写“多数”"]
    assert errors(findings(facts, "各支部每月召开支委会。")) == [
        "“每月”不成立：12个支部中做到每月支委会的有3个，请照实写"
    ]
    assert errors(findings(facts, "多数支部支委会召开不够经常，没有做到每月一次。", part="problem")) == []


@pytest.mark.parametrize(("present", "rate"), [(24, "96"), (2499, "99.9")])
def test_all_of_them_is_not_96_percent_nor_nearly_all(present: int, rate: str):
    branch = make_org()
    monthly(branch, (5,), present=present, expected=2500 if present > 100 else 25)
    facts = Facts(order(branch))
    said = errors(findings(facts, "参加率{组织生活参加率}%，党员全部到会。"))
    assert said == [f"“全部”不成立：同一句里写的是{rate}%，请照实写"]


def test_every_month_of_a_branch_that_missed_one():
    branch = make_org()
    monthly(branch, (1, 2, 3, 5, 6))
    said = errors(findings(Facts(order(branch)), "支部每月召开支委会。"))
    assert said == ["“每月”不成立：每月支委会应有6期，有记录的5期，请照实写"]
