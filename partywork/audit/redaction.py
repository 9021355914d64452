"""Keeps personal numbers out of the log files."""

import logging
import re

_IDENTITY_NUMBER = re.compile(r"(?<![0-9])([1-9][0-9]{2})[0-9]{14}([0-9Xx])(?![0-9])", re.ASCII)
_MOBILE = re.compile(r"(?<![0-9])((?:86)?1[3-9][0-9])([ -]?)[0-9]{4}\2([0-9]{4})(?![0-9])", re.ASCII)
# What an end of the chain is known by: eleven of its digits may begin like a mobile number, and none may be lost.
_DIGEST = re.compile(r"(?<![0-9A-Za-z])([0-9a-f]{64})(?![0-9A-Za-z])", re.ASCII)
_ROW = re.compile(r"^(\s*DETAIL: ).*$", re.MULTILINE)
_formatter = logging.Formatter()


def redact(text: str) -> str:
    """Text with the middle of every 18-character ID number and 11-digit mobile number starred out; digests stay whole.

    PostgreSQL tells the values of a refused row in a DETAIL line: names and dates among them, so it goes.
    """
    without_rows = _ROW.sub(r"\1（此处数据不记入日志）", text)
    parts = enumerate(_DIGEST.split(without_rows))  # every second one is a digest
    return "".join(part if place % 2 else _starred(part) for place, part in parts)


def _starred(text: str) -> str:
    return _MOBILE.sub(r"\1****\3", _IDENTITY_NUMBER.sub(rf"\1{'*' * 14}\2", text))


class RedactingFilter(logging.Filter):
    """Masks personal numbers in the message, its arguments and the traceback of a log record.

    Message and arguments are joined first, so a number put together from several is found as well.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redact(record.getMessage())
        record.args = ()
        if record.exc_info and not record.exc_text:
            record.exc_text = _formatter.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True
