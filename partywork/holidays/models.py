"""The holidays of a year the library does not know yet, typed in from the announcement."""

from datetime import date

from django.db import models

from partywork.orgs.models import Organisation


class HolidayNotice(models.Model):
    """What a year's announcement says, for a unit and all below it.

    ``off`` holds the days off with their names ({"2031-01-01": "元旦"}), ``worked`` the weekend days on which people
    work (["2031-01-04"]).
    """

    org = models.ForeignKey(Organisation, models.PROTECT, related_name="holiday_notices", verbose_name="适用组织")
    year = models.PositiveSmallIntegerField("年份")
    source = models.CharField("通知名称和文号", max_length=120)
    off = models.JSONField("放假", default=dict)
    worked = models.JSONField("调休上班", default=list, blank=True)

    class Meta:
        verbose_name = "放假通知"
        ordering = ["-year", "org__code"]
        constraints = [models.UniqueConstraint(fields=["org", "year"], name="holiday_notice_once")]

    def __str__(self) -> str:
        return f"{self.year}年放假安排"

    def name_of(self, day: date) -> str | None:
        """What a day off is called; None for a day that is not off by the notice."""
        found = self.off.get(day.isoformat())
        return None if found is None else str(found)

    def is_worked(self, day: date) -> bool:
        return day.isoformat() in self.worked
