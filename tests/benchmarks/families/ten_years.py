"""The same pages and the same half-year's figures with one year of records and with ten.

Runs last: the nine years before are really there afterwards, committed, counted and tidied up as in an installation
that has kept them all along.
"""

from collections.abc import Iterator, Mapping
from functools import partial

from django.db import connection
from django.db.models import Model

from partywork.measures.evaluate import evaluate
from partywork.measures.window import Window
from partywork.meetings.models import Meeting
from partywork.orgs.models import Organisation
from partywork.orgs.queries import scope_of_org
from partywork.worklog.models import WorkLog
from summaries.facts import catalogue
from tests.benchmarks.browsing import entered, opening
from tests.benchmarks.places import Place
from tests.benchmarks.targets import Target
from tests.benchmarks.timing import Benchmark, Way, lap, taken_apart
from tests.benchmarks.years import RECORDS, add_earlier_years, has_earlier_years, keep_up

TITLE, ORDER = "一年与十年的记录", 95
ONE_YEAR, TEN_YEARS = "一年", "十年"
EARLIER = 9  # years
LAPS = 9
KEPT = "这个数据库里本来就有往年的记录，没有一年的可比；要比，请在新的数据库上重跑"

Ways = Mapping[str, Way]


def benchmarks(place: Place) -> Iterator[Benchmark]:
    on, meetings = place.period.end, Meeting.objects.count()
    pages, figures = _pages(place, meetings), _figures(place)
    keep_up()
    one = {} if has_earlier_years(Meeting, on, EARLIER) else _laps({**pages, **figures})
    more = add_earlier_years(_whose(place), on, EARLIER) if one else {}
    keep_up()
    ten = _laps({**pages, **figures})
    connection.close()
    lists = f"{meetings}与{meetings + more.get(Meeting, 0)}次会议"
    records = f"往年{sum(more.values())}条记录"
    for works, size, most in ((pages, lists, 1.2), (figures, records, 1.1)):
        for work in works:
            both = {TEN_YEARS: ten[work], **({ONE_YEAR: one[work]} if one else {})}
            goals = [Target(ONE_YEAR, most, way=TEN_YEARS)]
            yield taken_apart(work, size, both, goals=goals, note="" if one else KEPT)


def _whose(place: Place) -> dict[type[Model], Organisation]:
    """Meetings and work of all; the other records, ten million months of dues among them, of a unit in between."""
    return {model: place.root if model in (Meeting, WorkLog) else place.middle for model in RECORDS}


def _pages(place: Place, meetings: int) -> Ways:
    """The first page of meetings and one far back, of everything, of a unit in between and of a branch."""
    deep = Meeting.objects.order_by("-date", "-pk")[meetings // 2]
    addresses = {"第一页": "/meetings/", "翻到一半": f"/meetings/?span=all&cursor=o{deep.date}.{deep.pk}"}
    people = {"全部单位": place.root, "一个中间单位": place.middle, "一个支部": place.branch}
    clients = {who: entered(org) for who, org in people.items()}
    return {
        f"会议列表{page}，{who}": opening(client, address)
        for who, client in clients.items()
        for page, address in addresses.items()
    }


def _figures(place: Place) -> Ways:
    window, requests = Window(place.period, place.period.end), catalogue()
    scopes = {org.short_name: scope_of_org(org, window.on) for org in (place.middle, place.branch)}
    return {f"半年的全部指标，{name}": partial(evaluate, requests, scope, window) for name, scope in scopes.items()}


def _laps(ways: Ways) -> dict[str, list[float]]:
    """Each twice unmeasured (the statements of figures are kept from then on), then in turns."""
    for way in ways.values():
        way()
        way()
    taken: dict[str, list[float]] = {work: [] for work in ways}
    for _ in range(LAPS):
        for work, way in ways.items():
            taken[work].append(lap(way))
    return taken
