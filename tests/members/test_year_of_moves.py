"""Everything that is read of people as of a day, after a year of random moves, against a list of what happened."""

from datetime import date, timedelta
from typing import Any

import pytest

from partywork.audit.models import AuditEvent
from partywork.common.periods import HalfYear, Period, Quarter, Year
from partywork.measures.evaluate import evaluate, evaluate_by
from partywork.measures.lookup import parse_request
from partywork.measures.window import Window
from partywork.members.queries import roster, stages_on
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import PartyGroup
from partywork.orgs.queries import scope_of_org
from tests.factories.orgs import make_org, make_user
from tests.members import moves, oracle
from tests.members.moves import EDGES, FORWARD, MOVES, YEAR

pytestmark = pytest.mark.django_db
FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)
DAYS = sorted({*EDGES, *(edge + timedelta(days=1) for edge in EDGES), *(date(YEAR, m, 15) for m in (1, 5, 8, 11))})
STOCKS = {
    "党员总数": oracle.PARTY, "正式党员数": ("full",), "预备党员数": ("probationary",), "发展对象数": ("candidate",),
    "入党积极分子数": ("activist",), "入党申请人数": ("applicant",),
}  # fmt: skip
FLAGS = {"流动党员数": "floating", "失联党员数": "lost", "困难党员数": "hardship"}
ASKED = {name: parse_request(name) for name in [*STOCKS, *FLAGS, *dict.fromkeys(oracle.NAMES)]}


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def year(root, request):
    orgs = [make_org(root) for _ in range(3)]
    groups = [PartyGroup.objects.create(org=orgs[n // 2], name=f"第{n}小组", since=date(2020, 1, 1)) for n in range(3)]
    return moves.Year(request.param, orgs, groups, make_user(orgs[0]))


def count(number: Any) -> int:
    return int(number)


def figures(root, window: Window) -> dict[str, int]:
    values = evaluate(ASKED.values(), scope_of_org(root, window.on), window)
    return {name: count(values[request].number) for name, request in ASKED.items()}


def expected(people, window: Window) -> dict[str, int]:
    day = window.on
    stocks = {name: len(oracle.heads(people, day, *stages)) for name, stages in STOCKS.items()}
    flags = {name: oracle.with_flag(people, day, flag) for name, flag in FLAGS.items()}
    return {**stocks, **flags, **oracle.flows(people, window.period.start, day)}


def rosters(year, day: date) -> list[list[str]]:
    return [sorted(roster(org, day).values_list("name", flat=True)) for org in year.orgs]


def check_day(year, root, day: date) -> None:
    people = year.people
    assert rosters(year, day) == [oracle.heads(people, day, *oracle.PARTY, org=org) for org in year.orgs]
    for group in year.groups:
        members = oracle.heads(people, day, *oracle.NEXT, "full", group=group)
        assert len(stages_on(group.org, day, group)) == len(members), (day, group)
    asked = {name: ASKED[name] for name in ("党员总数", *FLAGS)}
    by_org = evaluate_by(asked.values(), scope_of_org(root, day), Window(Year(YEAR), day), "org")
    found = {
        name: {org: count(v.number) for org, v in by_org[each].items() if v.number} for name, each in asked.items()
    }
    heads = {org.pk: len(oracle.heads(people, day, *oracle.PARTY, org=org)) for org in year.orgs}
    told = {"党员总数": heads} | {
        name: {org.pk: oracle.with_flag(people, day, flag, org=org) for org in year.orgs}
        for name, flag in FLAGS.items()
    }
    assert found == {name: {org: number for org, number in each.items() if number} for name, each in told.items()}


def check_period(year, root, period: Period, day: date) -> None:
    window = Window(period, day)
    assert figures(root, window) == expected(year.people, window), (period, day)


@pytest.mark.parametrize("year", [1, 2], indirect=True)
def test_rosters_heads_and_flows_are_what_happened(year, root):
    year.run(MOVES, FIRST, LAST, 320)
    for day in DAYS:
        check_day(year, root, day)
        check_period(year, root, Year(YEAR), day)
    for period in [*(Quarter(YEAR, n) for n in (1, 2, 3, 4)), HalfYear(YEAR, 1), HalfYear(YEAR, 2)]:
        check_period(year, root, period, period.end)
    assert set(MOVES) - set(year.done) <= {"annul"}, year.done
    assert AuditEvent.objects.filter(action__startswith="member.").count() >= year.done.total()


@pytest.mark.parametrize("year", [4], indirect=True)
def test_what_happens_later_changes_no_day_before_it(year, root):
    half = HalfYear(YEAR, 1)
    year.run(MOVES, FIRST, half.end, 150)
    days = [day for day in DAYS if day <= half.end]
    before = [(rosters(year, day), figures(root, Window(half, day))) for day in days]
    year.run(FORWARD, date(YEAR, 8, 1), LAST, 100)  # nothing is entered more than a month late
    assert [(rosters(year, day), figures(root, Window(half, day))) for day in days] == before
    check_day(year, root, LAST)
    check_period(year, root, HalfYear(YEAR, 2), LAST)
