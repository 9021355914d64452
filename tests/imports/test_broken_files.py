"""Broken and hostile files: a clear message, nothing written, the server unharmed. And a fuzz over both formats."""

import io
import re
import subprocess
import sys
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from partywork.audit.models import AuditEvent
from partywork.imports import intake, opening, steps
from partywork.imports.enums import State
from partywork.imports.models import ImportBatch, ImportedRow
from partywork.imports.opening import read_in_child
from partywork.imports.reading import child, xlsx
from partywork.imports.reading.refusal import UnreadableWorkbook
from partywork.imports.staging import Staging, imports_root
from partywork.members.models import Member
from tests.factories.orgs import make_org, make_user
from tests.factories.rosters import HEADERS, person, roster_book, roster_csv
from tests.factories.workbooks import saved
from tests.imports.broken import MOST_UNPACKED, REFUSED, SHEET, sound, with_part
from tests.imports.steps import assigned, counts, opened, page_of, send, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_of_july", "kept_apart")]
PAGES = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
IN_PROCESS = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def branch():
    return make_org()


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


@pytest.fixture
def without_child(monkeypatch):
    """The same reading in this process: a process a file takes too long for many files."""
    monkeypatch.setattr(intake, "read_in_child", messages_of)
    monkeypatch.setattr(child, "MAX_UNPACKED_BYTES", MOST_UNPACKED)


@pytest.mark.parametrize("length", [1, 1100])
def test_a_quote_that_is_never_closed_swallows_no_rows(secretary, client, without_child, length):
    first, *others = roster_csv([person(number) for number in range(1, 4)]).decode().splitlines()
    text = "\r\n".join([first, f'{others[0]},"备注', *others[1:] * length])
    response = upload(client, text.encode(), "花名册.csv")
    assert response.status_code == 422
    assert "第2行起有一个双引号没有配对" in response.content.decode()


def test_a_row_no_sheet_can_have_is_refused(secretary, client, without_child, monkeypatch):
    monkeypatch.setattr(xlsx, "LAST_ROW", 50)
    for rows in (b"<row/>" * 60, b'<row r="51"><c><v>1</v></c></row>', b'<row r="-1"><c><v>1</v></c></row>'):
        content = with_part(SHEET, b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>")
        response = upload(client, content)
        assert response.status_code == 422
        assert xlsx.CORRUPT in response.content.decode()


def messages_of(path: Any, _seconds: float = 0) -> Any:
    for message in child.messages(path):
        if "refused" in message:
            raise UnreadableWorkbook(message["refused"])
        if "end" in message:
            return
        yield message


def nothing_is_written() -> bool:
    people = Member.objects.exists() or ImportedRow.objects.exists()
    left = [path for path in imports_root().rglob("*") if path.is_file()] if imports_root().exists() else []
    return not people and not left and not ImportBatch.objects.exclude(state=State.DROPPED).exists()


@pytest.mark.parametrize("what", REFUSED)
def test_a_broken_file_is_turned_away_in_words(
    secretary, client, without_child, what, django_capture_on_commit_callbacks
):
    make, name, message = REFUSED[what]
    with django_capture_on_commit_callbacks(execute=True):
        response = upload(client, make(), name)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert nothing_is_written()


def test_the_file_is_opened_in_another_process_alone(secretary, client, monkeypatch):
    monkeypatch.setattr(xlsx, "ZipFile", None)
    monkeypatch.setattr(child, "messages", None)
    assert opened(client, sound()).rows == 2


def test_a_child_that_takes_too_long_is_ended(monkeypatch, tmp_path):
    monkeypatch.setattr(opening, "_COMMAND", (sys.executable, "-c", "import time; time.sleep(600)"))
    with pytest.raises(UnreadableWorkbook, match="没能在限定时间内读完"):
        list(read_in_child(tmp_path / "a.xlsx", seconds=0.05))


@pytest.mark.parametrize("does", ["raise SystemExit(3)", "print('no json')", "print('[1]')", "print('{\"row\": 1}')"])
def test_a_child_that_ends_without_saying_so_counts_as_a_damaged_file(monkeypatch, tmp_path, does):
    monkeypatch.setattr(opening, "_COMMAND", (sys.executable, "-c", does))
    with pytest.raises(UnreadableWorkbook, match="文件已损坏"):
        list(read_in_child(tmp_path / "a.xlsx"))


@pytest.mark.skipif(sys.platform == "win32", reason="the system knows no such limits")
@pytest.mark.parametrize("does", ["bytearray(2 * 1024**3)", "open('x', 'w').write('x' * 9999)"])
def test_the_child_can_neither_fill_the_memory_nor_write_a_file(tmp_path, does):
    limited = "from partywork.imports.reading.limits import limit_this_process as limit; limit()"
    code = f"{limited}; import os; os.chdir(r'{tmp_path}'); print('limited', flush=True); {does}"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (ended.stdout, ended.returncode != 0) == (b"limited\n", True)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) == 0


