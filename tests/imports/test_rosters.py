"""Rosters of other systems, from the file to the people on the books."""

import io
import os
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from partywork.access.permissions import Role
from partywork.audit.models import AuditEvent
from partywork.common.identity_number import check_digit
from partywork.imports import people, taking
from partywork.imports.actions import sweep
from partywork.imports.enums import State
from partywork.imports.models import ImportBatch, ImportedRow, RememberedColumns
from partywork.imports.staging import Staging
from partywork.members.enums import Education, Gender, Stage
from partywork.members.models import Member, Standing
from partywork.orgs.enums import OrgKind
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.rosters import HEADERS, person, roster, roster_book, roster_csv
from tests.factories.workbooks import saved
from tests.imports.steps import assigned, counts, fields, fixed, opened, page_of, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_of_july", "kept_apart")]


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


@pytest.fixture
def taken(client, secretary, django_capture_on_commit_callbacks):
    """Upload, assign as proposed, and write."""

    def take(content: bytes, name: str = "花名册.xlsx") -> ImportBatch:
        batch = opened(client, content, name)
        if batch.state == State.COLUMNS:
            assigned(client, batch)
        with django_capture_on_commit_callbacks(execute=True):
            send(client, batch, "commit")
        return batch

    return take


def test_a_foreign_roster_becomes_people_in_three_steps(branch, secretary, client, django_capture_on_commit_callbacks):
    batch = opened(client, roster([person(1), person(2, 学历="大专", 人员类别="预备", 转正日期=None)]).getvalue())
    assert batch.state == State.COLUMNS
    page = page_of(client, batch)
    proposed = {key: value for key, value in fields(page).items() if key.startswith("col-")}
    assert list(proposed.values()) == [
        "", "name", "gender", "ethnicity", "born_on", "id_number", "education", "admitted_on", "full_on", "stage",
        "phone",
    ]  # fmt: skip
    page = assigned(client, batch)
    assert (batch.state, counts(batch)) == (State.CHECKED, [["Sheet1", 2, 0, 0, 0]])
    assert Member.objects.count() == 0
    with django_capture_on_commit_callbacks(execute=True):
        page = send(client, batch, "commit")
    assert "已导入，新增 2 条" in page.content.decode()
    first, second = Member.objects.order_by("name")
    assert (first.name, first.gender, first.ethnicity, first.education) == (
        "陈某1", Gender.FEMALE, "汉族", Education.UNIVERSITY,
    )  # fmt: skip
    assert (first.born_on, first.admitted_on, first.full_on) == (date(1980, 1, 2), date(2005, 7, 1), date(2006, 7, 1))
    assert (first.phone, first.org, first.created_by, first.on_behalf) == ("13800000001", branch, secretary, False)
    assert [standing.stage for standing in Standing.objects.filter(member=second)] == [Stage.PROBATIONARY]
    assert second.education == Education.COLLEGE
    assert not Staging(batch.pk).exists


def test_the_log_leads_from_one_event_to_every_row(taken):
    batch = taken(roster([person(1), person(2)]).getvalue())
    event = AuditEvent.objects.get(action="import.commit")
    assert (event.subject_type, event.subject_id) == ("partywork.importbatch", batch.pk)
    assert '"count":2' in event.detail
    kept = ImportedRow.objects.filter(batch=batch).values_list("model", "record_id")
    assert sorted(kept) == sorted(("partywork.member", pk) for pk in Member.objects.values_list("pk", flat=True))
    assert [e.action for e in AuditEvent.objects.filter(action__startswith="member.")] == ["member.import"]


def test_the_same_file_again_adds_nothing_and_asks_nothing(taken, client):
    content = roster([person(1), person(2)]).getvalue()
    taken(content)
    batch = opened(client, content)
    assert (batch.state, counts(batch)) == (State.CHECKED, [["Sheet1", 0, 2, 0, 0]])  # the columns were remembered
    assert "文件里的内容都已经登记过" in page_of(client, batch).content.decode()
    send(client, batch, "commit")
    assert Member.objects.count() == 2


def test_columns_are_remembered_for_the_organisation_alone(taken, client, branch):
    taken(roster([person(1)]).getvalue())
    assert RememberedColumns.objects.get().org == branch
    client.force_login(make_user(make_org()))
    assert opened(client, roster([person(5)]).getvalue()).state == State.COLUMNS


