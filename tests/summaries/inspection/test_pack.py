"""The evidence pack: read back and held against the records, the log and what was frozen."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from partywork.access.permissions import Role
from partywork.accounts.models import User
from partywork.audit.models import AuditEvent
from partywork.entries.actions import cancel_entry
from partywork.jobs.actions import start_job
from partywork.jobs.files import file_of
from partywork.jobs.models import Job
from partywork.jobs.worker import run_next
from partywork.meetings.models import Meeting
from partywork.orgs.actions import move_organisation
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation
from summaries.inspection.pack import INDEX
from summaries.inspection.work import HISTORY, KIND, LAG, SINCE
from summaries.lifecycle.differences import since
from summaries.lifecycle.models import Snapshot
from summaries.reports.models import Report, ReportState
from tests.factories.lifecycle import make_report_in
from tests.factories.meetings import make_meeting
from tests.factories.members import id_number, make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.visits import make_visit
from tests.summaries.office import COMMITTEE, THEME, Office, make_office

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai
NUMBER, VISITED, FOREIGN = id_number("19850302"), "困难户林某", "别处的记录"


@dataclass(frozen=True)
class World:
    office: Office
    inspector: User
    frozen: Report
    cancelled: Meeting
    files: dict[str, bytes]
    job: Job


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """A branch with a frozen report, of which one meeting was cancelled and one added afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        office = make_office()
        secretary = make_user(office.steady)
        make_member(office.steady, secretary, name="李思齐", id_number=NUMBER)
        make_visit(office.steady, secretary, date(2026, 5, 6), object_name=VISITED, situation="行动不便")
        gone = make_org(office.root)
        make_meeting(gone, secretary, date(2026, 5, 7), COMMITTEE, title=FOREIGN)
        frozen = make_report_in(ReportState.FROZEN, office.steady, secretary)
        cancelled = Meeting.objects.filter(org=office.steady).earliest("date")
        cancel_entry(entry=cancelled, version=1, reason="与另一条重复", by=secretary)
        make_meeting(office.steady, secretary, date(2026, 6, 25), THEME, title="补上的主题党日")
        move_organisation(org=gone, parent=make_org(kind=OrgKind.COMMITTEE), on=date(2026, 7, 1), by=None)
        inspector = make_user(office.root, Role.INSPECTOR)
        job = order(office.root, inspector)
        yield World(office, inspector, frozen, cancelled, read(job), job)
        transaction.set_rollback(True)


def order(org: Organisation, by: User) -> Job:
    start_job(kind=KIND, org=org, title="材料包", params={"period": "2026H1"}, by=by, now=NOW)
    job = run_next("worker", lambda: NOW)
    assert job is not None
    return job


