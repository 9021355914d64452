"""Filling an empty database: rows a second, beside a bare loop of inserts and beside the ORM's own way in bulk.

The model of a family: short, a floor, what one would pick instead, goals as data.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, transaction

from partywork.demo.county.writing import Table
from partywork.meetings.enums import TopicTag
from partywork.meetings.models import Meeting, Topic
from tests.benchmarks.floors import rows as floor
from tests.benchmarks.places import Place
from tests.benchmarks.targets import Target, faster_than
from tests.benchmarks.timing import FLOOR, OURS, Benchmark, compare

TITLE, ORDER = "批量写入", 90
ROWS = 5_000
FIRST = 900_000  # positions no topic of the demo has
BULK = "Django bulk_create"


def benchmarks(place: Place) -> Iterator[Benchmark]:
    meeting = Meeting.objects.filter(org=place.branch).earliest("pk")
    ways = {OURS: taken_back(_ours, meeting), FLOOR: taken_back(_floor, meeting), BULK: taken_back(_bulk, meeting)}
    goals = [Target(FLOOR, 2), faster_than(BULK, 2)]
    yield compare("写入议题", f"{ROWS}行", ways, goals=goals)


def taken_back(write: Callable[[Any], object], meeting: Any) -> Callable[[], None]:
    def run() -> None:
        with transaction.atomic():
            write(meeting)
            transaction.set_rollback(True)

    return run


def _texts() -> Iterator[tuple[int, str]]:
    return ((FIRST + number, "研究支部年度工作安排") for number in range(ROWS))


def _ours(meeting: Meeting) -> None:
    table = Table(Topic, ["id", "meeting_id", "position", "text", "tag"])
    for position, text in _texts():
        table.add((table.next_id(), meeting.pk, position, text, TopicTag.OTHER.value))
    table.flush()


def _floor(meeting: Meeting) -> None:
    floor.write_topics(connection, meeting.pk, _texts())


def _bulk(meeting: Meeting) -> None:
    Topic.objects.bulk_create(
        Topic(meeting=meeting, position=position, text=text, tag=TopicTag.OTHER) for position, text in _texts()
    )
