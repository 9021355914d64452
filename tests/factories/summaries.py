"""Reports."""

from datetime import date
from typing import Any

from partywork.accounts.models import User
from partywork.audit.recorder import action
from partywork.common.periods import HalfYear, Period
from partywork.orgs.models import Organisation
from summaries.lifecycle.models import Snapshot, SnapshotKind
from summaries.lifecycle.sealing import keep, sealable
from summaries.reports.actions import start_report
from summaries.reports.desk import open_report
from summaries.reports.models import Report, ReportState

TODAY = date(2026, 7, 1)
PERIOD = HalfYear(2026, 1)


def make_report(
    org: Organisation, by: User, period: Period = PERIOD, data_date: date = date(2026, 6, 30), **extra: Any
) -> Report:
    return start_report(org=org, period=period, data_date=data_date, by=by, today=TODAY, **extra)


def make_version_arguments(org: Organisation, by: User) -> dict[str, int]:
    """What the address of a kept version takes."""
    report = make_report(org, by)
    snapshot = keep_now(report=report, by=by)
    return {"pk": report.pk, "version": snapshot.pk}


def make_sent_report(org: Organisation, by: User) -> Report:
    """A report as its superior has it, without the steps that led there."""
    report = make_report(org, by)
    keep_now(report=report, by=by)
    Report.objects.filter(pk=report.pk).update(state=ReportState.SUBMITTED)
    report.refresh_from_db()
    return report


@action
def keep_now(*, report: Report, by: User) -> Snapshot:
    """The draft kept as it stands, whatever state it is in."""
    desk = open_report(report)
    kind = SnapshotKind.SUBMITTED
    return keep(
        report=report,
        drawn=sealable(report=report, kind=kind, made=desk.compiled, paragraphs=desk.paragraphs),
        by=by,
    )
