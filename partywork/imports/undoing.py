"""Taking a whole import back.

In this system nothing that was once on record vanishes without a trace. A record is cancelled with the reason, a
person's entry is annulled as 登记有误; no figure and no roster of any day holds them any more, and their keys are free,
so that the corrected file can be imported. What knows no cancelled state is removed (``removing``). Fields it filled in
are blank again.

It is refused as long as something was built upon what came of it: a record edited since, a payment of a member, an
attachment. Whoever reads why can put that right first.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import PROTECT, RESTRICT, Max, Model, QuerySet

from partywork.access.scope import Scope, restrict
from partywork.accounts.models import User
from partywork.attachments.models import Attachment
from partywork.audit.models import AuditEvent
from partywork.audit.recorder import action, record_event
from partywork.committees.actions import cancel_term
from partywork.committees.models import CommitteePost, CommitteeTerm
from partywork.declared.models import UnitStart
from partywork.dues.models import DuesMonth, DuesStandard
from partywork.entries.actions import cancel_entry
from partywork.entries.enums import Status
from partywork.entries.models import Cancellable, new_key
from partywork.imports.actions import move
from partywork.imports.enums import State
from partywork.imports.models import ImportBatch, ImportedRow
from partywork.imports.removing import REMOVED, remove_record
from partywork.members.actions import edit_member
from partywork.members.bulk import annul_members, real_members
from partywork.members.models import Member, MemberFlag, Standing
from partywork.orgs.models import Organisation, PartyGroup, Placement, Profile
from partywork.plans.actions import cancel_plan
from partywork.plans.models import Indicator, PlanItem
from partywork.rectification.models import RectificationItem

BLOCK = 500
SHOWN = 20
BEYOND = "这次导入的记录有些属于您管理范围以外的党组织，不能由您撤销。请由导入的人或上级撤销。"
# Written with the record itself, not upon it.
_PARTS = {
    (Standing, "member"), (MemberFlag, "member"), (CommitteePost, "term"), (PartyGroup, "org"), (Placement, "org"),
    (Profile, "org"),
}  # fmt: skip
_LAST: tuple[type[Model], ...] = (DuesMonth, DuesStandard, Indicator, UnitStart, Member, Organisation)
_ONLY_READ = "member.reveal"
_PEOPLE = Member._meta.label_lower


@dataclass(frozen=True)
class Hindrance:
    """A record that cannot be taken back, and why."""

    record: str
    why: str


def hindrances(batch: ImportBatch) -> list[Hindrance]:
    """What stands in the way, at most ``SHOWN`` of it: as many queries for few records as for many."""
    found: list[Hindrance] = []
    own = {label: _added(batch, label) for label in _labels(batch)}
    for label in own:
        for each in _of_model(apps.get_model(label), own, _sequence(batch)):
            found.append(each)
            if len(found) == SHOWN:
                return found
    filled = batch.records.exclude(filled=[])
    versions = dict(filled.values_list("record_id", "version"))
    for member in Member.objects.filter(pk__in=filled.values("record_id")).order_by("pk"):
        if member.version != versions[member.pk] and len(found) < SHOWN:
            found.append(Hindrance(str(member), "补齐之后又修改过"))
    return found


@action
def undo_import(*, batch: ImportBatch, scope: Scope, reason: str, by: User, today: date, now: datetime) -> None:
    """Take back what an import added and filled in; all of it must lie in ``scope``: who serves two branches may have
    brought in records of both. Raises ValidationError when something hinders.
    """
    if not reason.strip():
        raise ValidationError({"reason": "请写明为什么撤销，例如：选错了文件。"})
    if not _lies_within(batch, scope):
        raise ValidationError(BEYOND)
    if found := hindrances(batch):
        raise ValidationError([f"{each.record}：{each.why}" for each in found])
    move(batch, State.UNDONE, now, since=[State.DONE], undo_reason=reason.strip()[:200])
    why = f"撤销导入“{batch.file_name}”：{reason.strip()}"[:200]
    for label in _labels(batch):
        pks = list(_added(batch, label).order_by("-pk").values_list("record_id", flat=True))
        if label == _PEOPLE:
            annul_members(pks=pks, source=f"导入“{batch.file_name}”", reason=reason, by=by, today=today)
        else:
            _withdraw(apps.get_model(label), pks, why, by)
    for row in batch.records.exclude(filled=[]).order_by("-pk"):
        _empty(row, by, today)
    record_event(by=by, action="import.undo", subject=batch, summary=why, org_id=batch.org_id)


def _lies_within(batch: ImportBatch, scope: Scope) -> bool:
    for label in batch.records.order_by().values_list("model", flat=True).distinct():
        numbers = batch.records.filter(model=label).values("record_id")
        rows = apps.get_model(label)._default_manager.filter(pk__in=numbers)
        if restrict(rows, scope).count() < rows.count():
            return False
    return True


def _labels(batch: ImportBatch) -> list[str]:
    """The models of the records it added: those about people before the people, organisations at the very last."""
    labels = batch.records.filter(filled=[]).order_by("model").values_list("model", flat=True).distinct()
    return sorted(labels, key=_turn)


def _turn(label: str) -> int:
    """The order of taking back: what stands on something goes before it."""
    model = apps.get_model(label)
    return 1 + _LAST.index(model) if model in _LAST else 0


def _added(batch: ImportBatch, label: str) -> QuerySet[Any, Any]:
    """The numbers of the records of one model that it added, for use within other queries."""
    return batch.records.filter(filled=[], model=label).values("record_id")


def _sequence(batch: ImportBatch) -> int:
    """Where the log says that it was written: what comes later was built upon it."""
    about = AuditEvent.objects.filter(subject_type=batch._meta.label_lower, subject_id=batch.pk, action="import.commit")
    return int(about.aggregate(last=Max("sequence"))["last"] or 0)


def _of_model(model: type[Model], own: dict[str, QuerySet[Any, Any]], since: int) -> Iterator[Hindrance]:
    added = own[model._meta.label_lower]
    there = _still_there(model, added).values("pk")
    later = AuditEvent.objects.filter(
        subject_type=model._meta.label_lower, subject_id__in=there, sequence__gt=since
    ).exclude(action=_ONLY_READ)
    latest = later.order_by("-sequence").values_list("subject_id", "summary")[:SHOWN]
    touched = {int(pk or 0): said for pk, said in reversed(latest)}
    yield from _named(model, touched)
    for needed, said in _built_upon(model, there, own):
        yield from _named(model, {pk: said for pk in needed if pk not in touched})


def _still_there(model: type[Model], pks: Any) -> Any:
    """Without those that somebody cancelled by hand: they are out of all figures already."""
    if model is Member:
        return real_members().filter(pk__in=pks)
    rows = model._default_manager.filter(pk__in=pks)
    return rows.exclude(status=Status.CANCELLED) if issubclass(model, Cancellable) else rows


def _named(model: type[Model], why: dict[int, str]) -> Iterator[Hindrance]:
    for record in model._default_manager.filter(pk__in=list(why)[:SHOWN]).order_by("pk"):
        yield Hindrance(f"{model._meta.verbose_name}“{record}”", why[record.pk])


def _built_upon(model: type[Model], there: Any, own: dict[str, QuerySet[Any, Any]]) -> Iterator[tuple[set[int], str]]:
    """Records of other kinds that need these, but for those that came with the same import."""
    gone = own if model not in REMOVED else {}  # what is cancelled with it would still name it
    for relation in model._meta.related_objects:
        other: Any = relation.related_model
        name = relation.field.name
        if relation.on_delete not in (PROTECT, RESTRICT) or (other, name) in _PARTS:
            continue
        rows = other._default_manager.filter(**{f"{name}__in": there})
        for field in other._meta.fields:
            target = getattr(field.related_model, "_meta", None)
            if field.name == name or target is None:
                continue
            if (with_it := gone.get(target.label_lower)) is not None:
                rows = rows.exclude(**{f"{field.name}__in": with_it})
            if issubclass(field.related_model, Cancellable):  # who was absent from a meeting that is taken back
                rows = rows.exclude(**{f"{field.name}__status": Status.CANCELLED})
        if issubclass(other, Cancellable) and model not in REMOVED:
            rows = rows.exclude(status=Status.CANCELLED)
        too = own.get(other._meta.label_lower) if other in REMOVED else gone.get(other._meta.label_lower)
        if too is not None:
            rows = rows.exclude(pk__in=too)
        yield set(rows.values_list(name, flat=True)[:SHOWN]), f"已有关联的{other._meta.verbose_name}"
    kind = ContentType.objects.get_for_model(model)
    files = Attachment.objects.filter(record_type=kind, record_id__in=there, removed_on=None)
    yield set(files.values_list("record_id", flat=True)[:SHOWN]), "已经上传佐证材料"
    items = RectificationItem.objects.filter(origin_type=kind, origin_id__in=there).exclude(status=Status.CANCELLED)
    yield {pk for pk in items.values_list("origin_id", flat=True)[:SHOWN] if pk}, "已经据此登记整改问题"


TakeBack = Callable[[Any, str, User], Any]


def _taker_back(model: type[Model]) -> TakeBack:
    """The slice's own way of taking a record out of all figures."""
    if model in REMOVED:
        return lambda record, why, by: remove_record(record=record, reason=why, by=by)
    if model is CommitteeTerm:
        return lambda term, why, by: cancel_term(term=term, version=term.version, reason=why, by=by)
    if model is PlanItem:
        return lambda item, why, by: cancel_plan(item=item, version=item.version, reason=why, by=by)
    return lambda entry, why, by: cancel_entry(entry=entry, version=entry.version, reason=why, by=by)


def _withdraw(model: type[Model], pks: Sequence[int], why: str, by: User) -> None:
    take_back = _taker_back(model)
    there: set[int] = set()
    for start in range(0, len(pks), BLOCK):
        there |= set(_still_there(model, pks[start : start + BLOCK]).values_list("pk", flat=True))
    for pk in pks:
        if pk in there:
            take_back(model._default_manager.get(pk=pk), why, by)
        if model not in REMOVED:
            model._default_manager.filter(pk=pk).update(key=new_key())  # the same file may come once more, put right


def _empty(row: ImportedRow, by: User, today: date) -> None:
    member = Member.objects.get(pk=row.record_id)
    for name in row.filled:
        field = Member._meta.get_field(name)
        setattr(member, name, None if getattr(field, "null", False) else "")
    edit_member(member=member, version=member.version, by=by, today=today)