def test_a_column_is_put_right_by_hand_and_a_missing_one_filled_alike(secretary, client):
    headers = ["姓名", "性别", "生辰", "入党日期"]
    people = [person(n, 生辰="1980-03-04") for n in (1, 2)]
    batch = opened(client, roster(people, headers=headers).getvalue())
    page = send(client, batch, "columns", fields(page_of(client, batch)))
    assert "还缺必填的列：人员类别" in page.content.decode()
    assigned(client, batch, **{"col-0-2": "born_on", "all-0-stage": "正式党员", "col-0-3": "admitted_on"})
    assert counts(batch) == [["Sheet1", 2, 0, 0, 0]]
    send(client, batch, "commit")
    assert list(Member.objects.values_list("born_on", flat=True)) == [date(1980, 3, 4)] * 2


@pytest.mark.parametrize(
    ("encoding", "separator", "said"),
    [
        ("utf-8", ",", "按 UTF-8 编码、逗号分隔读取"),
        ("utf-8-sig", "\t", "按 UTF-8 编码、制表符分隔读取"),
        ("gb18030", ";", "按 GB18030 编码、分号分隔读取"),
    ],
)
def test_a_csv_says_how_it_was_read(secretary, client, encoding, separator, said):
    batch = opened(client, roster_csv([person(1)], encoding=encoding, separator=separator), "花名册.csv")
    assert said in page_of(client, batch).content.decode()
    assigned(client, batch)
    assert [row[1:] for row in counts(batch)] == [[1, 0, 0, 0]]


def test_wrong_cells_are_named_and_put_right_on_the_page(secretary, client, django_capture_on_commit_callbacks):
    people = [
        person(1),
        person(2, 出生日期="1980年1月"),
        person(3, 学历="大四", 入党日期=38534),
        person(4, 公民身份号码=110101199001011234),
        person(5, 人员类别=None),
        person(6, 学历="大四"),
    ]
    batch = opened(client, roster(people).getvalue())
    page = assigned(client, batch).content.decode()
    assert counts(batch) == [["Sheet1", 1, 0, 0, 5]]
    for text in (
        "「出生日期」“1980年1月”只有年月，请补上日，写成 2026-05-18 这样的日期。",
        "「学历」“大四”不在可选范围内",
        "「公民身份号码」被表格当作数字保存，末几位已经丢失，无法还原，请把这一列设为文本，再对照证件重新填写18位号码。",
        "「人员类别」没有填",
    ):
        assert text in page
    changes = {
        "c__0__4__born_on": "1980-01-03",
        "c__0__5__education": "大学本科",
        "c__0__6__id_number": person(4)["公民身份号码"],
        "d__0__7": "on",
        "alike": "on",
    }
    fixed(client, batch, **changes)
    assert counts(batch) == [["Sheet1", 5, 0, 0, 0]]
    with django_capture_on_commit_callbacks(execute=True):
        send(client, batch, "commit")
    assert Member.objects.count() == 5
    assert Member.objects.get(name="陈某3").admitted_on == date(2005, 7, 1)


def test_the_wrong_rows_come_as_a_workbook_that_can_be_handed_in_again(secretary, client):
    batch = opened(client, roster([person(1), person(2, 学历="大四")]).getvalue())
    assigned(client, batch)
    content = client.get(f"/import/{batch.pk}/wrong-rows/").content
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    header = next(n for n, row in enumerate(rows) if row[0] == "原行号")
    assert [(row[0], row[2]) for row in rows[header + 1 :]] == [(4, "陈某2")]
    assert "“大四”不在可选范围内" in rows[header + 1][1]
    again = opened(client, content, "改好.xlsx")
    assert [value for key, value in fields(page_of(client, again)).items() if key.startswith("col-")][:3] == [
        "",
        "",
        "name",
    ]


def test_nothing_is_written_while_one_row_is_wrong(secretary, client):
    batch = opened(client, roster([person(1), person(2, 学历="大四")]).getvalue())
    assigned(client, batch)
    page = send(client, batch, "commit")
    assert "再次检查时发现有不能导入的内容，没有写入任何内容" in page.content.decode()
    assert (batch.state, Member.objects.count(), ImportedRow.objects.count()) == (State.CHECKED, 0, 0)


