"""What must hold of every figure of the catalogue, whatever the records: an office drawn by chance, all windows."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from partywork.access.scope import Scope
from partywork.common.periods import HalfYear, Month, Period, Quarter, Stretch, Year
from partywork.measures.behind import records_behind_each
from partywork.measures.conditions import counted_on, giving
from partywork.measures.declarations import (
    Balance,
    Breakdown,
    Count,
    Distinct,
    EventDate,
    Measure,
    Money,
    PerOrg,
    Quantity,
    Ratio,
    Regular,
    Request,
    StatedSum,
    Stock,
    Sum,
)
from partywork.measures.evaluate import evaluate, evaluate_by, evaluate_each, evaluate_windows
from partywork.measures.evidence import evidence, records_behind
from partywork.measures.lookup import all_measures, measure
from partywork.measures.values import Value
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.orgs.queries import scope_of_org
from partywork.orgs.units import BRANCHES
from tests.factories.meetings import make_meeting
from tests.factories.offices import LAST, Office, make_office
from tests.factories.orgs import make_org

pytestmark = pytest.mark.django_db
PERIODS: list[Period] = [Month(2026, 3), Quarter(2026, 2), HalfYear(2026, 1), HalfYear(2025, 2), Year(2026)]
# No records of these in the office yet; whoever adds some to make_office takes the source out here.
WITHOUT_RECORDS = {"development_steps", "activist_reviews", "development_extensions"}
EVERY = [Request(each.code) for each in all_measures()]


def windows_of(period: Period) -> list[Window]:
    """The data date before, inside and after the period."""
    middle = period.start + (period.end - period.start) / 2
    return [Window(period, day) for day in (period.start - timedelta(days=9), middle, period.end + timedelta(days=40))]


WHOLE = Window(HalfYear(2026, 1), LAST)
FIRST_DAY = Window(WHOLE.period, WHOLE.period.start)
IN_SPRING = Window(WHOLE.period, date(2026, 5, 27))  # one branch just founded, another not dissolved yet
MARCH = Window(Month(2026, 3), LAST)
WINDOWS = [WHOLE, FIRST_DAY, *(window for period in PERIODS for window in windows_of(period)[1:])]


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: Any) -> Iterator[Office]:
    """One office for the whole module: nothing here writes, but for a test that undoes it itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_office(seed=2026)
        transaction.set_rollback(True)


def values(office: Office, window: Window) -> dict[Request, Value]:
    return evaluate(EVERY, scope_of_org(office.root, window.on), window)


def own(org: Organisation, on: date) -> Scope:
    return Scope(Organisation.objects.filter(pk=org.pk).order_by().values("pk"), on)


def is_additive(each: Measure) -> bool:
    """Whether the figures of two halves of the rows add up to that of both."""
    of = each.of
    if isinstance(of, Stock):
        return not of.of
    return isinstance(of, Count | Sum | Money | Quantity | StatedSum | Breakdown)


ADDITIVE = [request for request in EVERY if is_additive(measure(request.code))]


def total(each: Value | None) -> int:
    number = each.number if each else None
    assert number is None or isinstance(number, int)
    return number or 0


def test_every_figure_has_a_value_in_every_window_and_the_same_again(office):
    for window in WINDOWS:
        first = values(office, window)
        assert list(first) == EVERY
        assert values(office, window) == first
        kinds = {type(value.number) for value in first.values()}
        assert kinds <= {int, Decimal, date, type(None)}


def test_the_office_says_something_of_every_source(office):
    """Else the other tests here could not fail."""
    told = {measure(request.code).source.code for request, value in values(office, WHOLE).items() if value.number}
    told |= {
        measure(request.code).source.code
        for request, value in values(office, Window(Year(2026), LAST)).items()
        if value.number
    }
    assert told == {each.source.code for each in all_measures()} - WITHOUT_RECORDS


