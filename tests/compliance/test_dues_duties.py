"""Dues: the months of a branch, and who is three or six months behind."""

from datetime import date

import pytest
from django.urls import reverse

from partywork.compliance.lights import Light
from partywork.compliance.links import shown
from partywork.dues.collecting import open_month
from partywork.dues.enums import ConsentKind
from partywork.entries.actions import cancel_entry
from partywork.members.movements import transfer_within
from partywork.orgs.enums import OrgKind
from partywork.rules.models import Rule
from tests.compliance.reading import lights, one, owed
from tests.factories.dues import make_consent, make_month, make_publication, make_standard
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)
PUBLISHED = "2026年公布党费收缴情况"


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def by(branch):
    return make_user(branch)


@pytest.mark.parametrize(
    ("on", "light"),
    [
        (date(2026, 5, 23), Light.OPEN),
        (date(2026, 5, 24), Light.SOON),
        (date(2026, 5, 31), Light.SOON),  # a Sunday: the month still ends on it
        (date(2026, 6, 1), Light.OVERDUE),
    ],
)
def test_a_month_is_due_on_its_last_day(branch, by, on, light):
    make_month(make_member(branch, by), by, 202605)
    assert one(branch, on, "2026年5月党费").light is light


def test_who_has_not_paid_and_how_much(branch, by):
    for paid_on in (date(2026, 5, 10), None, date(2026, 6, 15)):
        make_month(make_member(branch, by), by, 202605, paid_on=paid_on)
    june = one(branch, date(2026, 6, 14), "2026年5月党费")
    assert (june.light, june.detail) == (Light.OVERDUE, "还有2人没有缴清，共80.00元。请提醒补缴。")
    assert one(branch, date(2026, 6, 15), "2026年5月党费").detail == "还有1人没有缴清，共40.00元。请提醒补缴。"


def test_a_quarterly_payer_is_in_arrears_only_after_the_quarter(branch, by):
    member = make_member(branch, by)
    make_consent(member, by, ConsentKind.QUARTERLY, 202601, 202603, date(2026, 1, 5))
    make_standard(member, by)
    make_month(make_member(branch, by), by, 202601, paid_on=date(2026, 1, 10))
    open_month(org=branch, month=202601, by=by)
    days = (date(2026, 2, 1), date(2026, 3, 31), date(2026, 4, 1))
    lit = [one(branch, day, "2026年1月党费").light for day in days]
    assert lit == [Light.MET, Light.MET, Light.OVERDUE]


def test_paid_in_full_and_exempt(branch, by):
    make_month(make_member(branch, by), by, 202605, paid_on=date(2026, 5, 10))
    make_month(make_member(branch, by), by, 202604, due=0)
    assert lights(branch, date(2026, 6, 1), "dues") == {"2026年5月党费": Light.MET, PUBLISHED: Light.OPEN}


def test_months_due_before_the_half_are_not_listed_again_but_still_count_as_arrears(branch, by):
    member = make_member(branch, by)
    for month in (202510, 202511, 202512):
        make_month(member, by, month)
    assert lights(branch, date(2026, 1, 31), "dues", "arrears") == {
        "2025年12月党费": Light.OVERDUE,  # it fell due a month ago
        "欠缴党费满3个月": Light.SOON,
        PUBLISHED: Light.OPEN,
    }
    assert lights(branch, date(2026, 2, 1), "dues", "arrears") == {
        "欠缴党费满3个月": Light.SOON,
        PUBLISHED: Light.OPEN,
    }


