"""公民身份号码 (GB 11643-1999): checking one, reading birth date and gender from it, masking it.

Residence permits of Hong Kong, Macau and Taiwan residents (81, 82, 83) follow the same pattern.
District codes are not looked up: they change every year, and a new district must not be refused.
Messages never repeat the number.
"""

import re
from datetime import date

from partywork.common.text import normalise_identifier

_REGIONS = (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66))
_PROVINCES = frozenset(str(code) for codes in _REGIONS for code in codes) | {"71", "81", "82", "83"}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_SHAPE = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+", re.ASCII)
_EARLIEST_BIRTH = date(1880, 1, 1)
_DAMAGED = (
    "身份证号码在表格里被当作数字保存，末几位已经丢失，无法还原。请先把该列设为“文本”格式，再对照证件重新填写18位号码。"
)


def validate_identity_number(value: object, *, on: date) -> str:
    """The number as stored: 18 characters, half-width, capital X.

    `on` is the day as of which a birth date would lie in the future.
    Raises ValueError with a Chinese sentence that says what is wrong and what to do. A number that
    arrives as int or float is always refused: a spreadsheet keeps 15 digits and zeroes the rest.
    """
    if isinstance(value, int | float):
        raise ValueError(_DAMAGED)
    number = normalise_identifier(str(value))
    if _SCIENTIFIC.fullmatch(number):
        raise ValueError(_DAMAGED)
    if len(number) == 15 and number.isdigit():
        raise ValueError("这是15位的旧号码，已停止使用，请填写18位公民身份号码。")
    if not _SHAPE.fullmatch(number):
        raise ValueError("身份证号码应为18位，前17位是数字，最后一位是数字或X。")
    if number[:2] not in _PROVINCES:
        raise ValueError("身份证号码的前两位不是有效的地区代码，请对照证件核对。")
    born = _birth_date_or_none(number)
    if born is None or not _EARLIEST_BIRTH <= born <= on:
        raise ValueError("身份证号码第7至14位不是有效的出生日期，请对照证件核对。")
    if check_digit(number[:17]) != number[17]:
        # One damaged number in eleven has a right check digit by chance; a column of them does not pass.
        raise ValueError(
            _DAMAGED if number.endswith("000") else "身份证号码的校验位不对，可能有一位填错，请对照证件核对。"
        )
    return number


def check_digit(first17: str) -> str:
    """The 18th character for the first seventeen digits (ISO 7064, MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return _CHECK_DIGITS[total % 11]


def birth_date(number: str) -> date:
    """The birth date in a validated number. Raises ValueError when it holds none."""
    born = _birth_date_or_none(number)
    if born is None:
        raise ValueError("身份证号码第7至14位不是有效的出生日期。")
    return born


def _birth_date_or_none(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def gender(number: str) -> str:
    """男 or 女, from the 17th digit of a validated number."""
    return "男" if int(number[16]) % 2 else "女"


def mask(number: str) -> str:
    """The number for display: three characters, stars, the last one.

    Birth date and district are on the roster beside it, so showing the usual last four would leave
    almost nothing hidden.
    """
    if len(number) < 5:
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 4)}{number[-1]}"
