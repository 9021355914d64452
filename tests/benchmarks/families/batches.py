"""Reports of many branches into one zip: reading for all at once, writing, and the whole as background work."""

import io
from collections.abc import Iterator
from datetime import date
from zipfile import ZIP_STORED, ZipFile

from django.db import connection
from django.utils import timezone

from partywork.access.permissions import Role
from partywork.accounts.models import User
from partywork.jobs.actions import start_job
from partywork.jobs.enums import JobState
from partywork.jobs.worker import run_next, seldom_collected
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.models import Organisation
from partywork.orgs.queries import organisations_in, scope_of_org
from partywork.word.template import Faces, template
from summaries.batch.making import orders_for
from summaries.batch.order import BatchOrder
from summaries.batch.together import facts_of
from summaries.batch.work import GROUP, KIND
from summaries.document import Document
from summaries.renderers import docx
from summaries.reports.desk import draft_of
from tests.benchmarks.alone import alone
from tests.benchmarks.floors import word
from tests.benchmarks.places import Place
from tests.benchmarks.targets import Limit, Target
from tests.benchmarks.timing import FLOOR, OURS, Benchmark, compare, measured

TITLE, ORDER = "批量编制", 40

SAMPLE = 200  # branches whose making is compared; the whole county is made once, in a process of its own
WHOLE = "从取数到装进压缩包"
WHY = (
    "一个支部的总结只有两三页，写成 Word 约一毫秒，不到全部时间的十分之一。其余是从记录到正文："
    "取数约六分之一，选句子、填数字约三分之一，排成段落约六分之一，逐条检查约五分之一，应办事项和名单约占十分之一。"
    "对各单位都一样的（句子、指标的名称和口径、规则、查询语句）只算一次，没有记录的句子看一眼数字就略过，"
    "没有印出来的指标不写说明；剩下的每个单位都不同，分散在几百个小步骤里，做不到三倍"
)


def benchmarks(place: Place) -> Iterator[Benchmark]:
    batch = BatchOrder(place.period, place.period.end, ("docx",))
    branches = list(_branches(place.root, batch)[:SAMPLE])
    documents = _documents(branches, batch)
    parts = list(template(Faces(), documents[0].draft_mark).parts)
    ways = {
        OURS: lambda: _zip(docx.render(each) for each in documents),
        FLOOR: lambda: _zip(word.write(each, parts) for each in documents),
        WHOLE: lambda: _zip(docx.render(each) for each in _documents(branches, batch)),
    }
    goals = [Target(FLOOR, 4), Target(OURS, 3, way=WHOLE)]
    yield compare("写成 Word，装进压缩包", f"{len(branches)}个支部", ways, rounds=3, goals=goals, note=WHY)
    if place.is_large and connection.vendor == "sqlite":  # its memory does not depend on the database
        yield from _whole_job(place, batch)


def _branches(root: Organisation, batch: BatchOrder) -> list[Organisation]:
    found = organisations_in(scope_of_org(root, batch.on)).filter(kind__in=BRANCH_KINDS)
    return list(found.order_by("code"))


def _documents(branches: list[Organisation], batch: BatchOrder) -> list[Document]:
    found = []
    with seldom_collected():  # as a worker does every job
        for start in range(0, len(branches), GROUP):
            orders = orders_for(branches[start : start + GROUP], batch, date(2026, 7, 1))
            found += [draft_of(facts.order, facts)[0].printed for facts in facts_of(orders)]
    return found


def _zip(files: Iterator[bytes]) -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for number, content in enumerate(files):
            archive.writestr(f"{number}.docx", content)
    return buffer.getvalue()


def _whole_job(place: Place, batch: BatchOrder) -> Iterator[Benchmark]:
    size = f"{len(_branches(place.root, batch))}个支部"
    done = alone(run_batch, place.scale)
    yield measured("全部支部的总结作为后台任务：内存", size, {OURS: done.megabytes}, goals=[Limit(200)])
    yield measured("全部支部的总结作为后台任务：用时", size, {OURS: done.seconds}, unit="秒")


def run_batch(scale: str) -> None:
    """The job as a worker does it, with progress and the list of what is inside."""
    place = Place.find(scale)
    batch = BatchOrder(place.period, place.period.end, ("docx",))
    manager = User.objects.filter(appointments__org=place.root, appointments__role=Role.MANAGER).first()
    assert manager is not None, "the seed has no manager at the top"
    start_job(kind=KIND, org=place.root, title="测速", params=batch.params(), by=manager, now=timezone.now())
    job = run_next("benchmark")
    assert job is not None
    assert job.state == JobState.DONE, job.message
