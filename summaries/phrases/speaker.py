"""Whose report a sentence stands in: what of the unit decides which wording fits it."""

from dataclasses import dataclass

from partywork.orgs.enums import BRANCH_KINDS, OrgKind, Sector


@dataclass(frozen=True)
class Speaker:
    """The unit that reports. ``kind`` and ``sector`` are values of OrgKind and Sector."""

    kind: str
    sector: str = Sector.OTHER

    @property
    def is_branch(self) -> bool:
        return self.kind in BRANCH_KINDS


KINDS = tuple(OrgKind.values)
SECTORS = tuple(Sector.values)
