"""An action's writes and its events stand or fall together."""

import hashlib
import json
from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partywork.audit.models import AuditEvent, AuditHead
from partywork.audit.recorder import action, record_bulk, record_event
from tests.audit.samples import WRITER, Sample, note

pytestmark = pytest.mark.django_db
OUTSIDE = r"^audit events can only be recorded inside an action$"


def summaries() -> list[str]:
    return list(AuditEvent.objects.values_list("summary", flat=True))


def written() -> list[str]:
    return list(ContentType.objects.filter(app_label="audit_samples").order_by("pk").values_list("model", flat=True))


@action
def write(*, name: str, by: object, fail: bool = False) -> str:
    ContentType.objects.create(app_label="audit_samples", model=name)
    record_event(by=WRITER, action="sample.write", subject=None, summary=name)
    if fail:
        raise LookupError(name)
    return name


@action
def write_both(*, by: object) -> None:
    write(name="first", by=by)
    write(name="second", by=by)


@action
def write_and_forgive(*, by: object) -> None:
    write(name="kept", by=by)
    with pytest.raises(LookupError):
        write(name="lost", by=by, fail=True)
    write(name="also kept", by=by)


@time_machine.travel(datetime(2026, 6, 18, 1, 2, 3, 456789, tzinfo=UTC), tick=False)
def test_an_event_says_everything_about_the_change():
    @action
    def move(*, sample: Sample, by: object) -> None:
        record_event(
            by=WRITER,
            action="sample.edit",
            subject=sample,
            summary="修改样本“乙地”",
            changes={"place": ("甲地", "乙地")},
            org_id=12,
        )

    move(sample=Sample(pk=34, place="乙地"), by=WRITER)
    held = AuditEvent.objects.values().get()
    del held["id"], held["mac"]
    assert held == {
        "sequence": 1,
        "at": datetime(2026, 6, 18, 1, 2, 3, 456789, tzinfo=UTC),
        "actor_id": 7,
        "actor_name": "文书甲",
        "action": "sample.edit",
        "subject_type": "audit_samples.sample",
        "subject_id": 34,
        "org_id": 12,
        "summary": "修改样本“乙地”",
        "detail": '{"changes":{"place":["甲地","乙地"]}}',
        "address": "",
        "request_id": "",
        "mac_previous": "0" * 64,
    }


def test_the_system_acts_without_a_person():
    note(summary="夜间任务", by=None)
    assert AuditEvent.objects.values_list("actor_id", "actor_name").get() == (None, "系统")


def test_an_action_gives_back_what_its_function_gives():
    assert write(name="甲", by=WRITER) == "甲"


def test_nested_actions_are_one_action_with_their_events_in_order():
    write_both(by=WRITER)
    assert (written(), summaries()) == (["first", "second"], ["first", "second"])
    assert AuditHead.objects.values_list("sequence", flat=True).get() == 2


def test_a_failed_action_leaves_neither_writes_nor_events():
    with pytest.raises(LookupError):
        write(name="lost", by=WRITER, fail=True)
    write(name="kept", by=WRITER)
    assert (written(), summaries()) == (["kept"], ["kept"])


def test_a_nested_failure_that_is_forgiven_leaves_neither_writes_nor_events():
    write_and_forgive(by=WRITER)
    assert (written(), summaries()) == (["kept", "also kept"], ["kept", "also kept"])


def test_an_action_without_events_leaves_the_chain_alone():
    @action
    def nothing(*, by: object) -> None:
        return None

    nothing(by=WRITER)
    assert (summaries(), AuditHead.objects.count()) == ([], 0)


def test_events_outside_an_action_are_refused():
    with pytest.raises(RuntimeError, match=OUTSIDE):
        record_event(by=WRITER, action="sample.write", subject=None, summary="甲")
    with pytest.raises(RuntimeError, match=OUTSIDE):
        record_bulk(by=WRITER, action="sample.write", model=Sample, rows=[], summary="甲")


def test_after_a_failure_one_is_outside_again():
    with pytest.raises(LookupError):
        write(name="lost", by=WRITER, fail=True)
    with pytest.raises(RuntimeError, match=OUTSIDE):
        record_event(by=WRITER, action="sample.write", subject=None, summary="甲")


def test_only_functions_with_keyword_arguments_and_by_can_be_actions():
    def positional(record: object, *, by: object) -> None: ...

    def anonymous(*, record: object) -> None: ...

    for function in (positional, anonymous):
        with pytest.raises(TypeError, match=r"must take keyword-only arguments, one of them `by`$"):
            action(function)


def test_a_bulk_write_is_one_event_with_a_digest_over_its_rows():
    digests = []

    @action
    def load(*, rows: list[object], by: object) -> None:
        digests.append(record_bulk(by=WRITER, action="sample.import", model=Sample, rows=rows, summary="导入"))

    load(rows=[["甲", 1], {"b": 2, "a": datetime(2026, 1, 2).date()}], by=WRITER)
    expected = hashlib.sha256('["甲",1]\n{"a":"2026-01-02","b":2}\n'.encode()).hexdigest()
    event = AuditEvent.objects.get()
    assert json.loads(event.detail) == {"count": 2, "sha256": expected}
    assert (event.subject_type, event.subject_id, digests) == ("audit_samples.sample", None, [expected])


@pytest.mark.parametrize("count", [1, 3])
def test_the_queries_of_the_chain_do_not_grow_with_the_events(count):
    @action
    def several(*, by: object) -> None:
        for number in range(count):
            record_event(by=WRITER, action="sample.write", subject=None, summary=str(number))

    note(summary="第一条", by=WRITER)
    with CaptureQueriesContext(connection) as captured:
        several(by=WRITER)
    statements = [query["sql"].split(maxsplit=1)[0] for query in captured]
    assert statements == ["SAVEPOINT", "SELECT", "SELECT", "INSERT", "UPDATE", "RELEASE"]


def test_text_that_no_database_takes_is_cleaned():
    note(summary="甲\x00乙\ud800", by=WRITER)
    assert summaries() == ["甲乙"]
