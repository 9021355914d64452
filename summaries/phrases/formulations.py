"""提法: names of documents and set formulations that belong to a time, as dated rows with their source.

As few as possible are shipped and none is invented: see formulations/national.toml.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from partywork.common.periods import half_of
from summaries.phrases.sentences import LibraryError

FOLDER = Path(__file__).parent / "formulations"
_DASHES = re.compile(r"[-‐-―－~～]+")


@dataclass(frozen=True)
class Formulation:
    """``text`` as it stands in a report; in use from ``since`` to ``until``, both included (None: still).

    ``confirmed`` is the last half-year (20261) for which the unit it belongs to confirmed it; None for the names of
    documents that come with the product.
    """

    text: str
    since: date
    until: date | None
    source: str
    confirmed: int | None = None

    def is_confirmed_on(self, on: date) -> bool:
        return self.confirmed is None or self.confirmed >= half_of(on)

    def holds_on(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)

    @cached_property
    def plain(self) -> str:
        return _plain(self.text)


def _plain(text: str) -> str:
    """With one kind of dash: 2019—2023 is typed in many ways."""
    return _DASHES.sub("—", text)


@cache
def formulations() -> tuple[Formulation, ...]:
    """Every row of the files. Raises LibraryError that names the one to mend."""
    found: list[Formulation] = []
    for path in sorted(FOLDER.glob("*.toml")):
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("formulation", [])
        found += [formulation_from(row, path.name) for row in rows]
    return tuple(found)


def formulation_from(raw: dict[str, Any], place: str) -> Formulation:
    where = f"{place}，提法“{raw.get('text', '（没有 text）')}”"
    if unknown := set(raw) - {"text", "since", "until", "source"}:
        raise LibraryError(f"{where}：不认识的项 {'、'.join(sorted(unknown))}")
    try:
        made = Formulation(raw["text"], raw["since"], raw.get("until"), raw["source"])
    except KeyError as error:
        raise LibraryError(f"{where}：缺少 {error.args[0]}") from None
    if not made.text.strip() or not made.source.strip():
        raise LibraryError(f"{where}：text 和 source 不能空着")
    if made.until is not None and made.until < made.since:
        raise LibraryError(f"{where}：until 早于 since")
    return made


def out_of_time(text: str, on: date, rows: Iterable[Formulation] | None = None) -> list[Formulation]:
    """The formulations that stand in the text and are not in use on that day; without ``rows`` of those shipped."""
    plain = _plain(text)
    return [each for each in _rows(rows) if each.plain in plain and not each.holds_on(on)]


def unconfirmed(text: str, on: date, rows: Iterable[Formulation]) -> list[Formulation]:
    """Those that stand in the text, are in use, and nobody has confirmed for the half-year of that day."""
    plain = _plain(text)
    return [each for each in rows if each.plain in plain and each.holds_on(on) and not each.is_confirmed_on(on)]


def _rows(rows: Iterable[Formulation] | None) -> Iterable[Formulation]:
    return formulations() if rows is None else rows
