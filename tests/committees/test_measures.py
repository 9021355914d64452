"""Figures about committees against numbers counted by hand."""

from datetime import date
from decimal import Decimal

import pytest

from partywork.committees.actions import cancel_term, give_post
from partywork.committees.enums import Post
from partywork.common.periods import HalfYear
from partywork.measures.evaluate import evaluate
from partywork.measures.evidence import records_behind
from partywork.measures.lookup import parse_request
from partywork.measures.window import Window
from partywork.orgs.actions import dissolve_organisation
from partywork.orgs.enums import OrgKind
from partywork.orgs.queries import scope_of_org
from tests.factories.committees import make_term
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
WINDOW = Window(HalfYear(2026, 1), date(2026, 6, 30))


@pytest.fixture
def office():
    """A committee and five branches: renewed, overdue, due soon, with its first committee, dissolved."""
    root = make_org(kind=OrgKind.COMMITTEE)
    branches = [make_org(root) for _ in range(5)]
    by = make_user(root)
    renewed, overdue, soon, first, gone = branches
    make_term(renewed, by, date(2023, 4, 1), number=1, due_on=date(2026, 4, 1))
    make_term(renewed, by, date(2026, 3, 20), number=2, due_on=date(2029, 3, 20))
    make_term(overdue, by, date(2023, 5, 1), number=3, due_on=date(2026, 5, 1))
    make_term(soon, by, date(2023, 12, 30), number=2, due_on=date(2026, 12, 30))
    make_term(first, by, date(2026, 2, 1), number=1)
    make_term(gone, by, date(2023, 2, 1), number=2, due_on=date(2026, 2, 1))
    dissolve_organisation(org=gone, on=date(2026, 6, 1), reason="整合", by=None)
    return root, by, branches


def number(text: str, org, window: Window = WINDOW):
    request = parse_request(text)
    return evaluate([request], scope_of_org(org, window.on), window)[request].number


def test_elections_and_terms_of_the_half_year(office):
    root, *_ = office
    assert [number(name, root) for name in ("换届支部数", "换届党组织数", "登记届次的支部数")] == [1, 1, 4]
    assert [number(name, root) for name in ("期内届满支部数", "届满已换届支部数", "届满换届率")] == [
        3, 1, Decimal("33.3"),
    ]  # fmt: skip


def test_overdue_and_due_soon_are_of_the_data_date(office):
    root, *_ = office
    names = ("届满未换届支部数", "半年内届满支部数")
    days = [date(2026, 2, 28), date(2026, 3, 31), date(2026, 5, 31), date(2026, 6, 30)]
    found = {day: [number(name, root, Window(HalfYear(2026, 1), day)) for name in names] for day in days}
    assert found == {
        days[0]: [1, 2],  # the dissolved one is overdue; renewed and overdue fall due
        days[1]: [1, 1],
        days[2]: [2, 0],
        days[3]: [1, 1],
    }


def test_the_day_a_term_is_full_is_not_yet_overdue(office):
    root, *_ = office
    day = date(2026, 5, 1)
    assert number("届满未换届支部数", root, Window(HalfYear(2026, 1), day)) == 1
    assert number("届满未换届支部数", root, Window(HalfYear(2026, 1), date(2026, 5, 2))) == 2


def test_posts(office):
    root, by, branches = office
    term = branches[1].committeeterm_set.get()
    give_post(term=term, post=Post.DISCIPLINE, name="孙平", since=date(2026, 5, 5), by=by)
    names = ("配备组织委员的支部数", "配备纪检委员的支部数", "配备宣传委员的支部数")
    assert [number(name, root) for name in names] == [4, 1, 0]
    request = parse_request("委员会职务构成")
    value = evaluate([request], scope_of_org(root, WINDOW.on), WINDOW)[request]
    assert {part.label: part.number for part in value.parts} == {"书记": 4, "组织委员": 4, "纪检委员": 1}
    assert value.number == 9


def test_a_cancelled_term_counts_for_nothing(office):
    root, by, branches = office
    term = branches[0].committeeterm_set.get(number=2)
    cancel_term(term=term, version=1, reason="登记错了", by=by)
    assert [number(name, root) for name in ("换届支部数", "届满已换届支部数", "届满未换届支部数")] == [0, 0, 2]


def test_the_evidence_are_the_terms(office):
    root, _, branches = office
    request = parse_request("届满未换届支部数")
    assert [term.org for term in records_behind(request, scope_of_org(root, WINDOW.on), WINDOW)] == [branches[1]]