@pytest.mark.parametrize(
    ("months", "on", "expected"),
    [
        ((202601, 202602), date(2026, 3, 1), {}),
        ((202601, 202602, 202603), date(2026, 3, 30), {}),
        ((202601, 202602, 202603), date(2026, 3, 31), {"欠缴党费满3个月": Light.SOON}),
        ((202511, 202512, 202601), date(2026, 2, 1), {"欠缴党费满3个月": Light.SOON}),
        ((202510, 202511, 202601), date(2026, 2, 1), {}),
        ((202509, 202510, 202511, 202512, 202601), date(2026, 2, 28), {"欠缴党费满3个月": Light.SOON}),
        ((202509, 202510, 202511, 202512, 202601, 202602), date(2026, 2, 28), {"欠缴党费满6个月": Light.OVERDUE}),
    ],
)
def test_three_months_in_a_row_warn_and_six_are_red(branch, by, months, on, expected):
    member = make_member(branch, by)
    for month in months:
        make_month(member, by, month)
    assert lights(branch, on, "arrears") == expected


def test_a_run_goes_over_a_transfer_and_does_not_depend_on_who_looks(branch, by):
    root = branch.placements.get().parent
    other = make_org(root)
    member = make_member(branch, by)
    for month in (202601, 202602):
        make_month(member, by, month)
    transfer_within(
        member=member, org=other, group=None, on=date(2026, 3, 1), note="", version=member.version, by=by, today=TODAY
    )
    member.refresh_from_db()
    make_month(member, by, 202603)
    on = date(2026, 4, 1)
    assert lights(other, on, "arrears") == {"欠缴党费满3个月": Light.SOON}
    assert lights(branch, on, "arrears") == {}
    assert [each.org_id for each in owed(root, on, "arrears")] == [other.pk]


def test_the_months_of_a_warning_are_a_rule(branch, by):
    Rule.objects.create(
        code="dues.arrears.warn_months", org=branch, title="提醒", value=2, unit="个月", effective_from=date(2026, 1, 1)
    )
    member = make_member(branch, by)
    for month in (202601, 202602):
        make_month(member, by, month)
    assert lights(branch, date(2026, 3, 1), "arrears") == {"欠缴党费满2个月": Light.SOON}


class TestPublished:
    @pytest.mark.parametrize(
        ("on", "light"),
        [
            (date(2026, 11, 30), Light.OPEN),
            (date(2026, 12, 1), Light.SOON),
            (date(2026, 12, 31), Light.SOON),
            (date(2027, 1, 1), Light.OVERDUE),
        ],
    )
    def test_once_a_year_under_its_article(self, branch, by, on, light):
        make_meeting(branch, by, date(2026, 5, 8))  # the branch keeps its records here
        found = one(branch, on, PUBLISHED)
        assert (found.light, found.rule.code) == (light, "dues.publish.frequency")

    def test_told_on_any_day_of_the_year_it_is_done(self, branch, by):
        make_publication(branch, by, date(2025, 12, 31), 2025)
        assert one(branch, TODAY, PUBLISHED).light is Light.OPEN
        cancelled = make_publication(branch, by, date(2026, 1, 2), 2025)
        assert one(branch, TODAY, PUBLISHED).light is Light.MET
        assert one(branch, date(2026, 1, 1), PUBLISHED).light is Light.OPEN  # not yet known then
        cancel_entry(entry=cancelled, version=1, reason="记错", by=by)
        assert one(branch, TODAY, PUBLISHED).light is Light.OPEN

    def test_its_light_leads_to_the_page_that_logs_it_and_then_to_the_record(self, branch, by):
        new = f"{reverse('dues_publications:create')}?org={branch.pk}"
        open_item = shown(one(branch, TODAY, PUBLISHED), branch, TODAY, may_log=True)
        assert (open_item["url"], open_item["action_label"]) == (new, "去登记")
        make_publication(branch, by, date(2026, 1, 2), 2025)
        done = shown(one(branch, TODAY, PUBLISHED), branch, TODAY, may_log=True)
        assert done["url"].startswith(reverse("dues_publications:list"))
        assert done["action_label"] == "看记录"

    def test_only_branches_owe_it(self, branch):
        root = branch.placements.get().parent
        assert [each.org_id for each in owed(root, TODAY, "dues")] == [branch.pk]
