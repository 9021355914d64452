"""What waits for a person to take the next step. Slices above this one add theirs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.common.periods import period_of
from partywork.measures.declarations import Request
from partywork.measures.evaluate import evaluate
from partywork.measures.window import Window
from partywork.pages.figures import figure_url
from partywork.pages.http import GateProtocol
from partywork.reminders.enums import MessageState
from partywork.reminders.models import ReminderMessage

FAILURES_SHOWN = timedelta(days=7)


@dataclass(frozen=True)
class Waiting:
    """So many of something, and where they are dealt with. No names."""

    text: str
    count: int
    url: str


Provider = Callable[[GateProtocol], Iterable[Waiting]]
_providers: list[Provider] = []

# The figure, who may deal with it, what it is called.
FIGURES = (
    (Request("rect.requested"), Permission.REVIEW_RECTIFICATION, "问题申请销号，等待审核"),
    (Request("dues.reduction.waiting"), Permission.APPROVE_DUES, "党费减免等待批准"),
)


def register(provider: Provider) -> None:
    """``provider`` tells what waits for the user of a gate on its day."""
    _providers.append(provider)


def waiting_for(gate: GateProtocol) -> list[Waiting]:
    found = [each for provider in (_figures, _failures, *_providers) for each in provider(gate)]
    return [each for each in found if each.count]


def _figures(gate: GateProtocol) -> Iterable[Waiting]:
    window = Window(period_of(gate.on, "half"), gate.on)
    for request, permission, text in FIGURES:
        if gate.allows(permission):
            value = evaluate([request], gate.scope(permission), window)[request]
            yield Waiting(text, int(str(value.number or 0)), figure_url(request, gate.home.code, window))


def _failures(gate: GateProtocol) -> Iterable[Waiting]:
    """Messages to groups and mailboxes that could not be sent."""
    if gate.allows(Permission.SEND_REMINDERS):
        rows = ReminderMessage.objects.filter(
            state__in=[MessageState.FAILED, MessageState.UNSURE], day__gt=gate.on - FAILURES_SHOWN, is_test=False
        )
        number = restrict(rows, gate.scope(Permission.SEND_REMINDERS)).count()
        yield Waiting("提醒没有发到群或邮箱", number, reverse("reminder_targets:list"))