def test_parts_of_a_breakdown_are_positive_and_make_up_the_total(office):
    for window in WINDOWS:
        for request, value in values(office, window).items():
            if isinstance(measure(request.code).of, Breakdown):
                assert sum(part.number for part in value.parts) == value.number, (request, window)
                assert all(part.number > 0 for part in value.parts), (request, window)


def test_figures_of_the_organisations_add_up(office):
    for window in WINDOWS:
        scope = scope_of_org(office.root, window.on)
        whole, by_org = evaluate(ADDITIVE, scope, window), evaluate_by(ADDITIVE, scope, window, "org")
        for request in ADDITIVE:
            assert sum(total(each) for each in by_org[request].values()) == total(whole[request]), (request, window)


def test_figures_of_the_months_add_up_and_lie_in_the_period(office):
    for window in WINDOWS:
        scope = scope_of_org(office.root, window.on)
        by_month = evaluate_by(ADDITIVE, scope, window, "month")
        whole = evaluate(by_month, scope, window)
        for request, months in by_month.items():
            days = window.period if measure(request.code).source.ahead else window.span
            assert not isinstance(days, Stretch)
            asked = {month.year * 100 + month.month for month in days.months}
            assert sum(total(each) for each in months.values()) == total(whole[request]), (request, window)
            assert set(months) <= asked, (request, window)


def test_the_months_at_once_are_what_each_month_gives_alone(office):
    months = [Window(month, IN_SPRING.data_date) for month in (Month(2026, 3), Month(2026, 5))]
    scope = scope_of_org(office.root, IN_SPRING.on)
    alone = {month: evaluate(EVERY, scope, month) for month in months}
    assert evaluate_windows(EVERY, scope, months) == alone


def test_own_and_childrens_figures_make_up_the_superiors(office):
    for window in (WHOLE, IN_SPRING):
        for above in (office.root, office.middle):
            parts = [own(above, window.on)]
            parts += [scope_of_org(child, window.on) for child in direct_children(above, window.on)]
            whole = evaluate(ADDITIVE, scope_of_org(above, window.on), window)
            pieces = [evaluate(ADDITIVE, scope, window) for scope in parts]
            for request in ADDITIVE:
                assert sum(total(piece[request]) for piece in pieces) == total(whole[request]), (request, window)


def direct_children(org: Organisation, on: date) -> list[Organisation]:
    """Dissolved ones too: what they did still counts."""
    placed = Organisation.objects.filter(placements__parent=org, placements__since__lte=on, placements__until__gt=on)
    return list(placed)


def test_quarters_make_up_the_half_and_halves_the_year(office):
    """Of what happens; what depends on the data date is judged on another day in each part."""
    happening = [request for request in ADDITIVE if happens(measure(request.code))]
    divided: list[tuple[Period, list[Period]]] = [
        (HalfYear(2026, 1), [Quarter(2026, 1), Quarter(2026, 2)]),
        (Quarter(2026, 2), [Month(2026, 4), Month(2026, 5), Month(2026, 6)]),
        (Year(2026), [HalfYear(2026, 1), HalfYear(2026, 2)]),
    ]
    for whole, parts in divided:
        scope = scope_of_org(office.root, whole.end)
        expected = evaluate(happening, scope, Window(whole, whole.end))
        pieces = [evaluate(happening, scope, Window(part, part.end)) for part in parts]
        for request in happening:
            assert sum(total(piece[request]) for piece in pieces) == total(expected[request]), (request, whole)


def happens(each: Measure) -> bool:
    of: Any = each.of.of if isinstance(each.of, Breakdown) else each.of
    fixed = isinstance(each.where, Q) and isinstance(each.source.where, Q)
    if isinstance(each.of, Breakdown):
        fixed &= all(isinstance(value, Q) for value in each.source.dims[each.of.dim].values.values())
    return fixed and not isinstance(of, Stock | Balance) and not callable(getattr(of, "field", ""))


