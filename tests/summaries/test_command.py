"""manage.py export_summary."""

import json
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from docx import Document as WordDocument
from openpyxl import load_workbook

from partywork.orgs.enums import OrgKind
from tests.factories.orgs import make_org
from tests.summaries.office import make_office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(date(2026, 7, 1), tick=False):
        yield


def run(*args: str) -> tuple[list[str], str, int]:
    out, err = StringIO(), StringIO()
    try:
        call_command("export_summary", *args, stdout=out, stderr=err)
    except SystemExit as stop:
        return out.getvalue().splitlines(), err.getvalue(), int(str(stop.code))
    return out.getvalue().splitlines(), err.getvalue(), 0


def test_all_four_files_say_the_same(tmp_path):
    make_office()
    paths, errors, code = run(
        "--org", "QH", "--period", "2026H1", "--format", "docx,xlsx,html,json", "--to", str(tmp_path / "out")
    )
    name = "青禾街道党工委2026年上半年党建工作总结"
    assert (code, errors) == (0, "")
    assert paths == [str(tmp_path / "out" / f"{name}.{ending}") for ending in ("docx", "xlsx", "html", "json")]
    data = {path.rsplit(".", 1)[1]: Path(path).read_bytes() for path in paths}
    sentence = "上半年召开支委会7次、支部党员大会2次"
    said = json.loads(data["json"])
    blocks = ["".join(run["text"] for run in block["runs"]) for block in said["document"]["blocks"] if "runs" in block]
    words = [paragraph.text for paragraph in WordDocument(BytesIO(data["docx"])).paragraphs]
    assert [text for text in blocks if sentence in text] == [text for text in words if sentence in text] != []
    sheet = load_workbook(BytesIO(data["xlsx"]))["数据指标"]
    in_sheet = {row[2]: row[3] for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)}
    in_json = {figure["name"]: figure["number"] for figure in said["figures"] if figure["organisation"] is None}
    assert in_sheet["支委会次数"] == in_json["支委会次数"] == 7
    assert list(in_sheet) == list(in_json)
    counted = {figure["name"]: figure["evidence"]["count"] for figure in said["figures"]}
    assert (counted["支委会次数"], counted["支委会参加人次"], counted["学习材料篇次"]) == (7, None, None)
    assert '<a class="figure" href="/meetings/?figure=' in data["html"].decode()


def test_the_workbook_has_the_branches_and_every_ledger(tmp_path):
    make_office()
    paths, *_ = run("--org", "QH", "--period", "2026H1", "--format", "xlsx", "--to", str(tmp_path))
    workbook = load_workbook(paths[0])
    assert workbook.sheetnames[:2] == ["数据指标", "各党组织"]
    assert "会议活动台账" in workbook.sheetnames
    branches = list(workbook["各党组织"].iter_rows(values_only=True))
    head = next(row for row in branches if row[0] == "编码")
    at = head.index("支委会次数（次）")
    by_code = {row[0]: row[at] for row in branches}
    total = next(row for row in branches if row[1] == "合计")
    assert (by_code["QH"], by_code["QH-01"], by_code["QH-02"], total[at]) == (0, 6, 1, 7)


def test_an_earlier_data_date_counts_less(tmp_path):
    make_office()
    paths, *_ = run(
        "--org", "QH", "--period", "2026H1", "--format", "json", "--data-date", "2026-03-31", "--to", str(tmp_path)
    )
    said = json.loads(Path(paths[0]).read_bytes())
    assert said["meta"]["data_date"] == "2026-03-31"
    assert next(each["number"] for each in said["figures"] if each["name"] == "支委会次数") == 4


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"--org": "NO"}, "没有编码为“NO”的党组织，请核对编码。"),
        ({"--period": "上半年"}, "认不出期间“上半年”，请写成 2026（全年）"),
        ({"--outline": "none"}, "没有叫“none”的体例，可以用：standard（标准三段式）"),
        ({"--format": "pdf"}, "没有“pdf”这种格式，可以用：docx、xlsx、html、json。"),
        ({"--data-date": "6月"}, "认不出日期“6月”，请写成 2026-06-20 的样子。"),
        ({"--data-date": "2026-07-02"}, "数据截至日期不能晚于今天。"),
    ],
)
def test_a_mistake_is_told_in_words_and_nothing_is_written(tmp_path, changes, message):
    make_office()
    given = {"--org": "QH", "--period": "2026H1", "--to": str(tmp_path / "out"), **changes}
    paths, errors, code = run(*(part for pair in given.items() for part in pair))
    assert (paths, code, (tmp_path / "out").exists()) == ([], 1, False)
    assert errors.startswith(message)


@pytest.mark.parametrize("period", ["2026H1", "2027H1", "2026-02"])
def test_a_unit_without_records_gets_an_honest_report(tmp_path, period):
    make_org(kind=OrgKind.COMMITTEE, code="EMPTY", name="空白党委")
    paths, errors, code = run(
        "--org", "EMPTY", "--period", period, "--format", "docx,xlsx,html,json", "--to", str(tmp_path)
    )
    assert (len(paths), errors, code) == (4, "", 0)
    words = [paragraph.text for paragraph in WordDocument(paths[0]).paragraphs]
    assert len([text for text in words if "没有登记记录" in text]) == 1


def test_a_file_in_place_of_the_folder_is_told(tmp_path):
    make_office()
    (tmp_path / "out").write_text("")
    paths, errors, code = run("--org", "QH", "--period", "2026H1", "--to", str(tmp_path / "out"))
    assert (paths, code) == ([], 1)
    assert errors.startswith(f"写不到“{tmp_path / 'out'}”：")
