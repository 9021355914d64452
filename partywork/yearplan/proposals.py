"""What the rules suggest for a unit's plan of a year: one line, which the user may take, change or leave."""

from dataclasses import dataclass
from datetime import date

from partywork.plans.enums import Each

KEY = "year-plan:{year}:{code}"


@dataclass(frozen=True)
class Proposal:
    """``code`` is the same whenever the year is drafted, so that nothing is planned twice. ``why`` cites the rule.

    With ``figure`` it has a target: ``each`` says of whom it is asked, ``number`` how much, over the year or over the
    half-year in which it is due.
    """

    code: str
    text: str
    theme: str
    due_on: date
    why: str
    figure: str = ""
    each: Each = Each.WHOLE
    number: int = 0
    over_year: bool = False

    def key(self, year: int) -> str:
        return KEY.format(year=year, code=self.code)
