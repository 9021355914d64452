"""Choosing one of many: a list where there are few, a box that finds where there are many."""

from datetime import date
from html.parser import HTMLParser

import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.meetings.models import Meeting
from partywork.orgs.enums import OrgKind
from partywork.pages import choosing
from partywork.pages.choosing import LongSelect
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

CHOICES = [("", "全部"), (1, "第一党支部"), (2, '<b>"二"&三</b>')]
LIST, CREATE = "meetings:list", "meetings:create"


def parsed(html: str) -> list[object]:
    """Tags with their attributes and the texts between, whatever the blanks."""
    found: list[object] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: found.append((tag, sorted(attrs, key=str)))  # type: ignore[method-assign]
    parser.handle_data = lambda data: found.append(data.strip()) if data.strip() else None  # type: ignore[method-assign]
    parser.feed(html)
    return found


@pytest.mark.parametrize("value", [None, "", 1, "2", 7])
def test_a_long_choice_says_what_django_says(value):
    ours, theirs = (
        kind(choices=CHOICES, attrs={"class": "form-select", "required": True, "data-x": "a<b"}).render("org", value)
        for kind in (LongSelect, forms.Select)
    )
    assert parsed(ours) == parsed(theirs)


def test_groups_are_refused():
    with pytest.raises(ValueError, match="groups"):
        LongSelect(choices=[("组", [(1, "一")])]).render("org", None)


@pytest.fixture
def units(db):
    """A committee with three branches, two of them of one short name, and a stranger of the same name."""
    root = make_org(kind=OrgKind.COMMITTEE, name="河东党委")
    found = [make_org(root, name=name) for name in ("东村支部", "西村支部", "西村第二支部")]
    for org, name in zip(found[1:], ("西村支部", "西村支部"), strict=True):
        org.short_name = name
        org.save()
    stranger = make_org(make_org(kind=OrgKind.COMMITTEE, name="河西党委"), name="北村支部")
    return root, *found, stranger


@pytest.fixture
def manager(units, client):
    user = make_user(units[0], Role.MANAGER)
    client.force_login(user)
    return user


@pytest.fixture
def many(monkeypatch):
    """What is a hundred elsewhere is two here."""
    monkeypatch.setattr(choosing, "MOST_LISTED", 2)


def org_field(page) -> str:
    """The field as the page shows it: the select, or the box with its list."""
    html = page.content.decode()
    start = html.index('id="div_id_org"')
    return html[start : html.index("</div>", start) + 6]


def offered(client, name: str, said: str, **query) -> list[tuple[int, str, str]]:
    answer = client.post(f"{reverse(name)}?found=org", {"org_said": said, **query}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return [(each["key"], each["label"], each["note"]) for each in answer.context["offered"]]


def test_few_are_listed_and_many_are_found(units, manager, client, monkeypatch):
    for name in (LIST, CREATE):
        assert "<select" in org_field(client.get(reverse(name)))
    monkeypatch.setattr(choosing, "MOST_LISTED", 2)
    for name in (LIST, CREATE):
        box = org_field(client.get(reverse(name)))
        assert "<select" not in box
        assert 'role="combobox"' in box
        assert not any(unit.short_name in box for unit in units)


def test_the_box_finds_what_the_field_offers_and_nothing_else(units, manager, many, client):
    _, east, west, second, stranger = units
    for name in (LIST, CREATE):
        assert offered(client, name, "西 支部") == [
            (west.pk, "西村支部", f"中共西村支部 {west.code}"),
            (second.pk, "西村支部", f"中共西村第二支部 {second.code}"),
        ]
        assert offered(client, name, east.code) == [(east.pk, "东村支部", f"中共东村支部 {east.code}")]
        assert offered(client, name, stranger.short_name) == offered(client, name, stranger.code) == []
        assert offered(client, name, "\x00") == []


def test_more_than_are_shown_are_told_of(units, manager, many, client, monkeypatch):
    monkeypatch.setattr(choosing, "MOST_OFFERED", 1)
    answer = client.post(f"{reverse(LIST)}?found=org", {"org_said": "村"})
    assert (len(answer.context["offered"]), answer.context["more"]) == (1, True)


def test_only_a_field_with_a_box_answers(units, manager, client):
    for name in ("status", "nonsense", ""):
        assert client.post(f"{reverse(LIST)}?found={name}").status_code == 404
        assert client.post(f"{reverse(CREATE)}?found={name}", form_of(units[1].pk)).status_code == 404
    assert client.post(reverse("home") + "?found=org").status_code == 404
    assert Meeting.objects.count() == 0


def titles(page) -> set[str]:
    return {str(row.title) for row in Meeting.objects.all() if str(row.title) in page.content.decode()}


def test_a_chosen_unit_narrows_the_list_and_stays_named(units, manager, many, client):
    for unit in units:
        make_meeting(unit, manager, date(2026, 5, 11), title=f"{unit.code}的会")
    _, east, _, second, stranger = units
    page = client.get(reverse(LIST), {"org": second.pk, "span": "all"})
    assert titles(page) == {f"{second.code}的会"}
    assert f'value="{second.pk}"' in org_field(page)
    assert 'value="西村支部"' in org_field(page)
    page = client.get(reverse(LIST), {"org": stranger.pk, "span": "all"})
    assert page.context["filter_form"].errors.keys() == {"org"}
    assert stranger.short_name not in page.content.decode()
    typed = client.get(reverse(LIST), {"org": "", "org_said": " 东村支部 ", "span": "all"})
    assert typed.url == f"{reverse(LIST)}?org={east.pk}&span=all"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("西村支部", "“西村支部”不止一个，请照着写：西村支部 中共西村支部 {2}、西村支部 中共西村第二支部 {3}"),
        ("第二", "“第二”没有写全，请照着写：西村支部 中共西村第二支部 {3}"),
        ("北村支部", "没有找到“北村支部”，换个词试试。"),
    ],
)
def test_a_name_of_several_or_of_none_chooses_nothing_and_is_kept(units, manager, many, client, said, told):
    page = client.get(reverse(LIST), {"org": "", "org_said": said})
    assert page.context["filter_form"].errors.keys() == {"org"}
    assert f'value="{said}"' in org_field(page)
    assert told.format(*(unit.code for unit in units)) in page.content.decode()


