"""Who asks too often for what costs much is told when it goes on; everybody else is not held up."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.limits import middleware
from partywork.limits.counting import memory, wait_of
from partywork.limits.models import RequestCount
from partywork.limits.rules import LIMITS, Limit
from tests.access.test_matrix import addresses
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 18, 4, tzinfo=UTC)
STORED = Limit("test", "试验", most=3, minutes=10)
REMEMBERED = Limit("test", "试验", most=3, minutes=10, in_memory=True)
BOTH = pytest.mark.parametrize("limit", [STORED, REMEMBERED], ids=["stored", "remembered"])


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    memory.forget()


@BOTH
def test_a_window_begins_with_the_first_request_and_ends_by_itself(limit):
    user = make_user()
    asked = [wait_of(user, limit, NOON + timedelta(minutes=minute)) for minute in (0, 1, 2, 3, 9, 10)]
    assert asked == [None, None, None, timedelta(minutes=7), timedelta(minutes=1), None]


@BOTH
def test_everybody_has_a_window_of_his_own_and_each_limit_too(limit):
    user, other = make_user(), make_user()
    another = Limit("another", "别的", most=1, minutes=10, in_memory=limit.in_memory)
    for _ in range(3):
        wait_of(user, limit, NOON)
    assert [wait_of(other, limit, NOON), wait_of(user, another, NOON)] == [None, None]
    assert wait_of(user, limit, NOON) is not None


@BOTH
def test_a_clock_set_back_holds_nobody_up(limit):
    user = make_user()
    for _ in range(4):
        wait_of(user, limit, NOON)
    assert wait_of(user, limit, NOON - timedelta(hours=5)) is None


def test_one_row_a_person_and_limit_however_often():
    user = make_user()
    for number in range(50):
        wait_of(user, STORED, NOON + timedelta(hours=number))
    assert RequestCount.objects.count() == 1


def test_the_pages_of_the_limits_exist():
    names = {name for name, _ in addresses()}
    named = {page for limit in LIMITS for page in limit.pages}
    assert [p for p in named if not any(name == p or (p[-1] == ":" and name.startswith(p)) for name in names)] == []
    assert len({limit.code for limit in LIMITS}) == len(LIMITS)


@pytest.fixture
def three(monkeypatch, settings) -> None:
    settings.LIMITS_HOLD = True
    limits = (
        Limit("export", "导出 Excel", 3, 10, (), ("GET",), query="export"),
        Limit("import", "上传要导入的文件", 0, 10, ("imports:import",), ("POST",)),
    )
    monkeypatch.setattr(middleware, "LIMITS", limits)


@pytest.mark.usefixtures("three")
def test_the_page_says_when_it_goes_on(client):
    client.force_login(make_user(make_org()))
    address = f"{reverse('members:list')}?export=xlsx"
    with time_machine.travel(NOON, tick=False):
        answers = [client.get(address) for _ in range(4)]
        assert client.get(reverse("members:list")).status_code == 200
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    refused = answers[-1]
    assert refused["Retry-After"] == "600"
    text = refused.content.decode()
    assert "“导出 Excel”这几分钟里用得太多了，这次没有办。请在 <strong>12:11</strong> 以后再试。" in text
    assert "刚才填的内容还在" not in text
    with time_machine.travel(NOON + timedelta(minutes=11), tick=False):
        assert client.get(address).status_code == 200


@pytest.mark.usefixtures("three")
def test_what_was_typed_is_said_to_be_still_there(client):
    client.force_login(make_user(make_org()))
    assert client.get(reverse("imports:import")).status_code == 200
    answer = client.post(reverse("imports:import"), {})
    assert answer.status_code == 429
    assert "刚才填的内容还在：点“返回上一页”就能看到" in answer.content.decode()


@pytest.mark.usefixtures("three")
def test_a_busy_database_holds_nobody_up(client, monkeypatch):
    def busy(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(middleware, "wait_of", busy)
    client.force_login(make_user(make_org()))
    assert client.get(f"{reverse('members:list')}?export=xlsx").status_code == 200


@pytest.mark.usefixtures("three")
def test_another_person_is_not_held_up_and_a_stranger_leaves_no_trace(client):
    org = make_org()
    address = f"{reverse('members:list')}?export=xlsx"
    assert client.get(address).status_code == 302
    assert RequestCount.objects.count() == 0
    for user in (make_user(org), make_user(org, Role.ORGANISER)):
        client.force_login(user)
        assert [client.head(address).status_code for _ in range(4)] == [200, 200, 200, 429]
