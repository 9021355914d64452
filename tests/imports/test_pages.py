"""Importing in the browser."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.meetings.models import Meeting
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation
from tests.factories.orgs import make_org, make_user
from tests.factories.workbooks import fill, meeting_row

pytestmark = pytest.mark.django_db
URL = "/import/"


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


def upload(content: io.BytesIO, name: str = "台账.xlsx", **more: str) -> dict[str, object]:
    return {"workbook": SimpleUploadedFile(name, content.getvalue()), **more}


def test_the_page_offers_the_template(secretary, client):
    assert reverse("imports:template") in client.get(URL).content.decode()
    response = client.get(reverse("imports:template"))
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")


def test_a_check_writes_nothing_and_says_how_to_go_on(branch, secretary, client):
    response = client.post(URL, upload(fill(会议活动=[meeting_row(branch, "1")])))
    assert response.status_code == 200
    assert "检查通过，还没有写入" in response.content.decode()
    assert Meeting.objects.count() == 0


def test_with_the_box_ticked_a_sound_workbook_is_written(branch, secretary, client):
    response = client.post(URL, upload(fill(会议活动=[meeting_row(branch, "1")]), commit="on"))
    assert "已导入，新增 1 条" in response.content.decode()
    assert Meeting.objects.get().created_by == secretary


def test_a_wrong_row_is_listed_and_nothing_is_written_though_the_box_was_ticked(branch, secretary, client):
    rows = [meeting_row(branch, "1"), meeting_row(branch, "2", 实到=9)]
    response = client.post(URL, upload(fill(会议活动=rows), commit="on"))
    page = response.content.decode()
    assert response.status_code == 422
    assert "有 1 处需要改，没有写入任何内容" in page
    assert "实到9人多于应到3人" in page
    assert Meeting.objects.count() == 0


def test_a_secretary_cannot_write_for_another_branch(branch, secretary, client):
    sibling = make_org(branch.placements.get().parent)
    page = client.post(URL, upload(fill(会议活动=[meeting_row(sibling, "1")]), commit="on")).content.decode()
    assert "管理范围内没有编码或全称是" in page
    assert Meeting.objects.count() == 0


def test_a_secretary_of_an_upper_organisation_writes_for_that_one_alone(client):
    upper = make_org(kind=OrgKind.GENERAL_BRANCH)
    below = make_org(upper)
    client.force_login(make_user(upper))
    page = client.post(URL, upload(fill(会议活动=[meeting_row(below, "1")]), commit="on")).content.decode()
    assert "管理范围内没有编码或全称是" in page


def new_organisation(parent: Organisation) -> io.BytesIO:
    row = {
        "简称": "新支部", "编码": "NEW", "全称": "中共青禾新支部委员会", "组织类别": "党支部",
        "上级党组织": parent.code, "成立日期": "2025-03-01", "领域": "社区",
    }  # fmt: skip
    meeting = meeting_row(parent, "1", 党组织="NEW")
    return fill(会议活动=[meeting], 党组织=[row])


def test_organisations_come_in_only_by_those_who_maintain_them(branch, secretary, client):
    page = client.post(URL, upload(new_organisation(branch), commit="on")).content.decode()
    assert "您没有“维护组织架构”的权限，不能导入党组织" in page
    assert Organisation.objects.filter(code="NEW").count() == 0
    root = branch.placements.get().parent
    client.force_login(make_user(root, Role.MANAGER))
    page = client.post(URL, upload(new_organisation(root), commit="on")).content.decode()
    assert "已导入，新增 2 条" in page
    assert Meeting.objects.get().org.code == "NEW"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("台账.xls", b"x", "请上传 .xlsx 文件"),
        ("台账.xlsx", b"", "文件是空的"),
        ("台账.xlsx", b"PK\x03\x04", "文件已损坏"),
    ],
)
def test_files_that_are_no_workbook_are_refused_beside_the_field(secretary, client, name, content, message):
    response = client.post(URL, upload(io.BytesIO(content), name))
    assert response.status_code == 422
    assert message in response.content.decode()


def test_a_reader_may_not_import(branch, client):
    client.force_login(make_user(branch, Role.READER))
    assert client.get(URL).status_code == 403
    assert client.post(URL, upload(fill(会议活动=[meeting_row(branch, "1")]))).status_code == 403
