"""How long after the event records were entered. It is shown, never judged: no light, no ranking."""

from dataclasses import dataclass
from datetime import date

from partywork.common.periods import HalfYear
from partywork.entries.enums import Status
from partywork.entries.models import Entry
from partywork.meetings.models import Meeting
from partywork.orgs.models import Organisation
from partywork.rules.queries import RuleBook
from partywork.visits.models import Talk, Visit
from partywork.worklog.models import WorkLog

MODELS: tuple[type[Entry], ...] = (Meeting, Visit, Talk, WorkLog)


@dataclass(frozen=True)
class Lateness:
    """One kind of record in one half-year."""

    label: str
    entered: int
    late: int  # after more days than the rule says
    longest: int  # days


def lateness_of(org: Organisation, half: HalfYear, on: date, rules: RuleBook) -> list[Lateness]:
    """By kind of record, for those that have any. One query a kind."""
    limit = rules.number("entry.late_days")
    found = []
    for model in MODELS:
        rows = model._default_manager.filter(org=org, half=half.year * 10 + half.half, date__lte=on)
        lags = [row.lag_days for row in rows.filter(status=Status.DONE).only("date", "until", "created_at")]
        if lags:
            late = sum(lag > limit for lag in lags)
            found.append(Lateness(str(model._meta.verbose_name), len(lags), late, max(lags)))
    return found
