"""How long after the event records were entered. It is shown, never judged: no light, no ranking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from partywork.common.periods import HalfYear, half_of
from partywork.entries.enums import Status
from partywork.entries.models import Entry
from partywork.holidays.days import Days
from partywork.meetings.models import Meeting
from partywork.orgs.models import Organisation
from partywork.rules.queries import RuleBook
from partywork.visits.models import Talk, Visit
from partywork.worklog.models import WorkLog

MODELS: tuple[type[Entry], ...] = (Meeting, Visit, Talk, WorkLog)
FILE_DAYS, LATE_DAYS = "meeting.file_days", "entry.late_days"


@dataclass(frozen=True)
class Lateness:
    """One kind of record in one half-year."""

    label: str
    entered: int
    unfiled: int | None  # after more working days than are given to file a meeting; None: of another kind of record
    late: int  # after more days than the rule says
    longest: int  # days


def lateness_of(org: Organisation, half: HalfYear, on: date, rules: RuleBook, days: Days) -> list[Lateness]:
    """By kind of record, for those that have any. One query a kind."""
    found = []
    for model in MODELS:
        rows = model._default_manager.filter(org=org, half=half_of(half.start), date__lte=on, status=Status.DONE)
        spans = [_span(row) for row in rows.only("date", "until", "created_at")]
        if spans:
            lags = [(entered - happened).days for happened, entered in spans]
            late = sum(lag > rules.number(LATE_DAYS) for lag in lags)
            unfiled = _unfiled(spans, rules.number(FILE_DAYS), days) if model is Meeting else None
            found.append(Lateness(str(model._meta.verbose_name), len(lags), unfiled, late, max(lags)))
    return found


def _span(row: Entry) -> tuple[date, date]:
    """The (last) day of the event and the day of entry."""
    return row.until or row.date, timezone.localdate(row.created_at)


def _unfiled(spans: Iterable[tuple[date, date]], most: int, days: Days) -> int:
    return sum(days.workdays_after(happened, entered) > most for happened, entered in spans)
