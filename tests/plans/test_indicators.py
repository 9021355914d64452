"""Indicators a unit defines, and their values."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partywork.entries.figured import set_figure
from partywork.orgs.enums import OrgKind
from partywork.plans.indicator_actions import close_indicator, define_indicator, edit_indicator, edit_value
from partywork.plans.models import Indicator, IndicatorValue
from tests.factories.orgs import make_org, make_user
from tests.factories.plans import TODAY, make_indicator, make_value

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 31)


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def branch(root):
    return make_org(root)


@pytest.fixture
def by(root):
    return make_user(root)


def test_a_name_is_taken_once_above_and_below_but_siblings_may_share_it(root, branch, by):
    lower = make_org(root, kind=OrgKind.GENERAL_BRANCH)
    make_indicator(branch, by)
    make_indicator(lower, by)
    for org in (branch, root, make_org(lower)):
        with pytest.raises(ValidationError, match="已经有叫“集体经济收入”的指标"):
            make_indicator(org, by)
    make_indicator(root, by, "网格数")


def test_a_double_submit_defines_once(root, by):
    assert make_indicator(root, by, key="k1").pk == make_indicator(root, by, key="k1").pk
    assert Indicator.objects.count() == 1


def test_a_name_is_free_again_after_closing(root, by):
    indicator = make_indicator(root, by)
    with pytest.raises(ValidationError, match="请写明停用的原因"):
        close_indicator(indicator=indicator, version=1, on=TODAY, reason="", by=by)
    close_indicator(indicator=indicator, version=1, on=TODAY, reason="口径变了", by=by)
    assert (indicator.is_open, indicator.until) == (False, TODAY)
    with pytest.raises(ValidationError, match="已经停用"):
        close_indicator(indicator=indicator, version=2, on=TODAY, reason="口径变了", by=by)
    make_indicator(root, by, since=TODAY)
    assert Indicator.objects.filter(name="集体经济收入").count() == 2


@pytest.mark.parametrize("name", ["收入：合计", "收入#合计", "收入@合计", "{收入}", "收入|余"])
def test_characters_of_tokens_are_barred(root, by, name):
    with pytest.raises(ValidationError, match="指标名称里不能有"):
        make_indicator(root, by, name)


def test_a_branch_fills_what_a_unit_above_defined(root, branch, by):
    indicator = make_indicator(root, by)
    value = make_value(indicator, by, DAY, 12500, org=branch)
    assert (str(value), value.half) == ("2026-05-31 集体经济收入 12.5万元", 20261)


@pytest.mark.parametrize(
    ("day", "extra", "errors"),
    [
        (date(2026, 8, 1), {}, {"date": ["日期在今天之后，请核对。"]}),
        (DAY, {"declared": True}, {"source_document": ["填报数请写明来源文件，例如：2025年度党建工作总结。"]}),
        (DAY, {"denominator_milli": 0}, {"denominator_milli": ["分母不能是 0；没有分母的空着。"]}),
        (DAY, {"denominator_milli": 9000}, {"denominator_milli": ["数值10大于分母9，占比会超过100%，请核对。"]}),
    ],
)
def test_what_cannot_be_true_is_refused(root, by, day, extra, errors):
    indicator = make_indicator(root, by)
    with pytest.raises(ValidationError) as caught:
        make_value(indicator, by, day, 10000, **extra)
    assert caught.value.message_dict == errors
    assert IndicatorValue.objects.count() == 0


def test_an_indicator_is_used_by_its_own_line_while_it_is_in_force(root, branch, by):
    sibling = make_org(root)
    indicator = make_indicator(branch, by)
    for org, day in ((sibling, DAY), (root, DAY), (branch, date(2025, 12, 31))):
        with pytest.raises(ValidationError, match="可用的指标"):
            make_value(indicator, by, day, 1000, org=org)
    old = make_value(indicator, by, date(2025, 12, 31), 1000, declared=True, source_document="2025年总结")
    assert old.half == 20252


def test_a_bound_indicator_is_computed_and_takes_no_values(root, by):
    indicator = Indicator(org=root, name="志愿服务", unit="次", since=date(2026, 1, 1))
    set_figure(indicator, "志愿服务次数")
    define_indicator(indicator=indicator, by=by)
    with pytest.raises(ValidationError, match="由系统按“志愿服务次数”自动计算"):
        make_value(indicator, by, DAY, 1000)
    typed = make_indicator(root, by)
    make_value(typed, by, DAY, 1000)
    set_figure(typed, "志愿服务次数")
    with pytest.raises(ValidationError, match="已经有填报的数值"):
        edit_indicator(indicator=typed, version=1, by=by)


def test_a_value_is_edited_with_its_version(root, by):
    value = make_value(make_indicator(root, by), by, DAY, 1000)
    value.value_milli = 2000
    edit_value(value=value, version=1, by=by, today=TODAY)
    assert list(IndicatorValue.objects.values_list("value_milli", "version")) == [(2000, 2)]
