"""A unit's own figures in text: 指标：名称."""

from datetime import date

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.common.periods import HalfYear
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.plans.enums import Reading
from partywork.plans.indicator_actions import close_indicator, edit_indicator
from partywork.plans.indicator_figures import Indicators
from partywork.plans.indicator_measures import forget
from summaries.facts import Facts
from summaries.figures import figure_behind
from summaries.picker.trying import tried
from summaries.text import Token, TokenError
from summaries.tokens import resolve, shown, stored
from tests.factories.orgs import make_user
from tests.factories.plans import make_indicator, make_value
from tests.summaries.office import PERIOD, Office, make_office, order

pytestmark = pytest.mark.django_db
WINDOW = Window(PERIOD, date(2026, 6, 30))


@pytest.fixture
def office() -> Office:
    return make_office()


def printed(text: str, org: Organisation) -> str:
    return "".join(piece.text for piece in tried(text, Facts(order(org))).pieces)


def own(org: Organisation) -> Indicators:
    return Indicators(org, WINDOW)


def test_values_are_read_as_the_definition_says(office):
    by = office.by
    income = make_indicator(office.root, by, "集体经济收入")
    homes = make_indicator(office.root, by, "党员示范户", unit="户", reading=Reading.LATEST)
    cover = make_indicator(office.root, by, "学习覆盖率", unit="%", reading=Reading.RATE)
    for org, month, value in ((office.steady, 2, 12_500), (office.steady, 5, 3_000), (office.lagging, 4, 1_250)):
        make_value(income, by, date(2026, month, 1), value, org=org)
        make_value(homes, by, date(2026, month, 1), value * 8, org=org, tag="河湾" if month == 5 else "")
        make_value(cover, by, date(2026, month, 1), value, org=org, denominator_milli=20_000)
    text = "{指标：集体经济收入}万元、{指标：集体经济收入|单位}，{指标：党员示范户|余}户，{指标：学习覆盖率}%"
    assert printed(text, office.root) == "16.75万元、16.75万元，30余户，27.9%"
    assert printed(text, office.lagging) == "1.25万元、1.25万元，10户，6.3%"
    assert printed("{指标：集体经济收入|截至4月底}，{指标：党员示范户#河湾}", office.root) == "13.75，24"


def test_a_text_keeps_the_indicator_when_it_is_renamed(office):
    indicator = make_indicator(office.root, office.by)
    kept = stored("{指标：集体经济收入#夏收|单位}", own(office.lagging))
    assert kept == f"{{indicator:{indicator.pk}#夏收|单位}}"
    indicator.name = "集体收入"
    edit_indicator(indicator=indicator, version=indicator.version, by=office.by)
    forget()  # what the next request does
    assert shown(kept) == "{指标：集体收入#夏收|单位}"
    assert stored(shown(kept), own(office.lagging)) == kept


def test_a_bound_indicator_is_the_figure_it_is_bound_to(office):
    make_indicator(office.root, office.by, "党课目标", measure_code="meeting.lecture.count")
    slot = resolve(Token("指标：党课目标"), own(office.steady))
    assert slot.id == "meeting.lecture.count"
    assert printed("{指标：党课目标}次，{党课次数}次", office.steady) == "2次，2次"
    kept = stored("{指标：党课目标|单位}", own(office.steady))
    assert shown(kept) == "{指标：党课目标|单位}"


def test_only_those_of_the_unit_and_above_it_are_known(office):
    make_indicator(office.steady, office.by, "邻里食堂数", unit="个")
    make_indicator(office.root, office.by)
    with pytest.raises(TokenError) as refused:
        resolve(Token("指标：邻里食堂数"), own(office.lagging))
    assert str(refused.value) == "没有叫“邻里食堂数”的自定义指标。现有：指标：集体经济收入。"
    assert resolve(Token("指标：邻里食堂数"), own(office.steady)).request is not None
    with pytest.raises(TokenError, match="没有叫“邻里食堂数”的自定义指标"):
        resolve(Token("指标：邻里食堂数"), own(office.root))


def test_one_closed_before_the_period_is_not_offered_but_an_old_text_still_prints(office):
    indicator = make_indicator(office.root, office.by)
    make_value(indicator, office.by, date(2026, 3, 1), 4_000)
    kept = stored("{指标：集体经济收入}", own(office.root))
    close_indicator(indicator=indicator, version=1, on=date(2026, 7, 1), reason="改由别处统计", by=office.by)
    later = Indicators(office.root, Window(HalfYear(2026, 2), date(2026, 12, 31)))
    assert [each.name for each in own(office.root).all] == ["集体经济收入"]
    assert later.all == []
    assert printed(kept, office.root) == "4"


def test_the_figure_leads_to_its_values(office, client):
    indicator = make_indicator(office.root, office.by, definition="按账面收入")
    make_value(indicator, office.by, date(2026, 3, 1), 4_000)
    make_value(make_indicator(office.root, office.by, "网格数", unit="个"), office.by, date(2026, 3, 1), 9_000)
    found = figure_behind(resolve(Token("指标：集体经济收入"), own(office.root)), Facts(order(office.root)))
    assert found is not None
    assert (found.name, found.unit, found.number) == ("指标：集体经济收入", "万元", 4)
    assert found.definition == "按账面收入；期内各次、各组织填的数值相加，没有填的不出数"
    client.force_login(make_user(office.root, Role.MANAGER))
    page = client.get(found.evidence_url)
    assert page.context["count_text"] == "共 1 条"
    assert "指标：集体经济收入：4万元" in page.content.decode()


def test_percentages_are_not_added_up(office, client):
    client.force_login(make_user(office.root, Role.MANAGER))
    given = {"org": office.root.pk, "key": "k1", "version": 0, "name": "覆盖率", "unit": "%", "reading": "sum"}
    page = client.post(reverse("indicators:create"), {**given, "since": "2026-01-01"})
    assert page.context["form"].errors == {"reading": ["百分数不能相加。请选“算占比”，填报时填分子和分母。"]}
