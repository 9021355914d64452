"""Figures about rectification as things stood on the data date."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from partywork.common.periods import HalfYear
from partywork.entries.actions import cancel_entry
from partywork.measures.evaluate import evaluate
from partywork.measures.evidence import evidence, records_behind
from partywork.measures.lookup import parse_request
from partywork.measures.window import Window
from partywork.orgs.enums import OrgKind, Sector
from partywork.orgs.queries import scope_of_org
from partywork.rectification.actions import add_progress, extend, reopen, request_closure, review_closure
from partywork.rectification.enums import (
    DUE_STATES,
    WEAK_ORGANISATION,
    Decision,
    Level,
    ProblemSource,
    ProgressKind,
    State,
)
from partywork.rectification.measures import ITEMS, MEASURES
from partywork.rectification.models import RectificationItem
from partywork.rectification.states import can
from tests.factories.orgs import make_org, make_user
from tests.factories.rectification import TODAY, make_item

pytestmark = pytest.mark.django_db
WINDOW = Window(HalfYear(2026, 1), date(2026, 6, 30))


@pytest.fixture
def office():
    root = make_org(kind=OrgKind.COMMITTEE)
    first, second = make_org(root), make_org(root, sector=Sector.PRIVATE_ENTERPRISE)
    by = make_user(root)
    inspection: dict[str, Any] = {
        "source": ProblemSource.INSPECTION,
        "category": "作风建设",
        "level_raised": Level.COMMITTEE,
    }
    make_item(first, by, date(2026, 1, 5), closed_on=date(2026, 3, 1), **inspection)
    make_item(first, by, date(2026, 2, 5), closed_on=date(2026, 7, 1), due_on=date(2026, 5, 1))
    make_item(first, by, date(2026, 3, 5), due_on=date(2026, 6, 30))
    make_item(
        second, by, date(2026, 4, 5), progress=[(date(2026, 4, 6), "已开始")], due_on=date(2026, 6, 29), **inspection
    )
    make_item(second, by, date(2026, 5, 5), state=State.LONG_TERM, due_on=None)
    make_item(second, by, date(2026, 5, 6), state=State.REQUESTED)
    make_item(first, by, date(2025, 11, 5), closed_on=date(2026, 2, 1), tag="上年")
    make_item(first, by, date(2025, 11, 6), due_on=date(2025, 12, 31))
    make_item(first, by, date(2025, 11, 7), closed_on=date(2025, 12, 7))
    make_item(first, by, date(2026, 7, 1))
    cancel_entry(entry=make_item(first, by, date(2026, 2, 2)), version=1, reason="重复", by=by)
    weak: dict[str, Any] = {"source": ProblemSource.SUPERVISION, "category": WEAK_ORGANISATION}
    make_item(root, by, date(2026, 1, 9), subject_org=first, closed_on=date(2026, 5, 1), **weak)
    make_item(root, by, date(2026, 1, 9), subject_org=second, due_on=date(2026, 6, 1), **weak)
    make_item(root, by, date(2026, 1, 10), subject_org=second, **weak)
    return root, first, second


def value(text: str, org, window=WINDOW):
    request = parse_request(text)
    return evaluate([request], scope_of_org(org, window.on), window)[request]


def parts(text: str, org) -> dict[str, int]:
    found = value(text, org)
    assert found.number == sum(part.number for part in found.parts)
    return {part.label: part.number for part in found.parts}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("查找问题数", 9),
        ("查找问题数@巡视巡察", 2),
        ("查找问题数@作风建设", 2),
        ("查找问题数@层级=党委", 2),
        ("查找问题数@整改中", 1),
        ("问题来源类数", 3),
        ("问题类别数", 2),
        ("查找出问题的党组织数", 3),
        ("已销号问题数", 3),
        ("已销号问题数#上年", 1),
        ("期内问题已销号数", 2),
        ("期内问题未销号数", 7),
        ("期内问题已启动整改数", 5),
        ("期内问题已申请销号数", 4),
        ("期内问题逾期未销号数", 3),
        ("整改完成率", Decimal("22.2")),
        ("整改完成率@巡视巡察", Decimal("50.0")),
        ("未销号问题数", 8),
        ("逾期未销号问题数", 4),
        ("期限内推进问题数", 3),
        ("长期坚持问题数", 1),
        ("申请销号待审问题数", 1),
        ("未启动整改问题数", 5),
        ("列入整顿软弱涣散党组织数", 2),
        ("列入整顿软弱涣散党组织数@非公企业", 1),
        ("列入整顿软弱涣散党组织数@两新组织", 1),
        ("完成整顿软弱涣散党组织数", 1),
        ("在整顿软弱涣散党组织数", 1),
        ("软弱涣散整顿事项数", 3),
        ("期内软弱涣散整顿事项已销号数", 1),
        ("软弱涣散整顿完成率", Decimal("33.3")),
    ],
)
def test_figures_equal_what_was_counted_by_hand(office, text, number):
    assert value(text, office[0]).number == number


def test_the_open_are_the_overdue_those_in_time_and_the_lasting(office):
    root = office[0]
    names = ["逾期未销号问题数", "期限内推进问题数", "长期坚持问题数"]
    assert sum(value(name, root).number for name in names) == value("未销号问题数", root).number
    assert (
        value("期内问题已销号数", root).number + value("期内问题未销号数", root).number
        == value("查找问题数", root).number
    )


def test_breakdowns_name_every_item(office):
    root = office[0]
    assert parts("问题来源构成", root) == {"巡视巡察": 2, "督查": 3, "自查": 4}
    assert parts("问题提出层级构成", root) == {"党委": 2, "未填": 7}
    assert parts("问题整改状态构成", root) == {"未启动": 4, "整改中": 1, "申请销号": 1, "已销号": 2, "长期坚持": 1}
    assert parts("未销号问题来源构成", root) == {"巡视巡察": 1, "督查": 2, "自查": 5}


def test_a_later_data_date_sees_the_later_closure(office):
    root, first, _ = office
    later = Window(HalfYear(2026, 2), date(2026, 7, 1))
    assert value("已销号问题数", root, later).number == 1
    assert value("查找问题数", first, later).number == 1
    assert value("逾期未销号问题数", first, later).number == 2
    assert value("逾期未销号问题数", first).number == 2
    early = Window(HalfYear(2026, 1), date(2026, 2, 10))
    assert value("查找问题数", first, early).number == 2
    assert value("已销号问题数", first, early).number == 1
    assert value("整改完成率", first, early).number == Decimal("0.0")


def test_a_deadline_moved_or_an_item_reopened_later_leaves_the_past_as_it_was(office):
    root, first, _ = office
    by = make_user(root)
    names = ["逾期未销号问题数", "已销号问题数", "期内问题已销号数", "未销号问题数"]
    before = [value(name, root).number for name in names]
    late = records_behind(parse_request("逾期未销号问题数"), scope_of_org(first, WINDOW.on), WINDOW)
    item = late.get(date=date(2025, 11, 6))
    extend(item=item, due_on=date(2026, 9, 1), reason="等待施工", version=1, by=by, today=TODAY)
    closed = records_behind(parse_request("期内问题已销号数"), scope_of_org(first, WINDOW.on), WINDOW).get()
    reopen(item=closed, reason="问题反弹", version=1, by=by, today=TODAY)
    assert [value(name, root).number for name in names] == before
    now = Window(HalfYear(2026, 2), TODAY)
    assert [value(name, root, now).number for name in names] == [3, 1, 0, 9]


def test_past_halves_stay_as_they_were_whatever_happens_after_the_data_date(office):
    """Every kind of step, taken after the data date on items of every state."""
    root, *_ = office
    by, scope = make_user(root), scope_of_org(root, WINDOW.on)
    windows = [Window(HalfYear(2025, 2), date(2025, 12, 31)), Window(HalfYear(2026, 1), date(2026, 3, 31)), WINDOW]
    requests = [parse_request(each.name) for each in MEASURES]

    def known():
        return [evaluate(requests, scope, window) for window in windows]

    def parts_of(text: str) -> set[int]:
        return set(records_behind(parse_request(text), scope, WINDOW).values_list("pk", flat=True))

    before, late = known(), parts_of("逾期未销号问题数")
    step: dict[str, Any] = {"by": by, "today": TODAY}
    decisions = iter([Decision.CLOSE, Decision.BASICALLY_DONE, Decision.LONG_TERM, Decision.RETURN] * 3)
    for item in RectificationItem.objects.filter(status="done").order_by("pk"):
        if item.closed_on and item.closed_on <= WINDOW.on:
            reopen(item=item, reason="反弹", version=item.version, **step)
        if item.state in DUE_STATES:
            extend(item=item, due_on=date(2026, 12, 30), reason="施工", version=item.version, **step)
        if can(ProgressKind.PROGRESS, item):
            add_progress(item=item, text="推进", on=TODAY, version=item.version, **step)
        if can(ProgressKind.REQUEST, item):
            request_closure(item=item, text="完成", on=TODAY, version=item.version, **step)
        if can(ProgressKind.CLOSE, item):
            review_closure(item=item, decision=next(decisions), text="看过", on=TODAY, version=item.version, **step)
    assert known() == before
    assert parts_of("逾期未销号问题数") == late
    now = Window(HalfYear(2026, 2), TODAY)
    assert value("逾期未销号问题数", root, now).number == 0
    assert value("延期整改问题数", root, now).number == 11
    assert value("重新打开问题数", root, now).number == 4
    assert value("退回整改问题数", root, now).number == 3
    assert value("基本完成问题数", root, now).number == 3


def test_the_evidence_is_one_row_an_item(office):
    scope = scope_of_org(office[0], WINDOW.on)
    for each in MEASURES[:1] + MEASURES[4:6]:
        request = parse_request(each.name)
        rows = evidence(request, scope, WINDOW).count()
        assert rows == records_behind(request, scope, WINDOW).count() == value(each.name, office[0]).number


def test_a_bare_value_can_mean_only_one_fixed_dimension():
    labels = [label for each in ITEMS.dims.values() for label in each.values]
    assert sorted(labels) == sorted(set(labels))


def test_all_figures_take_a_query_for_each_day_they_count_by(office, django_assert_num_queries):
    requests = [parse_request(each.name) for each in MEASURES]
    scope = scope_of_org(office[0], WINDOW.on)
    with django_assert_num_queries(5):  # raised, closed, open; steps; and what was declared
        evaluate(requests, scope, WINDOW)
