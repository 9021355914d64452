"""People on the books."""

from datetime import date
from itertools import count
from typing import Any

from partywork.accounts.models import User
from partywork.common.identity_number import check_digit
from partywork.members.actions import raise_flag, register_member
from partywork.members.enums import Flag, Gender, Opening, Stage
from partywork.members.models import Member, MemberFlag, Standing
from partywork.orgs.models import Organisation, PartyGroup

_numbers = count(1)
TODAY = date(2026, 12, 31)  # registered as of a day behind all the tests' days


def make_member(
    org: Organisation,
    by: User,
    *,
    stage: Stage = Stage.FULL,
    since: date = date(2020, 1, 1),
    group: PartyGroup | None = None,
    opening: Opening = Opening.RECORDED,
    **extra: Any,
) -> Member:
    number = next(_numbers)
    member = Member(org=org, **{"name": f"党员{number}", "gender": Gender.FEMALE, **extra})
    note = "外地某支部" if opening == Opening.TRANSFER_IN else ""
    standing = Standing(stage=stage, since=since, group=group, opening=opening, note=note)
    return register_member(member=member, standing=standing, by=by, today=TODAY)


def make_flag(member: Member, by: User, flag: Flag, since: date) -> MemberFlag:
    return raise_flag(flag=MemberFlag(member=member, flag=flag, since=since, note="外省务工"), by=by, today=TODAY)


def id_number(born: str = "19800101", order: str = "002") -> str:
    """An invented number with a right check digit; 999 is no district of any province."""
    first = f"110999{born}{order}"
    return first + check_digit(first)
