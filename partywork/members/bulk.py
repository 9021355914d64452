"""Many people at once: a roster of 100,000 rows is checked in code and written in blocks, under one audit event.

What is checked is what ``register_member`` checks; the questions it asks of the database for each person are asked
here for a block of people together.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain, islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    Model,
    OuterRef,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_bulk
from partywork.common.inserting import Rows, insert
from partywork.common.pinyin import search_keys
from partywork.members.actions import checked_standings
from partywork.members.enums import Closing
from partywork.members.facts import LEAST_AGE, indexes_of
from partywork.members.models import Member, MemberFlag, MemberSpelling, Standing
from partywork.orgs.dated import FOREVER
from partywork.rules.models import Rule

BLOCK = 500
_LINKS = ("org", "created_by", "updated_by", "earlier")  # given as objects; asking for each anew is a query each
_STANDING_LINKS = ("member", "org", "group")
_FREED_KEY = "withdrawn-"  # the key of a row taken back is free for the same file once more


@dataclass
class OnRecordTogether:
    """What one block of people needs to know: the ID numbers that others hold, and the least age by day."""

    numbers: set[str]
    ages: Sequence[tuple[date, int]]

    def has_number(self, member: Member) -> bool:
        return bool(self.numbers) and not self.numbers.isdisjoint(indexes_of(member))

    def least_age(self, applied: date) -> int | None:
        return next((years for since, years in self.ages if since <= applied), None)


def least_ages() -> list[tuple[date, int]]:
    """The rule's values in general, the newest first."""
    rules = Rule.objects.filter(org__isnull=True, code=LEAST_AGE).order_by("-effective_from")
    return [(rule.effective_from, int(rule.value)) for rule in rules]


@dataclass
class Newcomer:
    """Someone to be put on the books, with the standings ``prepare`` found for them."""

    member: Member
    standings: list[Standing] = field(default_factory=list)


def prepare(member: Member, standing: Standing, today: date, on_record: OnRecordTogether) -> Newcomer:
    """Check one person without any query. Raises ValidationError, each message beside its field."""
    standings = checked_standings(member, standing, today, on_record)
    if not _PLAIN_MEMBER.holds(member):
        member.clean_fields(exclude=_LINKS)
    for each in standings:
        if not _PLAIN_STANDING.holds(each):
            each.clean_fields(exclude=_STANDING_LINKS)
    return Newcomer(member, standings)


class _Plain:
    """Told at a glance: texts no longer than their fields, one of the choices, days as days. What is anything else
    is left to the model's own, slower check, which says what is wrong."""

    def __init__(self, model: type[Model], links: Sequence[str]) -> None:
        fields = [each for each in model._meta.concrete_fields if each.name not in links and not each.primary_key]
        self._texts: list[tuple[str, bool, int, frozenset[str]]] = []
        self._days: list[tuple[str, bool]] = []
        self._others: list[tuple[str, Any]] = []
        for each in fields:
            if isinstance(each, CharField | TextField):
                choices = frozenset(str(value) for value, _ in each.flatchoices)
                self._texts.append((each.attname, each.blank, each.max_length or 1_000_000, choices))
            elif isinstance(each, DateField) and not isinstance(each, DateTimeField):
                self._days.append((each.attname, each.null and each.blank))
            elif each.blank is False and each.has_default():
                self._others.append((each.attname, each.get_default()))

    def holds(self, record: Any) -> bool:
        values = record.__dict__
        for name, may_be_blank, most, choices in self._texts:
            text = values[name]
            if text == "":
                if not may_be_blank:
                    return False
            elif not isinstance(text, str) or len(text) > most or (choices and text not in choices):
                return False
        for name, may_be_none in self._days:
            day = values[name]
            if day.__class__ is not date and not (day is None and may_be_none):
                return False
        return all(values[name] == usual for name, usual in self._others)


_PLAIN_MEMBER, _PLAIN_STANDING = _Plain(Member, _LINKS), _Plain(Standing, _STANDING_LINKS)


