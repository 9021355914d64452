"""Answering for a warning by name."""

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from summaries.checks.found import Check
from summaries.checks.models import CheckAcknowledgement
from summaries.reports.models import Report, ReportState

FROZEN = "这份总结已定稿，检查结果不再变动。"


@action
def acknowledge(*, report: Report, check: Check, by: User, remark: str = "") -> CheckAcknowledgement:
    """Let a warning stand; a second click finds the first. Raises ValidationError for an error or a final report."""
    _require_not_final(report)
    if check.level != "warning":
        raise ValidationError("必须改的问题不能只作核对，请改正文字或补录记录。")
    given, new = CheckAcknowledgement.objects.get_or_create(
        report=report,
        key=check.key,
        defaults={"code": check.code, "message": check.message, "remark": remark.strip(), "by": by},
    )
    if new:
        _note(report, f"核对并保留：{check.message}", by)
    return given


@action
def withdraw(*, acknowledgement: CheckAcknowledgement, by: User) -> None:
    """Open the warning again. Raises ValidationError for a final report."""
    _require_not_final(acknowledgement.report)
    _note(acknowledgement.report, f"撤回核对：{acknowledgement.message}", by)
    acknowledgement.delete()


def _require_not_final(report: Report) -> None:
    if report.state == ReportState.FROZEN:
        raise ValidationError(FROZEN)


def _note(report: Report, what: str, by: User) -> None:
    record_event(by=by, action="report.check", subject=report, summary=f"“{report}”检查：{what}", org_id=report.org_id)
