"""The rules of many units on many days, from one query."""

from datetime import date

import pytest

from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Placement
from partywork.rules.models import Rule
from partywork.rules.queries import rules_for
from partywork.rules.shelf import shelf_until
from tests.factories.orgs import make_org

pytestmark = pytest.mark.django_db
CODE = "dues.rounding"


def local(org, value, since):
    Rule.objects.create(code=CODE, org=org, title="当地", value=value, effective_from=since, is_local=True)


def path_of(org, on):
    return Placement.objects.on(on).get(org=org).path


def test_it_says_what_the_book_of_each_unit_says_on_each_day(django_assert_num_queries):
    root = make_org(kind=OrgKind.COMMITTEE)
    general = make_org(root, kind=OrgKind.GENERAL_BRANCH)
    first, second, stranger = make_org(general), make_org(root), make_org()
    local(root, 20, date(2026, 1, 1))
    local(general, 30, date(2026, 3, 1))
    local(general, 40, date(2026, 5, 1))
    local(first, 50, date(2026, 4, 1))
    last = date(2026, 12, 31)
    units = [root, general, first, second, stranger]
    with django_assert_num_queries(1):
        shelf = shelf_until(last)
    for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 5, 1), last):
        lines = [shelf.line(path_of(unit, day)) for unit in units]
        found = [shelf.book(line, day).number(CODE) for line in lines]
        assert found == [rules_for(on=day, org=unit).number(CODE) for unit in units]


def test_a_rule_of_later_days_is_not_on_the_shelf():
    org = make_org()
    local(org, 20, date(2026, 7, 1))
    path = path_of(org, date(2026, 7, 1))
    assert shelf_until(date(2026, 6, 30)).line(path) == ()
    assert shelf_until(date(2026, 7, 1)).line(path) == (org.pk,)
