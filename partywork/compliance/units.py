"""The organisations whose obligations are asked for, with what decides them, in two queries."""

from dataclasses import dataclass
from datetime import date

from partywork.access.scope import Scope
from partywork.committees.branches import has_committee
from partywork.compliance.roster import NOBODY, Heads, heads_in
from partywork.orgs.activity import ActivityRule
from partywork.orgs.enums import BRANCH_KINDS, ELECTED_KINDS, OrgKind
from partywork.orgs.models import Profile
from partywork.rules.shelf import Line, RuleShelf

LED_KINDS = (OrgKind.COMMITTEE, OrgKind.WORKING_COMMITTEE, OrgKind.LEADING_GROUP)


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation as of a day."""

    pk: int
    kind: str
    founded_on: date
    began_on: date | None  # to keep its records here (启用), where that was said
    path: str
    line: Line  # whose rules hold for it
    activity: ActivityRule
    sector: str
    secretary: str
    contact_leader: str
    heads: Heads

    @property
    def is_branch(self) -> bool:
        return self.kind in BRANCH_KINDS

    @property
    def is_led(self) -> bool:
        """Whether a 党委 or 党组 leads it: its secretary lectures, its leading members hold a 民主生活会."""
        return self.kind in LED_KINDS

    @property
    def is_elected(self) -> bool:
        return self.kind in ELECTED_KINDS


def units_in(scope: Scope, on: date, shelf: RuleShelf) -> dict[int, Unit]:
    """The scope's organisations that exist on the day. One open profile each, so no row comes twice."""
    heads = heads_in(scope, on)
    profiles = Profile.objects.on(on).filter(
        org__placements__since__lte=on, org__placements__until__gt=on, org__dissolved_on__gt=on
    )
    if scope.orgs is not None:
        profiles = profiles.filter(org__in=scope.orgs)
    rows = profiles.order_by("org__code").values_list(
        "org", "org__kind", "org__founded_on", "org__unitstart__on", "org__placements__path",
        "activity_day", "activity_ordinal", "activity_number", "sector", "secretary", "contact_leader",
    )  # fmt: skip
    return {
        pk: Unit(
            pk, kind, founded, began, path, shelf.line(path), ActivityRule(on_day, ordinal, number), sector,
            secretary, leader, heads.get(pk, NOBODY),
        )
        for pk, kind, founded, began, path, on_day, ordinal, number, sector, secretary, leader in rows
    }  # fmt: skip


def has_branch_committee(unit: Unit, needed: int) -> bool:
    """Whether the branch has a 支部委员会."""
    return has_committee(unit.heads.full, needed)
