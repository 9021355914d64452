"""Rounded figures: 余, 近, 约, 超过 and 以上 must stay true, never under ten and never in a table."""

import re
from collections.abc import Iterator
from decimal import Decimal

from summaries.checks.amounts import LENGTHS, amounts, exact_number
from summaries.checks.found import Check
from summaries.checks.reading import Reading
from summaries.document import Table, all_blocks
from summaries.hedges import NEAR, SMALLEST

_BELOW = ("余", "超过", "以上")
_IN_CELL = re.compile(r"\d(?:余|多)|(?:近|约|超过|将近)\d|\d[^\d]*以上\Z")


def stays_true(hedge: str, said: Decimal, exact: Decimal) -> bool:
    """Whether the number said with that hedge ("" for none) is true of the exact one."""
    if not hedge:
        return said == exact
    if hedge in _BELOW:
        return said < exact and exact - said < max(Decimal(10), said / 2)
    if hedge == "近":
        return exact < said <= exact * (1 + NEAR)
    return said != exact and abs(said - exact) <= exact * NEAR


def hedges(reading: Reading) -> Iterator[Check]:
    """A hedge written around a figure or a number."""
    for passage in reading.passages:
        for each in amounts(passage):
            if not each.hedge or each.unit in LENGTHS or (each.figure is None and not each.unit):
                continue
            anchor, exact = passage.at(each.start).anchor, exact_number(each.figure) if each.figure else None
            if each.value < SMALLEST and (each.figure or each.hedge != "以上"):
                message = f"“{each.text}”不足{SMALLEST}，应写实数，不用“{each.hedge}”"
                yield Check("error", "hedge", message, anchor, each.text)
            elif exact is not None and not stays_true(each.hedge, each.value, _scaled(exact, each.unit)):
                message = f"“{each.text}”与实际的{exact}不符，请去掉“{each.hedge}”或换一种写法"
                yield Check("error", "hedge", message, anchor, each.text)


def _scaled(exact: Decimal, unit: str) -> Decimal:
    return exact / 10000 if unit == "万元" else exact


def hedged_cells(reading: Reading) -> Iterator[Check]:
    for table in (block for block in all_blocks(reading.document) if isinstance(block, Table)):
        for cell in (cell for row in table.rows for cell in row[1:]):
            if _IN_CELL.search(cell):
                yield Check("error", "hedge-cell", f"表里的“{cell}”是约数，表中只写实数")
