"""How a value prints in a text or a table cell."""

from datetime import date
from decimal import Decimal

from partywork.common.money import format_yuan, yuan
from partywork.common.text import format_date
from partywork.measures.declarations import Measure
from partywork.measures.values import Number, Value


def exact(measure: Measure, value: Value) -> int | Decimal | str | None:
    """The exact value for a spreadsheet cell: money in yuan, a quantity in units, a date as ISO text."""
    number = value.number
    if isinstance(number, date):
        return number.isoformat()
    if number is None:
        return None
    if measure.is_money:
        return yuan(int(number))
    if measure.in_thousandths:
        return plain_thousandths(number)
    return number


def printed(measure: Measure, value: Value) -> str:
    """The number as prose has it, without its unit: 12, 86.5, 9600, 3.5, 6月18日."""
    return print_number(measure, value.number)


def print_number(measure: Measure, number: Number | None) -> str:
    if number is None:
        return "—"
    if isinstance(number, date):
        return format_date(number, "short")
    if measure.is_money:
        return format_yuan(int(number)).removesuffix(".00")
    if measure.in_thousandths:
        return str(plain_thousandths(number))
    return str(plain(number)) if isinstance(number, Decimal) else str(number)


def plain(number: Decimal) -> Decimal:
    """Without needless zeros: 3.500 → 3.5, 12.0 → 12."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def plain_thousandths(number: Decimal | int) -> Decimal:
    """A quantity kept in thousandths, in its unit: 3500 → 3.5."""
    return plain(Decimal(number) / 1000)
