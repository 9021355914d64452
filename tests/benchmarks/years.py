"""Earlier years of one subtree's records, put into the database for a while and taken back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Max, Model

from partywork.dues.models import DuesMonth
from partywork.meetings.models import Absence, Meeting, Topic
from partywork.orgs.models import Organisation
from partywork.orgs.queries import placement_of
from partywork.visits.models import Visit
from partywork.worklog.models import WorkLog

OF_UNITS = (Meeting, Visit, WorkLog, DuesMonth)
OF_MEETINGS = (Topic, Absence)


@contextmanager
def earlier_years(
    org: Organisation, on: date, years: int, *, of: Sequence[type[Model]] = (*OF_UNITS, *OF_MEETINGS)
) -> Iterator[int]:
    """Inside, everything below ``org`` has ``years`` more of its records, each a year earlier; says how many rows.

    Dues of earlier years are all paid. Afterwards nothing of it is left.
    """
    placement = placement_of(org, on)
    assert placement is not None, f"{org} has no place"
    with transaction.atomic():
        last: dict[type[Model], int] = {model: _last(model) for model in (*OF_UNITS, *OF_MEETINGS)}
        rows: int = sum(_Earlier(placement.path, back, last).copy(of) for back in range(1, years + 1))
        _count_anew(of)
        yield rows
        transaction.set_rollback(True)


def _count_anew(of: Sequence[type[Model]]) -> None:
    """PostgreSQL plans by what it last counted, as autovacuum would have done over the years."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE " + ", ".join(f'"{model._meta.db_table}"' for model in of))


def _last(model: type[Model]) -> int:
    found: int | None = model._default_manager.aggregate(last=Max("pk"))["last"]
    return found or 0


@dataclass(frozen=True)
class _Earlier:
    """``last``: of each table the highest id there was; a copy's id is so much higher for each year back."""

    path: str
    back: int
    last: dict[type[Model], int]

    def copy(self, of: Sequence[type[Model]]) -> int:
        units = f"SELECT org_id FROM partywork_placement WHERE path >= '{self.path}' AND path < '{self.path}~'"
        count = sum(self._copy(model, f"org_id IN ({units})") for model in OF_UNITS if model in of)
        meetings = f"SELECT id FROM partywork_meeting WHERE org_id IN ({units}) AND id <= {self.last[Meeting]}"
        return count + sum(self._copy(model, f"meeting_id IN ({meetings})") for model in OF_MEETINGS if model in of)

    def _copy(self, model: type[Model], which: str) -> int:
        columns = [str(field.column) for field in model._meta.concrete_fields]
        names = ", ".join(f'"{column}"' for column in columns)
        values = ", ".join(self._value(model, column) for column in columns)
        table = f'"{model._meta.db_table}"'
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {which} AND id <= {self.last[model]}"
            )
            return cursor.rowcount

    def _value(self, model: type[Model], column: str) -> str:
        match column:
            case "id":
                return f"id + {self.last[model] * self.back}"
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
