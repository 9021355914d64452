"""The demo: the same for the same number, whole, and only in an empty database."""

import pytest
from django.core.management import CommandError, call_command

from partywork.appraisal.models import GradeLine, LifeProblem
from partywork.attachments.models import Attachment
from partywork.demo.seed import seed
from partywork.demo.topics import all_topics
from partywork.dues.models import DuesMonth
from partywork.meetings.models import Meeting, Topic
from partywork.members.models import Member
from partywork.rectification.models import RectificationItem
from partywork.visits.models import Visit
from partywork.worklog.models import WorkLog
from tests.emptied import emptied
from tests.factories.orgs import make_org

pytestmark = pytest.mark.django_db


def facts() -> list[object]:
    """What the demo says, without ids, moments and passwords."""
    return [
        list(Member.objects.order_by("key").values_list("key", "name", "born_on", "admitted_on", "org__code")),
        list(Meeting.objects.order_by("key").values_list("key", "date", "title", "present", "created_at")),
        list(Topic.objects.order_by("meeting__key", "position").values_list("meeting__key", "text", "tag")),
        list(DuesMonth.objects.order_by("month", "member__key").values_list("member__key", "due_fen", "paid_on")),
        list(Visit.objects.order_by("key").values_list("key", "date", "object_name", "amount_fen")),
        list(WorkLog.objects.order_by("key").values_list("key", "date", "title", "people")),
        list(RectificationItem.objects.order_by("key").values_list("key", "date", "title", "state")),
        list(GradeLine.objects.order_by("member__key").values_list("appraisal__key", "member__key", "grade")),
        list(LifeProblem.objects.order_by("appraisal__key", "position").values_list("text", "measure")),
        list(Attachment.objects.order_by("name").values_list("name", "sha256", "uploaded_at")),
    ]


def made(number: int) -> list[object]:
    with emptied():
        seed(scale="branch", number=number, year=2026, by=None)
        return facts()


def test_the_same_number_makes_the_same_data_and_another_number_other_data():
    first = made(1)
    assert made(1) == first
    assert made(2) != first


def test_the_texts_are_many():
    assert len(all_topics()) >= 80


def test_other_years_can_be_made():
    for year in (2024, 2025):
        with emptied():
            seed(scale="branch", number=1, year=year, by=None)
            assert Meeting.objects.filter(half=year * 10 + 1).count() > 10


def test_it_never_mixes_with_real_data():
    make_org()
    with pytest.raises(CommandError, match="演示数据只能放进空的数据库"):
        call_command("seed", "--scale", "branch")
    assert Member.objects.count() == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--scale", "street", "--years", "2"], "--years 只用于 county 和 city"),
        (["--scale", "county", "--years", "21"], "请在1至20之间"),
        (["--scale", "moon"], "没有“moon”这种规模"),
        (["--year", "1900"], "年份请在2019至2100之间"),
    ],
)
def test_what_it_cannot_make_it_says(arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("seed", *arguments)
