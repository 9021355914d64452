"""What slices above add to the page of a record below them: tables and links.

The record's slice knows nothing of them; the catalogue hands the parts over when the app is ready.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import Model

from partywork.pages.http import PageRequest


class RecordPart:
    """One slice's part of the page of every record of a model."""

    model: ClassVar[type[Model]]

    def tables(self, record: Any, request: PageRequest) -> list[dict[str, Any]]:
        """[{title, table, empty_text}] of the record's page."""
        return []

    def links(self, record: Any, request: PageRequest) -> list[dict[str, str]]:
        """What else can be opened or done from the record's page by this user."""
        return []


_parts: list[RecordPart] = []


def register(parts: Iterable[RecordPart]) -> None:
    """Called once by the catalogue when the application is ready."""
    _parts.extend(part for part in parts if part not in _parts)


def parts_of(record: Model) -> list[RecordPart]:
    return [part for part in _parts if part.model is type(record)]
