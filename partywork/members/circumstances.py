"""A circumstance (流动, 失联 …) is one fact, kept as a row for each branch it was true in.

After any change of where someone stood, ``reseat`` cuts the rows anew, so that each branch's numbers are right
on every day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from partywork.members.enums import PARTY_STAGES
from partywork.members.models import Member, MemberFlag, Standing


@dataclass
class Stay:
    """A time as a party member in one branch without a break."""

    org_id: int
    since: date
    until: date


def chain_of(flag: MemberFlag) -> list[MemberFlag]:
    """All rows of the circumstance that this row is part of, the oldest first."""
    return next(chain for chain in _chains(flag.member) if flag in chain)


def reseat(member: Member) -> None:
    """Give each circumstance to the branches the person was in while it held.

    Raises ValidationError for one that holds on a day on which the person was no party member on the books.
    """
    stays = _stays(member)
    for chain in _chains(member):
        parts = _parts(chain, stays)
        first, last = chain[0], chain[-1]
        held = [(row.org_id, row.since, row.until) for row in chain]
        if held == [(part.org_id, part.since, part.until) for part in parts]:
            continue
        MemberFlag.objects.filter(pk__in=[row.pk for row in chain[1:]]).delete()
        for number, part in enumerate(parts):
            facts = {"org_id": part.org_id, "until": part.until, "cut": last.cut and number == len(parts) - 1}
            if number == 0:
                MemberFlag.objects.filter(pk=first.pk).update(**facts)
            else:
                MemberFlag.objects.create(
                    member=member, flag=first.flag, note=first.note, since=part.since, carried=True, **facts
                )


def _chains(member: Member) -> list[list[MemberFlag]]:
    chains: list[list[MemberFlag]] = []
    for row in MemberFlag.objects.filter(member=member).select_related("member").order_by("flag", "since"):
        if row.carried:
            chains[-1].append(row)
        else:
            chains.append([row])
    return chains


def _stays(member: Member) -> list[Stay]:
    stays: list[Stay] = []
    for standing in Standing.objects.real().filter(member=member, stage__in=PARTY_STAGES).order_by("since"):
        last = stays[-1] if stays else None
        if last and last.until == standing.since and last.org_id == standing.org_id:
            last.until = standing.until
        else:
            stays.append(Stay(standing.org_id, standing.since, standing.until))
    return stays


def _parts(chain: list[MemberFlag], stays: Iterable[Stay]) -> list[Stay]:
    at, end = chain[0].since, chain[-1].until
    parts = []
    for stay in stays:
        if stay.since <= at < min(stay.until, end):
            parts.append(Stay(stay.org_id, at, min(stay.until, end)))
            at = parts[-1].until
    if at != end:
        what = f"“{chain[0].get_flag_display()}”（自{chain[0].since:%Y-%m-%d}起）"
        raise ValidationError(f"{what}有几天会落在不是在册党员的日子里，请先结束或撤销这个情况，再办理。")
    return parts
