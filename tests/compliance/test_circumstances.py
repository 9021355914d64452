"""Hints about members away, out of touch or suspended: how many, at the month's boundary, never who."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.compliance.lights import Light
from partywork.members.enums import Closing, Flag
from partywork.members.movements import leave
from partywork.orgs.enums import OrgKind
from partywork.rules.models import Rule
from tests.compliance.reading import owed
from tests.factories.members import TODAY, make_flag, make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def by(branch):
    return make_user(branch)


def hints(org, on):
    found = owed(org, on, "circumstances")
    assert {each.light for each in found} <= {Light.HINT}
    return [(each.rule.code, each.detail) for each in found]


@pytest.mark.parametrize(
    ("flag", "code", "text"),
    [
        (
            Flag.FLOATING,
            "member.floating_months",
            "有2名党员外出满6个月。请联系了解近况；在外地安定下来的，同本人商量转接组织关系。",
        ),
        (
            Flag.LOST,
            "member.lost_months",
            "有2名党员满6个月没有联系上。请继续查找，了解情况后由支部研究，报上级决定。",
        ),
    ],
)
def test_six_months_to_the_day(branch, by, flag, code, text):
    for _ in range(2):
        make_flag(make_member(branch, by), by, flag, date(2025, 8, 31))
    make_flag(make_member(branch, by), by, flag, date(2026, 1, 1))
    assert hints(branch, date(2026, 2, 27)) == []
    assert hints(branch, date(2026, 2, 28)) == [(code, text)]


def test_two_years_after_a_suspension(branch, by):
    member = make_member(branch, by)
    leave(
        member=member, closing=Closing.SUSPENDED, on=date(2024, 2, 29), note="", version=member.version, by=by,
        today=TODAY,
    )  # fmt: skip
    assert hints(branch, date(2026, 2, 27)) == []
    assert hints(branch, date(2026, 2, 28)) == [
        (
            "member.lost_removal_months",
            "有1人停止党籍满24个月，还没有登记后来的决定。请支部研究，报上级决定；已有决定的请补登。",
        )
    ]


def test_the_months_are_those_of_the_place(branch, by):
    make_flag(make_member(branch, by), by, Flag.FLOATING, date(2026, 1, 1))
    Rule.objects.create(
        code="member.floating_months", org=branch, title="外出不能参加组织生活即为流动党员", value=3, unit="个月",
        effective_from=date(2020, 1, 1),
    )  # fmt: skip
    assert hints(branch, date(2026, 3, 31)) == []
    assert [code for code, _ in hints(branch, date(2026, 4, 1))] == ["member.floating_months"]


@time_machine.travel("2026-05-12 10:00+08:00", tick=False)
@pytest.mark.parametrize("is_manager", [False, True])
def test_the_page_names_nobody(branch, by, client, is_manager):
    make_flag(make_member(branch, by, name="吴越"), by, Flag.LOST, date(2025, 1, 1))
    client.force_login(make_user(branch.placements.get().parent, Role.MANAGER) if is_manager else by)
    page = client.get(f"{reverse('compliance:owed')}?org={branch.pk}&duty=circumstances").content.decode()
    assert "有1名党员满6个月没有联系上" in page
    assert "吴越" not in page
