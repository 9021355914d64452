"""Writing reminders: what people choose, where digests go, and the digests of a day."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.entries.actions import StaleEdit
from partywork.reminders.channels import host_for
from partywork.reminders.drawing import Drawn
from partywork.reminders.enums import Channel, HowOften, MessageState
from partywork.reminders.models import Digest, ReminderChoice, ReminderDay, ReminderMessage, ReminderTarget
from partywork.reminders.texts import trial_message

TESTS_A_DAY = 5
TOO_MANY_TESTS = f"今天已经试发过{TESTS_A_DAY}次，请明天再试，或核对设置后等第二天的提醒。"
SIGNED = (Channel.DINGTALK, Channel.FEISHU)


@action
def choose(*, how_often: HowOften, parts: Iterable[str], by: User) -> ReminderChoice:
    """What the user wants to be reminded of, and how often."""
    choice, _ = ReminderChoice.objects.update_or_create(
        user=by, defaults={"how_often": how_often, "parts": list(parts)}
    )
    record_event(by=by, action="reminder.choose", subject=choice, summary="修改自己的提醒设置")
    return choice


@action
def mark_read(*, by: User) -> None:
    """All of one's digests. No event and no time is kept of it: nobody is to know who reads when."""
    Digest.objects.filter(user=by, is_read=False).update(is_read=True)
    User.objects.filter(pk=by.pk).update(unread=0)


@action
def set_target(*, target: ReminderTarget, address: str, secret: str, by: User) -> ReminderTarget:
    """A new place that digests go to. Raises ValidationError where the administrator allows nothing to go there."""
    _address(target, address, secret)
    _save(target)
    _noted(target, by, "create", "新建")
    return target


@action
def edit_target(*, target: ReminderTarget, address: str, secret: str, version: int, by: User) -> ReminderTarget:
    """Change it; an empty ``address`` keeps the old one and its secret. Raises StaleEdit, and as ``set_target``."""
    if not ReminderTarget.objects.filter(pk=target.pk, version=version).update(version=F("version") + 1):
        raise StaleEdit
    target.version = version + 1
    if address or secret or target.channel != ReminderTarget.objects.get(pk=target.pk).channel:
        _address(target, address or target.address, secret or target.secret)
    _save(target)
    _noted(target, by, "edit", "修改")
    return target


@action
def switch_target(*, target: ReminderTarget, is_on: bool, by: User) -> ReminderTarget:
    """Send to it, or no longer; what was sent stays on record. What waits to be sent to one switched off is dropped."""
    if target.is_on == is_on:
        return target
    target.is_on = is_on
    target.version += 1
    target.save(update_fields=["is_on", "version"])
    if not is_on:
        waiting = target.sent.filter(state=MessageState.WAITING)
        waiting.update(state=MessageState.FAILED, result="已停用，没有再发")
    _noted(target, by, "on" if is_on else "off", "启用" if is_on else "停用")
    return target


def _address(target: ReminderTarget, address: str, secret: str) -> None:
    if secret and target.channel not in SIGNED:
        raise ValidationError({"secret": "只有钉钉和飞书的机器人有加签密钥，请清空这一栏。"})
    target.host = host_for(target.channel, address)
    target.address, target.secret = address, secret


def _save(target: ReminderTarget) -> None:
    """One message for a name taken already, whichever guard notices."""
    try:
        with transaction.atomic():
            target.full_clean()
            target.save()
    except IntegrityError:
        (constraint,) = target._meta.constraints
        raise ValidationError(constraint.get_violation_error_message()) from None


def _noted(target: ReminderTarget, by: User, verb: str, word: str) -> None:
    summary = f"{word}提醒去向“{target.name}”（{target.get_channel_display()}，{target.host}）"
    record_event(by=by, action=f"reminder_target.{verb}", subject=target, summary=summary, org_id=target.org_id)


@action
def keep_drawn(*, on: date, drawn: Drawn, now: datetime, by: None) -> bool:
    """Keep the digests and messages of a day; False when another worker kept them first, and then nothing is written.

    Each person has one digest a day, each target one message: the tables say so too.
    """
    _, is_first = ReminderDay.objects.get_or_create(day=on)
    if not is_first:
        return False
    Digest.objects.bulk_create(
        [Digest(user_id=user, day=on, lines=lines) for user, lines in drawn.digests.items()], ignore_conflicts=True
    )
    for number, users in drawn.by_number().items():
        User.objects.filter(pk__in=users).update(unread=number)
    ReminderMessage.objects.bulk_create(
        [ReminderMessage(target_id=target, day=on, text=text, next_try_at=now) for target, text in drawn.texts.items()],
        ignore_conflicts=True,
    )
    summary = f"生成{on:%Y-%m-%d}的提醒：{len(drawn.digests)}人，{len(drawn.texts)}个群和邮箱"
    record_event(by=by, action="reminder.drawn", subject=None, summary=summary)
    return True


@action
def order_test(*, target: ReminderTarget, by: User, today: date, now: datetime) -> ReminderMessage:
    """A message that only says that it arrived. A few a day, so that nobody floods a group by it."""
    if target.sent.filter(day=today, is_test=True).count() >= TESTS_A_DAY:
        raise ValidationError(TOO_MANY_TESTS)
    text = trial_message(target.org, today)
    message = ReminderMessage.objects.create(target=target, day=today, text=text, is_test=True, next_try_at=now)
    _noted(target, by, "test", "试发")
    return message


@action
def note_result(*, message: ReminderMessage, by: None) -> None:
    """What became of a message, in the log of what left the product."""
    target = message.target
    result = "".join([message.get_state_display(), f"（{message.result}）" if message.result else ""])
    record_event(
        by=by, action="reminder.sent", subject=message,
        summary=f"向“{target.name}”（{target.host}）发送{message.day:%Y-%m-%d}的提醒：{result}", org_id=target.org_id,
    )  # fmt: skip
