"""A unit's own outlines: copied, changed place by place, offered, kept with the reports written by them."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.entries.actions import StaleEdit
from partywork.orgs.enums import OrgKind, Sector
from summaries.outlines.actions import change_outline, use_outline
from summaries.outlines.editing import NoSuchPlace, claim_themes, found, put, stepped
from summaries.outlines.library import outline, outlines
from summaries.outlines.models import OwnOutline
from summaries.outlines.shelf import offered, outline_for
from summaries.reports.actions import recompile_report
from tests.factories.orgs import make_org, make_user
from tests.factories.own import TODAY, make_outline
from tests.factories.summaries import make_report
from tests.summaries.office import make_office
from tests.summaries.stored import lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def secretary(office, client):
    user = make_user(office.steady, Role.SECRETARY)
    client.force_login(user)
    return user


def headings(data, section: int = 0) -> list[str]:
    return [group.get("heading", "") for group in data["section"][section]["group"]]


def renamed(own: OwnOutline, office, heading: str) -> OwnOutline:
    data = put(own.data, "section.0", {**own.data["section"][0], "heading": heading})
    return change_outline(outline=own, data=data, version=own.version, by=office.by)


@pytest.mark.parametrize("name", sorted(outlines()))
def test_a_copy_of_any_preset_is_that_outline(office, name):
    made = outline_for(make_outline(office.root, office.by, source=name).name)
    preset = outline(name)
    assert (made.sections, made.opening, made.closing, made.tables) == (
        preset.sections, preset.opening, preset.closing, preset.tables,
    )  # fmt: skip
    assert made.suits == ()


def test_places_are_moved_removed_put_and_what_was_given_stays(office):
    data = outline("standard").as_dict()
    before = headings(data)
    assert headings(stepped(data, "section.0.group.1", "up")) == [before[1], before[0], *before[2:]]
    assert headings(stepped(data, "section.0.group.0", "up")) == before
    assert headings(stepped(data, "section.0.group.7", "down")) == before
    assert headings(stepped(data, "section.0.group.0", "remove")) == before[1:]
    assert stepped(data, "section.0.group.0.themes.0", "down")["section"][0]["group"][0]["themes"][:2] == [
        "思想建设", "政治建设",
    ]  # fmt: skip
    assert headings(put(data, "section.0.group.new", {"heading": "新", "themes": []}))[-1] == "新"
    assert (headings(data), found(data, "section.0.group.2")["heading"]) == (before, before[2])


@pytest.mark.parametrize(
    "place", ["", "section", "section.9", "section.-1", "label.0", "section.0.kind.0", "section.new.group.0", "x.y"]
)
def test_a_place_that_is_not_there_is_none(place):
    with pytest.raises(NoSuchPlace):
        stepped(outline("standard").as_dict(), place, "up")


def test_a_theme_stands_under_one_heading_only(office):
    data = put(outline("standard").as_dict(), "section.0.group.new", {"heading": "新", "themes": ["党课", "政治建设"]})
    data = claim_themes(data, "section.0.group.8")
    groups = data["section"][0]["group"]
    assert groups[0]["themes"] == ["思想建设", "主题教育常态化", "意识形态"]
    assert groups[2]["themes"] == ["三会一课", "主题党日", "民主评议与组织生活会"]
    own = make_outline(office.root, office.by)
    change_outline(outline=own, data=data, version=1, by=office.by)
    assert outline_for(own.name).themes[-2:] == ["党课", "政治建设"]


def test_what_the_library_would_refuse_is_refused_in_words(office):
    own = make_outline(office.root, office.by)
    data = put(own.data, "section.0", {**own.data["section"][0], "heading": "成效显著"})
    with pytest.raises(ValidationError) as refused:
        change_outline(outline=own, data=data, version=1, by=office.by)
    assert refused.value.messages == ["标题“成效显著”里不能写“显著”：数字由系统计数，效果要由撰写人自己判断"]
    renamed(own, office, "工作情况")
    with pytest.raises(StaleEdit):
        change_outline(outline=OwnOutline.objects.get(), data=own.data, version=1, by=office.by)


def test_the_preset_that_suits_the_unit_comes_first_own_and_shared_ones_last(office):
    hospital = make_org(office.root, kind=OrgKind.BRANCH, sector=Sector.HOSPITAL)
    own = make_outline(hospital, office.by, "院内")
    given = make_outline(office.root, office.by, "街道统一", shared=True)
    make_outline(office.root, office.by, "街道自用")
    make_outline(office.steady, office.by, "邻居的", shared=True)
    use_outline(outline=make_outline(hospital, office.by, "旧的"), in_use=False, by=office.by)
    names = [each.name for each in offered(hospital, TODAY)]
    assert (names[0], names[-2:], len(names)) == ("hospital", [given.name, own.name], len(outlines()) + 2)


def test_a_report_keeps_its_outline_until_it_is_compiled_again(office, client):
    own = make_outline(office.root, office.by)
    report = make_report(office.root, office.by, outline=own.name)
    assert "一、上半年工作开展情况" in lines(report)
    renamed(own, office, "主要工作")
    use_outline(outline=own, in_use=False, by=office.by)
    report = type(report).objects.get()
    assert "一、上半年工作开展情况" in lines(report)
    client.force_login(make_user(office.root, Role.MANAGER))
    about = client.get(reverse("summaries:report", args=[report.pk])).context["report"]
    assert about[3] == {"label": "体例", "value": "自定（编制后改过，重新编制才按新的）"}
    recompile_report(report=report, by=office.by)
    assert "一、主要工作" in lines(type(report).objects.get())


def test_a_unit_may_order_only_what_it_is_offered(office, secretary, client):
    shared = make_outline(office.root, office.by, "统一", shared=True)
    kept = make_outline(office.root, office.by, "自用")
    page = client.get(reverse("summaries:create"))
    names = [name for name, _ in page.context["form"].fields["outline"].choices]
    assert (shared.name in names, kept.name in names) == (True, False)
    given = {"org": office.steady.pk, "period": "2026H1", "data_date": "2026-06-30"}
    assert client.post(reverse("summaries:create"), given | {"outline": kept.name}).status_code == 422
    assert client.post(reverse("summaries:create"), given | {"outline": shared.name}).status_code == 302
    client.force_login(make_user(office.root, Role.MANAGER))
    refused = client.post(reverse("summaries:create"), given | {"outline": kept.name})
    why = f"这个体例{office.steady.short_name}不能用：它是别的单位自己用的，或已停用。"
    assert refused.context["form"].errors == {"outline": [why]}


def test_an_outline_is_copied_changed_and_withdrawn_in_the_browser(office, secretary, client):
    copied = client.post(
        reverse("summaries:outline_copy", args=["standard"]), {"label": "支部", "org": office.steady.pk, "key": "k"}
    )
    own = OwnOutline.objects.get()
    assert (copied.url, own.shared) == (reverse("summaries:outline", args=[own.name]), False)
    place, step = (reverse(f"summaries:{name}", args=[own.name]) for name in ("outline_place", "outline_step"))
    client.post(f"{place}?at=section.0.group.0", {"heading": "讲政治", "themes": ["思想建设", "党课"], "version": 1})
    client.post(step, {"at": "section.0.group.0", "step": "down", "version": 2})
    client.post(step, {"at": "section.1", "step": "remove", "version": 3})
    own.refresh_from_db()
    assert headings(own.data)[:2] == ["健全组织体系", "讲政治"]
    assert [section["kind"] for section in own.data["section"]] == ["done", "plan"]
    sentence = {"text1": "{期内}走访{走访户数}户", "kind": "deed", "audience": "all", "version": 4}
    refused = client.post(f"{place}?at=opening.new", sentence | {"text1": "走访3户"})
    assert refused.context["form"].errors == {"text1": ["手写了数字“3”，数字只能来自指标"]}
    client.post(f"{place}?at=opening.new", sentence)
    own.refresh_from_db()
    assert own.data["opening"][-1]["clauses"] == ["{期内}走访{visit.households}户"]
    client.post(f"{place}?at=table.0", {"title": "表", "measures": "党课次数\n{支委会次数}", "version": 5})
    wrong = client.post(f"{place}?at=table.0", {"title": "表", "measures": "党课次", "version": 6})
    assert wrong.status_code == 422
    new = {"kind": "done", "heading": "特色", "themes": ["志愿服务"], "groups_mark": "1.", "items_mark": "一是"}
    client.post(f"{place}?at=section.new", new | {"layout": "joined", "numbered": "on", "version": 6})
    made = outline_for(own.name)
    assert (made.tables[0].title, len(made.table), made.sections[-1].heading) == ("表", 2, "特色")
    assert (made.sections[-1].joined, made.sections[-1].group_mark, made.themes[-1]) == (True, "1.", "志愿服务")
    name = reverse("summaries:outline_name", args=[own.name])
    client.post(name, {"label": "改名", "title": "{期间}小结", "version": 7, "shared": "on"})
    own.refresh_from_db()
    assert (own.label, own.data["title"], own.data["label"], own.shared) == ("改名", "{期间}小结", "改名", False)
    client.post(reverse("summaries:outline_use", args=[own.name]), {"use": "0"})
    assert OwnOutline.objects.get().withdrawn is True


def test_an_untouched_sentence_keeps_what_cannot_be_typed(office, secretary, client):
    own = make_outline(office.steady, secretary)
    place = f"{reverse('summaries:outline_place', args=[own.name])}?at=opening.1"
    first = client.get(place).context["form"].initial
    given = {name: first[name] for name in ("text1", "kind")} | {"audience": "all", "version": 1}
    client.post(place, given)
    own.refresh_from_db()
    assert own.data["opening"][1] == {**outline("standard").as_dict()["opening"][1], "for": "all"}


def test_presets_and_units_above_are_looked_at_and_not_changed(office, secretary, client):
    shared = make_outline(office.root, office.by, "统一", shared=True)
    hidden = make_outline(office.root, office.by, "自用")
    for name, status in (("hospital", 200), (shared.name, 200), (hidden.name, 404), ("none", 404), ("own-0", 404)):
        assert client.get(reverse("summaries:outline", args=[name])).status_code == status
    for name in ("hospital", shared.name):
        assert client.get(reverse("summaries:outline_place", args=[name])).status_code == 404
        assert client.post(reverse("summaries:outline_use", args=[name]), {"use": "0"}).status_code == 404
        page = client.get(f"{reverse('summaries:outline_preview', args=[name])}?period=2026H1")
        assert office.steady.name in page.content.decode()
    listed = client.get(reverse("summaries:outlines"))
    parts = {each["name"]: each["parts"] for each in listed.context["presets"]}
    assert parts["standard"] == "上半年工作开展情况 · 存在的问题 · 下半年工作安排"
    assert [name for name, text in parts.items() if "{" in text] == []
    assert [each["row"].label for each in listed.context["own"]] == ["统一"]


@pytest.mark.parametrize("at", ["section.9", "label.0", "section.0.group", "opening.x", "section.new.group.0"])
def test_a_place_that_is_not_there_is_not_found(office, secretary, client, at):
    own = make_outline(office.steady, secretary)
    assert client.get(f"{reverse('summaries:outline_place', args=[own.name])}?at={at}").status_code == 404
