"""Two people, or one who clicks twice, send the same thing at the same moment: saved once, never a crash."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from partywork.access.permissions import Role
from partywork.audit import chain
from partywork.audit.recorder import SAME_MOMENT
from partywork.dues.collecting import open_month
from partywork.dues.models import DuesMonth
from partywork.entries.actions import create_record
from partywork.meetings.actions import log_meeting
from partywork.meetings.lines import Lines
from partywork.meetings.models import Meeting, Topic
from partywork.members.enums import Flag
from partywork.members.models import Member, MemberFlag
from partywork.orgs.actions import add_tag
from partywork.orgs.models import OrganisationTag
from tests.factories.dues import make_payers
from tests.factories.members import make_flag, make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 7, 1)
WRITERS = 4


def at_once(work: Callable[[], Any]) -> tuple[list[Any], list[str]]:
    """What ``work`` gave in each of several threads that start together, and what it was refused with."""
    start = Barrier(WRITERS)

    def run() -> Any:
        try:
            start.wait()
            return work()
        except ValidationError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        answers = [future.result() for future in [pool.submit(run) for _ in range(WRITERS)]]
    refused = [" ".join(answer.messages) for answer in answers if isinstance(answer, ValidationError)]
    return [answer for answer in answers if not isinstance(answer, ValidationError)], refused


@pytest.fixture
def branch():
    return make_org()


@pytest.fixture
def by(branch):
    return make_user(branch, Role.SECRETARY)


def test_a_meeting_sent_twice_is_logged_once_with_its_topics(branch, by):
    facts = {"key": "双击", "date": date(2026, 5, 18), "expected": 5, "present": 5, "is_committee": True}

    def log() -> int:
        meeting = Meeting(org=branch, **facts)
        return log_meeting(meeting=meeting, lines=Lines(topics=[("议题", "")]), by=by, today=TODAY).pk

    saved, refused = at_once(log)
    assert (set(saved), refused) == ({Meeting.objects.get().pk}, [])
    assert Topic.objects.count() == 1
    assert chain.verify().is_whole


def test_a_meeting_saved_between_the_look_and_the_check_is_found(branch, by, monkeypatch):
    facts = {"org": branch, "key": "双击", "date": date(2026, 5, 18), "expected": 5, "present": 5, "is_committee": True}
    first = log_meeting(meeting=Meeting(**facts), lines=Lines(topics=[("议题", "")]), by=by, today=TODAY)
    looks = iter([None, first])
    monkeypatch.setattr("partywork.entries.actions.existing", lambda model, org, key: next(looks))
    assert create_record(record=Meeting(**facts), by=by) == first
    assert Meeting.objects.get() == first


def test_what_only_one_can_have_goes_to_one_and_the_others_are_told(branch, by):
    saved, refused = at_once(lambda: add_tag(org=branch, tag="示范点", since=date(2026, 1, 1), by=by))
    assert (len(saved), OrganisationTag.objects.count(), len(refused)) == (1, 1, WRITERS - 1)
    told = {
        f"“{branch}”已经有“示范点”这个标签。",
        "这个标签已经有了。",
        SAME_MOMENT,
    }  # by the look, the check, the database
    assert set(refused) <= told


def test_a_tag_given_between_the_look_and_the_check_is_told_in_words(branch, by):
    first = add_tag(org=branch, tag="示范点", since=date(2026, 1, 1), by=by)
    with pytest.raises(ValidationError) as refused:
        OrganisationTag(org=branch, tag=first.tag, since=first.since).full_clean()
    assert refused.value.messages == ["这个标签已经有了。"]


def test_a_circumstance_is_raised_once(branch, by):
    member = make_member(branch, by)
    saved, refused = at_once(lambda: make_flag(Member.objects.get(pk=member.pk), by, Flag.HARDSHIP, date(2026, 2, 1)))
    assert (len(saved), MemberFlag.objects.count(), len(refused)) == (1, 1, WRITERS - 1)


def test_a_month_of_dues_is_opened_once(branch, by):
    make_payers(branch, by, 3)
    made, refused = at_once(lambda: open_month(org=branch, month=202605, by=by))
    assert DuesMonth.objects.count() == 3
    assert sum(made) == 3
    assert all("刚刚" in text for text in refused)
