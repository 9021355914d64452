"""From a chapter's Markdown to what a page shows: links and pictures that hold, and the words to search in.

The first line is "# TITLE", which the page says itself. In the text **…** is a word as it stands on the screen,
[会议活动](page:meetings:list) a page of the product, [记一次会议](记一次会议.md) another chapter, ![…](图/x.png) a
picture with its caption. Anything else fails to load.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from partywork.manual.chapters import CHAPTERS, Chapter

PAGE, CHAPTER_FILE, PICTURE = "page:", ".md", "图/"


class BrokenChapter(Exception):
    """A chapter names a page, a chapter or a picture that is not there."""


@dataclass(frozen=True)
class Section:
    """A heading of a chapter with its text; both are "" for what stands above the first heading."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True)
class Text:
    chapter: Chapter
    html: SafeString
    sections: tuple[Section, ...]
    screen_words: tuple[str, ...]
    pictures: tuple[str, ...]

    @property
    def opening(self) -> str:
        """When one needs it: the first sentence of the chapter, for tables of contents."""
        return self.sections[0].text.partition("。")[0]


@cache
def text_of(chapter: Chapter) -> Text:
    """A chapter, read once. Raises BrokenChapter where something it names does not exist."""
    source = (folder() / f"{chapter.title}.md").read_text(encoding="utf-8")
    # HTML in a chapter stays text: what is shown is what this module made.
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    title, words, _, *tokens = markdown.parse(source)
    if title.tag != "h1" or words.content != chapter.title:
        raise BrokenChapter(f"第一行应当是“# {chapter.title}”")
    parts = [child for token in tokens for child in token.children or ()]
    for token in parts:
        if token.type == "link_open":
            token.attrSet("href", _address(str(token.attrGet("href"))))
    headings = [token for token in tokens if token.type == "heading_open"]
    for number, token in enumerate(headings, start=1):
        token.attrSet("id", f"{chapter.slug}-{number}")
    pictures = [(token, _file_name(token)) for token in parts if token.type == "image"]
    for token, name in pictures:
        _show_picture(token, name)
    return Text(
        chapter,
        mark_safe(markdown.renderer.render(tokens, markdown.options, {})),
        tuple(_sections(tokens)),
        tuple(_strong(parts)),
        tuple(name for _, name in pictures),
    )


def all_texts() -> list[Text]:
    return [text_of(chapter) for chapter in CHAPTERS.values()]


def folder() -> Path:
    return Path(settings.MANUAL_ROOT)


def _address(target: str) -> str:
    if target.startswith(PAGE):
        try:
            return reverse(target.removeprefix(PAGE))
        except NoReverseMatch as error:
            raise BrokenChapter(f"没有这一页：{target}") from error
    titles = {chapter.title: chapter.slug for chapter in CHAPTERS.values()}
    # The reader of Markdown quotes what is not ASCII in addresses; files are named as people write them.
    title = unquote(target).removesuffix(CHAPTER_FILE)
    if not target.endswith(CHAPTER_FILE) or title not in titles:
        raise BrokenChapter(f"没有这一章：{title}")
    return reverse("manual:chapter", args=[titles[title]])


def _file_name(token: Token) -> str:
    source = unquote(str(token.attrGet("src")))
    if not source.startswith(PICTURE) or not (folder() / source).is_file():
        raise BrokenChapter(f"没有这张图：{source}")
    return source.removeprefix(PICTURE)


def _show_picture(token: Token, name: str) -> None:
    """The picture with its size, so that nothing jumps while it loads, opening in full on a click."""
    from PIL import Image  # see attachments.pictures

    with Image.open(folder() / PICTURE / name) as image:
        width, height = image.size
    token.type, words = "html_inline", token.content
    token.content = format_html(
        '<a class="picture" href="{address}" aria-label="看原图：{words}"><img src="{address}" alt="{words}"'
        ' width="{width}" height="{height}" loading="lazy"></a><span class="caption">{words}</span>',
        address=static(f"manual/{name}"), width=width, height=height, words=words,
    )  # fmt: skip


def _sections(tokens: list[Token]) -> Iterator[Section]:
    anchor, heading, words = "", "", list[str]()
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            if words:
                yield Section(anchor, heading, " ".join(words))
            anchor, heading, words = str(token.attrGet("id")), tokens[at + 1].content, []
        elif token.type == "inline" and tokens[at - 1].type != "heading_open":
            words.append(_plain(token))
    yield Section(anchor, heading, " ".join(words))


def _plain(token: Token) -> str:
    return "".join(child.content for child in token.children or () if child.type in ("text", "code_inline"))


def _strong(parts: list[Token]) -> Iterator[str]:
    for at, token in enumerate(parts):
        if token.type == "strong_open":
            yield parts[at + 1].content
