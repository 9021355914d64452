"""Is someone of a file on record already? Asked for a block of rows together, three queries whatever its size.

The same key in the same branch, the same ID number, or the same name and birth date within the organisations the
import may write for. Two people whose ID numbers differ are never taken for one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from partywork.members.bulk import real_members
from partywork.members.facts import indexes_of, numbered
from partywork.members.models import Member

# What an import may fill in where it is blank. Where someone stands and since when is changed by movements alone.
FILLABLE = (
    "id_number", "phone", "born_on", "education", "degree", "occupation", "residence",
    "applied_on", "activist_on", "candidate_on", "admitted_on", "full_on", "remark",
)  # fmt: skip
COMPARED = ("name", "gender", "ethnicity", *FILLABLE)


class How(Enum):
    KEY = "编号相同"
    NUMBER = "公民身份号码相同"
    NAME = "姓名和出生日期相同"


@dataclass(frozen=True)
class Match:
    """``blank`` names the fields a row could fill in, ``other`` those in which it says something else."""

    member: Member
    how: How
    blank: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    @property
    def says_nothing_new(self) -> bool:
        return not self.blank and not self.other


@dataclass
class Known:
    """Who of a block of people is on record."""

    by_key: dict[tuple[int, str], Member]
    by_number: dict[str, Member]
    by_name: dict[tuple[str, object], list[Member]]

    def find(self, person: Member) -> Match | None:
        """The person on record; None for a newcomer."""
        if (found := self.by_key.get((person.org_id, person.key))) is not None:
            return _match(person, found, How.KEY)
        for index in indexes_of(person):
            if (found := self.by_number.get(index)) is not None:
                return _match(person, found, How.NUMBER)
        for found in self.by_name.get((person.name, person.born_on), ()):
            if not (person.id_number_index and found.id_number_index):
                return _match(person, found, How.NAME)
        return None


def known_among(people: Sequence[Member], orgs: set[int]) -> Known:
    """``orgs``: where the import may write; namesakes elsewhere are nobody's business here."""
    keys = {person.key for person in people if person.key}
    numbers = {index for person in people for index in indexes_of(person)}
    names = {person.name for person in people if person.born_on}
    everybody = real_members().select_related("org")
    branches = {person.org_id for person in people}
    by_key = {(each.org_id, each.key): each for each in everybody.filter(org__in=branches, key__in=keys)}
    held = everybody.filter(pk__in=numbered(numbers).values("pk"))
    by_number = {each.id_number_index: each for each in held}
    by_name: dict[tuple[str, object], list[Member]] = {}
    for each in everybody.filter(name__in=names, born_on__isnull=False):
        if each.org_id in orgs:
            by_name.setdefault((each.name, each.born_on), []).append(each)
    return Known(by_key, by_number, by_name)


def _match(person: Member, found: Member, how: How) -> Match:
    given = {name: getattr(person, name) for name in COMPARED}
    blank = [name for name in FILLABLE if given[name] and not getattr(found, name)]
    other = [name for name in COMPARED if given[name] and getattr(found, name) not in ("", None, given[name])]
    if person.org_id != found.org_id:
        other.append("org")
    return Match(found, how, blank, other)