def read(job: Job) -> dict[str, bytes]:
    path = file_of(job)
    assert path is not None, job.message
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table(content: bytes, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet by its headers; the head is the row that fills every column."""
    rows = list(openpyxl.load_workbook(io.BytesIO(content))[sheet].values)
    head = next(number for number, row in enumerate(rows) if all(row) and len(row) > 1)
    return [dict(zip(map(str, rows[head]), row, strict=True)) for row in rows[head + 1 :]]


def test_the_index_names_every_file_with_its_count_and_sum(world):
    listed = table(world.files[INDEX], "目录")
    named = {row["文件"]: row for row in listed if row["文件"]}
    assert set(named) == set(world.files) - {INDEX}
    for name, row in named.items():
        assert row["校验值（SHA-256）"] == hashlib.sha256(world.files[name]).hexdigest(), name
    meetings = named["01 台账/05 会议活动台账.xlsx"]
    assert meetings["条数"] == Meeting.objects.filter(org__in=[o.pk for o in units(world)], half=20261).count()
    assert "谈话台账" in [row["内容"] for row in listed if not row["文件"]]
    facts = {row["项目"]: row["内容"] for row in table(world.files[INDEX], "说明")}
    assert facts["党组织"] == f"{world.office.root.name}和它的全部下级，共3个"
    assert facts["定稿"] == "1版，文件4个"


def units(world) -> list[Organisation]:
    return [world.office.root, world.office.steady, world.office.lagging]


def test_the_frozen_files_are_the_ones_that_were_kept(world):
    kept = Snapshot.objects.get(report=world.frozen)
    parts = {part.sha256 for part in kept.parts.exclude(filename="")}
    packed = {hashlib.sha256(data).hexdigest() for name, data in world.files.items() if name.startswith("05 定稿/")}
    assert packed == parts


def test_figures_then_and_now_and_the_records_behind_them(world):
    figures = {row["指标"]: (row["定稿时"], row["现在"]) for row in table(world.files[SINCE], "数字")}
    kept = Snapshot.objects.get(report=world.frozen)
    assert figures == {each.name: (each.then, each.now) for each in since(kept)}
    assert (figures["支委会次数"], figures["主题党日次数"]) == (("6", "5"), ("6", "7"))
    changes = table(world.files[SINCE], "记录")
    assert [(row["台账"], row["发生日期"].date(), row["填写的原因"]) for row in changes] == [
        ("会议活动台账", world.cancelled.date, "与另一条重复"),
        ("会议活动台账", date(2026, 6, 25), None),
    ]


def test_the_history_is_the_logs(world):
    rows = table(world.files[HISTORY], "修改历史")
    for row in rows:
        event = AuditEvent.objects.get(sequence=row["日志序号"])
        assert (row["做了什么"], row["操作人"], row["校验码"]) == (event.summary, event.actor_name, event.mac)
    cancelling = next(row for row in rows if str(row["做了什么"]).endswith("：与另一条重复"))
    assert cancelling["改了什么"] == "状态：已完成 → 已取消"


def test_the_lag_of_every_record_and_unit(world):
    records = table(world.files[LAG], "逐条")
    assert len(records) == Meeting.objects.filter(org__in=units(world), status="done").count() + 1  # the visit
    for row in records:
        assert row["间隔天数"] == max(0, (row["登记日期"] - row["发生日期"]) // timedelta(days=1))
    by_unit = {row["党组织"]: row for row in table(world.files[LAG], "按党组织")}
    steady = by_unit[world.office.steady.short_name]
    own = [row["间隔天数"] for row in records if row["党组织"] == world.office.steady.short_name]
    assert (steady["记录条数"], steady["最长间隔（天）"]) == (len(own), max(own))


def test_nothing_personal_and_nothing_of_a_unit_that_has_left(world):
    for name, content in world.files.items():
        text = opened(content)
        assert all(word not in text for word in (NUMBER, VISITED, FOREIGN)), name


def opened(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with ZipFile(io.BytesIO(content)) as inner:
        return "".join(inner.read(name).decode("utf-8", "replace") for name in inner.namelist())


def test_the_pack_is_on_record_and_so_is_its_download(world, client, db):
    made = AuditEvent.objects.get(action="inspection.pack")
    path = file_of(world.job)
    assert path is not None
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert digest in made.detail
    client.force_login(world.inspector)
    response = client.get(reverse("jobs:download", args=[world.job.pk]))
    assert b"".join(response.streaming_content)[:2] == b"PK"
    assert AuditEvent.objects.latest("sequence").summary == f"导出“{world.job.file_name}”"


def test_only_who_may_inspect_gets_one(world, db):
    with pytest.raises(PermissionDenied):
        order(world.office.root, make_user(world.office.root, Role.READER))
    elsewhere = make_user(make_org(), Role.INSPECTOR)
    with pytest.raises(PermissionDenied):
        order(world.office.root, elsewhere)


def test_an_inspector_reads_what_was_kept_and_never_a_draft(world, client, db):
    secretary = make_user(world.office.lagging)
    draft = make_report_in(ReportState.DRAFT, world.office.lagging, secretary)
    client.force_login(world.inspector)
    page = client.get(reverse("summaries:inspection"))
    kept = Snapshot.objects.get(report=world.frozen)
    version = reverse("summaries:version", args=[world.frozen.pk, kept.pk])
    assert version in page.content.decode()
    assert str(draft) not in page.content.decode()
    assert client.get(version).status_code == 200
    assert AuditEvent.objects.latest("sequence").summary.startswith("巡察人员查看")
    assert client.get(reverse("summaries:versions", args=[draft.pk])).status_code == 404
    assert client.get(reverse("summaries:report", args=[world.frozen.pk])).status_code == 403


def test_what_an_inspector_opens_of_a_record_is_on_record(world, client, db):
    client.force_login(world.inspector)
    before = AuditEvent.objects.count()
    client.get(reverse("meetings:list"))
    assert AuditEvent.objects.count() == before
    url = reverse("meetings:detail", args=[world.cancelled.pk])
    assert client.get(url).status_code == 200
    assert AuditEvent.objects.latest("sequence").summary == f"巡察人员查看“会议活动台账”的一条记录，地址{url}"


def test_ordering_one_from_the_page(world, client, db):
    client.force_login(world.inspector)
    url = reverse("summaries:inspection_pack")
    form = client.get(url).context["form"]
    assert [org.pk for org in form.fields["org"].queryset] == [org.pk for org in units(world)]
    period = form.fields["period"].choices[0][1][0][0]
    answer = client.post(url, {"org": world.office.steady.pk, "period": period})
    job = Job.objects.latest("pk")
    assert (answer.url, job.kind, job.params) == (reverse("jobs:job", args=[job.pk]), KIND, {"period": period})
