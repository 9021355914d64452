"""What happened to one record, newest first, in words for its detail page."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Field, Model, QuerySet

from partywork.audit.beside import ERASED, details_of
from partywork.audit.changes import SECRET_CHANGED
from partywork.audit.models import AuditEvent

SHOWN = 50
EMPTY = "（空）"
Names = Mapping[Any, str]


def history_of(subject: Model) -> list[dict[str, Any]]:
    """The latest events about one record: ``at``, ``who``, ``what`` and ``changes`` as one text."""
    events = list(events_about(subject)[:SHOWN])
    told = change_lines(events, type(subject))
    return [
        {"at": event.at, "who": event.actor_name, "what": event.summary, "changes": "；".join(lines)}
        for event, lines in zip(events, told, strict=True)
    ]


def events_about(subject: Model) -> QuerySet[AuditEvent]:
    """The events about one record, newest first."""
    about = AuditEvent.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    return about.order_by("-sequence")


def detail_of(event: AuditEvent) -> dict[str, Any]:
    """The event's detail, read back from where it is kept: changes, or count and sha256 of a bulk write."""
    return details_of([event])[0]


def change_lines(events: Sequence[AuditEvent], model: type[Model]) -> list[list[str]]:
    """For each event its changes as a person reads them: 地点：甲 → 乙, in the order of the model's fields.

    Choices show their labels and relations the related record's text (one query a relation, however
    many events); a related record that is gone shows its number.
    """
    all_changes = [detail.get("changes", {}) for detail in details_of(events)]
    fields = [field for field in model._meta.get_fields() if isinstance(field, Field)]
    names = {field.name: _names(field, [one.get(field.name, ()) for one in all_changes]) for field in fields}
    return [
        [_line(field, changes[field.name], names[field.name]) for field in fields if field.name in changes]
        for changes in all_changes
    ]


def _names(field: "Field[Any, Any]", pairs: Collection[Sequence[Any]]) -> Names:
    """What the stored values of a field are called, for the values that occur."""
    related: Any = field.related_model
    if related is None:
        return {value: str(label) for value, label in field.flatchoices}
    held = (value if isinstance(value, list) else [value] for pair in pairs for value in pair)
    numbers = {key for keys in held for key in keys if isinstance(key, int)}
    if not numbers:
        return {}
    return {record.pk: str(record) for record in related._default_manager.filter(pk__in=numbers)}


def _line(field: "Field[Any, Any]", change: Sequence[Any], names: Names) -> str:
    label = str(field.verbose_name)
    if tuple(change) in (SECRET_CHANGED, ERASED):
        return f"{label}：{change[0]}"
    old, new = change
    return f"{label}：{_shown(old, names)} → {_shown(new, names)}"


def _shown(value: Any, names: Names) -> str:
    if value is None or value in ("", []):
        return EMPTY
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_shown(item, names) for item in value)
    return names.get(value, str(value)) if isinstance(value, str | int) else str(value)
