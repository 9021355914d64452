"""A page of the meetings, with every middleware, beside an f-string page and Django's own admin."""

from collections.abc import Callable, Iterator

from django.db import connection
from django.test import Client

from partywork.access.permissions import Role
from partywork.accounts.models import Appointment
from partywork.meetings.models import Meeting
from partywork.orgs.models import Organisation
from tests.benchmarks.places import Place
from tests.benchmarks.targets import Target, faster_than
from tests.benchmarks.timing import FLOOR, OURS, Benchmark, compare

TITLE, ORDER = "列表页", 55
ADMIN = "Django admin 列表"
PAGE = 30
MORE = (
    "没有达到：本系统的一页另有单位的选单（全县五千多个）、近12个月的合计和条数，时间多在这里；"
    "下限只有一条SQL和表格，Django admin没有合计、选单和按单位的权限。每一页都经过全部中间件，由同一个进程逐次打开。"
)


def benchmarks(place: Place) -> Iterator[Benchmark]:
    rows = Meeting.objects.count()
    size = f"{rows}次会议，每页{PAGE}行"
    manager, secretary = (entered(org) for org in (place.root, place.branch))
    everything = {
        OURS: opening(manager, "/meetings/"),
        FLOOR: opening(manager, "/floor/meetings/"),
        ADMIN: opening(manager, "/admin/partywork/meeting/"),
    }
    yield compare("会议列表第一页", size, everything, goals=[faster_than(ADMIN, 6)], seconds=20, note=MORE)
    deep = Meeting.objects.order_by("-date", "-pk")[rows // 2]
    at = f"{deep.date}.{deep.pk}"
    halfway = {
        OURS: opening(manager, f"/meetings/?span=all&cursor=o{at}"),
        FLOOR: opening(manager, f"/floor/meetings/?cursor={at}"),
        ADMIN: opening(manager, f"/admin/partywork/meeting/?p={rows // 2 // PAGE + 1}"),
    }
    yield compare("会议列表翻到一半", size, halfway, goals=[faster_than(ADMIN, 6)], seconds=20)
    scopes = {"全部单位": everything[OURS], "一个支部": opening(secretary, "/meetings/")}
    goals = [Target("一个支部", 1.2, way="全部单位")]
    yield compare("会议列表，看得见的范围不同", size, scopes, goals=goals, seconds=10)
    spans = {"近12个月": everything[OURS], "全部": opening(manager, "/meetings/?span=all")}
    yield compare("会议列表，连同合计", size, spans, seconds=10)
    connection.close()


def entered(org: Organisation) -> Client:
    """The browser of somebody who may see the organisation's records: a manager of the whole, a branch's secretary."""
    held = Appointment.objects.filter(org=org, role__in=(Role.MANAGER, Role.SECRETARY)).select_related("user")
    client = Client()
    client.force_login(held.earliest("pk").user)
    return client


def opening(client: Client, address: str) -> Callable[[], None]:
    def run() -> None:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)

    return run
