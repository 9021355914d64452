"""The copy of a unit's own data: read back, counted against the figures, and with nobody else's in it."""

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.accounts.models import User
from partywork.audit.models import AuditEvent
from partywork.common.periods import Year
from partywork.entries.actions import cancel_entry
from partywork.entries.models import Cancellable
from partywork.exports.copy.work import KIND
from partywork.jobs.actions import start_job
from partywork.jobs.enums import JobState
from partywork.jobs.files import file_of
from partywork.jobs.models import Job
from partywork.jobs.worker import run_next
from partywork.ledgers.columns import all_ledgers
from partywork.measures.evaluate import evaluate
from partywork.measures.lookup import parse_request
from partywork.measures.window import Window
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation
from partywork.orgs.queries import scope_of_org
from tests.factories.dues import make_month, make_standard
from tests.factories.files import PDF, make_attachment
from tests.factories.meetings import make_meeting
from tests.factories.members import id_number, make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.rectification import make_item
from tests.factories.visits import make_visit

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai
NUMBER = id_number("19850302")


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def branch(root):
    return make_org(root)


@pytest.fixture
def secretary(branch):
    return make_user(branch)


def fill(org, by, word: str, number: str = "") -> None:
    """A record of several kinds that all carry a word to look for."""
    member = make_member(org, by, name=f"{word}某", id_number=number, occupation=word)
    make_standard(member, by)
    make_month(member, by, 202605, paid_on=date(2026, 5, 8), note=word)
    make_meeting(org, by, date(2026, 5, 18), title=word, minutes=word)
    make_visit(org, by, date(2026, 5, 19), title=word, object_name=f"{word}户", situation=word)
    make_attachment(make_item(org, by, date(2026, 5, 20), title=word), by, f"{word}.pdf", PDF + word.encode())


def copy(org, by, *, personal: bool = False) -> Job:
    start_job(kind=KIND, org=org, title="副本", params={"personal": personal}, by=by, now=NOW)
    job = run_next("worker", lambda: NOW)
    assert job is not None
    return job


def read(job: Job) -> tuple[dict[str, bytes], dict]:
    path = file_of(job)
    assert path is not None, job.message
    with ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return files, json.loads(files["清单.json"])


def rows(content: bytes) -> list[list[str]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def everything(files: dict[str, bytes]) -> str:
    """All text of all files, names included."""
    parts = list(files)
    for name, content in files.items():
        text = "\n".join("\t".join(row) for row in rows(content)) if name.endswith(".xlsx") else content.decode("utf-8")
        parts.append(text)
    return "\n".join(parts)


@dataclass(frozen=True)
class Office:
    """A branch with everything on record, and two copies of it (files, manifest): without and with personal data."""

    root: Organisation
    branch: Organisation
    secretary: User
    plain: tuple[dict[str, bytes], dict]
    full: tuple[dict[str, bytes], dict]


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: Any) -> Iterator[Office]:
    """One for the whole module: nothing that uses it writes to its records."""
    with django_db_blocker.unblock(), transaction.atomic():
        root = make_org(kind=OrgKind.COMMITTEE, name="青禾党委")
        branch = make_org(root, name="柳荫支部", code="LY")
        secretary = make_user(branch)
        fill(branch, secretary, "本支部词", NUMBER)
        sibling, stranger = make_org(root, name="杏林支部"), make_org(name="外单位")
        fill(sibling, make_user(sibling), "邻支部词")
        fill(stranger, make_user(stranger), "外单位词")
        gone = make_meeting(branch, secretary, date(2026, 6, 2), title="取消的会")
        cancel_entry(entry=gone, version=gone.version, reason="重复", by=secretary)
        plain, full = read(copy(branch, secretary)), read(copy(branch, secretary, personal=True))
        yield Office(root, branch, secretary, plain, full)
        transaction.set_rollback(True)


def test_the_copy_holds_all_of_the_unit_and_nothing_of_another(office):
    files, manifest = office.plain
    said = everything(files)
    assert "本支部词" in said
    assert [word for word in ("邻支部词", "外单位词", "杏林", "外单位") if word in said] == []
    assert manifest["党组织"] == "中共柳荫支部"
    assert (manifest["数据截至"], manifest["导出时间"], manifest["导出人"]) == (
        "2026-07-01", "2026-07-01 10:00", office.secretary.full_name,
    )  # fmt: skip
    counts = {each["名称"]: (each["条数"], each["其中已取消"]) for each in manifest["台账"]}
    assert [each.title for each in all_ledgers()] == list(counts)
    assert {name: count for name, count in counts.items() if count[0]} == {
        "党组织台账": (1, 0), "党员花名册": (1, 0), "会议活动台账": (2, 1), "党费标准": (1, 0), "党费台账": (1, 0),
        "走访慰问台账": (1, 0), "整改台账": (1, 0),
    }  # fmt: skip
    listed = [each for each in [*manifest["台账"], *manifest["佐证材料"]] if each["文件"]]
    for each in listed:
        assert hashlib.sha256(files[each["文件"]]).hexdigest() == each["sha256"]
    assert files[manifest["佐证材料"][0]["文件"]] == PDF + "本支部词".encode()
    assert manifest["佐证材料"][0]["文件"].endswith(" 本支部词/本支部词.pdf")
    assert "取消的会" in said
    assert "已取消" in said
    assert sorted(files) == sorted([*(each["文件"] for each in listed), "清单.json", "说明.txt"])


