"""The demo: the same for the same number, whole, and only in an empty database."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from partywork.appraisal.models import GradeLine, LifeProblem
from partywork.attachments.models import Attachment
from partywork.audit import chain
from partywork.common.identity_number import validate_identity_number
from partywork.demo.seed import seed
from partywork.demo.topics import all_topics
from partywork.dues.models import DuesMonth
from partywork.meetings.models import Meeting, Topic
from partywork.members.models import Member
from partywork.orgs.models import Organisation
from partywork.rectification.models import RectificationItem
from partywork.visits.models import Visit
from partywork.worklog.models import WorkLog
from tests.emptied import emptied
from tests.factories.figures import figures
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


def test_the_street_is_whole():
    out = StringIO()
    call_command("seed", "--scale", "street", stdout=out)
    head, *logins = out.getvalue().splitlines()
    assert head == "登录名　密码　角色　单位"
    assert [line.split("　")[0] for line in logins] == [
        "manager", "reader", "secretary", "organiser", "secretary2",
    ]  # fmt: skip
    username, password, *_ = logins[0].split("　")
    user = authenticate(username=username, password=password)
    assert user is not None
    assert user.must_change_password is False
    assert logins[3].split("　")[2:] == ["组织委员", "柳荫社区第一党支部"]
    root = Organisation.objects.get(code="DEMO")
    values = figures(
        root, "党支部数", "党总支数", "查找问题数", "已销号问题数", "逾期未销号问题数", "收到举报件数",
        "半年内届满支部数", "届满未换届支部数", "软弱涣散党组织数", "新建两新党组织数", "每月召开支委会的支部数",
        "各支部党课最少次数",
    )  # fmt: skip
    assert {name: value.number for name, value in values.items()} == {
        "党支部数": 12, "党总支数": 2, "查找问题数": 26, "已销号问题数": 19, "逾期未销号问题数": 2, "收到举报件数": 0,
        "半年内届满支部数": 1, "届满未换届支部数": 1, "软弱涣散党组织数": 1, "新建两新党组织数": 1,
        "每月召开支委会的支部数": 11, "各支部党课最少次数": 0,
    }  # fmt: skip
    more = figures(root, "党员总数", "接收预备党员数", "转正党员数", "欠缴党费人数", "慰问人次@春节", "工作件数")
    assert [name for name, value in more.items() if value.is_nothing] == []
    assert more["党员总数"].number in range(280, 341)
    assert len(set(Topic.objects.filter(meeting__half=20261).values_list("text", flat=True))) >= 80
    before, full, after = (Meeting.objects.filter(half=half).count() for half in (20252, 20261, 20262))
    assert 0 < before < full / 2 < after < full  # thin before the office began, and the running half is not over
    numbers = [member.id_number for member in Member.objects.all()]
    assert [validate_identity_number(number, on=Meeting.objects.latest("date").date) for number in numbers] == numbers
    assert {number[:6] for number in numbers} == {"110999"}
    assert chain.verify().is_whole


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
        (["--scale", "county"], "县、市规模的演示数据还没有做"),
        (["--scale", "moon"], "没有“moon”这种规模"),
        (["--year", "1900"], "年份请在2019至2100之间"),
    ],
)
def test_what_it_cannot_make_it_says(arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("seed", *arguments)
