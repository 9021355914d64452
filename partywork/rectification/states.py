"""The states of an item: which step leads from which to which, who may take it, and what held when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from partywork.access.permissions import Permission
from partywork.orgs.dated import FOREVER
from partywork.rectification.enums import DUE_STATES, ProgressKind, State
from partywork.rectification.models import ItemState, RectificationItem

Steps = list[tuple[State, date]]
S, K = State, ProgressKind


@dataclass(frozen=True)
class Transition:
    """A step: ``moves`` gives for each state it may be taken in the state it leads to."""

    moves: Mapping[State, State]
    permission: Permission = Permission.LOG_RECORDS


# Every way an item can go. What a step may be taken from, the buttons of the page and the refusals are read here.
# The review is the superior's (双审: the unit asks, the superior looks); the unit reviews only where nobody else may.
TRANSITIONS: dict[ProgressKind, Transition] = {
    K.PROGRESS: Transition(
        {S.NOT_STARTED: S.UNDER_WAY}
        | {same: same for same in (S.UNDER_WAY, S.REQUESTED, S.BASICALLY_DONE, S.LONG_TERM)}
    ),
    K.REQUEST: Transition(dict.fromkeys((S.NOT_STARTED, S.UNDER_WAY, S.BASICALLY_DONE, S.LONG_TERM), S.REQUESTED)),
    K.CLOSE: Transition({S.REQUESTED: S.CLOSED}, Permission.REVIEW_RECTIFICATION),
    K.BASICALLY_DONE: Transition({S.REQUESTED: S.BASICALLY_DONE}, Permission.REVIEW_RECTIFICATION),
    K.LONG_TERM: Transition({S.REQUESTED: S.LONG_TERM}, Permission.REVIEW_RECTIFICATION),
    K.RETURN: Transition({S.REQUESTED: S.UNDER_WAY}, Permission.REVIEW_RECTIFICATION),
    K.DEADLINE: Transition({same: same for same in DUE_STATES}),
    K.REOPEN: Transition({S.CLOSED: S.UNDER_WAY}),
}


def can(kind: ProgressKind, item: RectificationItem) -> bool:
    """Whether the step may be taken in the item's present state."""
    return not item.is_cancelled and State(item.state) in TRANSITIONS[kind].moves


def steps_so_far(item: RectificationItem, progress_days: Sequence[date]) -> Steps:
    """The states a new item has gone through until now: (state, since), from the day it was raised on.

    Work on it began with the first progress; the newest state began with the closure or, where none is
    dated, with the last progress.
    """
    days = sorted(progress_days)
    steps: Steps = [(State.NOT_STARTED, item.date)]
    if days:
        steps.append((State.UNDER_WAY, days[0]))
    now = State(item.state)
    if now != steps[-1][0]:
        newest = item.closed_on if now == State.CLOSED and item.closed_on else (days[-1] if days else item.date)
        steps.append((now, newest))
    by_day = {since: state for state, since in steps}  # of two on one day the later holds
    return [(state, since) for since, state in by_day.items()]


def write_steps(item: RectificationItem, steps: Steps) -> None:
    ends = [since for _, since in steps[1:]] + [FOREVER]
    ItemState.objects.bulk_create(
        ItemState(item=item, state=state, due_on=item.due_on, since=since, until=until)
        for (state, since), until in zip(steps, ends, strict=True)
    )


def current_state(item: RectificationItem) -> ItemState:
    return ItemState.objects.get(item=item, until=FOREVER)


def move_on(item: RectificationItem, on: date) -> None:
    """Let the item's present state and deadline hold from ``on`` on; of two changes on a day the later holds.

    Raises ValidationError for a day before the state it follows began.
    """
    held = current_state(item)
    if (held.state, held.due_on) == (item.state, item.due_on):
        return
    if on < held.since:
        label = State(held.state).label
        raise ValidationError({"date": f"“{label}”自{held.since:%Y-%m-%d}起，日期不能更早。"})
    if on == held.since:
        ItemState.objects.filter(pk=held.pk).update(state=item.state, due_on=item.due_on)
        return
    ItemState.objects.filter(pk=held.pk).update(until=on)
    ItemState.objects.create(item=item, state=item.state, due_on=item.due_on, since=on)


def move_start(item: RectificationItem) -> None:
    """Let the first state begin on the day the item was raised, after that day was corrected."""
    first = ItemState.objects.filter(item=item).order_by("since").first()
    assert first is not None
    if first.since == item.date:
        return
    if item.date >= first.until:
        label = State(first.state).label
        raise ValidationError({"date": f"提出日期要早于{first.until:%Y-%m-%d}，那天起已不是“{label}”。"})
    ItemState.objects.filter(pk=first.pk).update(since=item.date)
