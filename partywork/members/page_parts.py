"""What slices above add to a person's page. The members know no such slice; the catalogue hands their parts over."""

from collections.abc import Iterable
from typing import Any, ClassVar

from partywork.members.models import Member
from partywork.pages.http import PageRequest


class PagePart:
    """One slice's part of a person's page."""

    code: ClassVar[str]

    def tables(self, member: Member, request: PageRequest) -> list[dict[str, Any]]:
        """[{title, table, empty_text}] before the history of standings; [] where there is nothing to say."""
        return []

    def links(self, member: Member, request: PageRequest) -> list[dict[str, str]]:
        """[{label, url}] among what can be done on the person's page."""
        return []


_parts: dict[str, PagePart] = {}


def register(parts: Iterable[PagePart]) -> None:
    """Called once by the catalogue when the application is ready."""
    for part in parts:
        if _parts.setdefault(part.code, part) is not part:
            raise ValueError(f"两个部分用了同一个代码 {part.code}")


def all_parts() -> list[PagePart]:
    return list(_parts.values())
