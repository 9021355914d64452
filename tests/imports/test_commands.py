"""The two commands as people run them."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from partywork.access.permissions import Role
from partywork.meetings.models import Meeting
from partywork.orgs.enums import OrgKind
from tests.factories.orgs import make_org, make_user
from tests.factories.workbooks import fill, meeting_row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _first_of_july():
    with time_machine.travel(date(2026, 7, 1), tick=False):
        yield


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def branch(root):
    return make_org(root)


def written(tmp_path: Path, rows: list) -> str:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(fill(会议活动=rows).getvalue())
    return str(path)


def run(*arguments: str) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("import_records", *arguments, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def test_the_template_is_written_where_asked_and_its_path_printed(tmp_path):
    out = StringIO()
    call_command("export_templates", "--to", str(tmp_path / "new"), stdout=out)
    path = Path(out.getvalue().strip())
    assert path.parent == tmp_path / "new"
    assert "会议活动" in load_workbook(path).sheetnames


def test_a_folder_that_cannot_be_is_refused_in_words(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(CommandError, match="不能写入"):
        call_command("export_templates", "--to", str(tmp_path / "file"))


def test_a_dry_run_then_a_commit_then_the_same_again(root, branch, tmp_path):
    manager = make_user(root, Role.MANAGER)
    path = written(tmp_path, [meeting_row(branch, "1"), meeting_row(branch, "2")])
    out, code = run(path, "--org", root.code)
    assert out.splitlines() == [
        "会议活动：新增2条，已存在0条，错误0条",
        "检查通过，还没有写入。确认无误后请加 --commit 再运行一次。",
    ]
    assert (code, Meeting.objects.count()) == (0, 0)
    out, code = run(path, "--org", root.code, "--commit")
    assert (out.splitlines()[-1], code) == ("已导入，共新增2条。", 0)
    assert set(Meeting.objects.values_list("created_by", flat=True)) == {manager.pk}
    out, code = run(path, "--org", root.code, "--commit")
    assert out.splitlines() == ["会议活动：新增0条，已存在2条，错误0条", "全部已存在，没有新增。"]
    assert (code, Meeting.objects.count()) == (0, 2)


def test_errors_are_told_written_to_a_workbook_and_end_with_one(root, branch, tmp_path):
    make_user(root, Role.MANAGER)
    path = written(tmp_path, [meeting_row(branch, "1"), meeting_row(branch, "2", 实到="三")])
    report = tmp_path / "错误.xlsx"
    out, code = run(path, "--org", root.code, "--commit", "--report", str(report))
    assert out.splitlines() == [
        "工作表「会议活动」第3行「实到」：“三”不是整数，请填 0 或正整数，不带单位。",
        "会议活动：新增1条，已存在0条，错误1条",
        "共1处错误，没有写入任何内容。",
        f"错误清单：{report}",
    ]
    assert (code, Meeting.objects.count()) == (1, 0)
    rows = list(load_workbook(report).active.iter_rows(values_only=True))
    assert rows[-1] == ("会议活动", 3, "实到", "“三”不是整数", "请填 0 或正整数，不带单位")


def test_the_one_who_logs_is_the_nearest_manager_or_the_one_named(root, branch, tmp_path):
    path = written(tmp_path, [meeting_row(branch, "1")])
    with pytest.raises(CommandError, match="请用 --by 指定登记人的登录名"):
        run(path, "--org", branch.code)
    top = make_user(root, Role.MANAGER)
    run(path, "--org", branch.code, "--commit")
    assert Meeting.objects.get(key="1").created_by == top
    secretary = make_user(branch)
    path = written(tmp_path, [meeting_row(branch, "2")])
    run(path, "--org", branch.code, "--commit", "--by", secretary.username)
    meeting = Meeting.objects.get(key="2")
    assert (meeting.created_by, meeting.on_behalf) == (secretary, False)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.xlsx", "--org", "ROOT"], "打不开“nowhere.xlsx”"),
        (["x.xlsx", "--org", "NONE"], "没有编码为“NONE”的党组织"),
        (["x.xlsx", "--org", "ROOT", "--by", "nobody"], "没有登录名为“nobody”的可用账号"),
    ],
)
def test_wrong_arguments_are_refused_in_words(arguments, message):
    make_user(make_org(kind=OrgKind.COMMITTEE, code="ROOT"), Role.MANAGER)
    with pytest.raises(CommandError, match=message):
        run(*arguments)


def test_a_broken_file_is_refused_in_words(root, tmp_path):
    make_user(root, Role.MANAGER)
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"PK\x03\x04 no zip")
    with pytest.raises(CommandError, match="文件已损坏"):
        run(str(path), "--org", root.code, "--commit")
