"""Finding the person of an address, and the way there and back, for every page about one person."""

from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse

from partywork.access.scope import Scope, restrict
from partywork.members.models import Member
from partywork.pages.views import Crumbs, link

BOARD = "发展党员"


def own_person(pk: int, scope: Scope) -> Member:
    """Someone on the user's own books, to write about. Raises Http404."""
    member = restrict(Member.objects.filter(pk=pk), scope).select_related("org").first()
    if member is None:
        raise Http404
    return member


def person_url(member: Any) -> str:
    return reverse("development:person", args=[member.pk])


def person_crumbs(member: Member, title: str) -> Crumbs:
    return [
        link("首页", reverse("home")),
        link(BOARD, reverse("development:board")),
        link(member.name, person_url(member)),
        link(title, ""),
    ]


def shown_day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""
