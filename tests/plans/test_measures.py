"""Figures about plans and indicators, against numbers counted by hand."""

from datetime import date
from decimal import Decimal

import pytest

from partywork.common.periods import HalfYear
from partywork.entries.actions import cancel_entry
from partywork.entries.figured import set_figure
from partywork.measures.evaluate import evaluate, evaluate_by
from partywork.measures.evidence import records_behind
from partywork.measures.lookup import parse_request
from partywork.measures.themes import Theme
from partywork.measures.window import Window
from partywork.orgs.enums import OrgKind
from partywork.orgs.queries import scope_of_org
from partywork.plans.actions import cancel_plan, complete_plan
from partywork.plans.enums import Comparator
from partywork.plans.measures import MEASURES
from partywork.plans.models import PlanItem
from partywork.plans.progress import progress_of_indicator, progress_of_plans
from tests.factories.orgs import make_org, make_user
from tests.factories.plans import TODAY, make_indicator, make_plan, make_value
from tests.factories.worklog import make_work

pytestmark = pytest.mark.django_db
FIRST, SECOND = HalfYear(2026, 1), HalfYear(2026, 2)
WINDOW = Window(FIRST, date(2026, 6, 20))


def figure(text, org, window=WINDOW):
    request = parse_request(text)
    return evaluate([request], scope_of_org(org, window.on), window)[request].number


@pytest.fixture
def office():
    root = make_org(kind=OrgKind.COMMITTEE)
    first, second = make_org(root), make_org(root)
    return root, first, second, make_user(root)


@pytest.fixture
def plans(office):
    root, first, second, by = office
    in_time = make_plan(first, by, date(2026, 3, 31), theme=Theme.ORGANISATION)
    complete_plan(item=in_time, version=1, done_on=date(2026, 3, 20), result="", by=by, today=TODAY)
    late = make_plan(first, by, date(2026, 4, 30))
    complete_plan(item=late, version=1, done_on=date(2026, 6, 25), result="", by=by, today=TODAY)
    make_plan(second, by, date(2026, 6, 30))
    make_plan(second, by, date(2025, 11, 30), text="去年的事")
    given_up = make_plan(second, by, date(2026, 5, 31))
    cancel_plan(item=given_up, version=1, reason="不做了", by=by)
    make_plan(root, by, date(2026, 9, 30))
    return office


@pytest.mark.parametrize(
    ("text", "early", "later"),
    [
        ("计划事项数", 2, 3),
        ("已完成计划事项数", 1, 2),
        ("未完成计划事项数", 1, 1),
        ("计划完成率", Decimal("50.0"), Decimal("66.7")),
        ("逾期未完成计划事项数", 2, 1),
        ("按期完成计划事项数", 1, 1),
        ("期内办结计划事项数", 1, 2),
        ("计划事项数@组织建设", 1, 1),
        ("计划事项数@已完成", 1, 2),
        ("最晚计划期限", date(2026, 4, 30), date(2026, 6, 30)),
    ],
)
def test_plans_as_of_two_days(plans, text, early, later):
    """On 20 June the item completed on the 25th was still open, and the one due on the 30th not yet due."""
    assert figure(text, plans[0]) == early
    assert figure(text, plans[0], Window(FIRST, date(2026, 6, 30))) == later


def test_themes_add_up(plans):
    request = parse_request("计划事项构成")
    value = evaluate([request], scope_of_org(plans[0], TODAY), Window(FIRST, TODAY))[request]
    assert (value.number, [(part.label, part.number) for part in value.parts]) == (3, [("组织建设", 1), ("未填", 2)])


def test_overdue_items_are_the_evidence(plans):
    rows = records_behind(parse_request("逾期未完成计划事项数"), scope_of_org(plans[0], WINDOW.on), WINDOW)
    assert sorted(rows.values_list("due_on", flat=True)) == [date(2025, 11, 30), date(2026, 4, 30)]


