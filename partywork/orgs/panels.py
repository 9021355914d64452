"""What slices above add to the pages of an organisation: a column of the tree, tables, links.

The organisation pages know no such slice; the catalogue hands their panels over when the app is ready.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from partywork.ledgers.columns import Kind
from partywork.orgs.models import Organisation
from partywork.pages.http import PageRequest


class Panel:
    """One slice's part of the organisation pages; a slice overrides what it has something for."""

    code: ClassVar[str]
    header: ClassVar[str] = ""  # of its column in the tree; "" for none
    kind: ClassVar[Kind] = "text"

    def cells(self, org_ids: Collection[int], on: date) -> Mapping[int, Any]:
        """The column's values by organisation, in one query for all rows."""
        return {}

    def tables(self, org: Organisation, request: PageRequest) -> list[dict[str, Any]]:
        """[{title, table, empty_text}] for the detail page."""
        return []

    def links(self, org: Organisation, request: PageRequest) -> list[dict[str, str]]:
        """What else can be opened or done from the detail page."""
        return []

    def hindrance(self, org: Organisation, on: date) -> str:
        """Why the organisation cannot be dissolved on that day yet; "" when it can."""
        return ""


_panels: dict[str, Panel] = {}


def register(panels: Iterable[Panel]) -> None:
    """Called once by the catalogue when the application is ready."""
    for panel in panels:
        if _panels.setdefault(panel.code, panel) is not panel:
            raise ValueError(f"两个面板用了同一个代码 {panel.code}")


def all_panels() -> list[Panel]:
    return list(_panels.values())
