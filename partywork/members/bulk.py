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
from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast, Concat

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_bulk
from partywork.members.actions import checked_standings
from partywork.members.enums import Closing
from partywork.members.facts import LEAST_AGE, indexes_of
from partywork.members.models import Member, MemberFlag, Standing, spell
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
        return not self.numbers.isdisjoint(indexes_of(member))

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
    member.clean_fields(exclude=_LINKS)
    for each in standings:
        each.clean_fields(exclude=_STANDING_LINKS)
    return Newcomer(member, standings)


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
    own = set(by.appointments.values_list("org_id", flat=True))
    while block := list(islice(people, BLOCK)):
        members = [each.member for each in block]
        for member in members:
            member.created_by = member.updated_by = by
            member.on_behalf = member.org_id not in own
            member.stamp()
        Member.objects.bulk_create(members)
        spell(members, is_new=True)
        for each in block:
            for standing in each.standings:
                standing.member = each.member  # it has its number now
        Standing.objects.bulk_create([standing for each in block for standing in each.standings])
        wrote(members)
        yield from ((member.pk, member.org_id, member.key) for member in members)


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