@pytest.fixture
def indicators(office):
    root, first, second, by = office
    income = make_indicator(root, by, comparator=Comparator.AT_LEAST, target_milli=30000)
    for org, day, milli in (
        (first, date(2026, 2, 1), 10000),
        (first, date(2026, 6, 1), 25500),
        (second, date(2026, 6, 1), 30000),
        (second, date(2026, 6, 1), 31000),
        (second, date(2026, 6, 30), 40000),
        (first, date(2025, 12, 31), 99000),
    ):
        make_value(income, by, day, milli, org=org, declared=day.year == 2025, source_document="旧总结")
    wrong = make_value(income, by, date(2026, 6, 2), 7000, org=first)
    cancel_entry(entry=wrong, version=1, reason="记错了", by=by)
    cover = make_indicator(root, by, "覆盖率", unit="%", reading="rate")
    make_value(cover, by, date(2026, 5, 1), 8000, org=first, denominator_milli=10000)
    make_value(cover, by, date(2026, 5, 1), 5000, org=second, denominator_milli=10000)
    return office


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("指标值@指标=集体经济收入", 96500),
        ("指标值@集体经济收入", 96500),
        ("指标值@指标=没有的", None),
        ("期末指标值@指标=集体经济收入", 56500),
        ("指标占比@指标=覆盖率", Decimal("65.0")),
        ("指标占比@指标=集体经济收入", None),
        ("指标填报次数@指标=集体经济收入", 4),
        ("指标填报次数@填报数", 0),
        ("填报指标的组织数", 2),
        ("指标达标组织数@指标=集体经济收入", 1),
        ("自定义指标数", 2),
        ("指标最近填报日期@指标=覆盖率", date(2026, 5, 1)),
    ],
)
def test_indicator_figures(indicators, text, expected):
    assert figure(text, indicators[0]) == expected


def test_the_last_value_is_the_last_in_the_period_of_each_unit(indicators):
    root, first, second, _ = indicators
    request = parse_request("期末指标值@指标=集体经济收入")
    window = Window(FIRST, date(2026, 6, 30))
    split = evaluate_by([request], scope_of_org(root, window.on), window, "org")[request]
    assert {org: value.number for org, value in split.items()} == {first.pk: 25500, second.pk: 40000}
    rows = records_behind(request, scope_of_org(root, window.on), window)
    assert sorted(rows.values_list("value_milli", flat=True)) == [25500, 40000]


def test_declared_values_are_marked(indicators):
    window = Window(HalfYear(2025, 2), date(2025, 12, 31))
    assert figure("指标值@指标=集体经济收入@来源=填报数", indicators[0], window) == 99000
    assert figure("指标值@指标=集体经济收入@来源=登记数", indicators[0], window) is None


def test_a_plan_is_measured_over_its_half_year_and_subtree(office, django_assert_num_queries):
    root, first, second, by = office
    for org, day in ((first, date(2026, 7, 1)), (second, date(2026, 7, 1)), (first, date(2026, 6, 30))):
        make_work(org, by, day, people=4)

    def target(org, text, comparator, milli):
        item = PlanItem(org=org, comparator=comparator, target_milli=milli)
        set_figure(item, text)
        return make_plan(
            org, by, date(2026, 12, 31), comparator=comparator, target_milli=milli,
            measure_code=item.measure_code, measure_narrowing=item.measure_narrowing,
        )  # fmt: skip

    reached = target(root, "志愿服务次数", Comparator.AT_LEAST, 2000)
    below = target(root, "志愿服务参加人次", Comparator.AT_LEAST, 9000)
    within = target(first, "志愿服务次数", Comparator.AT_MOST, 1000)
    money = target(root, "金额合计", Comparator.AT_MOST, 1000)
    plain = make_plan(root, by, date(2026, 12, 31))
    items = list(PlanItem.objects.select_related("org"))
    with django_assert_num_queries(7):  # two units: where each stands, one a source, what was declared
        progress = progress_of_plans(items, date(2026, 8, 1))
    assert {pk: (each.actual_text, each.target_text, each.met) for pk, each in progress.items()} == {
        reached.pk: ("2 次", "不少于 2 次", True),
        below.pk: ("8 人次", "不少于 9 人次", False),
        within.pk: ("1 次", "不多于 1 次", True),
        money.pk: ("0 元", "不多于 1 元", True),
    }
    assert plain.pk not in progress


def test_an_indicator_shows_its_sum_or_its_computed_figure(indicators):
    root, first, _, by = indicators
    income = first_of(root, "集体经济收入")
    done = progress_of_indicator(income, FIRST, date(2026, 6, 30))
    assert (done.actual_text, done.target_text, done.met) == ("136.5 万元", "不少于 30 万元", True)
    assert progress_of_indicator(income, SECOND, date(2026, 7, 1)).met is None
    make_work(first, by, date(2026, 3, 1))
    bound = make_indicator(root, by, "志愿场次", unit="场", measure_code="work.volunteering.items")
    assert progress_of_indicator(bound, FIRST, TODAY).actual_text == "1 场"


def first_of(org, name):
    return org.indicator_set.get(name=name)


def test_every_theme_is_a_theme_of_the_report():
    assert {each.theme for each in MEASURES} - set(Theme.values) == set()
