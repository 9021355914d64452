"""A roster from the upload to people on the books, beside openpyxl's own quick way of only reading the file.

The import runs as the worker does it, in a process of its own, so that its memory and its child's can be told; beside
it a second connection asks again and again whether it may write. Afterwards the people are removed: what the other
families measure stays as it was.
"""

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import psutil
from django.db import connection
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from partywork.access.permissions import Role
from partywork.accounts.gate import Gate
from partywork.accounts.models import User
from partywork.common.identity_number import check_digit
from partywork.demo.county.names import person_name
from partywork.imports.actions import open_import
from partywork.imports.arriving import clear
from partywork.imports.enums import State
from partywork.imports.models import ImportBatch
from partywork.imports.steps import Hands, take_step
from partywork.jobs.worker import run_next
from partywork.members.models import Member, Standing
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.models import Organisation
from partywork.orgs.queries import organisations_in, scope_of_org
from tests.benchmarks.alone import alone
from tests.benchmarks.places import Place
from tests.benchmarks.targets import Limit, Target
from tests.benchmarks.timing import OURS, Benchmark, lap, measured, taken_apart

TITLE, ORDER = "导入花名册", 80

ROWS, FEW = 100_000, 2_000
READ_ONLY = "openpyxl 只读方式，仅读取"
MEMORY, LOCK = "导入时全部进程的内存", "写锁最长一次占用"
WHY_SLOWER = (
    "读文件在另一个进程里，一边读一边逐行核对（号码、日期、支部、重名）；核对比读慢一倍，约占一半时间，另一半是写入：每人除本人一行外，"
    "还有约十行姓名检索、一至五段组织关系，都带索引，号码和电话逐个加密；PostgreSQL 提交时还要逐行核对外键，"
    "占写入的一半以上"
)
WHY_LOCKED = (
    "人员分批写入，每批很短；最后一步让全部人员同时生效，是一个事务，不拆开，免得有人看到半份花名册。"
    "这一步写入十几万段组织关系，时间几乎全在它们的十个索引上"
)
HEADERS = (
    "姓名", "党组织", "人员类别", "性别", "公民身份号码", "民族", "出生日期", "学历", "学位", "手机号码",
    "递交申请书日期", "确定积极分子日期", "确定发展对象日期", "入党日期", "转正日期", "工作岗位", "现居住地",
    "自何日起", "备注", "编号",
)  # fmt: skip
DISTRICT = "659999"  # no district has this code
JOBS = ("农业生产", "机关工作", "企业职工", "教师", "医务工作", "社区工作", "个体经营", "退休")
SCHOOLING = ("大学本科", "大学专科", "高中", "初中", "研究生")


def benchmarks(place: Place) -> Iterator[Benchmark]:
    rows = ROWS if place.is_large else FEW
    size = f"{rows}行、{len(HEADERS)}列"
    with TemporaryDirectory() as folder:
        file, told = Path(folder) / "花名册.xlsx", Path(folder) / "told.json"
        write_roster(file, place, rows)
        order = {"file": str(file), "told": str(told), "org": place.root.pk, "by": manager(place).pk}
        before = lap(lambda: read_only(file))
        try:
            alone(import_roster, json.dumps(order))
        finally:
            remove()
        found = Told(**json.loads(told.read_text("utf-8")))
        laps = {OURS: [found.seconds * 1000], READ_ONLY: [before]}
    yield taken_apart("花名册从上传到入册", size, laps, goals=[Target(READ_ONLY, 1.3)], note=WHY_SLOWER)
    yield measured("导入花名册的内存", size, {MEMORY: found.megabytes}, goals=[Limit(250, MEMORY)])
    if connection.vendor == "sqlite":  # on PostgreSQL writers of different rows do not wait for one another
        values = {LOCK: found.longest_lock}
        yield measured(
            "导入花名册时别人要等的时间", size, values, goals=[Limit(0.5, LOCK, "秒")], unit="秒", note=WHY_LOCKED
        )


def manager(place: Place) -> User:
    found = User.objects.filter(appointments__org=place.root, appointments__role=Role.MANAGER).first()
    assert found is not None, "the seed has no manager at the top"
    return found


# ── The file ──