def form_of(org, **changes) -> dict[str, object]:
    return {
        "org": org, "key": "k1", "version": 0, "kinds": ["is_committee"], "date": "2026-05-11", "chair": "周某",
        "expected": 3, "present": 3, "topics-TOTAL_FORMS": 1, "topics-INITIAL_FORMS": 0,
        "topics-0-text": "研究工作", "topics-0-tag": "", **changes,
    }  # fmt: skip


@pytest.mark.parametrize("said", ["西村支部", "中共西村第二支部", "西村支部 中共西村第二支部"])
def test_a_record_goes_to_the_unit_that_was_picked_or_called_by_its_full_name(units, manager, many, client, said):
    """Picked by its number, one of two of a name; typed, only a name that is nobody else's."""
    second = units[3]
    assert client.post(reverse(CREATE), form_of(second.pk, org_said=said)).status_code == 302
    assert Meeting.objects.get().org == second


def test_text_that_no_longer_names_what_was_picked_is_what_counts(units, manager, many, client):
    _, east, west, _, stranger = units
    for said in ("北村支部", "村", stranger.name):
        answer = client.post(reverse(CREATE), form_of(west.pk, org_said=said))
        assert (answer.status_code, Meeting.objects.count()) == (422, 0)
    assert client.post(reverse(CREATE), form_of(west.pk, org_said="东村支部")).status_code == 302
    assert Meeting.objects.get().org == east


def test_an_emptied_box_chooses_nothing(units, manager, many, client):
    answer = client.post(reverse(CREATE), form_of(units[1].pk, org_said=""))
    assert answer.context["form"].errors == {"org": ["请选择。"]}


def test_people_are_found_by_name_and_told_apart_by_their_unit(units, manager, many, client):
    _, east, west, _, stranger = units
    mine = [make_member(unit, manager, name="曾国强") for unit in (east, west)]
    for unit, name in ((stranger, "曾国强"), (east, "周同")):
        make_member(unit, manager, name=name)
    url = reverse("dues_standards:create")
    answer = client.post(f"{url}?found=member", {"member_said": "国强"})
    found = [(each["key"], each["label"], each["note"]) for each in answer.context["offered"]]
    assert found == [(member.pk, "曾国强", unit.short_name) for member, unit in zip(mine, (east, west), strict=True)]
    for said, errors in (("曾国强", 1), ("曾国强 西村支部", 0), ("曾国强 北村支部", 1)):
        form = client.post(url, {"member": "", "member_said": said}).context["form"]
        assert len(form.errors.get("member", [])) == errors, said


def test_a_box_asks_no_more_for_more(units, manager, many, client):
    """Counting, finding and naming take the same queries however many there are."""
    counts = []
    for number in (1, 3):
        for at in range(number):
            make_org(units[0], name=f"南{number}村{at}支部")
        with CaptureQueriesContext(connection) as asked:
            client.post(f"{reverse(LIST)}?found=org", {"org_said": "南"})
        counts.append(len(asked))
    assert counts[0] == counts[1]
