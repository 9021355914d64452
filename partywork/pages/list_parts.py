"""What slices above add to every list: panels over and under the table, and a box in each row.

The list knows no such slice; they hand their parts over when the app is ready.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from partywork.pages.lists import ListPage

Pick = Callable[[Any], str]


class ListPart:
    """One slice's part of the lists."""

    def panel(self, page: "ListPage") -> dict[str, Any] | None:
        """{template, place: "above" or "below", …}, given to its template as ``part``; None where it has none."""
        return None

    def pick(self, page: "ListPage") -> Pick | None:
        """What the box of a row sends when it is ticked; None where rows are not picked."""
        return None


_parts: list[ListPart] = []


def register(part: ListPart) -> None:
    """Called once by each slice above when the application is ready."""
    if part not in _parts:
        _parts.append(part)


def panels_of(page: "ListPage") -> list[dict[str, Any]]:
    return [panel for part in _parts if (panel := part.panel(page)) is not None]


def picks_of(page: "ListPage") -> Pick | None:
    return next((pick for part in _parts if (pick := part.pick(page)) is not None), None)
