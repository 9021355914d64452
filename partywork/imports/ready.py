"""What a check found sound, kept sealed until it is written, so that no row is read and checked twice.

It holds on the ground it was found on: what was asked for, the day, the units in reach with their groups, the rules,
the keys of the indexes, and the program itself. On another ground the writing begins with the file again; so it does
where somebody of the file was on record. Whether one of them has come on record since is asked anew (``matching``).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings

from partywork.common.crypto import blind_indexes
from partywork.imports.directory import Directory
from partywork.imports.importer import SheetCount
from partywork.imports.models import ImportBatch
from partywork.imports.staging import Staging
from partywork.members.bulk import Newcomer, least_ages
from partywork.members.unseen import FACTS, STANDS, Plain, plain
from partywork.orgs.models import PartyGroup

_ROWS, _FOUND = "ready", "ready-ground"
_PROGRAM = ("imports", "members", "ledgers", "orgs", "common")  # packages that read and check a row


@dataclass(frozen=True)
class Ready:
    """People waiting in an import's staging, and how the rows of its sheet were counted."""

    staging: Staging
    count: SheetCount

    def blocks(self, size: int) -> Iterator[list[Plain]]:
        people = (Plain(*each) for each in self.staging.get_list(_ROWS))
        while block := list(islice(people, size)):
            yield block


def forget(staging: Staging) -> None:
    staging.drop(_FOUND)
    staging.drop(_ROWS)


def put_aside(staging: Staging, newcomers: Iterator[Newcomer]) -> None:
    """The newcomers as they come out of a check."""
    staging.put_list(_ROWS, (plain(each) for each in newcomers))


def hold(staging: Staging, count: SheetCount, ground: str) -> None:
    """What was put aside is all there is to write, found on this ground."""
    staging.put(_FOUND, {"ground": ground, "count": asdict(count)})


def ready_on(staging: Staging, ground: str) -> Ready | None:
    """None when there is nothing, or it was found on another ground."""
    found = staging.get(_FOUND)
    return Ready(staging, SheetCount(**found["count"])) if found and found["ground"] == ground else None


def around(directory: Directory) -> str:
    """A sum over what a check of a roster finds in the database, but for people, and over how it checks."""
    groups = PartyGroup.objects.filter(org__in=directory.ids).order_by("pk")
    told: list[Any] = [
        FACTS, STANDS, directory.on, directory.marks(), list(groups.values_list()), least_ages(),
        blind_indexes("", purpose="import.ready"), _program(),
    ]  # fmt: skip
    return _sum_of(told)


def ground_of(batch: ImportBatch, around: str) -> str:
    """A sum over all that a check of a roster goes by: what is ``around`` and what was asked for."""
    staging = Staging(batch.pk)
    return _sum_of([around, batch.policy, batch.org_id, staging.get("layout"), staging.get("corrections")])


def _sum_of(told: list[Any]) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()


@cache
def _program() -> str:
    """The sources a row is read and checked by: what an older version found sound, a newer one looks at again."""
    sums = hashlib.sha256()
    for package in _PROGRAM:
        for path in sorted((Path(settings.BASE_DIR) / "partywork" / package).glob("**/*.py")):
            sums.update(path.read_bytes())
    return sums.hexdigest()
