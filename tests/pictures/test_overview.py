"""The page of a unit's pictures: the catalogue's numbers, their tables and where they lead."""

from datetime import date

import pytest
import time_machine

from partywork.access.permissions import Role
from partywork.common.periods import HalfYear
from partywork.measures.declarations import Request
from partywork.measures.evaluate import evaluate
from partywork.measures.window import Window
from partywork.orgs.enums import OrgKind
from partywork.orgs.queries import scope_of_org
from partywork.pictures import funnel, structure
from partywork.pictures.choosing import MOST, TOO_MANY, USUAL, drawable
from tests.charts.reading import texts
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user
from tests.pictures.offices import TODAY, make_office

pytestmark = pytest.mark.django_db
WINDOW = Window(HalfYear(2026, 1), TODAY)
URL = "/charts/"
QUERIES = 38


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-05-20 10:00+08:00", tick=False):
        yield


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def manager(office, client):
    client.force_login(make_user(office.root, Role.MANAGER))
    return client


def pictures(response):
    return {each.title: each for each in (*response.context["trends"], *response.context["people"])}


def table(picture):
    return [[cell.text for cell in row] for row in picture.rows]


def test_structure_adds_up_to_the_members_of_the_catalogue(office, manager):
    found = pictures(manager.get(URL))
    assert table(found["党员年龄构成"]) == [
        ["31至35岁", "1", "25%"],
        ["36至40岁", "1", "25%"],
        ["71岁及以上", "1", "25%"],
        ["未填", "1", "25%"],
        ["合计", "4", "100%"],
    ]
    assert table(found["党员类别构成"]) == [["预备党员", "1", "25%"], ["正式党员", "3", "75%"], ["合计", "4", "100%"]]
    total = evaluate([structure.TOTAL], scope_of_org(office.root, WINDOW.on), WINDOW)[structure.TOTAL].number
    for code in structure.SPLITS:
        values = evaluate([Request(code)], scope_of_org(office.root, WINDOW.on), WINDOW)
        assert sum(part.number for part in structure.parts_of(code, values, office.root, WINDOW)) == total == 4


def test_each_part_of_the_structure_leads_to_its_members(office, manager):
    found = pictures(manager.get(URL))
    for title in ("党员年龄构成", "党员类别构成"):
        for label, number, _ in found[title].rows:
            if label.text == "未填":
                assert number.url == ""
                continue
            page = manager.get(number.url)
            assert page.context["banner"]["title"].endswith(f"：{number.text}名"), (title, label.text)


def test_the_funnel_is_the_catalogues_and_narrows(office, manager):
    picture = pictures(manager.get(URL))[funnel.TITLE]
    values = evaluate(funnel.REQUESTS, scope_of_org(office.root, WINDOW.on), WINDOW)
    assert [row[1].text for row in picture.rows] == [f"{values[each].number}" for each in funnel.REQUESTS]
    assert [values[each].number for each in funnel.REQUESTS] == [5, 3, 2, 1, 2]
    assert texts(picture.svg)[1::2] == ["5", "3", "2", "1", "2"]
    for row in picture.rows:
        assert manager.get(row[1].url).context["banner"]["title"] == f"{row[0].text}：{row[1].text}个"


def test_the_table_of_all_units_prints_across_the_page(manager):
    """Upright, its last columns would be cut off."""
    page = manager.get(URL)
    assert page.context["heat"]
    assert "partywork/landscape" in page.content.decode()


def test_a_point_of_a_trend_leads_to_a_page_with_its_number(office, manager):
    picture = pictures(manager.get(URL))["支委会次数"]
    assert [row[1].text for row in picture.rows] == ["1", "1", "1", "3", "3"]
    for row in picture.rows:
        assert manager.get(row[1].url).context["banner"]["title"] == f"支委会次数：{row[1].text}次"


def test_figures_period_and_day_are_chosen_and_go_down_with_the_reader(office, manager):
    asked = {"period": "2026", "on": "2026-04-30", "figure": ["visit.count", "rect.open"]}
    page = manager.get(URL, asked)
    assert [each.title for each in page.context["trends"]] == ["走访次数", "未销号问题数"]
    assert len(page.context["trends"][0].rows) == 4
    down = {each["label"]: each["url"] for each in page.context["children"]}
    assert set(down) == {unit.short_name for unit in (office.branch, office.late, office.moved)}
    below = manager.get(down[office.branch.short_name])
    assert below.context["org"] == office.branch
    assert [each.title for each in below.context["trends"]] == ["走访次数", "未销号问题数"]
    assert below.context["intro"] == "2026年，数据截至2026年4月30日。"
    assert [crumb["label"] for crumb in below.context["breadcrumbs"]][1] == office.root.short_name
    assert below.context["breadcrumbs"][1]["url"].endswith(
        "period=2026&on=2026-04-30&figure=visit.count&figure=rect.open"
    )


def test_what_cannot_be_drawn_is_said_and_nothing_typed_is_lost(manager):
    many = [measure.code for measure in drawable()[: MOST + 1]]
    page = manager.get(URL, {"on": "2026-06-01", "figure": many})
    assert page.context["form"].errors["on"] == ["数据截至日不能晚于今天。"]
    assert page.context["form_errors"] == [TOO_MANY]
    assert 'value="2026-06-01"' in page.content.decode()
    assert [each.title for each in page.context["trends"]][:1] == ["支委会次数"]
    assert manager.get(URL, {"figure": "no.such"}).context["form_errors"] == ["没有这个指标，请从下面选。"]


def test_a_period_behind_the_data_date_is_empty_and_says_so(manager):
    page = manager.get(URL, {"period": "2026H1", "on": "2025-12-31"})
    assert page.context["trends"] == page.context["people"] == []
    assert page.content.decode().count("这个期间还没有开始") == 1


def test_a_unit_out_of_reach_is_not_found(office, client):
    client.force_login(make_user(office.branch))
    assert client.get(URL, {"org": office.root.pk}).status_code == 404
    assert client.get(URL, {"org": office.branch.pk}).status_code == 200


def test_each_drawing_has_its_table_and_its_own_name(office, manager):
    page = manager.get(URL)
    content = page.content.decode()
    found = pictures(page)
    assert content.count('<svg class="chart"') == len(found) == len(USUAL) + 6
    assert content.count("显示表格") == sum(bool(each.rows) for each in found.values())
    ids = [part.split('"')[0] for part in content.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("copies", [1, 3])
def test_the_page_asks_the_same_queries_whatever_the_rows(copies, client, django_assert_num_queries):
    root = make_org(kind=OrgKind.COMMITTEE)
    branch = make_org(root)
    by = make_user(branch)
    for day in range(1, copies + 1):
        make_meeting(branch, by, date(2026, 4, day))
    client.force_login(make_user(root, Role.MANAGER))
    with django_assert_num_queries(QUERIES):
        client.get(URL, {"period": "2026"})
