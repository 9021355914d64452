"""The user's manual: contents with search, one chapter, all of it for printing. Open to everyone signed in."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views import View

from partywork.access.permissions import Role
from partywork.manual.chapters import CHAPTERS, FIRST, PARTS, Chapter
from partywork.manual.reading import all_texts, text_of
from partywork.manual.searching import search
from partywork.pages.views import Crumbs, Page, link, to_login

TITLE = "使用手册"


class ManualPage(Page):
    """Needs no permission: it shows nothing of anybody's records, and who may do little must read why."""

    title = TITLE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_login(request, self)
        return View.dispatch(self, request, *args, **kwargs)

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(TITLE, reverse("manual:contents"))]


class Contents(ManualPage):
    template_name = "manual/contents.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        query = self.request.GET.get("q", "").strip()
        found = search(query, all_texts())
        return self.show(
            query=query,
            found=[
                {"chapter": _shown(each.chapter), "text": each, "url": _url(each.chapter, each.anchor)}
                for each in found
            ],
            parts=[{"title": part.title, "chapters": [_shown(each) for each in part.chapters]} for part in PARTS],
            first=list(self.first()),
        )

    def first(self) -> Iterator[dict[str, Any]]:
        """For each role the user has, what people of that role do most."""
        roles = dict.fromkeys(Role(each.role) for each in self.request.gate.appointments)
        for role in roles:
            yield {"role": role.label, "chapters": [_shown(CHAPTERS[slug]) for slug in FIRST[role]]}


class ChapterPage(ManualPage):
    template_name = "manual/chapter.html"

    def get(self, *args: Any, slug: str, **kwargs: Any) -> HttpResponse:
        chapter = CHAPTERS.get(slug)
        if chapter is None:
            raise Http404
        around = list(CHAPTERS.values())
        at = around.index(chapter)
        return self.show(
            title=chapter.title,
            text=text_of(chapter),
            doers=_doers(chapter),
            not_yours=chapter.needs is not None and not self.request.gate.allows(chapter.needs),
            parts=[{"title": p.title, "chapters": [_shown(c, chapter) for c in p.chapters]} for p in PARTS],
            before=_shown(around[at - 1]) if at else None,
            after=_shown(around[at + 1]) if at + 1 < len(around) else None,
        )

    def breadcrumbs(self) -> Crumbs:
        return [*super().breadcrumbs(), link(CHAPTERS[self.kwargs["slug"]].title, "")]


class Whole(ManualPage):
    """All chapters below each other, each on a page of its own when printed."""

    template_name = "manual/whole.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        parts = [{"title": part.title, "texts": [(each, text_of(each)) for each in part.chapters]} for part in PARTS]
        return self.show(parts=parts)


def _shown(chapter: Chapter, current: Chapter | None = None) -> dict[str, Any]:
    return {
        "title": chapter.title,
        "url": _url(chapter),
        "opening": text_of(chapter).opening,
        "doers": _doers(chapter),
        "current": chapter is current,
    }


def _doers(chapter: Chapter) -> str:
    return "、".join(str(role.label) for role in chapter.doers)


def _url(chapter: Chapter, anchor: str = "") -> str:
    return reverse("manual:chapter", args=[chapter.slug]) + (f"#{anchor}" if anchor else "")
