"""Drafting in the browser, and the plan to print."""

import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from partywork.access.permissions import Role
from partywork.orgs.enums import OrgKind
from partywork.plans.models import PlanItem
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


def address(year: int) -> str:
    return f"{reverse('year_plan:draft')}?year={year}"


def typed(page, *codes: str, **changes: str) -> dict[str, str]:
    """The form as the browser sends it, with only these lines ticked."""
    data: dict[str, str] = {}
    for line in page.context["lines"]:
        data |= {f"{line.prefix}-{name}": str(line[name].value() or "") for name in ("text", "due_on", "owner")}
        if line.prefix in codes:
            data[f"{line.prefix}-taken"] = "on"
    return data | {name.replace("__", "-"): value for name, value in changes.items()}


def test_ticked_lines_are_saved_as_changed_and_drafting_again_offers_the_rest(branch, secretary, client):
    year = timezone.localdate().year
    page = client.get(address(year))
    before = [line.prefix for line in page.context["lines"]]
    response = client.post(
        address(year), typed(page, "committee", "hours", committee__text="每月5日召开支委会", committee__owner="周同")
    )
    assert response.url == f"{reverse('year_plan:year')}?org={branch.pk}&year={year}"
    assert sorted(PlanItem.objects.values_list("text", "owner", "due_on")) == [
        ("每名党员集中学习培训不少于32学时", "", date(year, 12, 31)), ("每月5日召开支委会", "周同", date(year, 12, 31)),
    ]  # fmt: skip
    again = client.get(address(year))
    assert [line.prefix for line in again.context["lines"]] == [
        code for code in before if code not in ("committee", "hours")
    ]
    assert sorted(each["label"] for each in again.context["already"]) == [
        "每名党员集中学习培训不少于32学时",
        "每月5日召开支委会",
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"committee__due_on": "1999-01-01"}, "完成期限要在"),
        ({"committee__text": ""}, "请填写。"),
    ],
)
def test_a_wrong_line_keeps_what_was_typed(branch, secretary, client, changes, message):
    page = client.get(address(timezone.localdate().year))
    response = client.post(
        address(timezone.localdate().year), typed(page, "committee", committee__owner="周同", **changes)
    )
    assert response.status_code == 422
    assert message in response.content.decode()
    assert 'value="周同"' in response.content.decode()
    assert not PlanItem.objects.exists()


def test_nothing_ticked(branch, secretary, client):
    response = client.post(address(timezone.localdate().year), {})
    assert (response.status_code, response.context["error"]) == (422, "还没有勾选事项。请勾选要列入计划的，再保存。")


def test_the_year_to_print_and_as_a_workbook(branch, secretary, client):
    year = timezone.localdate().year
    page = client.get(address(year))
    client.post(address(year), typed(page, "committee", "dues_publish"))
    url = f"{reverse('year_plan:year')}?year={year}"
    text = client.get(url).content.decode()
    assert text.count("<tr>") == 3
    assert "每月不少于 1 次" in text
    book = load_workbook(io.BytesIO(client.get(f"{url}&export=xlsx").content))
    rows = [row for row in book.active.iter_rows(values_only=True) if isinstance(row[0], int)]
    assert [(row[0], row[2], row[3]) for row in rows] == [
        (1, "每月召开支委会不少于1次", "每月不少于 1 次"), (2, "向党员公布党费收缴情况，年内不少于1次", None),
    ]  # fmt: skip


def test_a_far_year_a_foreign_unit_and_a_reader(branch, secretary, client):
    foreign = make_org()
    assert client.get(address(1999)).status_code == 404
    assert client.get(f"{reverse('year_plan:draft')}?org={foreign.pk}").status_code == 404
    client.force_login(make_user(branch, Role.READER))
    assert client.get(reverse("year_plan:draft")).status_code == 403
    page = client.get(reverse("year_plan:year"))
    assert (page.status_code, page.context["primary"], page.context["more"]) == (200, None, [])


def test_the_plans_page_leads_here(branch, secretary, client):
    more = client.get(reverse("plans:list")).context["more"]
    assert more[0] == {"label": "按规则起草全年计划", "url": reverse("year_plan:draft")}
