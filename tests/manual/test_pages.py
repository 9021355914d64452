"""The manual's pages: open to everyone signed in, found from every page, searched in Chinese and in pinyin."""

import pytest
from django.test import Client
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.manual.chapters import CHAPTERS, FIRST, PARTS, chapter_of
from partywork.manual.reading import all_texts
from partywork.manual.searching import search
from tests.factories.orgs import make_org, make_user

CONTENTS = "/help/"


def found(query: str) -> list[str]:
    return [each.chapter.title for each in search(query, all_texts())]


@pytest.mark.django_db
def test_every_role_reads_it_and_nobody_who_is_not_signed_in() -> None:
    branch, pages = make_org(), [CONTENTS, f"{CONTENTS}whole/", f"{CONTENTS}accounts/"]
    assert [Client().get(page).headers["Location"] for page in pages] == [
        f"{reverse('login')}?next={page}" for page in pages
    ]
    for role in Role:
        client = Client()
        client.force_login(make_user(branch, role))
        assert [client.get(page).status_code for page in pages] == [200, 200, 200], role


@pytest.mark.django_db
def test_what_is_no_chapter_is_not_found(client) -> None:
    client.force_login(make_user())
    assert client.get(f"{CONTENTS}no-such/").status_code == 404


@pytest.mark.django_db
def test_someone_without_an_appointment_reads_why(client) -> None:
    client.force_login(make_user())
    assert client.get(CONTENTS).context["first"] == []
    assert client.get(f"{CONTENTS}signing-in/").status_code == 200


@pytest.mark.django_db
def test_the_contents_begin_with_what_the_role_does(client) -> None:
    client.force_login(make_user(make_org(), Role.MANAGER))
    context = client.get(CONTENTS).context
    (first,) = context["first"]
    assert first["role"] == "上级管理员"
    assert [each["title"] for each in first["chapters"]] == [CHAPTERS[slug].title for slug in FIRST[Role.MANAGER]]
    assert [part["title"] for part in context["parts"]] == [part.title for part in PARTS]


@pytest.mark.django_db
def test_a_chapter_says_who_does_it_and_whether_one_may(client) -> None:
    branch = make_org()
    for role, not_yours in ((Role.SECRETARY, True), (Role.MANAGER, False)):
        client.force_login(make_user(branch, role))
        context = client.get(f"{CONTENTS}asking/").context
        assert (context["doers"], context["not_yours"]) == ("上级管理员", not_yours)
    client.force_login(make_user(branch, Role.READER))
    context = client.get(f"{CONTENTS}terms/").context
    assert (context["doers"], context["not_yours"]) == ("", False)


@pytest.mark.django_db
def test_chapters_lead_to_the_one_before_and_the_one_after(client) -> None:
    client.force_login(make_user(make_org()))
    slugs = list(CHAPTERS)
    neighbours = []
    for slug in slugs:
        context = client.get(f"{CONTENTS}{slug}/").context
        neighbours.append(tuple(context[key] and context[key]["url"] for key in ("before", "after")))
    urls = [None, *(f"{CONTENTS}{slug}/" for slug in slugs), None]
    assert neighbours == [(urls[at], urls[at + 2]) for at in range(len(slugs))]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "chapter"),
    [
        ("/", "home"),
        ("/meetings/", "meetings"),
        ("/meetings/new/", "meetings"),
        ("/dues/standards/new/", "dues-cases"),
        ("/dues/collect/", "dues"),
        ("/compliance/calendar/", "calendar"),
        ("/summaries/", "compiling"),
        ("/summaries/figures/", "editing"),
        ("/summaries/confirm/", "confirming"),
    ],
)
def test_every_page_leads_to_its_chapter(client, page: str, chapter: str) -> None:
    client.force_login(make_user(make_org()))
    answer = client.get(page)
    assert answer.context["help_url"] == f"{CONTENTS}{chapter}/"
    assert answer.content.decode().count(f'class="topbar-help" href="{CONTENTS}{chapter}/"') == 1


@pytest.mark.django_db
def test_within_the_manual_help_leads_to_its_contents(client) -> None:
    client.force_login(make_user(make_org()))
    assert client.get(f"{CONTENTS}meetings/").context["help_url"] == CONTENTS


def test_a_page_named_outright_goes_before_its_like() -> None:
    found = [chapter_of(name) for name in ("summaries:tasks", "summaries:batch", "summaries:text")]
    assert found == [CHAPTERS["asking"], CHAPTERS["compiling"], CHAPTERS["editing"]]
    assert chapter_of("nowhere:list") is None


@pytest.mark.parametrize("query", ["热力图", "完成情况", "wanchengqingkuang", "wcqk"])
def test_it_is_found_by_characters_pinyin_and_initials(query: str) -> None:
    assert found(query)[0] == "看各支部完成情况"


def test_every_word_must_be_there_and_titles_go_first() -> None:
    assert found("党费 减免")[0] == "党费标准、减免和上缴"
    assert found("dangfei")[:2] == ["收一个月党费", "党费标准、减免和上缴"]
    assert set(found("党费 热力图")) <= set(found("党费")) & set(found("热力图"))
    assert found("没有这样的事") == []
    assert found("  ") == []


def test_what_was_found_is_shown_with_the_text_around_it() -> None:
    (hit,) = [each for each in search("热力图", all_texts()) if each.chapter.slug == "heat"]
    assert (hit.anchor, hit.hit) == ("heat-1", "热力图")
    assert hit.before.endswith("这张表也叫")
    assert len(hit.before) <= 37
    pinyin = search("dangfei", all_texts())[0]
    assert (pinyin.hit, pinyin.before) == ("", "每月收完党费，对着收到的钱登记一次")


@pytest.mark.django_db
def test_the_page_of_a_search_shows_what_was_found(client) -> None:
    client.force_login(make_user(make_org()))
    page = client.get(CONTENTS, {"q": "热力图"}).content.decode()
    assert page.count('<a href="/help/heat/#heat-1">') == 1
    assert "<mark>热力图</mark>" in page
    nothing = client.get(CONTENTS, {"q": "<b>"}).content.decode()
    assert "没有找到“&lt;b&gt;”" in nothing
