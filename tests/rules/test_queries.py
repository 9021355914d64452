"""Which rule holds: the nearest organisation's, the newest in force, else the shipped one."""

from datetime import date

import pytest

from partywork.orgs.enums import OrgKind
from partywork.rules.models import Rule
from partywork.rules.queries import UnknownRule, rule, rules_for
from partywork.rules.values import Bracket, Frequency, Range, Share
from tests.factories.orgs import make_org

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 30)


def local(org, value, *, since=date(2025, 1, 1), code="dues.rounding"):
    return Rule.objects.create(
        code=code, org=org, title="当地做法", value=value, unit="分", effective_from=since, is_local=True
    )


def test_every_kind_of_value_is_read_with_its_type():
    book = rules_for(on=DAY)
    assert book.frequency("meeting.committee.frequency") == Frequency(1, "month")
    assert book.share("meeting.general.vote") == Share(1, 2, strict=True)
    assert book.range("dues.farmer.range") == Range(20, 100)
    assert book.number("dues.arrears.red_months") == 6
    assert book.flag("dues.advance") is False
    assert book.brackets("dues.retired.brackets") == (Bracket(500000, 50), Bracket(None, 100))
    assert rule("dues.fixed", on=DAY) == 20


def test_a_number_asked_for_as_something_else_is_a_fault():
    book = rules_for(on=DAY)
    with pytest.raises(TypeError, match="不是所要的类型"):
        book.number("dues.advance")
    with pytest.raises(TypeError, match="不是所要的类型"):
        book.share("dues.fixed")


def test_an_unknown_rule_and_a_day_before_the_regulation_are_named():
    with pytest.raises(UnknownRule, match=r"2026-06-30没有代码为“dues\.nothing”的规则。"):
        rule("dues.nothing", on=DAY)
    with pytest.raises(UnknownRule, match=r"2016-12-31没有代码为“dues\.month_limit”"):
        rule("dues.month_limit", on=date(2016, 12, 31))
    assert rules_for(on=date(2016, 12, 31)).has("dues.month_limit") is False


def test_the_nearest_organisation_decides_for_its_subtree_only():
    root = make_org(kind=OrgKind.COMMITTEE)
    first, second = make_org(root), make_org(root)
    local(root, 50)
    local(first, 100)
    got = [rule("dues.rounding", on=DAY, org=org) for org in (root, first, second, make_org())]
    assert got == [50, 100, 50, 10]


def test_a_rule_holds_from_its_day_on_and_the_newer_one_replaces_it():
    org = make_org()
    local(org, 50, since=date(2026, 1, 1))
    local(org, 100, since=date(2026, 7, 1))
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1))
    assert [rule("dues.rounding", on=day, org=org) for day in days] == [10, 50, 50, 100]


def test_an_older_rule_of_the_unit_itself_beats_a_newer_one_from_above():
    root = make_org(kind=OrgKind.COMMITTEE)
    branch = make_org(root)
    local(branch, 50, since=date(2024, 1, 1))
    local(root, 100, since=date(2026, 1, 1))
    assert rule("dues.rounding", on=DAY, org=branch) == 50


def test_a_changed_rule_is_seen_by_the_next_book_and_not_by_the_old_one():
    org = make_org()
    before = rules_for(on=DAY, org=org)
    local(org, 50)
    assert before.number("dues.rounding") == 10
    assert rules_for(on=DAY, org=org).number("dues.rounding") == 50


def test_a_book_takes_two_queries(django_assert_num_queries):
    org = make_org()
    with django_assert_num_queries(2):
        book = rules_for(on=DAY, org=org)
        assert book.number("dues.fixed") == 20
        assert book.number("term.branch") == 3
