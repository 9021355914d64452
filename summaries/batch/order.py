"""What is wanted of a batch: which units below an organisation, which period, in which formats."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Self

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.accounts.gate import Gate
from partywork.common.periods import Period, parse_period
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.models import Organisation
from partywork.orgs.queries import organisations_in, scope_of_org

Units = Literal["branches", "all"]
UNITS: dict[Units, str] = {"branches": "只要党支部", "all": "全部党组织，包括党委、党总支自己的"}
PERMISSION = Permission.COMPILE_REPORTS


@dataclass(frozen=True)
class BatchOrder:
    """``outline`` is empty where each unit gets the one made for its kind."""

    period: Period
    data_date: date
    formats: tuple[str, ...]
    units: Units = "branches"
    outline: str = ""

    def params(self) -> dict[str, Any]:
        """As a job keeps it."""
        return {
            "period": self.period.code,
            "data_date": self.data_date.isoformat(),
            "formats": list(self.formats),
            "units": self.units,
            "outline": self.outline,
        }

    @classmethod
    def of(cls, params: dict[str, Any]) -> Self:
        return cls(
            parse_period(params["period"]),
            date.fromisoformat(params["data_date"]),
            tuple(params["formats"]),
            params["units"],
            params["outline"],
        )

    @property
    def on(self) -> date:
        return min(self.data_date, self.period.end)

    def organisations(self, root: Organisation, gate: Gate) -> list[Organisation]:
        """The units below ``root`` as of the data date, itself included, that are still within the user's reach."""
        found = restrict(organisations_in(scope_of_org(root, self.on)), gate.scope(PERMISSION))
        if self.units == "branches":
            found = found.filter(kind__in=BRANCH_KINDS)
        return list(found.order_by("code"))
