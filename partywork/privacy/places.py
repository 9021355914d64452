"""Where the pages below lead to what is here."""

from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.members import page_parts
from partywork.pages import beside
from partywork.pages.http import PageRequest
from partywork.pages.views import link
from partywork.privacy.retention_views import RetentionPage
from partywork.privacy.views import PersonPart


def install() -> None:
    """Called once when the application is ready."""
    page_parts.register([PersonPart()])
    beside.register({"members:list": to_retention})


def to_retention(request: PageRequest) -> list[dict[str, str]]:
    may_erase = request.gate.allows(Permission.ERASE_PERSONAL)
    return [link(RetentionPage.title, reverse("privacy:retention"))] if may_erase else []