def test_people_on_record_are_skipped_filled_or_asked_about(branch, secretary, client):
    known = make_member(branch, secretary, name="陈某1", born_on=date(1980, 1, 2), education="", ethnicity="回族")
    batch = opened(client, roster([person(1), person(2)]).getvalue())
    page = assigned(client, batch).content.decode()
    assert counts(batch) == [["Sheet1", 1, 0, 1, 0]]
    assert "姓名和出生日期相同，已登记在" in page
    assert "登记里空着、文件里有：公民身份号码、手机号码、学历、入党日期、转正日期。" in page
    assert "和登记不同：民族（不会改动）。" in page
    fixed(client, batch, policy="ask")
    assert "还有 1 行没有决定" in page_of(client, batch).content.decode()
    send(client, batch, "commit")
    assert Member.objects.count() == 1
    fixed(client, batch, h__0__3="fill")
    send(client, batch, "commit")
    known.refresh_from_db()
    assert (known.education, known.phone, known.ethnicity) == (Education.UNIVERSITY, "13800000001", "回族")
    assert Member.objects.count() == 2
    assert list(ImportedRow.objects.exclude(filled=[]).values_list("record_id", "version")) == [
        (known.pk, known.version)
    ]


def test_a_namesake_of_the_same_day_can_be_another_person(branch, secretary, client):
    make_member(branch, secretary, name="陈某1", born_on=date(1980, 1, 2))
    batch = opened(client, roster([person(1)]).getvalue())
    assigned(client, batch)
    fixed(client, batch, policy="ask")
    fixed(client, batch, h__0__3="new")
    assert counts(batch) == [["Sheet1", 1, 0, 0, 0]]
    send(client, batch, "commit")
    assert Member.objects.filter(name="陈某1").count() == 2


def test_two_people_of_different_numbers_are_never_taken_for_one(branch, taken, client):
    taken(roster([person(1)]).getvalue())
    first = person(1)["公民身份号码"][:14] + "444"
    batch = opened(client, roster([person(1, 公民身份号码=first + check_digit(first))]).getvalue())
    assert counts(batch) == [["Sheet1", 1, 0, 0, 0]]


def test_one_person_twice_in_a_file_is_taken_once(taken):
    batch = taken(roster([person(1), person(1, 序号=2, 学历="大专")]).getvalue())
    assert (counts(batch), Member.objects.count()) == ([["Sheet1", 1, 0, 1, 0]], 1)


def test_a_number_held_by_someone_out_of_reach_is_refused_without_saying_where(secretary, client):
    elsewhere = make_org()
    make_member(elsewhere, secretary, name="别处某", id_number=person(1)["公民身份号码"], born_on=date(1980, 1, 2))
    batch = opened(client, roster([person(1)]).getvalue())
    page = assigned(client, batch).content.decode()
    assert counts(batch) == [["Sheet1", 0, 0, 0, 1]]
    assert "本系统里已有这个公民身份号码" in page
    assert elsewhere.short_name not in page


def test_branches_named_in_the_file_are_found_and_one_wrong_name_is_put_right_once(client):
    root = make_org(kind=OrgKind.COMMITTEE)
    branch = make_org(root)
    client.force_login(make_user(root, Role.MANAGER))
    headers = [*HEADERS, "所在党支部"]
    people = [person(1, 所在党支部=branch.name), person(2, 所在党支部="老名字"), person(3, 所在党支部="老名字")]
    batch = opened(client, roster(people, headers=headers).getvalue())
    assigned(client, batch)
    assert counts(batch) == [["Sheet1", 1, 0, 0, 2]]
    fixed(client, batch, c__0__4__org=branch.short_name, alike="on")
    assert counts(batch) == [["Sheet1", 3, 0, 0, 0]]
    send(client, batch, "commit")
    assert set(Member.objects.values_list("org", flat=True)) == {branch.pk}


def test_merged_cells_of_one_column_hold_for_every_row(client):
    root = make_org(kind=OrgKind.COMMITTEE)
    branch = make_org(root)
    client.force_login(make_user(root, Role.MANAGER))
    book = roster_book([person(1, 所在党支部=branch.name), person(2), person(3)], headers=[*HEADERS, "所在党支部"])
    book.active.merge_cells("L3:L5")
    batch = opened(client, saved(book).getvalue())
    assigned(client, batch)
    assert counts(batch) == [["Sheet1", 3, 0, 0, 0]]


def test_giving_up_deletes_what_was_kept(secretary, client, django_capture_on_commit_callbacks):
    batch = opened(client, roster([person(1)]).getvalue())
    assert Staging(batch.pk).upload is None  # deleted once read
    kept = b"".join(path.read_bytes() for path in Staging(batch.pk).folder.iterdir())
    assert person(1)["公民身份号码"].encode() not in kept
    with django_capture_on_commit_callbacks(execute=True):
        send(client, batch, "drop")
    assert (batch.state, Staging(batch.pk).exists) == (State.DROPPED, False)


