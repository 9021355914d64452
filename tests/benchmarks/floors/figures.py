"""Every figure of the catalogue by the statements of figures.sql: the text goes to the database, numbers come back.

No object, no value, no second look: what counting in Python the product does (per-branch figures) is not in it, so for
those the floor is only what must be read.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

_SUBTREE = (
    "SELECT org_id FROM partywork_placement WHERE path >= %s AND path < %s AND since <= '2026-06-30'"
    " AND until > '2026-06-30'"
)
_PLACE = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True)
class Statement:
    """Its text for the whole tree, for a subtree (with two parameters for every mention), and how many mentions."""

    whole: str
    below: str
    mentions: int


@cache
def statements() -> list[Statement]:
    text = Path(__file__).with_suffix(".sql").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    found = [each.strip().replace("%", "%%") for each in "\n".join(lines).split(";")]
    return [
        Statement(
            _PLACE.sub("TRUE", each).replace("%%", "%"), _PLACE.sub(rf"\1 IN ({_SUBTREE})", each),
            len(_PLACE.findall(each)),
        )
        for each in found
        if each
    ]  # fmt: skip


def read(path: str | None) -> list[list[tuple[Any, ...]]]:
    """The answers of all statements; of the subtree below a path, or of all organisations."""
    with connection.cursor() as cursor:
        answers = []
        for each in statements():
            if path is None:
                cursor.execute(each.whole)
            else:
                cursor.execute(each.below, [path, path + "~"] * each.mentions)
            answers.append(list(cursor.fetchall()))
        return answers


def numbers(path: str | None) -> dict[str, Any]:
    """The same by the name of each column, of the statements that give one row."""
    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for each in statements():
            cursor.execute(each.below if path else each.whole, [path, path + "~"] * each.mentions if path else None)
            names = [column[0] for column in cursor.description]
            if "_org" not in names:
                found.update(zip(names, cursor.fetchone(), strict=True))
    return found
