"""What of the check is still to be settled, and who has answered for the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

from summaries.checks.found import Check
from summaries.checks.models import CheckAcknowledgement
from summaries.reports.models import Report


@dataclass(frozen=True)
class Looked:
    """A finding and, where somebody answers for it, the acknowledgement."""

    check: Check
    acknowledgement: CheckAcknowledgement | None = None

    @property
    def is_open(self) -> bool:
        """Whether it keeps the report from being final."""
        return self.check.level == "error" or (self.check.level == "warning" and self.acknowledgement is None)


def looked(report: Report, checks: Sequence[Check]) -> list[Looked]:
    """Every finding with its acknowledgement; one query."""
    given = {each.key: each for each in report.acknowledgements.select_related("by")}
    return [Looked(check, given.get(check.key) if check.level == "warning" else None) for check in checks]


def unsettled(report: Report, checks: Sequence[Check]) -> list[Check]:
    """What keeps the report from being final: errors, and warnings that nobody has acknowledged."""
    return [each.check for each in looked(report, checks) if each.is_open]
