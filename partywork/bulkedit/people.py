"""What can be changed for many people at once: their party group and their circumstances."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partywork.access.permissions import Permission
from partywork.bulkedit.declarations import Editable, Given
from partywork.members.actions import lower_flag, raise_flag
from partywork.members.enums import Flag
from partywork.members.forms import GroupField, of_branches
from partywork.members.models import Member, MemberFlag
from partywork.members.movements import change_group
from partywork.members.queries import current_standing
from partywork.members.step_forms import day_field
from partywork.orgs.dated import FOREVER
from partywork.pages.http import PageRequest

NO_GROUP, NONE = "不分小组", "没有"


def _group_inputs(request: PageRequest) -> dict[str, forms.Field]:
    group = GroupField(label="编入")
    of_branches(group, request.gate.organisations(Permission.LOG_RECORDS))
    return {"group": group, "on": day_field("从哪一天起")}


def _group_of(member: Member) -> str:
    now = current_standing(member)
    return now.group.name if now and now.group else NO_GROUP


def _change_group(member: Member, given: Given, *, by: Any, today: date) -> None:
    change_group(member=member, group=given["group"], on=given["on"], version=member.version, by=by, today=today)


GROUP = Editable(
    "group",
    "党小组",
    _group_inputs,
    old=_group_of,
    new=lambda _, given: given["group"].name if given["group"] else NO_GROUP,
    change=_change_group,
)


def _held(member: Member) -> list[str]:
    open_flags = member.flags.filter(until=FOREVER).order_by("flag")
    return [str(flag.get_flag_display()) for flag in open_flags]


def _flag_choice() -> forms.ChoiceField:
    return forms.ChoiceField(label="情况", choices=[("", "请选择"), *Flag.choices])


def _raise_inputs(_: PageRequest) -> dict[str, forms.Field]:
    note = forms.CharField(label="说明", max_length=100, required=False, help_text="流动党员必填，写流动到哪里、做什么")
    return {"flag": _flag_choice(), "since": day_field("从哪一天起"), "note": note}


def _raise(member: Member, given: Given, *, by: Any, today: date) -> None:
    raise_flag(flag=MemberFlag(member=member, **given), by=by, today=today)


RAISE_FLAG = Editable(
    "raise_flag",
    "登记情况",
    _raise_inputs,
    old=lambda member: "、".join(_held(member)) or NONE,
    new=lambda member, given: "、".join([*_held(member), str(Flag(given["flag"]).label)]),
    change=_raise,
)


def _lower(member: Member, given: Given, *, by: Any, today: date) -> None:
    flag = member.flags.filter(flag=given["flag"], until=FOREVER).first()
    if flag is None:
        raise ValidationError("没有登记这个情况。")
    lower_flag(flag=flag, on=given["on"], by=by, today=today)


END_FLAG = Editable(
    "end_flag",
    "结束情况",
    lambda _: {"flag": _flag_choice(), "on": day_field("从哪一天起不再是")},
    old=lambda member: "、".join(_held(member)) or NONE,
    new=lambda member, given: "、".join(each for each in _held(member) if each != Flag(given["flag"]).label) or NONE,
    change=_lower,
)
