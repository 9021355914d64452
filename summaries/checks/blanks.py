"""What was left open: XX, ××, 【待补】, empty brackets, a figure nobody knows."""

import re
from collections.abc import Iterator

from summaries.checks.found import Check
from summaries.checks.reading import Reading
from summaries.document import Table, all_blocks
from summaries.text import MISSING

_COUNTED = "个次名人项元户件份期篇年月日场家处支条%％"
_BLANK = re.compile(
    rf"[×＊*○XxＸｘ]+月(?:[×＊*○XxＸｘ]+日)?|[×＊*○]{{2,}}|(?<![A-Za-z])[XxＸｘ]+(?=[{_COUNTED}])|×(?=[{_COUNTED}])|[XＸ]{{2,}}(?![A-Za-z])"
    r"|某某|_{2,}|＿{2,}|（\s*）|《\s*》|“\s*”|【[^】]*】|[{}]"
)
_BEFORE, _AFTER = 14, 4


def blanks(reading: Reading) -> Iterator[Check]:
    """A place left open in the text, a heading, the title or a table."""
    for passage in reading.passages:
        for match in _BLANK.finditer(passage.text):
            yield _told(match, passage.at(match.start()).anchor)
    for text in _other_texts(reading):
        yield from (_told(match, "") for match in _BLANK.finditer(text))


def _other_texts(reading: Reading) -> Iterator[str]:
    document = reading.document
    yield from (document.title, document.addressee)
    yield from (heading.text for heading, _ in reading.sections if heading)
    tables = [block for block in all_blocks(document) if isinstance(block, Table)]
    yield from (cell for table in tables for row in table.rows for cell in row)


def _told(match: re.Match[str], anchor: str) -> Check:
    blank, text = match[0], match.string
    where = text[max(0, match.start() - _BEFORE) : match.end() + _AFTER]
    if blank == MISSING:
        message = f"“{where}”处没有登记记录，请补录后重新编制，或改写这一句"
        return Check("error", "missing", message, anchor, blank)
    if blank.startswith("【无法取数"):
        return Check("error", "token", f"{blank.strip('【】')}，请在这一段里改正指标名称", anchor, blank)
    return Check("error", "blank", f"“{where}”处还留着空位，请填上或删去", anchor, blank)
