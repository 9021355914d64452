"""Is someone of a file on record already? Asked for a block of rows together, three queries whatever its size.

The same key in the same branch, the same ID number, or the same name and birth date within the organisations the
import may write for. Two people whose ID numbers differ are never taken for one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from partywork.common.crypto import same_keyring
from partywork.common.identity_number import birth_date
from partywork.common.pairs import numbers_by
from partywork.common.text import normalise_identifier
from partywork.members.bulk import real_members
from partywork.members.facts import id_number_indexes, indexes_of, numbered
from partywork.members.models import Member
from partywork.members.unseen import Plain

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
        for index in indexes_of(person) if self.by_number else ():
            if (found := self.by_number.get(index)) is not None:
                return _match(person, found, How.NUMBER)
        for found in self.by_name.get((person.name, person.born_on), ()):
            if not (person.id_number_index and found.id_number_index):
                return _match(person, found, How.NAME)
        return None


def known_among(people: Sequence[Member], orgs: set[int]) -> Known:
    """``orgs``: where the import may write; namesakes elsewhere are nobody's business here."""
    by_key = {(each.org_id, each.key): each for each in _held("org", "key", _keys(people))}
    numbers = {index for person in people for index in indexes_of(person)}
    by_number = {each.id_number_index: each for each in _real(_numbered(numbers))}
    by_name: dict[tuple[str, object], list[Member]] = {}
    for each in _held("name", "born_on", _names(people)):
        if each.org_id in orgs:
            by_name.setdefault((each.name, each.born_on), []).append(each)
    return Known(by_key, by_number, by_name)


@same_keyring()
def is_anybody_known(people: Sequence[Plain], orgs: set[int]) -> bool:
    """Whether ``known_among`` would find one of these newcomers of a check on record."""
    keys = {(each.fact("org_id"), each.fact("key")) for each in people}
    names = {(each.fact("name"), date.fromisoformat(born)) for each in people if (born := each.fact("born_on"))}
    numbers = {index for each in people if (number := each.fact("id_number")) for index in id_number_indexes(number)}
    if _any_real(numbers_by(Member, "org", "key", keys)) or _any_real(_numbered(numbers)):
        return True
    unnumbered = {(each.fact("name"), each.fact("born_on")) for each in people if not each.fact("id_number")}
    namesakes = Member.objects.filter(pk__in=numbers_by(Member, "name", "born_on", names))
    alike = [
        number
        for number, org, name, born, index in namesakes.values_list("pk", "org", "name", "born_on", "id_number_index")
        if org in orgs and (not index or (name, str(born)) in unnumbered)
    ]
    return _any_real(alike)


def _numbered(numbers: set[str]) -> list[int]:
    return list(numbered(numbers).values_list("pk", flat=True))


def _any_real(found: list[int]) -> bool:
    return bool(found) and real_members().filter(pk__in=found).exists()


def _keys(people: Sequence[Member]) -> set[tuple[int, str]]:
    return {(person.org_id, person.key) for person in people if person.key}


def _names(people: Sequence[Member]) -> set[tuple[str, Any]]:
    return {(person.name, born) for person in people if (born := person.born_on or _born(person))}


def _born(person: Member) -> date | None:
    """As ``check_facts`` is going to read it from the number."""
    try:
        return birth_date(normalise_identifier(person.id_number)) if person.id_number else None
    except ValueError:
        return None


def _held(first: str, second: str, pairs: set[tuple[Any, Any]]) -> Iterable[Member]:
    return _real(numbers_by(Member, first, second, pairs))


def _real(numbers: list[int]) -> Iterable[Member]:
    if not numbers:
        return ()
    found: Iterable[Member] = real_members().select_related("org").filter(pk__in=numbers).order_by("pk")
    return found


def _match(person: Member, found: Member, how: How) -> Match:
    given = {name: getattr(person, name) for name in COMPARED}
    blank = [name for name in FILLABLE if given[name] and not getattr(found, name)]
    other = [name for name in COMPARED if given[name] and getattr(found, name) not in ("", None, given[name])]
    if person.org_id != found.org_id:
        other.append("org")
    return Match(found, how, blank, other)
