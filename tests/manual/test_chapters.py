"""What the manual says is so: the words of the screen, the pages, the pictures; and each page has its chapter."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.forms import PasswordChangeForm
from django.urls import reverse

from partywork.manual import reading
from partywork.manual.chapters import CHAPTERS, FIRST, PARTS, Chapter, chapter_of
from partywork.manual.reading import BrokenChapter, all_texts, text_of
from partywork.pages.views import Page
from tests.access.test_matrix import addresses, view_of
from tests.manual.pictures.table import SHOTS
from tests.manual.screen import words

FOLDER = Path(reading.folder())
HEADINGS = ["什么时候用", "一步一步", "出错了怎么办", "相关"]
CHAPTERS_BY_SLUG = pytest.mark.parametrize("chapter", CHAPTERS.values(), ids=list(CHAPTERS))
# Django's own words on the page of the password.
BORROWED = {str(field.label) for field in PasswordChangeForm.base_fields.values()}
# Answered with a file or a piece of a page: the page they belong to has the chapter.
WITHOUT_A_FRAME = {"summaries:try_text"}


@CHAPTERS_BY_SLUG
def test_every_word_of_the_screen_it_quotes_is_on_one(chapter: Chapter) -> None:
    assert sorted(set(text_of(chapter).screen_words) - words() - BORROWED) == []


@CHAPTERS_BY_SLUG
def test_it_says_when_how_and_what_to_do_if_it_fails(chapter: Chapter) -> None:
    found = [section.heading for section in text_of(chapter).sections]
    assert found == (HEADINGS if chapter.slug not in WITHOUT_STEPS else [HEADINGS[0], HEADINGS[-1]])
    assert text_of(chapter).opening != ""


WITHOUT_STEPS = {"terms"}


@CHAPTERS_BY_SLUG
def test_it_is_written_in_plain_chinese(chapter: Chapter) -> None:
    """No English but the names of files and programs everybody knows, and no exclamation marks."""
    text = "".join(section.text for section in text_of(chapter).sections)
    assert set(re.findall(r"[A-Za-z]{2,}", text)) - {"Excel", "Word", "PDF", "MB", "xlsx", "csv", "Esc"} == set()
    assert re.findall("[!！]", text) == []


def test_every_file_is_a_chapter_and_every_chapter_has_one_title() -> None:
    titles = [chapter.title for chapter in CHAPTERS.values()]
    assert sorted(path.stem for path in FOLDER.glob("*.md")) == sorted(titles)
    assert len(CHAPTERS) == sum(len(part.chapters) for part in PARTS)


def test_what_a_role_reads_first_exists_for_every_role() -> None:
    assert {slug for first in FIRST.values() for slug in first} - set(CHAPTERS) == set()


def test_every_page_has_a_chapter() -> None:
    pages = [
        name for name, pattern in addresses() if issubclass(view_of(pattern), Page) and hasattr(view_of(pattern), "get")
    ]
    orphans = [name for name in pages if chapter_of(name) is None and not name.startswith("manual:")]
    assert orphans == []


def test_no_chapter_claims_a_page_that_is_gone() -> None:
    names = [name for name, _ in addresses()]
    claims = [claim for chapter in CHAPTERS.values() for claim in chapter.pages]
    gone = [c for c in claims if not any(name == c or (c.endswith(":") and name.startswith(c)) for name in names)]
    assert gone == []
    assert len(claims) == len(set(claims))


def test_every_picture_is_shown_and_made_by_the_script() -> None:
    shown = {name for text in all_texts() for name in text.pictures}
    assert {path.name for path in (FOLDER / "图").iterdir()} == shown == {shot.name for shot in SHOTS}


def test_the_pictures_stay_small() -> None:
    sizes = {path.name: path.stat().st_size for path in (FOLDER / "图").iterdir()}
    assert {name: size for name, size in sizes.items() if size > 64 * 1024} == {}
    assert sum(sizes.values()) <= 2 * 1024 * 1024


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[会议](page:meetings:gone)", "没有这一页：page:meetings:gone"),
        ("[别的](别的.md)", "没有这一章：别的"),
        ("[外面](https://example.invalid/)", "没有这一章：https://example.invalid/"),
        ("![图](图/gone.png)", "没有这张图：图/gone.png"),
    ],
)
def test_what_is_not_there_is_told_at_once(tmp_path, settings, line: str, said: str) -> None:
    with pytest.raises(BrokenChapter, match=re.escape(said)):
        written(tmp_path, settings, f"# 记一件事\n\n{line}\n")


def test_a_text_without_its_title_is_told(tmp_path, settings) -> None:
    with pytest.raises(BrokenChapter, match="第一行应当是“# 记一件事”"):
        written(tmp_path, settings, "# 另一件事\n\n正文。\n")


def test_markup_in_a_chapter_stays_text(tmp_path, settings) -> None:
    text = written(
        tmp_path,
        settings,
        "# 记一件事\n\n先点**保存**。<script>alert(1)</script>\n\n## 相关\n\n[列表](page:meetings:list)\n",
    )
    assert text.html == (
        "<p>先点<strong>保存</strong>。&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
        f'<h2 id="one-1">相关</h2>\n<p><a href="{reverse("meetings:list")}">列表</a></p>\n'
    )
    assert [(section.anchor, section.heading, section.text) for section in text.sections] == [
        ("", "", "先点保存。<script>alert(1)</script>"),
        ("one-1", "相关", "列表"),
    ]
    assert text.screen_words == ("保存",)


def written(tmp_path: Path, settings, source: str) -> reading.Text:
    (tmp_path / "记一件事.md").write_text(source, encoding="utf-8")
    settings.MANUAL_ROOT = tmp_path
    return text_of.__wrapped__(Chapter("one", "记一件事"))