def write_roster(file: Path, place: Place, rows: int) -> None:
    """People of all branches under the headers of our own template, their days as days; all can be taken."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("党员")
    sheet.append(HEADERS)
    found = organisations_in(scope_of_org(place.root, place.period.end)).filter(kind__in=BRANCH_KINDS).order_by("code")
    branches = list(found)
    chance = Random("roster")
    for number in range(rows):
        sheet.append(_person(number, branches[number * len(branches) // rows].code, chance))
    book.save(file)


def _person(number: int, code: str, chance: Random) -> tuple[Any, ...]:
    is_woman = chance.random() < 0.44
    order, days = divmod(number, 16_000)  # an order for each sex: 500 of a day at most
    born = date(1948, 1, 1) + timedelta(days=days)
    digits = f"{DISTRICT}{born:%Y%m%d}{order * 2 + (not is_woman):03d}"
    applied = born + timedelta(days=round(365.25 * 20) + chance.randrange(2000))
    activist, candidate, admitted, full = (applied + timedelta(days=days) for days in (200, 600, 800, 1165))
    return (
        person_name(chance), code, "正式党员", "女" if is_woman else "男", digits + check_digit(digits),
        "汉族" if chance.random() < 0.95 else "回族", born, chance.choice(SCHOOLING),
        "学士" if number % 3 == 0 else None, f"186{number:08d}", applied, activist, candidate, admitted, full,
        chance.choice(JOBS), f"第{number % 300 + 1}小区{number % 40 + 1}幢{number % 900 + 101}室", None,
        "档案已核对" if number % 5 == 0 else None, f"R-{number:06d}",
    )  # fmt: skip


def read_only(file: Path) -> None:
    book = load_workbook(file, read_only=True)
    for _ in book.active.iter_rows(values_only=True):
        pass
    book.close()


# ── The import, in a process of its own ──


@dataclass(frozen=True)
class Told:
    seconds: float
    megabytes: float
    longest_lock: float


def import_roster(given: str) -> None:
    """Upload, read, check and write as background work."""
    order = json.loads(given)
    by = User.objects.get(pk=order["by"])
    today = date(2026, 7, 1)
    with Watch() as watch:
        begun = time.perf_counter()
        with Path(order["file"]).open("rb") as file:
            chunks = iter(lambda: file.read(64 * 1024), b"")
            org = Organisation.objects.get(pk=order["org"])
            batch = open_import(org=org, file_name="花名册.xlsx", chunks=chunks, by=by, now=timezone.now())
        for step, reached in (("read", State.CHECKED), ("commit", State.DONE)):
            take_step(step, batch, Hands(Gate(by, today), by, today, timezone.now()), long=True)
            job = run_next("benchmark")
            batch.refresh_from_db()
            assert batch.state == reached, (batch.state, job and job.message, batch.counts)
        seconds = time.perf_counter() - begun
    Path(order["told"]).write_text(json.dumps(asdict(Told(seconds, watch.megabytes, watch.longest))), "utf-8")


class Watch:
    """Beside what runs: the most memory of this process and its children (shared pages by parts), and how long at a
    stretch nobody else could have begun to write."""

    def __init__(self) -> None:
        self.megabytes = self.longest = 0.0
        self._over = threading.Event()
        works = [self._look_at_memory, *([self._try_to_write] if connection.vendor == "sqlite" else [])]
        self._threads = [threading.Thread(target=work, daemon=True) for work in works]

    def __enter__(self) -> "Watch":
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for each in self._threads:
            each.join()

    def _look_at_memory(self) -> None:
        this = psutil.Process()
        while not self._over.wait(0.5):
            held = 0
            for each in (this, *this.children(recursive=True)):
                with suppress(psutil.Error):  # a child that has just ended
                    held += each.memory_full_info().pss
            self.megabytes = max(self.megabytes, held / 1024**2)

    def _try_to_write(self) -> None:
        beside = sqlite3.connect(connection.settings_dict["NAME"], timeout=0, isolation_level=None)
        could = time.perf_counter()
        while not self._over.wait(0.005):
            with suppress(sqlite3.OperationalError):
                beside.execute("BEGIN IMMEDIATE")
                beside.execute("ROLLBACK")
                now = time.perf_counter()
                self.longest, could = max(self.longest, now - could), now
        beside.close()


# ── Afterwards ──


def remove() -> None:
    """The people of the last import leave the books as if they had never come; the log keeps what happened."""
    batch = ImportBatch.objects.order_by("-pk").first()
    if batch is None:
        return
    people = batch.records.filter(model=Member._meta.label_lower).values("record_id")
    Standing.objects.filter(member__in=people)._raw_delete("default")
    ImportBatch.objects.filter(pk=batch.pk).update(done_at=None, state=State.DROPPED)
    clear(batch)
    batch.delete()
