"""Due dates as an iCalendar file (RFC 5545), for the calendars of phones and mail programs."""

from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256

from partywork.compliance.calendar import Occasion

CONTENT_TYPE = "text/calendar; charset=utf-8"
LINE_BYTES = 75  # RFC 5545, 3.1: longer lines are folded


def ics_of(found: Iterable[Occasion], *, name: str, code: str, stamp: date) -> bytes:
    """An all-day event for each occasion. ``code`` of the unit keeps the ids of two units apart; the same
    occasion keeps its id, so that taking the file again replaces it."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//partywork//calendar//ZH",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for each in found:
        lines += _event(each, code, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def _event(each: Occasion, code: str, stamp: date) -> list[str]:
    uid = sha256(f"{code}|{each.day}|{each.title}".encode()).hexdigest()[:32]
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}@partywork",
        f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{each.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{each.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(each.title)}",
        f"DESCRIPTION:{escaped(each.detail)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """Text as RFC 5545, 3.3.11 wants it."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "")


def folded(line: str) -> str:
    """A line of at most 75 bytes; what follows begins with a blank. No character is cut in two."""
    parts, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > LINE_BYTES:
            parts.append("")
            size = 1
        parts[-1] += character
        size += width
    return "\r\n ".join(parts)
