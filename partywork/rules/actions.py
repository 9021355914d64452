"""Laying down a rule for a unit and all below it. What held before stays readable: each change has its day."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.orgs.models import Organisation
from partywork.rules.models import Rule
from partywork.rules.queries import rules_for
from partywork.rules.values import Frequency, Range, Share, Value, dump, read


@action
def set_local_rule(
    *, code: str, org: Organisation, value: Any, effective_from: date, note: str, by: User, today: date
) -> Rule:
    """Let a rule have another value for ``org`` and everything below it, from a day on.

    ``value`` is as stored (JSON). What is set for a day on which the unit has set it already replaces that. Raises
    ValidationError for a day in the past (lights and reports of past days would change), for a rule nobody
    ships, for a table of brackets, for a value of another sort and for one that means nothing.
    A frequency of nought means that the unit does not ask for it: only where no national text does. How often, and
    what share, a national text lays down is the least: a unit may ask for more, never for less.
    """
    if effective_from < today:
        raise ValidationError({"effective_from": "生效日期不能早于今天，过去的情况仍按当时的规则算。"})
    book = rules_for(on=effective_from, org=org)
    if not book.has(code):
        raise ValidationError("没有这条规则，请从规则依据页面重新打开。")
    held = book.rule(code)
    wanted = _sound(value, held.typed, is_optional=is_optional(code))
    _refuse_looser(wanted, _national(code, effective_from))
    if dump(wanted) == held.value and held.org_id != org.pk:
        raise ValidationError(f"现在就是{held.shown}，不用另外设置。")
    if not note.strip():
        raise ValidationError({"note": "请写明依据，例如：街道党工委2026年组织生活安排。"})
    rule = Rule.objects.filter(code=code, org=org, effective_from=effective_from).first()
    rule = rule or Rule(code=code, org=org, effective_from=effective_from)
    rule.title, rule.unit, rule.is_local = held.title, held.unit, True
    rule.value, rule.note = dump(wanted), note.strip()
    rule.full_clean()
    rule.save()
    record_event(
        by=by,
        action="rule.set",
        subject=rule,
        summary=f"设置规则“{rule.title}”：{rule.shown}，{effective_from:%Y-%m-%d}起",
        changes={"value": (held.shown, rule.shown)},
        org_id=org.pk,
    )
    return rule


def is_optional(code: str) -> bool:
    """Whether a unit may do without: no national text lays it down."""
    return Rule.objects.filter(code=code, org=None, is_local=True).exists()


def _national(code: str, on: date) -> Rule | None:
    """What a national text lays down on the day; None for a local setting."""
    shipped = rules_for(on=on)
    return shipped.rule(code) if shipped.has(code) and not shipped.rule(code).is_local else None


def _refuse_looser(wanted: Value, national: Rule | None) -> None:
    if national is None:
        return
    least = national.typed
    match wanted, least:
        case Frequency(), Frequency():
            is_looser = wanted.times_in(least.every) < least.times
        case Share(), Share():
            is_looser = wanted.part * least.whole < least.part * wanted.whole
        case _:
            return
    if is_looser:
        raise ValidationError({"value": f"{national.citation}规定{national.shown}，当地只能要求更高，不能降低。"})


def _sound(raw: Any, held: Value, *, is_optional: bool) -> Value:
    """The value, when it is of the sort the rule holds."""
    if isinstance(held, Range) and isinstance(raw, dict) and raw.get("least", 0) > raw.get("most", 0):
        raise ValidationError({"most": "最多不能小于最少，请核对。"})
    try:
        value = read(raw)
    except (ValueError, TypeError, KeyError):
        raise ValidationError({"value": "这个数值看不懂，请按原来的样子填。"}) from None
    if type(value) is not type(held) or isinstance(held, tuple):
        raise ValidationError("这条规则不能在本系统里改成另一种样子。")
    if not (is_sensible(value) or (is_optional and isinstance(value, Frequency) and value.times == 0)):
        raise ValidationError({"value": "数值要大于 0。"})
    return value


def is_sensible(value: Value) -> bool:
    """Whether each number in it is one that can be asked of anybody."""
    match value:
        case bool():
            return True
        case int():
            return value >= 0
        case tuple():
            return False
    numbers = [number for number in vars(value).values() if isinstance(number, int) and not isinstance(number, bool)]
    return all(number > 0 for number in numbers) and getattr(value, "part", 0) <= getattr(value, "whole", 0)
