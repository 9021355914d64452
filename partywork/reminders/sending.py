"""The daily round: draw up the digests once, then send what is due, each message by one worker alone.

A message is claimed by an UPDATE that one worker wins. What certainly did not arrive is tried again, later each time;
what may have arrived is not, because the same thing said twice is worse than said once too seldom.
"""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from partywork.reminders.actions import keep_drawn, note_result
from partywork.reminders.channels import deliver
from partywork.reminders.drawing import draw
from partywork.reminders.enums import MessageState
from partywork.reminders.models import Digest, ReminderDay, ReminderMessage
from partywork.reminders.outside import NotAllowed, NotKnown, NotSent

Clock = Callable[[], datetime]
WAITS = (timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1))  # after the first, second, third attempt
AT_ONCE = 20  # of one round, so that other work is not kept waiting long
LOST_AFTER = timedelta(minutes=5)  # without a result: the worker died while it was sending
KEPT = timedelta(days=90)  # digests; older ones are forgotten

BROKEN_OFF = "发送时程序中断，不知道有没有送到，没有再发"
DAY_OVER = "当天没有发成，没有再发"
FAULT = "程序出错，没有发送，请把时间告诉管理员查看日志"

_log = logging.getLogger(__name__)


def round_of(clock: Clock) -> None:
    """What the worker does every little while. From the set hour on the day's digests are drawn up, once; a computer
    that was off at the hour catches up when it is on again the same day."""
    now = timezone.localtime(clock())
    if now.hour >= settings.REMINDER_HOUR:
        prepare(now.date(), now)
        give_up_before(now.date(), now)
        send_due(now.date(), clock)


def prepare(on: date, now: datetime) -> bool:
    """Draw up the digests of a day; False when that was done before."""
    if ReminderDay.objects.filter(day=on).exists():
        return False
    drawn = draw(on)
    if not keep_drawn(on=on, drawn=drawn, now=now, by=None):
        return False
    Digest.objects.filter(day__lt=on - KEPT).delete()
    return True


def send_due(on: date, clock: Clock) -> list[ReminderMessage]:
    """Send the messages of a day that are due by now, a bounded number."""
    sent: list[ReminderMessage] = []
    while len(sent) < AT_ONCE:
        message = claim(on, clock())
        if message is None:
            break
        sent.append(send(message, clock()))
    return sent


def claim(on: date, now: datetime) -> ReminderMessage | None:
    """The next message that is due, now this worker's alone; None when there is none."""
    due = ReminderMessage.objects.filter(state=MessageState.WAITING, day=on, next_try_at__lte=now)
    while True:
        pk = due.order_by("next_try_at", "pk").values_list("pk", flat=True).first()
        if pk is None:
            return None
        if message := take(pk, now):
            return message


def take(pk: int, now: datetime) -> ReminderMessage | None:
    """A waiting message in this worker's hands; None when another one was quicker."""
    waiting = ReminderMessage.objects.filter(pk=pk, state=MessageState.WAITING)
    if not waiting.update(state=MessageState.SENDING, attempts=F("attempts") + 1, tried_at=now):
        return None
    return ReminderMessage.objects.select_related("target__org").get(pk=pk)


def send(message: ReminderMessage, now: datetime) -> ReminderMessage:
    """Send a claimed message and note what became of it."""
    try:
        deliver(message.target, message.text, now)
        state, result = MessageState.SENT, ""
    except NotKnown as error:
        state, result = MessageState.UNSURE, str(error)
    except NotSent as error:
        again = not isinstance(error, NotAllowed) and not message.is_test and message.attempts <= len(WAITS)
        state, result = MessageState.WAITING if again else MessageState.FAILED, str(error)
    except Exception:
        _log.exception("reminder %s could not be sent", message.pk)
        state, result = MessageState.FAILED, FAULT
    message.state, message.result = state, result[:200]
    if state == MessageState.WAITING:
        message.next_try_at = now + WAITS[message.attempts - 1]
    mine = ReminderMessage.objects.filter(pk=message.pk, state=MessageState.SENDING, attempts=message.attempts)
    mine.update(state=message.state, result=message.result, next_try_at=message.next_try_at)
    note_result(message=message, by=None)
    return message


def give_up_before(on: date, now: datetime) -> None:
    """Yesterday's news is not sent; what a dead worker had in hand is not sent again."""
    waiting = ReminderMessage.objects.filter(state=MessageState.WAITING, day__lt=on)
    waiting.update(state=MessageState.FAILED, result=DAY_OVER)
    lost = ReminderMessage.objects.filter(state=MessageState.SENDING, tried_at__lt=now - LOST_AFTER)
    lost.update(state=MessageState.UNSURE, result=BROKEN_OFF)
