"""Telephone numbers of mainland China: checking and masking. Messages never repeat the number."""

import re

from partywork.common.text import normalise_identifier

_MOBILE = re.compile(r"1[3-9][0-9]{9}", re.ASCII)
_LANDLINE = re.compile(
    r"(?:(?P<area>010|02[0-9]|0[3-9][0-9]{2})-?)?(?P<local>[2-8][0-9]{6,7})(?:(?:-|转)(?P<extension>[0-9]{1,6}))?",
    re.ASCII,
)
_COUNTRY = re.compile(r"^(?:\+86|0086)-?", re.ASCII)
_HINT = "请填写11位手机号码，或“区号-号码”样式的固定电话。"


def validate_phone(value: object) -> str:
    """A mobile number (11 digits) or landline (area code-number-extension) as stored.

    Blanks, full-width digits and +86 are forgiven; a spreadsheet's whole number is read as it stands.
    Raises ValueError with a Chinese sentence otherwise.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # eleven digits fit a float exactly
    text = normalise_identifier(str(value)).replace("(", "").replace(")", "-").replace("—", "-")
    if re.fullmatch(r"[0-9](\.[0-9]+)?E\+?[0-9]+", text):
        raise ValueError(f"电话号码在表格里变成了科学计数，已不完整。{_HINT}")
    text = _COUNTRY.sub("", text)
    if text.startswith("1") and _MOBILE.fullmatch(text.replace("-", "")):
        return text.replace("-", "")
    found = _LANDLINE.fullmatch(text)
    if found is None:
        raise ValueError(f"电话号码的格式不对。{_HINT}")
    return "-".join(part for part in found.group("area", "local", "extension") if part)


def mask_phone(number: str) -> str:
    """The number for display: 138****0000; of a landline only the area code and the last two digits show."""
    if _MOBILE.fullmatch(number):
        return f"{number[:3]}****{number[-4:]}"
    found = _LANDLINE.fullmatch(number)
    if found is None:
        return "*" * len(number)
    local = found["local"]
    hidden = f"{'*' * (len(local) - 2)}{local[-2:]}"
    return f"{found['area']}-{hidden}" if found["area"] else hidden
