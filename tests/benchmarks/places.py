"""Where the benchmarks run: organisations of each level in the database that was seeded, and the period."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from partywork.common.periods import HalfYear, parse_period
from partywork.orgs.models import Organisation
from summaries.facts import Order

# Of each scale: the whole, a unit between, and a branch. The city's are those of its first county.
CODES = {
    "street": ("DEMO", "DEMO-Z1", "DEMO-01"),
    "county": ("COUNTY", "COUNTY-T01", "B00001"),
    "city": ("CITY", "C01", "B00001"),
}
LARGE = ("county", "city")


@dataclass(frozen=True)
class Place:
    scale: str
    root: Organisation
    middle: Organisation  # a township, in the street a general branch
    branch: Organisation
    period: HalfYear

    @classmethod
    def find(cls, scale: str) -> Self:
        root, middle, branch = (Organisation.objects.get(code=code) for code in CODES[scale])
        period = parse_period("2026H1")
        assert isinstance(period, HalfYear)
        return cls(scale, root, middle, branch, period)

    @property
    def is_large(self) -> bool:
        return self.scale in LARGE

    @property
    def levels(self) -> tuple[tuple[str, Organisation], ...]:
        """By what the table calls them, the largest first."""
        names = {"street": ("街道", "党总支", "支部"), "county": ("县", "镇", "支部"), "city": ("市", "县", "支部")}
        return tuple(zip(names[self.scale], (self.root, self.middle, self.branch), strict=True))

    def order(self, org: Organisation) -> Order:
        """A half-year report of the organisation."""
        return Order(org, self.period, self.period.end, "standard", date(2026, 7, 1))
