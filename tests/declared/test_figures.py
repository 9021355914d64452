"""A declared number beside the records: added once, told apart, never regular, and given up for records."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partywork.common.periods import HalfYear, Month, Quarter
from partywork.declared.actions import edit_start
from partywork.declared.models import DeclaredFigure
from partywork.entries.actions import cancel_entry
from partywork.measures.evaluate import evaluate, evaluate_by, evaluate_each
from partywork.measures.lookup import parse_request
from partywork.measures.window import Window
from partywork.orgs.enums import OrgKind
from partywork.orgs.queries import scope_of_org
from tests.factories.declared import DAYS, START, TODAY, make_declared, make_start
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
END = date(2026, 6, 30)
HALF = HalfYear(2026, 1)
COMMITTEE = parse_request("支委会次数")


@pytest.fixture
def office():
    """A committee over a branch that began in March and one that always logged."""
    root = make_org(kind=OrgKind.COMMITTEE)
    late, steady = make_org(root), make_org(root)
    by = make_user(root)
    make_start(late, by)
    make_meeting(late, by, date(2026, 4, 10))
    make_meeting(steady, by, date(2026, 1, 10))
    return root, late, steady, by


def value(org, text="支委会次数", period=HALF, on=END):
    request = parse_request(text)
    window = Window(period, on)
    return evaluate([request], scope_of_org(org, window.on), window)[request]


def both(org, *args, **kwargs):
    found = value(org, *args, **kwargs)
    return found.number, found.declared


def test_it_is_added_for_the_unit_and_its_superiors_and_told_apart(office):
    root, late, steady, by = office
    make_declared(late, by, value=2)
    assert [both(each) for each in (root, late, steady)] == [(4, 2), (3, 2), (1, 0)]
    window, scope = Window(HALF, END), scope_of_org(root, END)
    each = evaluate_each([COMMITTEE], [root.pk, late.pk, steady.pk], scope, window)
    assert {org: (found[COMMITTEE].number, found[COMMITTEE].declared) for org, found in each.items()} == {
        root.pk: (0, 0), late.pk: (3, 2), steady.pk: (1, 0),
    }  # fmt: skip
    split = evaluate_by([COMMITTEE], scope, window, "org")[COMMITTEE]
    assert {org: (found.number, found.declared) for org, found in split.items()} == {
        late.pk: (3, 2), steady.pk: (1, 0),
    }  # fmt: skip
    months = evaluate_by([COMMITTEE], scope, window, "month")[COMMITTEE]
    assert {month: found.number for month, found in months.items()} == {202601: 1, 202604: 1}


@pytest.mark.parametrize(
    ("period", "on", "expected"),
    [
        (Quarter(2026, 1), END, (2, 2)),
        (Month(2026, 2), END, (0, 0)),  # it cannot be taken apart
        (Quarter(2026, 2), END, (1, 0)),
        (HALF, date(2026, 3, 8), (0, 0)),  # the document was not complete then
        (HALF, date(2026, 3, 9), (2, 2)),
    ],
)
def test_only_in_a_period_that_holds_all_its_days(office, period, on, expected):
    _, late, _, by = office
    make_declared(late, by)
    assert both(late, period=period, on=on) == expected


def test_it_is_no_part_of_other_figures(office):
    """Regularity, the least of all branches, rates, and the same figure narrowed rest on records."""
    _, late, _, by = office
    names = ["每月召开支委会的支部数", "各支部支委会最少次数", "支部平均支委会次数", "支委会次数#学习", "组织生活次数"]
    before = {name: value(late, name) for name in names}
    make_declared(late, by, value=6)
    assert {name: value(late, name) for name in names} == before


def test_records_logged_after_all_count_instead(office):
    _, late, _, by = office
    declared = make_declared(late, by, value=5)
    assert both(late) == (6, 5)
    make_meeting(late, by, date(2026, 2, 3))
    assert both(late) == (2, 0)
    cancel_entry(entry=late.meeting_set.get(date=date(2026, 2, 3)), version=1, reason="记错了", by=by)
    assert both(late) == (6, 5)
    cancel_entry(entry=declared, version=1, reason="报告有误", by=by)
    assert both(late) == (1, 0)


def test_money_is_added_in_fen(office):
    _, late, _, by = office
    make_declared(late, by, "慰问金额", 1250)
    assert both(late, "慰问金额") == (125_000, 125_000)


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"days": (DAYS[0], START)}, "until", "填报数只能是启用日期2026-03-10以前的，以后的请逐条登记。"),
        (
            {"days": (date(2025, 12, 1), DAYS[1])},
            "until",
            "一个填报数不能跨半年，请上半年、下半年分开填，总结才能取到。",
        ),
        ({"days": (DAYS[1], DAYS[0])}, "until", "截至日期不能早于起始日期。"),
        ({"value": 0}, "value_milli", "没有发生的不用填报。"),
        ({"source_document": " "}, "source_document", "请写明数从哪份材料来，例如：2025年度党建工作总结。"),
        ({"declared_by": ""}, "declared_by", "请写明填报人。"),
        ({"figure": "党员总数"}, "figure", None),
        ({"figure": "每月召开支委会的支部数"}, "figure", None),
        ({"figure": "整改完成率"}, "figure", None),
    ],
)
def test_refused(office, changes, field, message):
    _, late, _, by = office
    with pytest.raises(ValidationError) as refused:
        make_declared(late, by, **changes)
    assert list(refused.value.message_dict) == [field]
    if message:
        assert refused.value.message_dict[field] == [message]
    assert not DeclaredFigure.objects.exists()


def test_refused_without_a_start_twice_or_beside_records(office):
    _, late, steady, by = office
    with pytest.raises(ValidationError, match="还没有登记启用日期"):
        make_declared(steady, by)
    make_declared(late, by)
    with pytest.raises(ValidationError, match="已经填报过"):
        make_declared(late, by, days=(DAYS[0], date(2026, 2, 1)))
    make_start(steady, by)
    with pytest.raises(ValidationError, match="按记录计数"):
        make_declared(steady, by)
    make_declared(steady, by, "主题党日次数")


def test_the_start_stays_behind_what_is_declared(office):
    _, late, _, by = office
    make_declared(late, by)
    start = late.unitstart_set.get()
    start.on = DAYS[1]
    with pytest.raises(ValidationError, match="启用日期要晚于这一天"):
        edit_start(start=start, version=1, by=by, today=TODAY)
    start.on = date(2026, 4, 1)
    assert edit_start(start=start, version=1, by=by, today=TODAY).version == 2


def test_one_more_query_and_one_a_figure_declared(office, django_assert_num_queries):
    root, late, steady, by = office
    make_start(steady, by)
    scope, window = scope_of_org(root, END), Window(HALF, END)
    requests = [COMMITTEE, parse_request("主题党日次数")]
    with django_assert_num_queries(2):
        evaluate(requests, scope, window)
    make_declared(late, by, "主题党日次数")
    make_declared(steady, by, "主题党日次数")
    with django_assert_num_queries(3):
        evaluate(requests, scope, window)