def test_evidence_is_what_the_figure_counts(office):
    for window in (WHOLE, IN_SPRING, MARCH):
        scope = scope_of_org(office.root, window.on)
        for request, value in evaluate(EVERY, scope, window).items():
            rows = evidence(request, scope, window)
            expected = from_rows(measure(request.code), rows)
            if expected is not NotImplemented:
                assert (value.number or 0) == (expected or 0), (request, window)
            behind = records_behind(request, scope, window)
            of = measure(request.code).of
            counted = measure(of.part) if isinstance(of, Ratio) else measure(request.code)
            assert behind.exists() == rows.filter(giving(counted)).exists(), (request, window)


def test_the_records_behind_all_figures_at_once_are_those_of_their_pages(office):
    scope = scope_of_org(office.root, WHOLE.on)
    expected = {
        request: sorted(set(records_behind(request, scope, WHOLE).values_list("pk", flat=True))) for request in EVERY
    }
    with CaptureQueriesContext(connection) as asked:
        found = records_behind_each(EVERY, scope, WHOLE, 10_000)
    of_records = [query for query in asked.captured_queries if 'FROM "partywork_rule"' not in query["sql"]]
    assert len(of_records) == len({each.source for each in all_measures()})
    assert {request: (behind.ids, behind.count) for request, behind in found.items()} == {
        request: (ids, len(ids)) for request, ids in expected.items()
    }


def from_rows(each: Measure, rows: Any) -> Any:
    """The figure once more, row by row in Python."""
    of: Any = each.of.of if isinstance(each.of, Breakdown) else each.of
    if isinstance(of, PerOrg | Regular | Ratio):
        return NotImplemented
    if isinstance(of, EventDate):
        days = list(rows.values_list(each.source.on, flat=True))
        return (min if of.which == "first" else max)(days, default=None)
    if isinstance(of, Distinct) or (isinstance(of, Stock) and of.of):
        name = of.field if isinstance(of, Distinct) else of.of
        return len({found for found in rows.values_list(name, flat=True) if found not in (None, "")})
    if isinstance(of, Sum | Money | Quantity | StatedSum):
        if callable(of.field):
            return NotImplemented
        return sum(found or 0 for found in rows.values_list(of.field, flat=True))
    return len(rows.values_list("pk", flat=True))


def test_in_a_period_that_has_not_begun_nothing_has_happened(office):
    for period in PERIODS:
        window = windows_of(period)[0]
        assert window.is_future
        for request, value in values(office, window).items():
            of: Any = measure(request.code).of
            of = of.of if isinstance(of, Breakdown | PerOrg) else of
            if measure(request.code).source.ahead:
                continue
            if not isinstance(of, Stock | Balance | Ratio):
                assert not value.number, (request, period)


def test_rates_and_figures_of_branches_stay_within_bounds(office):
    for window in WINDOWS:
        found = values(office, window)
        for request, value in found.items():
            of, number = measure(request.code).of, value.number
            if isinstance(of, Ratio):
                assert number is None or (isinstance(number, Decimal) and 0 <= number <= 100), (request, window)
            if isinstance(of, Regular):
                assert value.whole == len(value.due) == len(value.per_org), (request, window)
                assert all(value.per_org[org] <= value.due[org] for org in value.due), (request, window)
                assert total(value) <= value.whole, (request, window)
            if isinstance(of, PerOrg) and value.per_org:
                counts = list(value.per_org.values())
                mean = (Decimal(sum(counts)) / len(counts)).quantize(Decimal("0.1"))
                assert value.number == (min(counts) if of.stat == "min" else mean), (request, window)


def test_figures_of_branches_are_about_those_that_exist_on_the_data_date(office):
    fifth = office.branches[4]
    for day, expected in [
        (date(2026, 3, 31), {office.branches[index] for index in (0, 1, 3, 4)}),
        (date(2026, 5, 31), set(office.branches)),
        (date(2026, 6, 30), set(office.branches) - {fifth}),
    ]:
        for request, value in values(office, Window(HalfYear(2026, 1), day)).items():
            of = measure(request.code).of
            if isinstance(of, PerOrg) and of.units is BRANCHES:
                assert set(value.per_org) == {org.pk for org in expected}, (request, day)


