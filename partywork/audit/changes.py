"""What an edit changed, as it is kept in the audit chain: old and new of each field, secrets unsaid."""

import enum
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model
from django.utils import timezone

from partywork.common.text import strip_control

Change = tuple[Any, Any]
Changes = dict[str, Change]
SECRET_CHANGED: Change = ("已更改", "已更改")


def changed_fields(before: Mapping[str, Any], instance: Model, *, secret_fields: Collection[str] = ()) -> Changes:
    """The fields of ``before`` (name → old value, as model_to_dict gives) that differ in ``instance`` now.

    A secret field (personal or sealed) says 已更改 instead of both values. Values are plain JSON.
    """
    changes: Changes = {}
    for name, old_value in before.items():
        old, new = plain(old_value), plain(_value(instance, name))
        if old != new:
            changes[name] = SECRET_CHANGED if name in secret_fields else (old, new)
    return changes


def _value(instance: Model, name: str) -> Any:
    try:
        field = instance._meta.get_field(name)
    except FieldDoesNotExist:
        return getattr(instance, name)
    return field.value_from_object(instance) if isinstance(field, Field) else getattr(instance, name)


def plain(value: Any) -> Any:
    """A value as JSON can hold it, the same text for the same value: dates ISO, decimals as text,
    records as their number, anything else as its text."""
    if value.__class__ is int or value is None:
        return value
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return strip_control(value)
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, Iterable) and not isinstance(value, bytes):
        return [plain(item) for item in value]
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value).isoformat()  # one instant, one text
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)
