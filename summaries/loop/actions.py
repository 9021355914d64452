"""Taking the plans of a report that is still being written."""

from datetime import date

from partywork.accounts.models import User
from partywork.audit.recorder import action
from partywork.plans.models import PlanItem
from summaries.plans.adopt import adopt_plans
from summaries.reports.actions import require_open
from summaries.reports.desk import open_report
from summaries.reports.models import Report


@action
def take_plans(*, report: Report, by: User, today: date) -> list[PlanItem]:
    """Set the plans as plan items before the report is frozen. Raises ValidationError for one that is on its way."""
    require_open(report)
    return adopt_plans(desk=open_report(report), by=by, today=today)
