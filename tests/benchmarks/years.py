"""Earlier years of records, written as if they had been kept all along."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model

from partywork.common.roomy import room_to_write
from partywork.dues.models import DuesMonth
from partywork.meetings.models import Absence, Meeting, Topic
from partywork.orgs.models import Organisation
from partywork.orgs.queries import placement_of
from partywork.visits.models import Visit
from partywork.worklog.models import WorkLog

OF_UNITS = (Meeting, Visit, WorkLog, DuesMonth)
OF_MEETINGS = (Topic, Absence)
RECORDS = (*OF_UNITS, *OF_MEETINGS)


def add_earlier_years(whose: Mapping[type[Model], Organisation], on: date, years: int) -> dict[type[Model], int]:
    """Of each kind of record, whatever lies below the organisation is there ``years`` times more, each a year earlier.

    Says how many rows of each were written; dues of earlier years are all paid. Once in a database: a second time the
    same rows would come again, which their keys forbid.
    """
    with room_to_write(), transaction.atomic():
        kinds: set[type[Model]] = {Meeting, *whose}
        last = {model: _last(model) for model in kinds}
        rows: dict[type[Model], int] = {}
        for model, org in whose.items():
            copies = [_Earlier(model, back, _path(org, on), last) for back in range(1, years + 1)]
            rows[model] = sum([copy.write() for copy in copies])
        with connection.cursor() as cursor:  # the copies brought numbers: the next record's comes after theirs
            for statement in connection.ops.sequence_reset_sql(no_style(), list(whose)):
                cursor.execute(statement)
    return rows


def has_earlier_years(model: type[Model], on: date, years: int) -> bool:
    """Whether records are there that only ``add_earlier_years`` writes."""
    return model._default_manager.filter(half__lt=10 * (on.year - years + 1)).exists()


def keep_up() -> None:
    """What an installation that has run for years has behind it: the tables are counted, nothing waits to be tidied.

    PostgreSQL does this by itself (autovacuum). On SQLite changes go from the log into the file by themselves too, and
    the worker counts a sample daily, ``manage.py upgrade`` all.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("ANALYZE")


def _last(model: type[Model]) -> int:
    found: int | None = model._default_manager.aggregate(last=Max("pk"))["last"]
    return found or 0


def _path(org: Organisation, on: date) -> str:
    placement = placement_of(org, on)
    assert placement is not None, f"{org} has no place"
    return placement.path


@dataclass(frozen=True)
class _Earlier:
    """One kind of record, so many years back.

    ``last``: of each table the highest id there was; a copy's id is so much higher for each year back.
    """

    model: type[Model]
    back: int
    path: str
    last: Mapping[type[Model], int]

    def write(self) -> int:
        columns = [str(field.column) for field in self.model._meta.concrete_fields]
        names = ", ".join(f'"{column}"' for column in columns)
        values = ", ".join(self._value(column) for column in columns)
        table = f'"{self.model._meta.db_table}"'
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}"
                f" WHERE {self._which()} AND id <= {self.last[self.model]}"
            )
            return cursor.rowcount

    def _which(self) -> str:
        units = f"SELECT org_id FROM partywork_placement WHERE path >= '{self.path}' AND path < '{self.path}~'"
        if self.model in OF_UNITS:
            return f"org_id IN ({units})"
        meetings = f"SELECT id FROM partywork_meeting WHERE org_id IN ({units}) AND id <= {self.last[Meeting]}"
        return f"meeting_id IN ({meetings})"

    def _value(self, column: str) -> str:
        match column:
            case "id":
                return f"id + {self.last[self.model] * self.back}"
            case "meeting_id":
                return f"meeting_id + {self.last[Meeting] * self.back}"
            case "half":
                return f"half - {10 * self.back}"
            case "month":
                return f"month - {100 * self.back}"
            case "key":
                return f"key || '-{self.back}'"
            case "date" | "due_on" | "until":
                return self._day(f'"{column}"')
            case "paid_fen":
                return "due_fen"
            case "paid_on":
                return f"CASE WHEN due_fen > 0 THEN {self._day('COALESCE(paid_on, due_on)')} END"
            case "paid_month":
                return f"CASE WHEN due_fen > 0 THEN COALESCE(paid_month, month) - {100 * self.back} END"
        return f'"{column}"'

    def _day(self, day: str) -> str:
        if connection.vendor == "sqlite":
            return f"date({day}, '-{self.back} years')"
        return f"CAST({day} - INTERVAL '{self.back} years' AS date)"
