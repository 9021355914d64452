"""A kept statement says what a new one would: for all days, scopes and narrowings; and it never keeps an answer."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partywork.access.scope import Scope
from partywork.common.periods import HalfYear, Month, Quarter, Year
from partywork.measures import statements
from partywork.measures.declarations import Ratio, Request
from partywork.measures.evaluate import evaluate, evaluate_by, evaluate_each
from partywork.measures.lookup import all_measures
from partywork.measures.questions import Column, Question
from partywork.measures.window import Window
from partywork.meetings.measures import MEETINGS
from partywork.orgs.models import Organisation
from partywork.orgs.queries import scope_of_org
from partywork.rules.models import Rule
from tests.factories.meetings import make_meeting
from tests.factories.offices import LAST, Office, make_office

pytestmark = pytest.mark.django_db
WHOLE = Window(HalfYear(2026, 1), LAST)
EVERY = [Request(each.code) for each in all_measures()]
NARROWED = [
    Request(each.code).with_dim(key, label)
    for each in all_measures()
    if not isinstance(each.of, Ratio)
    for key, dim in each.source.dims.items()
    for label in dim.values
]
TAGGED = [Request(each.code, tag) for each in all_measures() if each.source.tag for tag in ("进社区", "没有的")]
PERIODS = [HalfYear(2026, 1), HalfYear(2025, 2), Year(2026), Quarter(2026, 2), Month(2026, 3)]


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: Any) -> Iterator[Office]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_office(seed=7, records=5)
        transaction.set_rollback(True)


windows = st.builds(
    Window,
    st.sampled_from(PERIODS),
    st.integers(0, 560).map(lambda days: date(2025, 7, 1) + timedelta(days=days)),
)
some_requests = st.lists(
    st.one_of(st.sampled_from(EVERY), st.sampled_from(NARROWED), st.sampled_from(TAGGED)),
    min_size=1, max_size=8, unique=True,
)  # fmt: skip


def scopes(office: Office, on: date) -> list[Scope]:
    """The root without a filter, subtrees, one organisation, a set named one by one, and nobody."""
    units = Organisation.objects.order_by().values("pk")
    return [
        Scope(None, on),
        scope_of_org(office.root, on),
        scope_of_org(office.middle, on),
        Scope(units.filter(pk=office.branches[0].pk), on),
        Scope(units.filter(pk__in=[office.branches[1].pk, office.elsewhere.pk]), on),
        Scope(units.none(), on),
    ]


def told(requests: list[Request], scope: Scope, window: Window) -> tuple[Any, ...]:
    """All that the engine says of some figures."""
    orgs = (
        [] if scope.orgs is None else list(Organisation.objects.filter(pk__in=scope.orgs).values_list("pk", flat=True))
    )
    return (
        evaluate(requests, scope, window),
        evaluate_by(requests, scope, window, "org"),
        evaluate_by(requests, scope, window, "month"),
        evaluate_each(requests, orgs, scope, window),
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(requests=some_requests, window=windows, which=st.integers(0, 5))
def test_kept_and_new_statements_tell_the_same(office, requests, window, which):
    """What earlier examples left behind stays kept, so a mix-up between two questions would show."""
    scope = scopes(office, window.on)[which]
    kept = told(requests, scope, window)
    assert told(requests, scope, window) == kept
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(statements, "_statement", statements._statement.__wrapped__)
        assert told(requests, scope, window) == kept


@pytest.mark.parametrize("which", range(5))
def test_all_figures_over_one_scope_after_another_and_one_day_after_another(office, which):
    """The same statements with other parameters."""
    for window in (WHOLE, Window(WHOLE.period, date(2026, 5, 27)), WHOLE):
        scope = scopes(office, window.on)[which]
        kept = evaluate(EVERY, scope, window)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(statements, "_statement", statements._statement.__wrapped__)
            assert evaluate(EVERY, scope, window) == kept


@pytest.mark.parametrize("which", range(6))
def test_every_statement_answers_as_django_itself(office, which, monkeypatch):
    """Asked once more through the ORM, with the scope as a query and Django's own conversions."""
    asked: list[Question] = []

    def beside(question: Question, over: statements.Over) -> list[statements.Cells]:
        rows = statements.rows_of(question.source, question.base, over.scope.orgs).filter(question.reach)
        columns = {name: each.aggregate() for name, each in question.columns.items()}
        if question.keys:
            keys = {name: F(path) for name, path in question.keys.items()}
            expected = list(rows.values(**keys).annotate(**columns))
        else:
            expected = [rows.aggregate(**columns)]
        found = list(statements.answers(question, over))
        assert by_key(found, question) == by_key(expected, question)
        asked.append(question)
        return found

    def rows_beside(question: Question, over: statements.Over) -> list[tuple[Any, ...]]:
        return [tuple(cells.values()) for cells in beside(question, over)]

    monkeypatch.setattr("partywork.measures.evaluate.answers", beside)
    monkeypatch.setattr("partywork.measures.regularity.rows", rows_beside)
    scope = scopes(office, WHOLE.on)[which]
    evaluate(EVERY, scope, WHOLE)
    evaluate_by(EVERY, scope, WHOLE, "month")
    assert {question.source for question in asked} == {each.source for each in all_measures()}
    assert {bool(question.keys) for question in asked} == {True, False}