def test_narrowing_by_each_value_of_a_dimension_splits_and_never_exceeds(office):
    scope = scope_of_org(office.root, WHOLE.on)
    for request in ADDITIVE:
        dims = measure(request.code).source.dims
        narrowed = {key: [request.with_dim(key, label) for label in dim.values] for key, dim in dims.items()}
        found = evaluate([request, *chain.from_iterable(narrowed.values())], scope, WHOLE)
        for key, dim in dims.items():
            parts = [total(found[one]) for one in narrowed[key]]
            if dim.partition:
                assert sum(parts) <= total(found[request]), (request, key)
            assert all(0 <= part <= total(found[request]) for part in parts), (request, key)


def test_the_strangers_records_are_in_no_figure(office):
    """The same figures with the unit elsewhere as without it."""
    only = Scope(Organisation.objects.exclude(pk=office.elsewhere.pk).order_by().values("pk"), WHOLE.on)
    known = scope_of_org(office.root, WHOLE.on)
    assert evaluate(EVERY, known, WHOLE) == evaluate(EVERY, only, WHOLE)


def test_more_figures_than_one_query_answers_are_the_same_in_several(office, monkeypatch):
    scope = scope_of_org(office.root, WHOLE.on)
    asked = evaluate(EVERY, scope, WHOLE), evaluate_by(ADDITIVE, scope, WHOLE, "org")
    monkeypatch.setattr("partywork.measures.asked.MOST_COLUMNS", 3)
    assert (evaluate(EVERY, scope, WHOLE), evaluate_by(ADDITIVE, scope, WHOLE, "org")) == asked


def test_one_aggregate_query_a_source_and_day_for_all_figures_at_once(office):
    """Per-branch figures add one grouped query a source, and the organisations concerned one each."""
    scope = scope_of_org(office.root, WHOLE.on)
    before = queries(scope)
    per_unit = [each for each in all_measures() if isinstance(each.of, PerOrg | Regular)]
    counted = [each for each in all_measures() if not isinstance(each.of, PerOrg | Regular | Ratio)]
    whole = {(each.source, counted_on(each)) for each in counted}
    grouped, units = {each.source for each in per_unit}, {each.of.units for each in per_unit}  # type: ignore[union-attr]
    # Branches with party groups are found among the branches, those with a committee by their rosters and places too.
    assert before == len(whole) + len(grouped) + len(units) + 1 + 2
    with transaction.atomic():
        for _ in range(3):
            make_meeting(make_org(office.root), office.by, date(2026, 5, 5))
        after = queries(scope)
        transaction.set_rollback(True)
    assert after == before


def queries(scope: Scope) -> int:
    """How many queries all figures take; rules that a figure depends on, and what was declared, are read apart."""
    with CaptureQueriesContext(connection) as captured:
        evaluate(EVERY, scope, WHOLE)
    apart = ('FROM "partywork_rule"', 'FROM "partywork_declaredfigure"')
    return sum(not any(each in query["sql"] for each in apart) for query in captured.captured_queries)


@pytest.mark.parametrize("window", [WHOLE, IN_SPRING], ids=str)
def test_many_organisations_at_once_get_what_each_gets_alone(office, window):
    """A stated zero stays a zero, an absent figure absent, a unit that owed nothing owes nothing."""
    orgs = [org.pk for org in office.everyone]
    scope = Scope(Organisation.objects.filter(pk__in=orgs).order_by().values("pk"), window.on)
    at_once = evaluate_each(EVERY, orgs, scope, window)
    assert at_once == {org.pk: evaluate(EVERY, own(org, window.on), window) for org in office.everyone}


def test_many_organisations_take_as_many_queries_as_one(office):
    def queries(orgs: list[int]) -> int:
        scope = Scope(Organisation.objects.filter(pk__in=orgs).order_by().values("pk"), WHOLE.on)
        with CaptureQueriesContext(connection) as caught:
            evaluate_each(EVERY, orgs, scope, WHOLE)
        return len(caught)

    branches = [org.pk for org in office.branches]
    assert queries(branches) == queries(branches[:1])
