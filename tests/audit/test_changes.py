"""What counts as a change, and how it is kept and told."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.forms.models import model_to_dict

from partywork.audit.changes import Changes, changed_fields, plain
from partywork.audit.history import change_lines, detail_of, events_about, history_of
from partywork.audit.models import AuditEvent
from partywork.audit.recorder import action, record_event
from tests.audit.samples import WRITER, Sample, note


def sample(**fields) -> Sample:
    return Sample(**{"pk": 1, "kind": "first", "place": "甲地", "day": date(2026, 6, 18), **fields})


def test_only_what_differs_is_a_change():
    before = model_to_dict(sample())
    after = sample(place="乙地", day=date(2026, 6, 19), topics=["甲", "乙"], kind=Sample.Kind.SECOND)
    assert changed_fields(before, after) == {
        "kind": ("first", "second"),
        "place": ("甲地", "乙地"),
        "day": ("2026-06-18", "2026-06-19"),
        "topics": ([], ["甲", "乙"]),
    }


def test_equal_values_written_differently_are_no_change():
    early = datetime(2026, 6, 18, 1, tzinfo=UTC)
    before = {"amount": Decimal("1.50"), "noted_at": early, "kind": "first", "source": None}
    same = sample(
        amount=Decimal("1.5"), noted_at=early.astimezone(timezone(timedelta(hours=8))), kind=Sample.Kind.FIRST
    )
    assert changed_fields(before, same) == {}


def test_secret_values_are_never_kept():
    before = {"phone": "old-secret", "place": "甲地"}
    changes = changed_fields(before, sample(phone="new-secret"), secret_fields={"phone"})
    assert changes == {"phone": ("已更改", "已更改")}


def test_relations_are_kept_as_numbers():
    assert changed_fields({"source": 3}, sample(source_id=5)) == {"source": (3, 5)}


def test_a_name_that_is_no_field_is_an_attribute():
    assert changed_fields({"pk": 2}, sample()) == {"pk": (2, 1)}


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None),
        (True, True),
        (3, 3),
        ("甲\x00", "甲"),
        (Decimal("100"), "100"),
        (Decimal("0.10"), "0.1"),
        (1.5, "1.5"),
        (date(2026, 1, 2), "2026-01-02"),
        ({2: date(2026, 1, 2)}, {"2": "2026-01-02"}),
        ({"b", "a"}, ["a", "b"]),
        ((1, (2,)), [1, [2]]),
        (Sample.Kind.FIRST, "first"),
        (Sample(pk=4), 4),
        (b"x", "b'x'"),
    ],
)
def test_plain_values(value, kept):
    assert plain(value) == kept


@pytest.mark.django_db
def test_changes_are_told_by_label_choice_and_related_record():
    note(summary="来源甲", by=WRITER)
    source = AuditEvent.objects.get()
    before = model_to_dict(sample(phone="旧"))
    after = sample(kind="second", place="", day=None, open=True, topics=["甲", "乙"], source=source, phone="新")

    @action
    def edit(*, by: object) -> None:
        changes = changed_fields(before, after, secret_fields={"phone"})
        record_event(by=WRITER, action="sample.edit", subject=after, summary="修改", changes=changes)

    edit(by=WRITER)
    assert change_lines(list(events_about(after)), Sample) == [
        [
            "类别：甲类 → 乙类",
            "地点：甲地 → （空）",
            "日期：2026-06-18 → （空）",
            "公开：否 → 是",
            "议题：（空） → 甲、乙",
            "来源：（空） → 1 来源甲",
            "电话：已更改",
        ]
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_telling_the_history_takes_one_query_a_relation(count, django_assert_num_queries):
    @action
    def edit(*, by: object) -> None:
        changes = {"source": (None, 99)}
        record_event(by=WRITER, action="sample.edit", subject=sample(), summary="修改", changes=changes)

    for _ in range(count):
        edit(by=WRITER)
    with django_assert_num_queries(2):
        told = [event["changes"] for event in history_of(sample())]
    assert told == ["来源：（空） → 99"] * count


@pytest.mark.django_db
def test_the_history_is_that_of_one_record_newest_first():
    @action
    def edit(*, one: Sample, summary: str, by: object, changes: Changes | None = None) -> None:
        record_event(by=WRITER, action="sample.edit", subject=one, summary=summary, changes=changes)

    edit(one=sample(), summary="先", by=WRITER)
    edit(one=sample(pk=2), summary="别的", by=WRITER)
    edit(one=sample(), summary="后", by=WRITER, changes={"open": (False, True), "place": ("甲地", "乙地")})
    shown = [(event["who"], event["what"], event["changes"]) for event in history_of(sample())]
    assert shown == [("文书甲", "后", "地点：甲地 → 乙地；公开：否 → 是"), ("文书甲", "先", "")]
    assert [detail_of(event) for event in events_about(sample())][-1] == {}
