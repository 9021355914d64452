"""The daily round: once a day, exactly once to each target, tried again only when it cannot have arrived."""

import threading
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection

from partywork.access.permissions import Role
from partywork.audit.models import AuditEvent
from partywork.jobs import routines
from partywork.orgs.enums import OrgKind
from partywork.reminders import sending
from partywork.reminders.actions import switch_target
from partywork.reminders.drawing import draw
from partywork.reminders.enums import HowOften, MessageState
from partywork.reminders.models import Digest, ReminderDay, ReminderMessage
from partywork.reminders.outside import NotAllowed, NotKnown, NotSent
from partywork.reminders.sending import (
    AT_ONCE,
    BROKEN_OFF,
    DAY_OVER,
    KEPT,
    LOST_AFTER,
    WAITS,
    claim,
    give_up_before,
    prepare,
    round_of,
    send,
    send_due,
    take,
)
from tests.factories.orgs import make_org, make_user
from tests.factories.reminders import make_target

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 12)  # a Tuesday
NOW = datetime(2026, 5, 12, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def at(**later):
    """A clock that stands so much later than nine o'clock of the day."""
    return lambda: NOW + timedelta(**later)


@pytest.fixture
def office():
    """A committee, a branch that owes its meetings, and the manager."""
    root = make_org(kind=OrgKind.COMMITTEE)
    return root, make_org(root), make_user(root, Role.MANAGER)


@pytest.fixture
def outbox(monkeypatch):
    """What is handed over, and what the other side makes of it: ``outbox.answer`` is raised when it is an error."""

    class Outbox(list):
        answer = None

    box = Outbox()

    def hand_over(target, text, now):
        box.append((target.name, text))
        if box.answer:
            raise box.answer

    monkeypatch.setattr(sending, "deliver", hand_over)
    return box


def states():
    return [(each.state, each.attempts, each.result) for each in ReminderMessage.objects.order_by("pk")]


class TestOnce:
    def test_a_day_is_drawn_up_once_and_sent_once(self, office, outbox):
        make_target(office[0], office[2])
        for minutes in (0, 1, 30, 600):
            round_of(at(minutes=minutes))
        assert (len(outbox), states()) == (1, [(MessageState.SENT, 1, "")])
        assert (Digest.objects.count(), ReminderDay.objects.count()) == (1, 1)

    def test_two_workers_that_draw_up_the_same_day_keep_it_once(self, office):
        make_target(office[0], office[2])
        drawn = draw(DAY)
        kept = [sending.keep_drawn(on=DAY, drawn=drawn, now=NOW, by=None) for _ in range(2)]
        assert (kept, ReminderMessage.objects.count(), Digest.objects.count()) == ([True, False], 1, 1)

    def test_a_message_is_in_one_workers_hands(self, office):
        make_target(office[0], office[2])
        prepare(DAY, NOW)
        message = ReminderMessage.objects.get()
        assert (take(message.pk, NOW), take(message.pk, NOW), claim(DAY, NOW)) == (message, None, None)

    @pytest.mark.django_db(transaction=True)
    def test_two_workers_at_the_same_moment_send_each_message_once(self, office, outbox):
        for number in range(4):
            make_target(office[0], office[2], name=f"群{number}")
        start = threading.Barrier(2)

        def work():
            start.wait()
            try:
                prepare(DAY, NOW)
                send_due(DAY, lambda: NOW)
            finally:
                connection.close()

        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        send_due(DAY, lambda: NOW)  # what one drew up after the other had looked
        assert sorted(name for name, _ in outbox) == ["群0", "群1", "群2", "群3"]
        assert ReminderDay.objects.count() == 1

    def test_one_round_sends_a_bounded_number(self, office, outbox, monkeypatch):
        monkeypatch.setattr(sending, "AT_ONCE", 2)
        for number in range(3):
            make_target(office[0], office[2], name=f"群{number}")
        prepare(DAY, NOW)
        assert [len(send_due(DAY, lambda: NOW)) for _ in range(3)] == [2, 1, 0]
        assert AT_ONCE > 2


class TestWhen:
    def test_not_before_the_hour_and_caught_up_later_the_same_day(self, office, outbox, settings):
        make_target(office[0], office[2])
        settings.REMINDER_HOUR = 9
        round_of(at(minutes=-1))
        assert (len(outbox), ReminderDay.objects.count()) == (0, 0)
        round_of(at(hours=14))
        assert len(outbox) == 1

    def test_nothing_on_a_quiet_day_and_the_next_workday_tells_it(self, office, outbox):
        """1 to 5 May 2026 are off, as is the weekend; 9 May is a Saturday on which people work."""
        make_target(office[0], office[2])
        for days in range(-12, -1):
            round_of(at(days=days))
        told = [each.day.day for each in ReminderMessage.objects.order_by("day")]
        assert told == [30, 6, 7, 8, 9]
        assert [each.day.day for each in Digest.objects.order_by("day")] == told
        assert "2026年5月6日（周三）" in outbox[1][1]
        assert "欠着" in outbox[1][1]

    def test_weekly_targets_get_one_a_week(self, office, outbox):
        make_target(office[0], office[2], how_often=HowOften.WEEKLY)
        for days in range(8):
            round_of(at(days=days))
        assert [each.day for each in ReminderMessage.objects.all()] == [date(2026, 5, 18)]

    def test_a_target_switched_off_gets_nothing(self, office, outbox):
        target = make_target(office[0], office[2])
        switch_target(target=target, is_on=False, by=office[2])
        round_of(lambda: NOW)
        assert (outbox, states()) == ([], [])

    def test_one_switched_off_in_between_gets_nothing_more(self, office, outbox):
        target = make_target(office[0], office[2])
        prepare(DAY, NOW)
        switch_target(target=target, is_on=False, by=office[2])
        assert send_due(DAY, lambda: NOW) == []
        assert states() == [(MessageState.FAILED, 0, "已停用，没有再发")]

    def test_who_owes_nothing_is_told_nothing(self, outbox):
        fresh = make_org(founded_on=date(2026, 5, 11))
        make_target(fresh, make_user(fresh, Role.MANAGER))
        prepare(date(2026, 5, 13), NOW)
        assert ReminderMessage.objects.count() == 0


class TestTrouble:
    @pytest.fixture(autouse=True)
    def target(self, office):
        make_target(office[0], office[2])
        prepare(DAY, NOW)

    def test_what_did_not_arrive_is_tried_again_later_and_later_and_then_no_more(self, outbox):
        outbox.answer = NotSent("连不上对方的服务器")
        tried = [minutes for minutes in range(0, 600, 5) if send_due(DAY, at(minutes=minutes))]
        assert tried == [0, 5, 25, 85]
        assert states() == [(MessageState.FAILED, len(WAITS) + 1, "连不上对方的服务器")]

    def test_one_that_succeeds_the_second_time(self, outbox):
        outbox.answer = NotSent("对方没有收下（回应500）")
        send_due(DAY, lambda: NOW)
        outbox.answer = None
        assert send_due(DAY, lambda: NOW) == []  # not yet
        send_due(DAY, lambda: NOW + WAITS[0])
        assert states() == [(MessageState.SENT, 2, "")]

    @pytest.mark.parametrize(
        ("error", "state"),
        [(NotKnown("10秒内没有回应"), MessageState.UNSURE), (NotAllowed("没有允许"), MessageState.FAILED)],
    )
    def test_what_may_have_arrived_or_is_not_allowed_is_not_tried_again(self, outbox, error, state):
        outbox.answer = error
        for hours in range(10):
            send_due(DAY, at(hours=hours))
        assert (len(outbox), states()) == (1, [(state, 1, str(error))])

    def test_an_error_of_ours_is_told_and_ends_it(self, outbox, error_log):
        outbox.answer = RuntimeError("sentinel")
        send_due(DAY, lambda: NOW)
        assert states() == [(MessageState.FAILED, 1, sending.FAULT)]
        assert len(error_log) == 1

    def test_what_a_dead_worker_had_in_hand_is_not_sent_again(self, outbox):
        assert claim(DAY, NOW)
        give_up_before(DAY, NOW + LOST_AFTER)
        assert states()[0][0] == MessageState.SENDING
        give_up_before(DAY, NOW + LOST_AFTER + timedelta(seconds=1))
        assert states() == [(MessageState.UNSURE, 1, BROKEN_OFF)]
        assert send_due(DAY, at(hours=1)) == []

    def test_a_worker_given_up_for_dead_changes_nothing_when_it_comes_back(self, outbox):
        message = claim(DAY, NOW)
        assert message
        give_up_before(DAY, NOW + LOST_AFTER * 2)
        send(message, NOW + LOST_AFTER * 3)
        assert states() == [(MessageState.UNSURE, 1, BROKEN_OFF)]

    def test_yesterdays_is_not_sent_today(self, outbox):
        give_up_before(DAY + timedelta(days=1), NOW + timedelta(days=1))
        assert states() == [(MessageState.FAILED, 0, DAY_OVER)]

    def test_what_was_sent_is_in_the_log_without_address_or_secret(self, outbox, office):
        send_due(DAY, lambda: NOW)
        event = AuditEvent.objects.get(action="reminder.sent")
        assert (event.summary, event.org_id) == (
            "向“支部书记群”（oapi.dingtalk.com）发送2026-05-12的提醒：已发出", office[0].pk,
        )  # fmt: skip
        assert not AuditEvent.objects.filter(summary__contains="sentinel").exists()
        assert not AuditEvent.objects.filter(detail__contains="sentinel").exists()


def test_old_digests_are_forgotten(office):
    user = office[2]
    for day in (DAY - KEPT, DAY - KEPT - timedelta(days=1)):
        Digest.objects.create(user=user, day=day)
    prepare(DAY, NOW)
    assert [each.day for each in Digest.objects.order_by("day")] == [DAY - KEPT, DAY]


def test_the_command_takes_its_day_and_may_be_given_twice(office, outbox, capsys):
    make_target(office[0], office[2])
    for _ in range(2):
        call_command("send_reminders", "--on", "2026-05-12")
    assert capsys.readouterr().out.splitlines() == [
        "2026-05-12的提醒已生成，这次发送1条。",
        "支部书记群：已发出",
        "2026-05-12的提醒早已生成，这次发送0条。",
    ]
    assert len(outbox) == 1


def test_every_worker_does_the_round():
    assert routines._routines["reminders"] is round_of


def test_a_routine_that_fails_keeps_no_other_from_being_done(monkeypatch, error_log):
    done = []

    def fail(clock):
        raise RuntimeError

    monkeypatch.setattr(routines, "_routines", {"first": fail, "second": lambda clock: done.append(clock())})
    routines.do_all(lambda: datetime(2026, 5, 12, tzinfo=UTC))
    assert (len(done), len(error_log)) == (1, 1)