def test_the_counts_agree_with_the_figures(office):
    _, manifest = office.plain
    counts = {each["名称"]: each["条数"] - each["其中已取消"] for each in manifest["台账"]}
    wanted = {"会议活动台账": "支委会次数", "走访慰问台账": "走访次数", "整改台账": "查找问题数"}
    requests = {title: parse_request(name) for title, name in wanted.items()}
    on = date(2026, 7, 1)
    values = evaluate(requests.values(), scope_of_org(office.branch, on), Window(Year(2026), on))
    assert {title: values[each].number for title, each in requests.items()} == {
        "会议活动台账": counts["会议活动台账"], "走访慰问台账": counts["走访慰问台账"], "整改台账": counts["整改台账"],
    }  # fmt: skip


def test_sensitive_columns_are_in_it_only_when_asked_and_allowed(office):
    plain, _ = office.plain
    assert NUMBER not in everything(plain)
    assert "不含公民身份号码" in plain["说明.txt"].decode("utf-8-sig")
    full, manifest = office.full
    assert NUMBER in everything(full)
    assert manifest["含个人信息"] is True
    mark = f"内部资料 {office.secretary.full_name} 2026-07-01 10:00 导出"
    for name, content in full.items():
        if name.endswith(".xlsx"):
            assert rows(content)[1][0] == mark, name


def test_the_same_data_at_the_same_time_gives_the_same_bytes_and_is_on_record(office):
    job = copy(office.branch, office.secretary)
    path = file_of(job)
    assert path is not None
    assert read(job) == office.plain
    event = AuditEvent.objects.filter(action="copy.export").last()
    assert event is not None
    assert (event.org_id, event.actor_id) == (office.branch.pk, office.secretary.pk)
    assert event.summary == "导出柳荫支部的数据副本：7种台账8条，佐证材料1个"
    assert hashlib.sha256(path.read_bytes()).hexdigest() in event.detail
    before = [each.detail for each in AuditEvent.objects.filter(action="copy.export").order_by("sequence")]
    assert before[0] == event.detail  # the sum of the whole file, as the first time


def test_a_file_that_is_not_there_is_named_and_the_rest_goes_on(branch, secretary):
    evidence = make_attachment(make_item(branch, secretary, date(2026, 5, 20)), secretary)
    evidence.file.delete(save=False)
    job = copy(branch, secretary)
    assert (job.state, len(job.problems)) == (JobState.DONE, 1)
    assert read(job)[1]["佐证材料"] == []


def test_it_stops_when_asked_to_and_leaves_no_file(branch, secretary):
    start_job(kind=KIND, org=branch, title="副本", params={"personal": False}, by=secretary, now=NOW)
    Job.objects.update(cancel_asked=True)
    job = run_next("worker", lambda: NOW)
    assert job is not None
    assert (job.state, file_of(job)) == (JobState.CANCELLED, None)


def test_only_who_answers_for_a_unit_may_have_it_and_only_he_gets_it(branch, root, secretary, client):
    organiser = make_user(branch, Role.ORGANISER)
    with pytest.raises(PermissionDenied):
        start_job(kind=KIND, org=branch, title="副本", params={}, by=organiser, now=NOW)
    client.force_login(secretary)
    answer = client.post(reverse("exports:copy"), {"org": branch.pk, "personal": "on"})
    job = Job.objects.latest("pk")
    assert (answer.url, job.params) == (reverse("jobs:job", args=[job.pk]), {"personal": True})
    assert client.post(reverse("exports:copy"), {"org": root.pk}).status_code == 422
    done = run_next("worker", lambda: NOW)
    assert done is not None
    taken = client.get(reverse("jobs:download", args=[job.pk]))
    assert b"".join(taken.streaming_content)[:2] == b"PK"
    client.force_login(make_user(branch))
    assert client.get(reverse("jobs:download", args=[job.pk])).status_code == 404


def test_a_superior_s_copy_has_the_branches_below_it(office):
    _, manifest = read(copy(office.root, make_user(office.root, Role.MANAGER)))
    assert {each["名称"]: each["条数"] for each in manifest["台账"]}["党组织台账"] == 3


def test_every_ledger_of_records_that_can_be_cancelled_says_so_in_a_column():
    """Else a cancelled record in the copy could not be told from one that counts."""
    silent = [
        ledger.code
        for ledger in all_ledgers()
        if issubclass(ledger.model, Cancellable)
        and "status" not in {column.key for column in ledger.exported(personal=False)}
    ]
    assert silent == []
