"""Changing many records: tried out first, then all of them or none.

The preview does what the change would do and takes it back, so it says exactly what the actions refuse.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from partywork.access.scope import Scope, restrict
from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.bulkedit.declarations import BulkList, Editable, Given
from partywork.bulkedit.models import BulkRun

STALE = "在您打开列表之后被别人改过，请回到列表重新选择。"
SAME = "本来就是这样，不用改。"
CANCELLED = "已取消的记录不改。"
NOT_YOURS = "您没有修改这个党组织记录的权限。"
GONE = "有{}条已经不在您能看到的范围内，请回到列表重新选择。"


@dataclass(frozen=True)
class Line:
    """What becomes of one record; ``refused`` says why nothing does."""

    record: Any
    version: int  # the one that the user saw
    old: str
    new: str
    refused: str = ""


@dataclass(frozen=True)
class Plan:
    """A bulk change as it was asked for. ``picked``: record → the version that the user saw.

    ``visible`` are the records that the user may see at all, ``writable`` is where they may be changed.
    """

    bulk: BulkList
    editable: Editable
    given: Given
    picked: Mapping[int, int]
    visible: QuerySet[Any]
    writable: Scope


class Hindered(ValidationError):
    """Something of the plan cannot be done any more, so nothing was."""

    def __init__(self, lines: list[Line], message: str) -> None:
        super().__init__(message)
        self.lines = lines


class _Tried(Exception):
    """Carries the outcome out of a transaction that is taken back."""

    def __init__(self, lines: list[Line]) -> None:
        super().__init__()
        self.lines = lines


def try_out(*, plan: Plan, by: User, today: date) -> list[Line]:
    """What would become of each record. Nothing is written, and no event either."""
    try:
        _change_and_take_back(plan=plan, by=by, today=today)
    except _Tried as tried:
        return tried.lines
    raise AssertionError("a trial always ends by being taken back")


@action
def _change_and_take_back(*, plan: Plan, by: User, today: date) -> None:
    raise _Tried(_changed(plan, by, today))


@action
def change_many(*, plan: Plan, key: str, by: User, today: date) -> int:
    """Change all picked records, or none and raise Hindered. The same ``key`` changes them once; gives how many."""
    if made := made_already(key, by):
        return made
    BulkRun.objects.create(key=key, made_by=by, number=len(plan.picked))
    lines = _changed(plan, by, today)
    missing = len(plan.picked) - len(lines)
    if missing:
        raise Hindered(lines, GONE.format(missing))
    if any(line.refused for line in lines):
        raise Hindered(lines, "预览之后情况有变，这次一条也没有改。请看下面的原因，再决定。")
    summary = f"批量修改{plan.bulk.title}{len(lines)}条：{plan.editable.label}"
    record_event(by=by, action=f"bulk.{plan.bulk.code}", subject=None, summary=summary)
    return len(lines)


def made_already(key: str, by: User) -> int:
    """How many records were changed under this key; 0 for none yet."""
    earlier = BulkRun.objects.filter(key=key, made_by=by).first()
    return earlier.number if earlier else 0


def _changed(plan: Plan, by: User, today: date) -> list[Line]:
    """Change what can be changed, record by record, each in a savepoint of its own."""
    rows = plan.visible.filter(pk__in=plan.picked)
    writable = set(restrict(rows, plan.writable).values_list("pk", flat=True))
    return [_change(record, plan, record.pk in writable, by, today) for record in rows.order_by("pk")]


def _change(record: Any, plan: Plan, may: bool, by: User, today: date) -> Line:
    version = plan.picked[record.pk]
    old, new = plan.editable.old(record), plan.editable.new(record, plan.given)
    refused = _hindrance(record, version, may) or (SAME if old == new else "")
    if not refused:
        try:
            plan.editable.change(record, plan.given, by=by, today=today)
        except ValidationError as error:
            refused = "".join(dict.fromkeys(error.messages))
    return Line(record, version, old, new, refused)


def _hindrance(record: Any, version: int, may: bool) -> str:
    if not may:
        return NOT_YOURS
    if record.version != version:
        return STALE
    return CANCELLED if getattr(record, "is_cancelled", False) else ""