@action
def register_members(
    *,
    people: Iterable[Newcomer],
    source: str,
    wrote: Callable[[list[Member]], None],
    by: User,
) -> None:
    """Write prepared people block by block, under one event with a digest over number, branch and key of each.

    ``source`` says where they come from; ``wrote`` is called with each block once it has its numbers, so that the
    caller can keep what leads from the event to each row. Nobody may be on record already; nobody at all is no event.
    """
    people = iter(people)
    first = next(people, None)
    if first is None:
        return
    rows = _written(chain([first], people), wrote, by)
    record_bulk(by=by, action="member.import", model=Member, rows=rows, summary=f"成批登记党员：{source}")


def _written(
    people: Iterator[Newcomer], wrote: Callable[[list[Member]], None], by: User
) -> Iterator[tuple[int, int, str]]:
    own = units_of(by)
    while newcomers := list(islice(people, BLOCK)):
        block = Unplaced(newcomers, by, own)
        block.write()
        Rows(block.standings()).write()
        wrote(block.members)
        yield from block.told()


def units_of(by: User) -> set[int]:
    """The units whose records ``by`` does not write on behalf."""
    return set(by.appointments.values_list("org_id", flat=True))


class Unplaced:
    """A block of newcomers as rows, made ready before any lock is held. ``write`` puts them into the database without
    their standings, and whoever has none is on no roster, in no list and in no figure."""

    def __init__(self, block: Sequence[Newcomer], by: User, own: set[int]) -> None:
        self._block = block
        self.members = [each.member for each in block]
        for member in self.members:
            member.created_by = member.updated_by = by
            member.on_behalf = member.org_id not in own
            member.stamp()
        self._rows = Rows(self.members)
        self._keys = [search_keys(member.name) for member in self.members]

    def write(self) -> None:
        self._rows.write()
        pairs = [(member.pk, key) for member, keys in zip(self.members, self._keys, strict=True) for key in keys]
        insert(MemberSpelling, ["member_id", "key"], pairs)

    def standings(self) -> list[Standing]:
        """Where they stand, once they have their numbers."""
        for each in self._block:
            for standing in each.standings:
                standing.member = each.member
        return [standing for each in self._block for standing in each.standings]

    def told(self) -> list[tuple[int, int, str]]:
        """Number, branch and key of each, for the digest."""
        return [(member.pk, member.org_id, member.key) for member in self.members]


def real_members() -> Any:
    """Everybody but those whose whole entry was annulled."""
    return Member.objects.filter(Exists(Standing.objects.real().filter(member=OuterRef("pk"))))


@action
def annul_members(*, pks: Sequence[int], source: str, reason: str, by: User, today: date) -> None:
    """Take back entries nothing was built upon, as ``annul_member`` does one: no roster or figure of any day holds
    them, ID number and phone are wiped, their keys are free. One event with a digest over them.

    Raises ValidationError without a reason.
    """
    if not reason.strip():
        raise ValidationError({"reason": "请写明原因。"})
    rows = _annulled(pks, by, today)
    summary = f"成批撤销登记有误的党员：{source}：{reason.strip()}"
    record_bulk(by=by, action="member.import_annul", model=Member, rows=rows, summary=summary)


def _annulled(pks: Sequence[int], by: User, today: date) -> Iterator[tuple[int, int, str]]:
    for start in range(0, len(pks), BLOCK):
        block = pks[start : start + BLOCK]
        members = Member.objects.filter(pk__in=block)
        before = list(members.order_by("pk").values_list("pk", "org_id", "key"))
        standings = Standing.objects.filter(member__in=block).exclude(closing=Closing.MISTAKE)
        still_open = standings.filter(until=FOREVER)
        still_open.filter(since__gte=today).update(until=today + timedelta(days=1), closing=Closing.MISTAKE)
        still_open.update(until=today, closing=Closing.MISTAKE)
        standings.update(closing=Closing.MISTAKE)
        MemberFlag.objects.filter(member__in=block).delete()
        members.update(
            id_number="", id_number_index="", phone="", phone_index="", updated_by=by, version=F("version") + 1,
            key=Concat(Value(_FREED_KEY), Cast("pk", CharField())),
        )  # fmt: skip
        yield from before
