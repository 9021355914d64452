"""Changing the keys under which personal values are sealed and indexed, while people work.

A new key writes from the first moment; what older keys sealed is sealed anew, a few rows a transaction. Every older
key stays readable for good (backups of before need it) and is only marked as retired once nothing in use needs it.
Killed at any point and run again, it goes on where it was: what there is to do is read from the data, not from notes.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Cast

from partywork.audit.recorder import action, record_event
from partywork.common.crypto import blind_index
from partywork.common.keyring import Keyring, change_keyring, current_keyring
from partywork.common.sealed import BlindIndexField, SealedField
from partywork.imports.staging import sealed_key_ids

ROWS = 200  # a transaction
Step = Callable[[str], None]


@dataclass(frozen=True)
class Rotated:
    """What a run did: values sealed anew, indexes made anew, keys retired, and what older keys are still needed for."""

    key_id: str
    sealed: int
    indexed: int
    retired: tuple[str, ...]
    still_used: dict[str, int]

    @property
    def is_finished(self) -> bool:
        return not self.still_used


def sealed_columns() -> list[tuple[type[models.Model], SealedField]]:
    """Every sealed column of every model."""
    return list(_columns(SealedField))


def index_columns() -> list[tuple[type[models.Model], BlindIndexField]]:
    return list(_columns(BlindIndexField))


def _columns(kind: type[Any]) -> Iterator[tuple[type[models.Model], Any]]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, kind):
                yield model, field


def rotate(*, today: date, index: bool = False, say: Step = lambda _: None) -> Rotated:
    """One run, from the start or from where the last one was stopped. ``index`` makes a new index key, too.

    Raises SealError where the key file cannot be used.
    """
    _begin(index=index, say=say)
    sealed = _everywhere(sealed_columns(), _seal_anew, "加密", say)
    indexed = _everywhere(index_columns(), _index_anew, "检索", say) if current_keyring().old_index_keys else 0
    still_used = used_keys()
    done = [key_id for key_id in current_keyring().being_replaced if key_id not in still_used]
    if done:
        change_keyring(lambda ring: ring.with_retired(done, today))
    found = Rotated(current_keyring().current, sealed, indexed, tuple(done), _older(still_used))
    note_rotated(rotated=found, by=None)
    return found


def _begin(*, index: bool, say: Step) -> None:
    ring = current_keyring(reread=True)
    if ring.being_replaced:
        say("上次更换还没有完成，接着做，不另换新密钥。")
    else:
        change_keyring(lambda held: held.rotated().with_new_index() if index else held.rotated())
        return
    if index:
        change_keyring(Keyring.with_new_index)


def _everywhere(columns: list[Any], work: Callable[[Any, Any, list[int]], int], what: str, say: Step) -> int:
    total = 0
    for model, field in columns:
        count, after = 0, 0
        while True:
            numbers = list(
                model._default_manager.order_by("pk").filter(pk__gt=after).values_list("pk", flat=True)[:ROWS]
            )
            if not numbers:
                break
            with transaction.atomic():
                count += work(model, field, numbers)
            after = numbers[-1]
        if count:
            say(f"{model._meta.verbose_name}：{what}{count}条")
        total += count
    return total


def _raw(field: SealedField) -> Cast:
    """The column as it lies there, unopened."""
    return Cast(F(field.name), models.TextField())


def _seal_anew(model: type[models.Model], field: SealedField, numbers: list[int]) -> int:
    """Only a value that is still what was read is replaced: whoever saved meanwhile has sealed it anew already."""
    current = current_keyring().current
    rows = model._default_manager.filter(pk__in=numbers).annotate(_raw=_raw(field))
    rows = rows.exclude(_raw=None).exclude(_raw="").exclude(_raw__startswith=f"{current}.")
    found = list(rows.values_list("pk", "_raw", field.name))
    return sum(
        model._default_manager.annotate(_raw=_raw(field)).filter(pk=pk, _raw=raw).update(**{field.name: text})
        for pk, raw, text in found
    )


def _index_anew(model: type[models.Model], field: BlindIndexField, numbers: list[int]) -> int:
    sealed = model._meta.get_field(field.of)
    assert isinstance(sealed, SealedField)
    rows = model._default_manager.filter(pk__in=numbers).exclude(**{field.name: ""})
    count = 0
    for pk, held, text in rows.values_list("pk", field.name, field.of):
        index = blind_index(text, purpose=sealed.purpose)
        if index != held:
            count += model._default_manager.filter(pk=pk, **{field.name: held}).update(**{field.name: index})
    return count


def used_keys() -> dict[str, int]:
    """How many values and staged blocks each sealing key is needed for."""
    found: Counter[str] = Counter()
    for model, field in sealed_columns():
        rows = model._default_manager.annotate(_raw=_raw(field)).exclude(_raw=None).exclude(_raw="")
        for key_id in current_keyring().keys:
            count = rows.filter(_raw__startswith=f"{key_id}.").count()
            if count:
                found[key_id] += count
    found.update(sealed_key_ids())
    return dict(found)


def _older(used: dict[str, int]) -> dict[str, int]:
    """What keys other than the current one are still needed for."""
    return {key_id: count for key_id, count in used.items() if key_id != current_keyring().current}


@action
def note_rotated(*, rotated: Rotated, by: None) -> None:
    """Which keys, by their names; never a key."""
    parts = [f"现用 {rotated.key_id}", f"重新加密{rotated.sealed}条"]
    if rotated.indexed:
        parts.append(f"重建检索{rotated.indexed}条")
    if rotated.retired:
        parts.append(f"停用 {'、'.join(rotated.retired)}")
    if rotated.still_used:
        parts.append(f"还在使用的旧密钥 {'、'.join(rotated.still_used)}")
    record_event(by=by, action="keys.rotate", subject=None, summary=f"更换加密密钥：{'，'.join(parts)}")
