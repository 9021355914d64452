"""Writers at the same time queue at the head of the chain; none is lost, none comes between."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from partywork.audit import chain
from partywork.audit.models import AuditEvent
from partywork.audit.recorder import action, record_event
from tests.audit.samples import WRITER

WRITERS, ACTIONS, EVENTS = 4, 5, 3


@action
def several(*, name: str, by: object) -> None:
    for _ in range(EVENTS):
        record_event(by=WRITER, action="sample.note", subject=None, summary=name)


def work(writer: int) -> None:
    try:
        for number in range(ACTIONS):
            several(name=f"{writer}-{number}", by=WRITER)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_make_one_whole_chain():
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(work, range(WRITERS)))
    summaries = list(AuditEvent.objects.values_list("summary", flat=True))
    actions = summaries[::EVENTS]
    assert summaries == [name for name in actions for _ in range(EVENTS)]
    assert sorted(actions) == [f"{writer}-{number}" for writer in range(WRITERS) for number in range(ACTIONS)]
    assert chain.verify().count == WRITERS * ACTIONS * EVENTS
