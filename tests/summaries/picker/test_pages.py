"""The list of figures and the trying of a text, as a writer and as a stranger meets them."""

from datetime import date

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.orgs.enums import OrgKind
from partywork.visits.enums import ObjectKind
from summaries.picker.widgets import TokenTextarea
from tests.factories.orgs import make_org, make_user
from tests.factories.plans import make_indicator, make_value
from tests.factories.visits import make_visit
from tests.summaries.office import PERIOD, Office, make_office

pytestmark = pytest.mark.django_db
FIGURES, TRY = "summaries:figures", "summaries:try_text"


@pytest.fixture
def office(client) -> Office:
    made = make_office()
    client.force_login(make_user(made.root, Role.MANAGER))
    return made


def asked(office: Office, **more: str) -> dict[str, str]:
    return {"org": office.root.code, "period": "2026H1", "data_date": "2026-06-30", **more}


def rows(page) -> dict[str, str]:
    found = page.context["found"]
    return {row.offer.name: row.value + row.unit for _, group in found.groups for row in group}


def test_figures_are_found_by_pinyin_with_their_present_value(office, client):
    page = client.get(reverse(FIGURES), asked(office, q="zwh"))
    assert rows(page) == {
        "支委会次数": "7次",
        "支委会参加人次": "20人次",
        "各支部支委会最少次数": "1次",
        "支部平均支委会次数": "3.5次",
        "每月召开支委会的支部数": "1个",
    }
    assert "把大括号连同里面的字写进文字里" in page.content.decode()
    part = client.get(reverse(FIGURES), asked(office, q="zwh", part="1")).content.decode()
    assert "<html" not in part
    assert part.count("picker-row-name") == 5


def test_a_name_nobody_has_is_answered_with_near_ones(office, client):
    page = client.get(reverse(FIGURES), asked(office, q="支委会的次数"))
    assert page.context["found"].near[0] == "支委会次数"
    assert "没有找到这样的指标" in page.content.decode()


def test_themes_come_first_with_a_units_own_figures_on_top(office, client):
    make_indicator(office.root, office.by)
    page = client.get(reverse(FIGURES), asked(office))
    assert page.context["themes"][0] == ("自定义指标", 1)
    assert ("{期内}", "上半年") in page.context["words"]
    assert rows(client.get(reverse(FIGURES), asked(office, theme="自定义指标"))) == {"指标：集体经济收入": "—"}


def test_a_figure_shows_what_it_may_be_narrowed_by_and_how_it_may_be_written(office, client):
    for number, tag in enumerate(["夜访"] * 9 + ["晨访"] * 3, 1):
        kind = ObjectKind.HARDSHIP_RESIDENT if number == 12 else ObjectKind.RESIDENT
        make_visit(office.steady, office.by, date(2026, 3, number), tag=tag, object_kind=kind)
    panel = client.get(reverse(FIGURES), asked(office, figure="visit.count")).context["panel"]
    options = {choice.label: [label for _, label in choice.options if "（" in label] for choice in panel.choices}
    assert options["标签"] == ["夜访（9）", "晨访（3）"]
    assert options["对象"] == ["居民（11）", "困难群众（1）", "社区（村）或支部"]
    ways = {way.style: (way.text, way.printed) for way in panel.ways}
    assert ways[""] == ("{走访次数}次", "12次")
    assert ways["余"] == ("{走访次数|余}次", "10余次")
    assert ways["按对象"] == ("{走访次数|按对象}", "居民11次、困难群众1次")
    assert "按方式" not in ways  # all of one kind

    chosen = {"figure": "visit.count", "tag": "夜访", "dim-object": "居民", "dates": "截至3月5日"}
    panel = client.get(reverse(FIGURES), asked(office, **chosen)).context["panel"]
    assert (panel.ways[0].text, panel.ways[0].printed) == ("{走访次数#夜访@对象=居民|截至3月5日}次", "5次")
    wrong = client.get(reverse(FIGURES), asked(office, figure="visit.count", dates="昨天")).context["panel"]
    assert wrong.error == "看不懂日期“昨天”，可以写：自2024年、自年初、截至5月31日、截至上年底、上年同期。"


def test_a_quantity_asks_for_its_unit_first(office, client):
    panel = client.get(reverse(FIGURES), asked(office, figure="quantity.total")).context["panel"]
    assert (panel.ways, panel.error) == ((), "请先选单位：单位不同的数量不能加在一起。")


