"""Everything that is held about one person, found by walking the relations to Member: a new one enters by itself.

个人信息保护法第四十五条（查阅、复制）. What names somebody in free text only (minutes, a visit) is not among it: the
search finds that.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Field, ForeignKey, Model, QuerySet
from django.utils import timezone

from partywork.access.permissions import Permission
from partywork.access.scope import Scope, restrict
from partywork.attachments.models import Attachment
from partywork.audit.history import events_about
from partywork.common.money import format_yuan
from partywork.common.sealed import BlindIndexField
from partywork.dues.models import DuesStandard
from partywork.members.models import Member, MemberFlag, MemberSpelling, Standing
from partywork.orgs.dated import FOREVER
from partywork.pages.http import GateProtocol

# Each for a reason one would defend.
NOT_TOLD: dict[type[Model], str] = {
    MemberSpelling: "how the name is typed, made from the name for finding it",
}
WITH_THE_PERSON: tuple[type[Model], ...] = (Standing, MemberFlag)  # the history every branch of the person reads
TECHNICAL = {"id", "key", "version", "half", "confirmed", "carried", "cut", "paid_month"}
WRITERS = {"created_by", "created_at", "updated_by", "updated_at"}  # 操作记录 tells who did what when
INCOME = {"base_fen", "rate"}  # of DuesStandard: for the branch's collector alone
DEPTH = 2  # what hangs on the person, and what hangs on that


@dataclass(frozen=True)
class Held:
    """One kind of record about the person: its columns, and the rows with what each shows under them."""

    model: type[Model]
    title: str
    headers: list[str]
    rows: list[tuple[Model, list[str]]]
    elsewhere: int = 0

    @property
    def values(self) -> list[list[str]]:
        return [values for _, values in self.rows]


def everything_about(member: Member, scope: Scope, gate: GateProtocol, *, masked: bool) -> list[Held]:
    """What is held, kind by kind, empty kinds left out; rows of units out of the scope are only counted.

    ``masked``: what is sealed stays hidden, as on a page.
    """
    shows_income = gate.may(Permission.VIEW_DUES_BASE, member.org)
    found: dict[type[Model], dict[int, Model]] = {}
    everywhere: dict[type[Model], set[int]] = {}  # one row may be reached by several ways
    for model, rows in _related(member):
        found.setdefault(model, {}).update({row.pk: row for row in _seen(rows, scope)})
        everywhere.setdefault(model, set()).update(rows.values_list("pk", flat=True))
    kinds = [_held(Member, [member], masked=masked, shows_income=shows_income)]
    kinds += [
        _held(
            model,
            list(rows.values()),
            masked=masked,
            shows_income=shows_income,
            elsewhere=len(everywhere[model] - rows.keys()),
        )
        for model, rows in found.items()
    ]
    records: list[Model] = [member, *(row for rows in found.values() for row in rows.values())]
    kinds += [_files(records), _looked_at(member)]
    return [kind for kind in kinds if kind.rows or kind.elsewhere]


def related_models() -> set[type[Model]]:
    """Every model that is told of, so that a test can hold it against the models."""
    return {model for model, _ in _walk(Member, DEPTH)}


def _walk(model: type[Model], depth: int, path: str = "") -> Iterator[tuple[type[Model], str]]:
    """Models that point to ``model``, with the way back from each to it."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.related_model in (None, model):
            continue
        other, name = relation.related_model, relation.field.name  # type: ignore[union-attr]
        if other in NOT_TOLD or other._meta.auto_created:
            continue
        way = f"{name}__{path}" if path else name
        yield other, way
        if depth > 1:
            yield from _walk(other, depth - 1, way)


def _related(member: Member) -> Iterator[tuple[type[Model], QuerySet[Any]]]:
    for model, way in _walk(Member, DEPTH):
        yield model, model._default_manager.filter(**{way: member.pk}).distinct().order_by("pk")


def _seen(rows: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    model = rows.model
    has_place = hasattr(model, "SCOPE_PATH") or any(field.name == "org" for field in model._meta.fields)
    return rows if model in WITH_THE_PERSON or not has_place else restrict(rows, scope)


def _held(model: type[Model], rows: list[Any], *, masked: bool, shows_income: bool, elsewhere: int = 0) -> Held:
    fields = [field for field in model._meta.fields if _is_told(field, shows_income)]
    shown = [(row, [_text(row, field, masked=masked) for field in fields]) for row in rows]
    used = [at for at in range(len(fields)) if any(values[at] for _, values in shown)]
    headers = [_header(fields[at]) for at in used]
    cells = [(row, [values[at] for at in used]) for row, values in shown]
    return Held(model, str(model._meta.verbose_name), headers, cells, elsewhere)


def _is_told(field: "Field[Any, Any]", shows_income: bool) -> bool:
    if field.model is DuesStandard and field.name in INCOME and not shows_income:
        return False
    if field.related_model is Member and field.model is not Member:  # the person whose page it is
        return False
    return field.name not in TECHNICAL | WRITERS and not isinstance(field, BlindIndexField)


def _header(field: "Field[Any, Any]") -> str:
    """A relation that nobody has named is called like what it leads to."""
    name = str(field.verbose_name)
    return str(field.related_model._meta.verbose_name) if name.isascii() and field.related_model else name


def _text(row: Any, field: "Field[Any, Any]", *, masked: bool) -> str:
    if masked and field.name in getattr(row, "SECRET_FIELDS", ()):
        return "已登记" if getattr(row, field.name) else ""
    if isinstance(field, ForeignKey):
        related = getattr(row, field.name)
        return "" if related is None else str(related)
    value = row._meta.get_field(field.name).value_from_object(row)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if value is None or value == "" or value == FOREVER:
        return ""
    if isinstance(value, bool):
        return "是" if value else ""
    if field.name.endswith("_fen"):
        return format_yuan(value)
    if isinstance(value, int) and field.name.endswith("month"):
        return f"{value // 100}年{value % 100}月"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _files(records: Iterable[Model]) -> Held:
    """Evidence files of any of these records."""
    by_model: dict[type[Model], list[int]] = {}
    for record in records:
        by_model.setdefault(type(record), []).append(record.pk)
    rows: list[tuple[Model, list[str]]] = []
    for model, numbers in by_model.items():
        kind = ContentType.objects.get_for_model(model)
        for each in Attachment.objects.filter(record_type=kind, record_id__in=numbers, removed_on=None):
            rows.append(
                (each, [str(model._meta.verbose_name), each.name, f"{timezone.localtime(each.uploaded_at):%Y-%m-%d}"])
            )
    return Held(Attachment, "佐证材料", ["属于", "名称", "上传日期"], rows)


def _looked_at(member: Member) -> Held:
    """Who wrote about the person, looked at what is sealed, or gave a copy out."""
    events = list(events_about(member))
    rows: Sequence[tuple[Model, list[str]]] = [
        (event, [f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}", event.actor_name, event.summary]) for event in events
    ]
    return Held(Member, "操作记录", ["时间", "操作人", "做了什么"], list(rows))