def test_what_was_kept_may_be_gone_after_a_restore(secretary, client):
    batch = opened(client, roster([person(1)]).getvalue())
    Staging(batch.pk).remove()
    page = page_of(client, batch)
    batch.refresh_from_db()
    assert (page.status_code, batch.state) == (200, State.DROPPED)
    assert "上传的内容已经清除，请重新上传。" in page.content.decode()


def test_a_persons_page_names_the_file_it_came_with(taken, client):
    batch = taken(roster([person(1)]).getvalue())
    page = client.get(f"/members/{Member.objects.get().pk}/").content.decode()
    assert "来自导入的“花名册.xlsx”" in page
    assert batch.get_absolute_url() in page


def test_what_nobody_touched_for_a_week_is_given_up(secretary, client, django_capture_on_commit_callbacks):
    batch = opened(client, roster([person(1)]).getvalue())
    with django_capture_on_commit_callbacks(execute=True):
        sweep(datetime(2026, 7, 9, tzinfo=UTC))
    batch.refresh_from_db()
    assert (batch.state, Staging(batch.pk).exists) == (State.DROPPED, False)


def test_queries_grow_with_blocks_of_people_not_with_people(secretary, client):
    def queries(first: int, people: int) -> tuple[int, int]:
        batch = opened(client, roster([person(first + number) for number in range(people)]).getvalue())
        if batch.state == State.COLUMNS:
            assigned(client, batch)
        with CaptureQueriesContext(connection) as checking:
            fixed(client, batch, policy="skip")
        with CaptureQueriesContext(connection) as writing:
            send(client, batch, "commit")
        assert batch.state == State.DONE
        return len(checking), len(writing)

    few, many = queries(1, 2), queries(100, 40)
    assert many[0] == few[0]
    assert many[1] - few[1] <= 2  # SQLite takes 30 people a statement
    assert Member.objects.count() == 42


def test_remembered_columns_hold_no_word_of_the_file_and_tell_two_of_one_name_apart(secretary, client):
    book = roster_csv([person(1)]).decode("utf-8-sig").replace("序号", "姓名", 1).encode()
    batch = opened(client, book, "名单.csv")
    assigned(client, batch, **{"col-0-0": "", "col-0-1": "name"})
    remembered = RememberedColumns.objects.get().columns
    assert "姓名" not in str(remembered)
    assert remembered["places"][:2] == ["", "name"]
    assert opened(client, book, "名单.csv").state == State.CHECKED


def test_a_step_that_was_not_reached_is_not_taken(secretary, client):
    batch = opened(client, roster([person(1)]).getvalue())
    assert batch.state == State.COLUMNS
    for step in ("fix", "again", "commit"):
        send(client, batch, step)
        assert batch.state == State.COLUMNS, step


def test_what_a_stopped_program_left_is_swept(secretary, client):
    kept = opened(client, roster([person(1)]).getvalue())
    left, fresh = Staging(9001), Staging(9002)
    for each in (left, fresh):
        each.take_upload([b"x"], ".csv")
    long_ago = datetime(2026, 6, 1, tzinfo=UTC)
    for each in (left, Staging(kept.pk)):
        os.utime(each.folder, (long_ago.timestamp(), long_ago.timestamp()))
    os.utime(fresh.folder, (datetime(2026, 6, 30, tzinfo=UTC).timestamp(),) * 2)
    sweep(datetime(2026, 7, 1, tzinfo=UTC))
    assert [each.exists for each in (left, fresh, Staging(kept.pk))] == [False, True, True]


def test_only_so_many_findings_are_kept_but_all_are_counted(secretary, client, monkeypatch):
    monkeypatch.setattr(people, "KEPT_FINDINGS", 2)
    monkeypatch.setattr(taking, "KEPT_FINDINGS", 2)
    wrong = [person(number, 性别="无") for number in range(1, 6)]
    batch = opened(client, roster(wrong).getvalue())
    assigned(client, batch)
    assert counts(batch) == [["Sheet1", 0, 0, 0, 5]]
    assert [each["row"] for each in Staging(batch.pk).get_list("findings")] == [3, 4]


def test_what_is_written_is_not_checked_again(taken, client):
    batch = taken(roster([person(1)]).getvalue())
    for step in ("again", "commit", "fix", "columns"):
        assert send(client, batch, step).status_code in (200, 422), step
        assert batch.state == State.DONE
