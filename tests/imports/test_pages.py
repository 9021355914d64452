"""The template's workbook in the browser, who may do what, and files that are turned away."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.imports import steps as import_steps
from partywork.imports.enums import State
from partywork.imports.models import ImportBatch
from partywork.jobs.models import Job
from partywork.jobs.running import Run
from partywork.jobs.worker import run_next
from partywork.meetings.models import Meeting
from partywork.members.models import Member
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation
from tests.factories.orgs import make_org, make_user
from tests.factories.rosters import person, roster
from tests.factories.workbooks import fill, meeting_row
from tests.imports.steps import URL, assigned, counts, fixed, opened, page_of, send, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_of_july", "kept_apart")]


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


def test_the_page_offers_the_template(secretary, client):
    assert reverse("imports:template") in client.get(URL).content.decode()
    response = client.get(reverse("imports:template"))
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")


def test_the_templates_workbook_needs_no_columns_and_is_written_when_asked(branch, secretary, client):
    batch = opened(client, fill(会议活动=[meeting_row(branch, "1")]).getvalue())
    assert (batch.state, counts(batch), Meeting.objects.count()) == (State.CHECKED, [["会议活动", 1, 0, 0, 0]], 0)
    page = send(client, batch, "commit").content.decode()
    assert "已导入，新增 1 条" in page
    assert Meeting.objects.get().created_by == secretary


def test_a_refused_record_is_put_right_on_the_page(branch, secretary, client):
    rows = [meeting_row(branch, "1"), meeting_row(branch, "2", 实到=9)]
    batch = opened(client, fill(会议活动=rows).getvalue())
    page = page_of(client, batch).content.decode()
    assert "「实到」实到9人多于应到3人" in page
    send(client, batch, "commit")
    assert Meeting.objects.count() == 0
    fixed(client, batch, c__0__3__present="3")
    send(client, batch, "commit")
    assert Meeting.objects.count() == 2


def test_what_is_doubtful_is_confirmed_on_the_page(branch, secretary, client):
    rows = [meeting_row(branch, "1", 议题="同一个议题"), meeting_row(branch, "2", 议题="同一个议题")]
    batch = opened(client, fill(会议活动=rows).getvalue())
    assert counts(batch)[0][4] == 1
    fixed(client, batch, c__0__3__confirmed="是")
    assert counts(batch) == [["会议活动", 2, 0, 0, 0]]


def test_a_secretary_cannot_write_for_another_branch(branch, secretary, client):
    sibling = make_org(branch.placements.get().parent)
    batch = opened(client, fill(会议活动=[meeting_row(sibling, "1")]).getvalue())
    assert "管理范围内没有编码或全称是" in page_of(client, batch).content.decode()


def new_organisation(parent: Organisation) -> bytes:
    row = {
        "简称": "新支部", "编码": "NEW", "全称": "中共青禾新支部委员会", "组织类别": "党支部",
        "上级党组织": parent.code, "成立日期": "2025-03-01", "领域": "社区",
    }  # fmt: skip
    meeting = meeting_row(parent, "1", 党组织="NEW")
    return fill(会议活动=[meeting], 党组织=[row]).getvalue()


def test_organisations_come_in_only_by_those_who_maintain_them(branch, secretary, client):
    batch = opened(client, new_organisation(branch))
    assert "您没有“维护组织架构”的权限，不能导入党组织" in page_of(client, batch).content.decode()
    send(client, batch, "commit")
    assert Organisation.objects.filter(code="NEW").count() == 0
    root = branch.placements.get().parent
    client.force_login(make_user(root, Role.MANAGER))
    batch = opened(client, new_organisation(root))
    send(client, batch, "commit")
    assert Meeting.objects.get().org.code == "NEW"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("台账.xls", b"x", "这是旧版 .xls 文件。请在 Excel 或 WPS 里打开，另存为"),
        ("台账.xlsm", b"x", "带宏的工作簿"),
        ("台账.exe", b"x", "请上传 .xlsx 或 .csv 文件"),
        ("台账.xlsx", b"", "文件是空的"),
        ("台账.xlsx", b"PK\x03\x04", "文件已损坏"),
        ("台账.csv", b"a\0b", "这个文件不是文字表格"),
    ],
)
def test_files_that_cannot_be_read_are_refused_beside_the_field(secretary, client, name, content, message):
    response = upload(client, content, name)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert list(ImportBatch.objects.exclude(state=State.DROPPED)) == []


def test_a_reader_may_not_import(branch, client):
    client.force_login(make_user(branch, Role.READER))
    assert client.get(URL).status_code == 403
    assert client.post(URL, {"workbook": SimpleUploadedFile("a.xlsx", b"x")}).status_code == 403


def test_who_serves_two_branches_says_for_which(branch, client):
    from partywork.accounts.actions import appoint
    from tests.factories.orgs import FOUNDED

    user, other = make_user(branch), make_org()
    appoint(user=user, org=other, role=Role.SECRETARY, since=FOUNDED, by=None)
    client.force_login(user)
    batch = opened(client, roster([person(1)]).getvalue(), org=str(other.pk))
    assigned(client, batch)
    send(client, batch, "commit")
    assert Member.objects.get().org == other


def test_a_large_file_goes_through_background_work(branch, secretary, client, monkeypatch):
    monkeypatch.setattr("partywork.imports.views.AT_ONCE_BYTES", 1)
    monkeypatch.setattr(import_steps, "AT_ONCE_ROWS", 1)
    batch = opened(client, roster([person(1), person(2)]).getvalue())
    assert batch.state == State.READING
    assert Job.objects.get().title == "读取“花名册.xlsx”"
    assert "排队中" in page_of(client, batch).content.decode()
    fragment = client.get(f"{URL}{batch.pk}/", headers={"HX-Request": "true"})
    assert fragment.content.decode().startswith('<div id="job"')
    run_next("w")
    assert client.get(f"{URL}{batch.pk}/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    batch.refresh_from_db()
    assigned(client, batch)
    run_next("w")
    send(client, batch, "commit")
    assert (batch.state, Member.objects.count()) == (State.CHECKED, 0)
    run_next("w")
    batch.refresh_from_db()
    assert (batch.state, Member.objects.count()) == (State.DONE, 2)
    assert {job.state for job in Job.objects.all()} == {"done"}


def test_what_is_wrong_is_told_while_the_rest_is_still_checked(branch, secretary, client, monkeypatch):
    batch = opened(client, roster([person(number, 性别="无") for number in (1, 2)] + [person(3)]).getvalue())
    monkeypatch.setattr(import_steps, "AT_ONCE_ROWS", 0)
    monkeypatch.setattr("partywork.imports.people.BLOCK", 1)
    told, step = [], Run.step

    def looked_at(run: Run, *args: Any) -> None:
        step(run, *args)
        page = client.get(f"{URL}{batch.pk}/", headers={"HX-Request": "true"})
        told.append(re.findall("第[0-9]+行「[^」]+」", page.content.decode()))

    monkeypatch.setattr(Run, "step", looked_at)
    assigned(client, batch)
    run_next("w")
    batch.refresh_from_db()
    assert (batch.state, batch.wrong) == (State.CHECKED, 2)
    assert told == [[], ["第3行「性别」"], ["第3行「性别」", "第4行「性别」"]]


def test_a_commit_stopped_before_the_writing_writes_nothing_and_can_be_taken_up_again(
    branch, secretary, client, monkeypatch
):
    batch = opened(client, roster([person(1)]).getvalue())
    assigned(client, batch)
    monkeypatch.setattr(import_steps, "AT_ONCE_ROWS", 0)
    send(client, batch, "commit")
    Job.objects.update(cancel_asked=True)
    run_next("w")
    batch.refresh_from_db()
    assert (batch.state, Member.objects.count()) == (State.CHECKED, 0)
    assert "已按您的要求停下" in page_of(client, batch).content.decode()
    send(client, batch, "commit")
    run_next("w")
    assert Member.objects.count() == 1


def test_an_unfinished_import_is_offered_again_and_the_list_shows_all(branch, secretary, client):
    batch = opened(client, roster([person(1)]).getvalue())
    assert f"{URL}{batch.pk}/" in client.get(URL).content.decode()
    page = client.get(reverse("imports:history")).content.decode()
    assert "花名册.xlsx" in page
    assert "待对应列名" in page
    client.force_login(make_user(make_org()))
    assert "花名册.xlsx" not in client.get(reverse("imports:history")).content.decode()


def test_a_step_taken_twice_is_taken_once(branch, secretary, client):
    batch = opened(client, roster([person(1)]).getvalue())
    assigned(client, batch)
    send(client, batch, "commit")
    page = send(client, batch, "commit").content.decode()
    assert "这次导入已经不在这一步了" in page
    assert Member.objects.count() == 1


def test_empty_and_help_sheets_do_no_harm_and_an_unknown_one_is_asked_about(branch, secretary, client):
    from openpyxl import load_workbook

    from tests.factories.workbooks import saved

    book = load_workbook(fill(会议活动=[meeting_row(branch, "1")]))
    book.create_sheet("Sheet2")
    assert opened(client, saved(book).getvalue()).state == State.CHECKED
    book.create_sheet("通讯录").append(["甲", "乙"])
    assert opened(client, saved(book).getvalue()).state == State.COLUMNS
    assert upload(client, saved(load_workbook(io.BytesIO(fill(会议活动=[]).getvalue()))).getvalue()).status_code == 422


def test_rows_not_yet_written_are_for_whoever_brought_them_alone(branch, secretary, client):
    batch, colleague = opened(client, roster([person(1)]).getvalue()), make_user(branch)
    client.force_login(colleague)
    assert client.get(f"{URL}{batch.pk}/columns/").status_code == 403
    assert client.post(f"{URL}{batch.pk}/drop/").status_code == 403
    assert f"{URL}{batch.pk}/" not in client.get(reverse("imports:history")).content.decode()
    assert batch.file_name not in client.get(URL).content.decode()
    client.force_login(secretary)
    assigned(client, batch)
    send(client, batch, "commit")
    client.force_login(colleague)
    assert f"{URL}{batch.pk}/" in client.get(reverse("imports:history")).content.decode()
    assert "已导入，新增 1 条" in page_of(client, batch).content.decode()