def by_key(rows: list[dict[str, Any]], question: Question) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The rows with their types; of nothing at all Django says None or 0."""
    found = {}
    for row in rows:
        cells = {name: (type(row[name] or 0), row[name] or 0) for name in question.columns}
        found[tuple(row[name] for name in question.keys)] = cells
    assert len(found) == len(rows)
    return found


def test_asking_again_builds_nothing_and_sees_what_was_saved_meanwhile(office):
    scope, request = scope_of_org(office.root, WHOLE.on), Request("meeting.committee.count")
    before = evaluate(EVERY, scope, WHOLE)[request]
    built = statements._statement.cache_info().misses
    with transaction.atomic():
        make_meeting(office.branches[0], office.by, date(2026, 5, 6))
        after = evaluate(EVERY, scope, WHOLE)[request]
        transaction.set_rollback(True)
    assert isinstance(before.number, int)
    assert after.number == before.number + 1
    assert statements._statement.cache_info().misses == built


def test_another_unit_and_the_same_days_build_nothing(office):
    evaluate(EVERY, scope_of_org(office.root, WHOLE.on), WHOLE)
    built = statements._statement.cache_info().misses
    for scope in scopes(office, WHOLE.on)[1:]:
        evaluate(EVERY, scope, WHOLE)
    assert statements._statement.cache_info().misses == built


def test_a_changed_rule_is_another_question(office):
    """Conditions may rest on rules: what is kept is found by the numbers in them, not by the day alone."""
    requests = [request for request in EVERY if request.code.startswith("development.")]
    scope = scope_of_org(office.root, WHOLE.on)
    evaluate(requests, scope, WHOLE)
    built = statements._statement.cache_info().misses
    with transaction.atomic():
        Rule.objects.filter(code="development.probation_months").update(value=1)
        evaluate(requests, scope, WHOLE)
        transaction.set_rollback(True)
    assert statements._statement.cache_info().misses > built


def of(where: Q, **changes: Any) -> Question:
    asked: dict[str, Any] = {"base": Q(), "reach": Q(), "keys": {}, "columns": {"m0": Column("count", "org", where)}}
    return Question(MEETINGS, **(asked | changes))


def newer(day: date) -> Q:
    return Q(
        Exists(MEETINGS.model._default_manager.filter(org=OuterRef("org"), date__gt=day, hours__gt=F("present") - 1))
    )


def test_questions_are_the_same_only_when_they_ask_the_same():
    day = date(2026, 5, 6)
    groups = [
        (lambda: of(Q(hours=1))),
        (lambda: of(Q(hours=True))),
        (lambda: of(Q(hours="1"))),
        (lambda: of(~Q(hours=1))),
        (lambda: of(Q(hours=1) | Q(title="1"))),
        (lambda: of(Q(hours=1) & Q(title="1"))),
        (lambda: of(Q(title="1") & Q(hours=1))),
        (lambda: of(Q(date=day))),
        (lambda: of(Q(date=day + timedelta(days=1)))),
        (lambda: of(Q(half__in=[20261]))),
        (lambda: of(Q(half__in=[20261, 20262]))),
        (lambda: of(newer(day))),
        (lambda: of(newer(day + timedelta(days=1)))),
        (lambda: of(Q(), base=Q(hours=1))),
        (lambda: of(Q(), reach=Q(hours=1))),
        (lambda: of(Q(), keys={"_key": "org"})),
        (lambda: of(Q(), columns={"m0": Column("distinct", "org", Q())})),
        (lambda: of(Q(), columns={"m0": Column("sum", F("hours") + 1, Q())})),
        (lambda: of(Q(), columns={"m1": Column("sum", F("hours") + 1, Q())})),
    ]
    for index, one in enumerate(groups):
        for other, again in enumerate(groups):
            assert (one() == again()) is (index == other)
        assert hash(one()) == hash(one())


def test_a_sub_select_in_a_condition_is_compared_without_being_run(django_assert_num_queries):
    def busy() -> Q:
        return Q(org__in=MEETINGS.model._default_manager.filter(hours=1).values("org"))

    with django_assert_num_queries(0):
        assert (of(busy()) == of(busy())) is True


def test_when_few_are_kept_the_answers_are_the_same(office, monkeypatch):
    scope = scope_of_org(office.root, WHOLE.on)
    expected = evaluate(EVERY, scope, WHOLE)
    monkeypatch.setattr(statements, "_statement", lru_cache(maxsize=2)(statements._statement.__wrapped__))
    assert [evaluate(EVERY, scope, WHOLE) for _ in range(2)] == [expected, expected]
    assert statements._statement.cache_info().currsize == 2
