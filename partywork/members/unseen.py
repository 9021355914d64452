"""People as rows of plain values: kept between a check and the writing, then written where nobody sees them.

Whoever has no standing is on no roster, in no list and in no figure; where they are going to stand comes along. No
object is made of anybody here: of a hundred thousand people that would take longer than writing them.
"""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection, connections, transaction
from django.utils import timezone

from partywork.accounts.models import User
from partywork.common.crypto import sealer
from partywork.common.inserting import insert, next_numbers
from partywork.common.pinyin import search_keys
from partywork.common.sealed import SealedField
from partywork.members.bulk import Newcomer
from partywork.members.models import Member, MemberSpelling

# Who writes says these; the others are facts of the person.
_OF_WRITING = ("version", "on_behalf", "created_by_id", "created_at", "updated_by_id", "updated_at")
_FIELDS = [each for each in Member._meta.concrete_fields if not each.primary_key and each.name != "earlier"]
FACTS = [each.attname for each in _FIELDS if each.attname not in _OF_WRITING]
STANDS = ["org_id", "group_id", "stage", "since", "until", "opening", "closing", "note", "final"]
_SEALED = [(FACTS.index(each.attname), each.purpose) for each in _FIELDS if isinstance(each, SealedField)]
_PLACES = {name: place for place, name in enumerate(FACTS)}
_ORG, _KEY, _NAME = (_PLACES[name] for name in ("org_id", "key", "name"))
_PLAIN = frozenset({str, int, type(None)})
_SPELT_TOGETHER, _SPELT_AT_ONCE = 100_000, 15_000  # rows

_keys_of = lru_cache(maxsize=20_000)(search_keys)


class Plain(NamedTuple):
    """FACTS of a person, and STANDS of each standing; days as 2026-05-18. Sealed facts are in the clear."""

    facts: list[Any]
    stands: list[list[Any]]

    def fact(self, name: str) -> Any:
        return self.facts[_PLACES[name]]


def plain(newcomer: Newcomer) -> Plain:
    return Plain(_values(newcomer.member, FACTS), [_values(each, STANDS) for each in newcomer.standings])


def _values(record: Any, names: Sequence[str]) -> list[Any]:
    held = record.__dict__
    return [value if (value := held[name]).__class__ in _PLAIN else str(value) for name in names]


class Unseen:
    """A block of people, made ready before any lock is held. ``write`` numbers them, inside a transaction; ``own`` are
    the units for which ``by`` does not write on behalf. How their names are typed is left to ``Spellings``."""

    def __init__(self, people: Sequence[Plain], by: User, own: set[int]) -> None:
        self._people = people
        database = connections[connection.alias]
        now = Member._meta.get_field("created_at").get_db_prep_save(timezone.now(), database)
        self._rows = []
        seals = [(place, sealer(purpose=purpose)) for place, purpose in _SEALED]
        for person in people:
            facts = list(person.facts)
            for place, seal in seals:
                if facts[place]:
                    facts[place] = seal(facts[place])
            self._rows.append((*facts, 1, facts[_ORG] not in own, by.pk, now, by.pk, now))
        self.numbers: Sequence[int] = ()

    def write(self) -> None:
        self.numbers = next_numbers(Member, len(self._rows))
        rows = [(number, *row) for number, row in zip(self.numbers, self._rows, strict=True)]
        insert(Member, ["id", *FACTS, *_OF_WRITING], rows)

    def stands(self) -> list[list[Any]]:
        """Number and STANDS of every standing."""
        return [
            [number, *each] for number, person in zip(self.numbers, self._people, strict=True) for each in person.stands
        ]

    def names(self) -> list[tuple[int, str]]:
        """Number and name of each."""
        return [(number, person.facts[_NAME]) for number, person in zip(self.numbers, self._people, strict=True)]

    @cached_property
    def told(self) -> list[tuple[int, int, str]]:
        """Number, branch and key of each, for the digest."""
        return [
            (number, person.facts[_ORG], person.facts[_KEY])
            for number, person in zip(self.numbers, self._people, strict=True)
        ]


class Spellings:
    """How names are typed, ten rows a person that lie all over the index they are found by. Written as people come,
    every block would rewrite most of that index; those of many people are written together, in its order."""

    def __init__(self) -> None:
        self._pairs: list[tuple[int, str]] = []

    def add(self, names: Sequence[tuple[int, str]]) -> None:
        """Number and name of people who are written, once their own transaction is over."""
        self._pairs += [(number, key) for number, name in names for key in _keys_of(name)]
        if len(self._pairs) >= _SPELT_TOGETHER:
            self.write()

    def write(self) -> None:
        """What was added and is not yet written, in transactions so small that nobody waits for long."""
        pairs, self._pairs = sorted(self._pairs, key=itemgetter(1)), []
        for start in range(0, len(pairs), _SPELT_AT_ONCE):
            with transaction.atomic():
                insert(MemberSpelling, ["member_id", "key"], pairs[start : start + _SPELT_AT_ONCE])
