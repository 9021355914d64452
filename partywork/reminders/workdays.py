"""On which days people are left in peace: public holidays and weekends, but for adjusted workdays.

Nothing is lost by it: a digest tells what stands on its day, so what fell due on a holiday is in the next one.
"""

from datetime import date, timedelta

from partywork.holidays.announced import is_announced
from partywork.holidays.days import Days, days_for
from partywork.orgs.models import Organisation
from partywork.reminders.enums import HowOften


class Workdays:
    """Whether a digest comes on the day ``on``. Asks the database only in a year that nobody has announced yet."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._everywhere = Days() if is_announced(on.year) else None
        self._of_org: dict[int, Days] = {}

    def is_due(self, how_often: str, org: Organisation) -> bool:
        days = self._days(org)
        if how_often == HowOften.NEVER or days.kind(self.on).is_off:
            return False
        monday = self.on - timedelta(days=self.on.weekday())
        before = (monday + timedelta(days=n) for n in range(self.on.weekday()))
        return how_often == HowOften.DAILY or all(days.kind(day).is_off for day in before)

    def _days(self, org: Organisation) -> Days:
        if self._everywhere is not None:
            return self._everywhere
        if org.pk not in self._of_org:
            self._of_org[org.pk] = days_for(org, self.on)
        return self._of_org[org.pk]
