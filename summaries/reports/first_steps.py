"""What reports add to the first steps on the home page."""

from partywork.access.permissions import Permission
from partywork.dashboard.tour import Step, has
from summaries.reports.models import Report

COMPILE = Step("编制总结", "按登记的记录成文，改好就能报", "summaries:list", Permission.COMPILE_REPORTS, has(Report))