def test_a_text_is_tried_with_figures_that_lead_to_their_records(office, client):
    given = asked(office, text="召开支委会{支委会次数}次，上党课{党课次数|余}次。")
    answer = client.post(reverse(TRY), given)
    assert [(piece.text, bool(piece.url)) for piece in answer.context["tried"].pieces] == [
        ("召开支委会", False),
        ("7", True),
        ("次，上党课", False),
        ("2", True),
        ("次。", False),
    ]
    answer = client.post(reverse(TRY), asked(office, text="{支委会次"))
    assert answer.context["tried"].errors == ("第1个字处的“{”没有配对。要写大括号本身，请连写两个。",)
    assert "<html" not in answer.content.decode()


def test_what_is_typed_is_shown_as_text(office, client):
    answer = client.post(reverse(TRY), asked(office, text="<script>{<b>}")).content.decode()
    assert "<b>" not in answer
    assert "<script>" not in client.post(reverse(TRY), asked(office, text="<script>")).content.decode()


def test_another_unit_and_its_figures_do_not_exist(office, client):
    stranger = make_org(kind=OrgKind.COMMITTEE, code="YC")
    theirs = make_indicator(stranger, make_user(stranger))
    make_value(theirs, theirs.created_by, date(2026, 3, 1), 9_000)
    for given in ({"org": "YC"}, {"org": "NO-SUCH"}):
        assert client.get(reverse(FIGURES), asked(office, **given)).status_code == 404
        assert client.post(reverse(TRY), asked(office, text="{支委会次数}", **given)).status_code == 404
    assert client.get(reverse(FIGURES), asked(office, figure=f"indicator:{theirs.pk}")).status_code == 404
    tried = client.post(reverse(TRY), asked(office, text="{指标：集体经济收入}")).context["tried"]
    assert tried.errors == ("没有叫“集体经济收入”的自定义指标。这个单位和它的上级还没有自定义指标。",)
    coded = client.post(reverse(TRY), asked(office, text=f"{{indicator:{theirs.pk}}}")).context["tried"]
    assert coded.errors == (f"没有叫“indicator:{theirs.pk}”的指标。",)


@pytest.mark.parametrize("given", [{"period": "2026H9"}, {"data_date": "30.6.2026"}])
def test_a_broken_address_is_refused(office, client, given):
    assert client.get(reverse(FIGURES), asked(office, **given)).status_code == 400


def test_without_an_address_it_is_about_ones_own_unit_and_the_usual_period(office, client):
    secretary = make_user(office.steady)
    client.force_login(secretary)
    page = client.get(reverse(FIGURES), {"q": "支委会次数"})
    assert page.context["kept"]["org"] == office.steady.code
    assert client.get(reverse(FIGURES), asked(office)).status_code == 404  # the unit above


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(office, client, django_assert_num_queries, count):
    for number in range(count):
        make_indicator(office.root, office.by, f"指标{number}")
        make_visit(office.steady, office.by, date(2026, 3, 1 + number), tag=f"标签{number}")
    url = reverse(FIGURES)
    client.get(url, asked(office))
    for given, queries in (({"q": "走访"}, 13), ({"figure": "visit.count"}, 13), ({"theme": "党课"}, 11)):
        with django_assert_num_queries(queries):
            client.get(url, asked(office, part="1", **given))


def test_the_widget_says_what_it_is_about(office):
    html = TokenTextarea(office.root, PERIOD, date(2026, 6, 30), attrs={"rows": 4}).render("text", "{支委会次数}")
    for said in ('data-org="QH"', 'data-period="2026H1"', 'data-data-date="2026-06-30"', 'rows="4"', "data-tokens"):
        assert html.count(said) == 1


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("deed", "{期内}召开支委会{支委会次数}次，党课{党课次数#没有的}次。", "上半年召开支委会7次。"),
        ("deed", "讲党课{党课次数#没有的}次。", ""),
        ("aim", "坚持支部建在网格上。", "坚持支部建在网格上。"),
    ],
)
def test_a_sentence_of_the_library_is_tried_as_a_report_would_have_it(office, client, kind, text, expected):
    found = client.post(reverse(TRY), asked(office, text=text, kind=kind)).context["tried"]
    assert found.errors == ()
    assert "".join(piece.text for piece in found.pieces) == expected
    assert [note for note in found.notes if "印出来是0" in note] == []
    assert any("总结里不会有它" in note for note in found.notes) is not bool(expected)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("走访{走访次数}次，作风明显改进。", "效果的说法"),
        ("召开支委会{支委会次数}次，每月坚持。", "每月"),
        ("召开支委会12次。", "手写了数字"),
        ("坚持支部建在网格上。", "至少要有一个指标"),
    ],
)
def test_what_a_sentence_must_not_say_is_told_while_it_is_typed(office, client, text, words):
    found = client.post(reverse(TRY), asked(office, text=text, kind="deed")).context["tried"]
    assert len(found.errors) == 1
    assert words in found.errors[0]