def test_values_of_formulas_are_taken_and_said_and_those_without_one_are_named(secretary, client, without_child):
    book = roster_book([person(1), person(2)])
    book.active["B4"] = "=B3"
    content = saved(book).getvalue()
    batch = opened(client, content)
    page = assigned(client, batch).content.decode()
    assert counts(batch) == [["Sheet1", 1, 0, 0, 1]]
    assert "「姓名」是公式，文件里没有它的结果，请复制后“选择性粘贴为数值”，再保存。" in page
    result = re.compile(rb"<f>B3</f><v ?/>|<f>B3</f><v></v>")
    computed = with_part(SHEET, lambda xml: result.sub(b"<f>B3</f><v>1</v>", xml), content)
    batch = opened(client, computed)
    assert "有1个单元格是公式，按文件里存着的结果读取，请核对。" in page_of(client, batch).content.decode()


def test_links_to_other_files_are_never_followed_and_said(secretary, client, without_child):
    batch = opened(client, with_part("xl/externalLinks/externalLink1.xml", b"<externalLink/>"))
    assert "工作簿里有引用别的文件的公式" in page_of(client, batch, "columns/").content.decode()


def rolled_back(work: Any) -> None:
    with transaction.atomic():
        work()
        transaction.set_rollback(True)


CHANGES = st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 255)), min_size=1, max_size=12)


@IN_PROCESS
@given(changes=CHANGES, part=st.sampled_from(["", SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"]))
def test_a_mutated_workbook_is_read_or_refused(tmp_path_factory, changes, part):
    """Bytes of the file, or of a part before it is packed, are changed at random."""

    def mutated(data: bytes) -> bytes:
        held = bytearray(data)
        for place, value in changes:
            if held:
                held[place % len(held)] = value
        return bytes(held)

    path = tmp_path_factory.mktemp("fuzz") / "upload.xlsx"
    path.write_bytes(with_part(part, mutated) if part else mutated(sound()))
    last = list(child.messages(path))[-1]
    assert "end" in last or last["refused"].endswith(("。", "）"))


CELLS = st.one_of(
    st.none(), st.text(max_size=12), st.integers(), st.floats(allow_nan=True), st.booleans(), st.dates(),
    st.sampled_from(["=1+1", "1980年1月", "20260518", "１９８０-01-01", "#REF!", "\x0b", "张\u200b三", "男", 1e18]),
)  # fmt: skip


@PAGES
@given(rows=st.lists(st.dictionaries(st.sampled_from(HEADERS), CELLS, max_size=6), min_size=1, max_size=4))
@example(rows=[{"出生日期": float("inf")}, {"公民身份号码": 110101199001011234}])
def test_whatever_stands_in_the_cells_all_rows_are_written_or_none(secretary, client, without_child, rows):
    people = [person(number, **changes) for number, changes in enumerate(rows)]

    def work() -> None:
        batch = opened(client, roster_csv(people), "花名册.csv")
        assigned(client, batch)
        [[_, added, _, _, wrong]] = counts(batch)
        page = send(client, batch, "commit")
        assert page.status_code == 200
        assert Member.objects.count() == (0 if wrong else added)
        assert batch.state == (State.CHECKED if wrong else State.DONE)

    rolled_back(work)


@PAGES
@given(data=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
@example(data=b'"')
@example(data="姓名,性别\n张三,男\n".encode("gb18030"))
@example(data="姓名,性别\n".encode() * 30)
def test_any_bytes_named_csv_are_a_page_or_a_refusal(secretary, client, without_child, data):
    def work() -> None:
        response = upload(client, data, "a.csv")
        assert response.status_code in (302, 422)
        assert not Member.objects.exists()
        if response.status_code == 302:
            batch = ImportBatch.objects.latest("pk")
            assert page_of(client, batch).status_code == 200

    rolled_back(work)


@pytest.mark.parametrize("field", ["code-0", "header-0", "col-0-1", "all-0-stage"])
@pytest.mark.parametrize("value", ["", "x", "-1", "99999999999", "key"])
def test_anything_sent_for_the_columns_is_answered_with_a_page(secretary, client, without_child, field, value):
    batch = opened(client, sound())
    assert assigned(client, batch, **{field: value}).status_code in (200, 422)


def test_a_correction_may_be_anything(secretary, client, without_child):
    batch = opened(client, sound())
    assigned(client, batch)
    events = AuditEvent.objects.count()
    for data in ({"policy": "x", "h-0-3": "x"}, {"c-0-3-zzz": "1"}, {"d-9-9": "on"}):
        assert send(client, batch, "fix", data).status_code == 200
    assert counts(batch) == [["Sheet1", 2, 0, 0, 0]]
    assert AuditEvent.objects.count() == events + 3
    assert Staging(batch.pk).exists
    assert io.BytesIO(client.get(f"/import/{batch.pk}/wrong-rows/", follow=True).content).read()


def test_a_small_file_that_takes_long_does_not_hold_the_page(secretary, client, monkeypatch):
    monkeypatch.setattr(steps, "SECONDS_AT_ONCE", 0.0)  # whatever the file, the child is ended at once
    response = upload(client, sound())
    assert response.status_code == 422
    assert opening.TOO_SLOW in response.content.decode()
    assert ImportBatch.objects.get().state == State.DROPPED
