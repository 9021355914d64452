"""What other systems call our columns and values: read once from fixtures/import_synonyms.json."""

import json
import re
from functools import cache
from typing import Any

from django.conf import settings

from partywork.imports.sheets import plain_header
from partywork.ledgers.columns import Ledger

EVERY = "*"
_IN_BRACKETS = re.compile(r"[（(【\[].*?[)）】\]]")
_NUMBERED = re.compile(r"^[0-9]{1,2}[.、．]")


@cache
def _data() -> dict[str, Any]:
    held: dict[str, Any] = json.loads((settings.FIXTURES_ROOT / "import_synonyms.json").read_text("utf-8"))
    return held


@cache
def columns_by_header(ledger: Ledger) -> dict[str, str]:
    """The key of the column that a plain header means; the ledger's own header comes before any synonym."""
    wanted = {column.key for column in ledger.import_columns}
    found: dict[str, str] = {}
    for words in (_data()["columns"].get(ledger.code, {}), _data()["columns"][EVERY]):
        for key, headers in words.items():
            if key in wanted:
                for header in headers:
                    found.setdefault(header, key)
    return found | {plain_header(column.header): column.key for column in ledger.import_columns}


def column_for(ledger: Ledger, header: object) -> str:
    """The key of the column a header means, also with a remark in brackets behind it; "" for an unknown one."""
    known = columns_by_header(ledger)
    plain = _NUMBERED.sub("", plain_header(header))
    return known.get(plain) or known.get(_IN_BRACKETS.sub("", plain), "")


@cache
def words_of(ledger: Ledger, key: str) -> dict[str, str]:
    """By the word of another system, ours."""
    words = _data()["values"].get(ledger.code, {}).get(key, {})
    return {other: ours for ours, others in words.items() for other in others}


def ours(ledger: Ledger, key: str, text: str) -> str:
    """A value in our words; one without a synonym as it is."""
    return words_of(ledger, key).get(text, text)
