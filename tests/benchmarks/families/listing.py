"""A page of the meetings, with every middleware, beside an f-string page and Django's own admin."""

from collections.abc import Callable, Iterator, Mapping

from django.db import connection
from django.test import Client

from partywork.access.permissions import Role
from partywork.accounts.models import Appointment
from partywork.meetings.models import Meeting
from partywork.orgs.models import Organisation
from tests.benchmarks.places import Place
from tests.benchmarks.targets import Target, faster_than
from tests.benchmarks.timing import FLOOR, OURS, Benchmark, compare, lap, taken_apart
from tests.benchmarks.years import earlier_years

TITLE, ORDER = "列表页", 55
ADMIN = "Django admin 列表"
PAGE = 30
EARLIER = 9  # years
LAPS = 7
MORE = (
    "每一页都经过全部中间件，由同一个进程逐次打开；下限只有一条SQL和表格。本系统的一页有筛选表单、菜单、登记时间的标注和勾选框，"
    "要问七次数据库（下限问三次），用模型和模板写出来；时间分散在各处，取出三十行约占四分之一，模板和筛选各占六分之一上下，"
    "不在数据多少上：管五千多个单位的和管一个支部的差不多。Django admin的一页没有按单位的权限、合计和这些标注，"
    "在SQLite上第一页本来就快，到不了它的6倍。合计和条数在行之后另取，见下面一行。"
)
GROWN = (
    "十年的记录与一年的比，同一页；各年的会议与本年一样多。往年的会议在一个不提交的事务里，读它们要先查预写日志；"
    "一个支部的一页只要十毫秒上下，多出两三毫秒就超过"
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
    yield compare("会议列表翻到一半", size, halfway, goals=[faster_than(ADMIN, 6)], seconds=20, note=MORE)
    scopes = {"全部单位": everything[OURS], "一个支部": opening(secretary, "/meetings/")}
    goals = [Target("一个支部", 1.2, way="全部单位")]
    yield compare("会议列表，看得见的范围不同", size, scopes, goals=goals, seconds=10)
    sums = {"列表页": everything[OURS], "随后取的合计和条数": opening(manager, "/meetings/?sums=1", fragment=True)}
    yield compare("会议列表的合计", size, sums, seconds=10)
    if place.is_large:
        yield from grown(place, rows, at)
    connection.close()


def grown(place: Place, rows: int, at: str) -> Iterator[Benchmark]:
    """Every scope's first page and a page far back, with one year of meetings and with ten."""
    people = {"全部单位": entered(place.root), "一个中间单位": entered(place.middle), "一个支部": entered(place.branch)}
    pages = {"第一页": "/meetings/", "翻到一半": f"/meetings/?span=all&cursor=o{at}"}
    ways = {(who, page): opening(client, address) for who, client in people.items() for page, address in pages.items()}
    before = laps(ways)
    with earlier_years(place.root, place.period.end, EARLIER, of=(Meeting,)) as more:
        after = laps(ways)
    for (who, page), taken in before.items():
        both = {"一年": taken, "十年": after[who, page]}
        size = f"{rows}与{rows + more}次会议"
        yield taken_apart(f"会议列表{page}，{who}", size, both, goals=[Target("一年", 1.2, way="十年")], note=GROWN)


def laps(ways: Mapping[tuple[str, str], Callable[[], None]]) -> dict[tuple[str, str], list[float]]:
    """Each once unmeasured, then in turns."""
    for way in ways.values():
        way()
    taken: dict[tuple[str, str], list[float]] = {name: [] for name in ways}
    for _ in range(LAPS):
        for name, way in ways.items():
            taken[name].append(lap(way))
    return taken


def entered(org: Organisation) -> Client:
    """The browser of somebody who may see the organisation's records: a manager of the whole, a branch's secretary."""
    held = Appointment.objects.filter(org=org, role__in=(Role.MANAGER, Role.SECRETARY)).select_related("user")
    client = Client()
    client.force_login(held.earliest("pk").user)
    return client


def opening(client: Client, address: str, *, fragment: bool = False) -> Callable[[], None]:
    headers = {"HX-Request": "true"} if fragment else {}

    def run() -> None:
        response = client.get(address, headers=headers)
        assert response.status_code == 200, (address, response.status_code)

    return run
