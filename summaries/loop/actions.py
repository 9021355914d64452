"""Taking the plans of a report that is still being written."""

from datetime import date

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action
from partywork.plans.models import PlanItem
from summaries.plans.adopt import adopt_plans
from summaries.reports.actions import MOVED_ON, refresh, require_open
from summaries.reports.desk import Desk, open_report
from summaries.reports.models import Report


def take_plans(*, report: Report, by: User, today: date) -> list[PlanItem]:
    """Set the plans as plan items before the report is frozen, as its texts and the records are now.

    They are read first, without holding anybody up. Raises ValidationError for a report that is on its way, and
    one that was changed while it was read.
    """
    refresh(report)
    return _take(report=report, desk=open_report(report), by=by, today=today)


@action
def _take(*, report: Report, desk: Desk, by: User, today: date) -> list[PlanItem]:
    require_open(report)
    decided = {each.pk: each.revision for each in desk.paragraphs}
    is_read = Report.objects.filter(pk=report.pk, version=report.version).exists()
    if not is_read or decided != dict(report.paragraphs.values_list("pk", "revision")):
        raise ValidationError(MOVED_ON)
    return adopt_plans(desk=desk, by=by, today=today)
