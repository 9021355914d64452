"""The dated states of an item: which came when, and moving on to the next."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError

from partywork.orgs.dated import FOREVER
from partywork.rectification.enums import State
from partywork.rectification.models import ItemState, RectificationItem

Steps = list[tuple[State, date]]


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
