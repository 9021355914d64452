"""What is checked of a person's own facts: number, phone, birth, and the order of the stages' dates."""

from collections.abc import Collection
from datetime import date
from typing import Protocol

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from partywork.common.crypto import blind_index, blind_indexes, older_indexes
from partywork.common.identity_number import birth_date, gender, validate_identity_number
from partywork.common.periods import add_months
from partywork.common.phone import validate_phone
from partywork.common.text import normalise_identifier, normalise_name
from partywork.members.enums import STAGE_DATES, Gender, Stage
from partywork.members.models import Member
from partywork.rules.queries import rules_for

# 发展党员工作细则（2014年）第5条: applicants are at least eighteen; older applications followed other rules.
LEAST_AGE = "development.age"
NUMBER_TAKEN = (
    "本系统里已有这个公民身份号码。这个人在本支部的，请直接修改原来的记录；"
    "在别的支部的，请办理支部间调整；从系统外转回的，请在原记录上办理转入。"
)


def id_number_index(number: str) -> str:
    """What an ID number is found by without opening any sealed value."""
    return blind_index(number, purpose="id_number")


def phone_index(number: str) -> str:
    return blind_index(number, purpose="phone")


def id_number_indexes(number: str) -> list[str]:
    """What to look for: also what was indexed under an index key of before."""
    return blind_indexes(number, purpose="id_number")


def phone_indexes(number: str) -> list[str]:
    return blind_indexes(number, purpose="phone")


def indexes_of(member: Member) -> list[str]:
    """Under what somebody with the member's ID number may be on record; nothing without a number. The index is that of
    the number, as whoever has just read it sets it."""
    if not member.id_number_index:
        return []
    return [member.id_number_index, *older_indexes(normalise_identifier(member.id_number), purpose="id_number")]


def numbered(indexes: Collection[str]) -> QuerySet[Member]:
    """Whoever holds one of these ID numbers. The exclusion is that of the index, which answers no query without it."""
    return Member.objects.filter(id_number_index__in=indexes).exclude(id_number_index="")


class OnRecord(Protocol):
    """What else is known when a person's facts are checked."""

    def has_number(self, member: Member) -> bool:
        """Whether someone else holds the member's ID number."""

    def least_age(self, applied: date) -> int | None:
        """The least age, in years, of who applied on that day; None before there was one."""


class InDatabase:
    """Asked anew for each person; whoever checks many brings their answers along (``bulk``)."""

    def has_number(self, member: Member) -> bool:
        return numbered(indexes_of(member)).exclude(pk=member.pk).exists()

    def least_age(self, applied: date) -> int | None:
        rules = rules_for(on=applied)
        return rules.number(LEAST_AGE) if rules.has(LEAST_AGE) else None


def check_facts(member: Member, stage: Stage, today: date, on_record: OnRecord | None = None) -> None:
    """Normalise the member's facts in place and refuse what cannot be true, each beside its field.

    Birth date and gender are read from the ID number where they were not given.
    Raises ValidationError.
    """
    on_record = on_record or InDatabase()
    errors: dict[str, str] = {}
    member.name = normalise_name(member.name)
    _check_id_number(member, errors, today, on_record)
    _check_phone(member, errors)
    if not member.gender:
        errors.setdefault("gender", "请选择性别，或填写公民身份号码。")
    if member.born_on and member.born_on > today:
        errors["born_on"] = "出生日期在今天之后，请核对。"
    _check_dates(member, stage, errors, today)
    _check_age(member, errors, on_record)
    if errors:
        raise ValidationError(errors)


def _check_id_number(member: Member, errors: dict[str, str], today: date, on_record: OnRecord) -> None:
    if not member.id_number:
        member.id_number_index = ""
        return
    try:
        number = validate_identity_number(member.id_number, on=today)
    except ValueError as error:
        errors["id_number"] = str(error)
        return
    member.id_number, member.id_number_index = number, id_number_index(number)
    stated = Gender.MALE if gender(number) == Gender.MALE.label else Gender.FEMALE
    member.gender = member.gender or stated
    member.born_on = member.born_on or birth_date(number)
    if member.gender != stated:
        errors["gender"] = "性别与公民身份号码不一致，请核对。"
    if member.born_on != birth_date(number):
        errors["born_on"] = "出生日期与公民身份号码不一致，请核对。"
    if on_record.has_number(member):
        errors["id_number"] = NUMBER_TAKEN


def _check_phone(member: Member, errors: dict[str, str]) -> None:
    if not member.phone:
        member.phone_index = ""
        return
    try:
        member.phone = validate_phone(member.phone)
    except ValueError as error:
        errors["phone"] = str(error)
    else:
        member.phone_index = phone_index(member.phone)


def stage_date(member: Member, stage: Stage) -> date | None:
    day: date | None = getattr(member, STAGE_DATES[stage])
    return day


def _check_dates(member: Member, stage: Stage, errors: dict[str, str], today: date) -> None:
    """Each stage's date follows the one before; none lies ahead of today or of the stage itself."""
    reached, last, last_label = True, member.born_on, "出生日期"
    for each, name in STAGE_DATES.items():
        day, label = stage_date(member, each), str(Member._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        if day is not None:
            if not reached:
                errors[name] = f"人员类别是{stage.label}，不应有{label}。"
            elif day > today:
                errors[name] = f"{label}在今天之后，请核对。"
            elif last is not None and day < last:
                errors[name] = f"{label}早于{last_label}（{last:%Y-%m-%d}），请核对。"
            last, last_label = day, label
        reached = reached and each != stage


def _check_age(member: Member, errors: dict[str, str], on_record: OnRecord) -> None:
    """By the rule of the day of the application; before the first there was none."""
    applied, born = member.applied_on, member.born_on
    if not (applied and born):
        return
    years = on_record.least_age(applied)
    if years is not None and applied < add_months(born, 12 * years):
        errors.setdefault("applied_on", f"递交申请书时不满{years}周岁，请核对出生日期和递交日期。")
