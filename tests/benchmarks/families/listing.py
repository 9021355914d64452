"""A page of the meetings, with every middleware, beside an f-string page and Django's own admin."""

from collections.abc import Iterator

from django.db import connection

from partywork.meetings.models import Meeting
from tests.benchmarks.browsing import entered, opening
from tests.benchmarks.places import Place
from tests.benchmarks.targets import Target, faster_than
from tests.benchmarks.timing import FLOOR, OURS, Benchmark, compare

TITLE, ORDER = "列表页", 55
ADMIN = "Django admin 列表"
PAGE = 30
MORE = (
    "每一页都经过全部中间件，由同一个进程逐次打开；下限只有一条SQL和表格。本系统的一页有筛选表单、菜单、登记时间的标注和勾选框，"
    "要问七次数据库（下限问三次），用模型和模板写出来；时间分散在各处，取出三十行约占四分之一，模板和筛选各占六分之一上下，"
    "不在数据多少上：管五千多个单位的和管一个支部的差不多。Django admin的一页没有按单位的权限、合计和这些标注，"
    "在SQLite上第一页本来就快，到不了它的6倍。合计和条数在行之后另取，见下面一行。"
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
    connection.close()
