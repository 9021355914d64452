"""A Document as bytes and back, so that a kept version can be shown and compared years later.

Every value names its class; a field that a later version of the program does not know is passed over, and one
that it has added takes its default. So Document may grow while what was kept stays readable.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from summaries import document
from summaries.document import Document

_CLASSES = {
    each.__name__: each
    for each in (
        document.Attachment, document.Document, document.Figure, document.Heading, document.Meta,
        document.Paragraph, document.Run, document.Table, document.TableColumn,
    )
}  # fmt: skip
_CLASS, _DAY = "_", "_day"


def canonical(value: Any) -> bytes:
    """UTF-8 JSON; the same value gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def dump(report: Document) -> bytes:
    return canonical(_plain(report))


def load(content: bytes) -> Document:
    """Raises ValueError for bytes that hold no Document."""
    found = _value(json.loads(content))
    if not isinstance(found, Document):
        raise ValueError("留存的内容里没有总结正文")
    return found


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {_CLASS: type(value).__name__} | {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return {_DAY: value.isoformat()} if isinstance(value, date) else value


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_value(each) for each in plain)
    if not isinstance(plain, dict):
        return plain
    if _DAY in plain:
        return date.fromisoformat(plain[_DAY])
    made = _CLASSES[plain[_CLASS]]
    known = {each.name for each in fields(made)}
    return made(**{name: _value(each) for name, each in plain.items() if name in known})
