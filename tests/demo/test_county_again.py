"""Large demo data: the same for the same number, a city of several counties, years back; and how rows are written."""

import contextlib
import sqlite3
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models

from partywork.accounts.models import User
from partywork.demo.county.seed import seed_large
from partywork.demo.county.sizes import Size
from partywork.demo.county.writing import Table, trusting_the_disk
from partywork.dues.models import DuesMonth
from partywork.meetings.models import Meeting, Topic
from partywork.members.models import Member
from partywork.orgs.models import Organisation
from partywork.visits.models import Visit
from tests.emptied import emptied
from tests.factories.orgs import make_org

pytestmark = pytest.mark.django_db

TINY = Size(counties=2, townships=1, generals=1, branches=2)


def made(number: int, years: int = 1) -> list[list[Any]]:
    """What was made, without sealed values, which are another each time."""
    with emptied():
        seed_large(size=TINY, number=number, year=2026, years=years, by=None)
        return [
            list(Organisation.objects.order_by("pk").values_list("code", "name", "founded_on")),
            list(Member.objects.order_by("key").values_list("name", "born_on", "full_on", "id_number_index")),
            list(Meeting.objects.order_by("org__code", "key").values_list("date", "present", "created_at")),
            list(DuesMonth.objects.order_by("member__key", "month").values_list("month", "due_fen", "paid_on")),
            list(Visit.objects.order_by("org__code", "key").values_list("object_name", "date", "amount_fen")),
        ]


def test_the_same_number_makes_the_same_city_and_another_number_another():
    first = made(1)
    assert [code for code, _, _ in first[0]][:2] == ["CITY", "C01"]
    assert len(first[0]) == TINY.units
    assert made(1) == first
    assert made(2) != first


def test_years_go_back_from_the_same_month():
    *_, dues, _ = made(1, years=3)
    months = {month for month, _, _ in dues}
    assert (min(months), max(months), len(months)) == (202311, 202610, 36)


def test_it_leaves_a_database_that_is_in_use_alone():
    make_org()
    with pytest.raises(ValidationError, match="演示数据只能放进空的数据库"):
        seed_large(size=TINY, number=1, year=2026, years=1, by=None)
    assert User.objects.count() == 0


def test_a_table_takes_what_is_alike_from_the_model():
    table = Table(Topic, ["id", "meeting_id", "position", "text"])
    assert dict(table.alike) == {"tag": "", "in_favour": None}


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (["id", "meeting_id", "text"], "position has no default"),
        (["id", "meeting_id", "position", "text", "colour"], "has no colour"),
    ],
)
def test_a_field_without_a_default_must_be_given(columns, message):
    with pytest.raises(TypeError, match=message):
        Table(Topic, columns)


def test_what_is_another_in_every_row_must_be_given():
    names = [field.attname for field in Visit._meta.concrete_fields if not isinstance(field, models.DateTimeField)]
    with pytest.raises(TypeError, match="created_at is another in every row"):
        Table(Visit, names)


def test_a_text_that_would_break_a_line_is_refused_by_postgresql():
    table = Table(Topic, ["id", "meeting_id", "position", "text"])
    table.add((1, 1, 1, "一\n二"))
    with pytest.raises(ValueError, match="line break"):
        table.copied()


def pragmas() -> list[object]:
    with connection.cursor() as cursor:
        return [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "foreign_keys")]


@pytest.fixture
def own_file(transactional_db, tmp_path):
    """A copy of the database, which no server of other tests still has open."""
    shared, own = connection.settings_dict["NAME"], str(tmp_path / "own.sqlite3")
    with contextlib.closing(sqlite3.connect(shared)) as source, contextlib.closing(sqlite3.connect(own)) as copy:
        source.backup(copy)
    connection.close()
    connection.settings_dict["NAME"] = own
    yield
    connection.close()
    connection.settings_dict["NAME"] = shared


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about the file of SQLite")
def test_the_file_is_journalled_and_its_keys_are_looked_up_again_afterwards(own_file):
    with trusting_the_disk():
        assert pragmas() == ["memory", 0]
    assert pragmas() == ["wal", 1]
    with contextlib.closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.execute("SELECT COUNT(*) FROM partywork_user").fetchone()
        with pytest.raises(ValidationError, match="请先停止网页服务"), trusting_the_disk():
            pass
    assert pragmas() == ["wal", 1]
