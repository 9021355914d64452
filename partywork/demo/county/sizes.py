"""How large: the same county in every size, from a few branches for the tests to a city of ten."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """Counties of townships of general branches (总支) of branches; 20 members a branch on average."""

    counties: int
    townships: int  # of a county
    generals: int  # of a township
    branches: int  # of a county, spread over its general branches

    @property
    def units(self) -> int:
        above = self.counties * (1 + self.townships + self.townships * self.generals)
        return above + self.counties * self.branches + (self.counties > 1)


COUNTY = Size(1, 24, 24, 4_999)
CITY = Size(10, 24, 24, 4_999)
LARGE = {"county": COUNTY, "city": CITY}
