"""The sheet of organisations: out of the system and in again."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from partywork.access.permissions import Role
from partywork.orgs import ledger
from partywork.orgs.actions import add_tag
from partywork.orgs.enums import OrgKind, Sector
from partywork.orgs.ledger import LEDGER
from partywork.orgs.models import Organisation, Placement
from tests.factories.orgs import make_org, make_user
from tests.refusals import told

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)
ROW = {
    "简称": "新苑支部", "编码": "QH-07", "全称": "中共青禾街道新苑社区支部委员会", "组织类别": "党支部",
    "上级党组织": "QH", "成立日期": "2019-06-01", "领域": "社区", "书记": "周 同", "联系领导": "",
    "主题党日": "每月第一个周五", "联系电话": 66550000,
}  # fmt: skip


@pytest.fixture
def root():
    return make_org(kind=OrgKind.WORKING_COMMITTEE, code="QH", name="青禾街道工作委员会")


def take(root, **changes):
    values, errors = LEDGER.read_row({**ROW, **changes})
    assert errors == {}
    return ledger.take(values, org=root, by=None, today=TODAY)


def test_a_row_becomes_an_organisation_in_its_place(root):
    org = take(root)
    profile = org.profiles.get()
    assert (org.short_name, org.kind, org.founded_on, org.phone) == (
        "新苑支部", OrgKind.BRANCH, date(2019, 6, 1), "66550000",
    )  # fmt: skip
    assert (profile.sector, profile.secretary, profile.activity_rule.words) == (
        Sector.COMMUNITY, "周同", "每月第一个周五",
    )  # fmt: skip
    assert Placement.objects.get(org=org).parent == root


def test_the_same_row_again_adds_nothing_and_a_taken_code_is_refused(root):
    assert take(root) == take(root)
    assert Organisation.objects.count() == 2
    assert "已被“中共青禾街道新苑社区支部委员会”使用" in told(lambda: take(root, 全称="另一个"))


def test_the_superior_may_stand_above_in_the_same_sheet(root):
    general = take(root, 编码="QH-Z1", 全称="东片总支部", 简称="东片总支", 组织类别="党总支")
    branch = take(root, 上级党组织="东片总支部")
    assert Placement.objects.get(org=branch).parent == general


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"上级党组织": "别的街道"}, "没有编码或全称是“别的街道”的党组织"),
        ({"成立日期": "2027-01-01"}, "成立日期在今天之后"),
        ({"联系电话": "12"}, "电话号码的格式不对"),
    ],
)
def test_a_refused_row_says_why(root, changes, message):
    assert message in told(lambda: take(root, **changes))
    assert Organisation.objects.count() == 1


def test_an_organisation_outside_the_office_is_no_superior(root):
    make_org(kind=OrgKind.COMMITTEE, code="OTHER")
    assert "没有编码或全称" in told(lambda: take(root, 上级党组织="OTHER"))


def test_cells_that_mean_nothing_are_named(root):
    _, errors = LEDGER.read_row({**ROW, "组织类别": "小组", "主题党日": "随时", "领域": ""})
    assert sorted(errors) == ["主题党日", "组织类别", "领域"]


def test_exported_rows_read_back_to_the_same_values(root, client):
    org = take(root)
    add_tag(org=org, tag="示范点", since=TODAY, by=None)
    client.force_login(make_user(root, Role.MANAGER))
    response = client.get(reverse("orgs:list"), {"export": "xlsx", "q": "新苑"})
    sheet = load_workbook(BytesIO(response.content)).active
    head, row = [list(cells) for cells in sheet.iter_rows(values_only=True)][-2:]
    exported = dict(zip(head, row, strict=True))
    assert (exported["标签"], exported["上级党组织"]) == ("示范点", "中共青禾街道工作委员会")
    values, errors = LEDGER.read_row(exported)
    assert errors == {}
    assert values == LEDGER.read_row({**ROW, "上级党组织": "中共青禾街道工作委员会"})[0]
