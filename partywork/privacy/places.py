"""Where the pages below lead to what is here."""

from partywork.members import page_parts
from partywork.privacy.views import PersonPart


def install() -> None:
    """Called once when the application is ready."""
    page_parts.register([PersonPart()])
