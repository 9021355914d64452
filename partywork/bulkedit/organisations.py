"""The marks of organisations (示范点 …), put on and taken off many at once."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partywork.bulkedit.declarations import Editable, Given
from partywork.members.step_forms import day_field
from partywork.orgs.actions import add_tag, remove_tag
from partywork.orgs.dated import FOREVER
from partywork.orgs.forms import COMMON_TAGS
from partywork.orgs.models import Organisation

NONE = "没有"


def _tag_field(**kwargs: Any) -> forms.CharField:
    return forms.CharField(label="标签", max_length=20, **kwargs)


def _tags(org: Organisation) -> list[str]:
    return list(org.tags.filter(until=FOREVER).order_by("tag").values_list("tag", flat=True))


def _not_ahead(day: date, name: str, today: date) -> None:
    if day > today:
        raise ValidationError({name: "日期在今天之后，请核对。"})


def _add(org: Organisation, given: Given, *, by: Any, today: date) -> None:
    _not_ahead(given["since"], "since", today)
    add_tag(org=org, tag=given["tag"], since=given["since"], by=by)


def _remove(org: Organisation, given: Given, *, by: Any, today: date) -> None:
    _not_ahead(given["on"], "on", today)
    tag = org.tags.filter(tag=given["tag"].strip(), until=FOREVER).first()
    if tag is None:
        raise ValidationError("没有这个标签。")
    remove_tag(tag=tag, on=given["on"], by=by)


TAG_ON = Editable(
    "tag_on",
    "加标签",
    lambda _: {"tag": _tag_field(help_text=COMMON_TAGS), "since": day_field("从哪天起")},
    old=lambda org: "、".join(_tags(org)) or NONE,
    new=lambda org, given: "、".join([*_tags(org), given["tag"]]),
    change=_add,
)
TAG_OFF = Editable(
    "tag_off",
    "去掉标签",
    lambda _: {"tag": _tag_field(), "on": day_field("从哪天起")},
    old=lambda org: "、".join(_tags(org)) or NONE,
    new=lambda org, given: "、".join(each for each in _tags(org) if each != given["tag"]) or NONE,
    change=_remove,
)
