"""Inputs by chance: a form filled in as somebody would, with something hostile in one field or several."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from urllib.parse import quote_from_bytes

from tests.fuzz.files import some_file
from tests.fuzz.reading import Field, Form
from tests.fuzz.texts import DATES, KEYS, MONTHS, NUMBERS, TEXTS

Pairs = list[tuple[str, Any]]  # a value is a text, or (file name, content)
FIRST_DAY, DAYS = date(2026, 1, 5), 170
BOUNDARY = "----fuzz7MA4YWxkTrZu0gW"
FREE = {"text", "textarea", "search", "email", "url", "tel", "password"}
# Names that are asked for somewhere, for addresses whose links say nothing.
ASKED = (
    "org", "of", "q", "page", "after", "before", "sort", "period", "export", "copy", "next", "first", "last", "from",
    "to", "year", "month", "step", "on", "at", "go", "measure", "kind", "member", "group", "state", "date",
    "date_after", "date_before", "cursor", "filter", "theme", "text", "units", "a", "b",
)  # fmt: skip


@dataclass(frozen=True)
class Chance:
    """What one input is like: how often a field of free words holds hostile ones, how many fields are spoilt."""

    hostile_text: float
    broken_fields: int


# Most are meant to be stored: hostile where words are asked for, sound elsewhere.
LIKE = (Chance(0.3, 0), Chance(0.3, 0), Chance(0.9, 0), Chance(0.3, 1), Chance(0.8, 3))


def filled(form: Form, random: Random) -> Pairs:
    """One input for the form: filled in as somebody would, and then spoilt."""
    chance = random.choice(LIKE)
    pairs: Pairs = []
    for field in form.fields:
        if field.kind != "button":
            pairs += [(field.name, value) for value in _values(field, random, chance)]
    buttons = [each for each in form.fields if each.kind == "button"]
    if buttons:
        button = random.choice(buttons)
        pairs.append((button.name, button.values[0]))
    for _ in range(chance.broken_fields):
        _break(pairs, random)
    return pairs


def _values(field: Field, random: Random, chance: Chance) -> Sequence[Any]:
    if field.kind == "file":
        return [some_file(random)] if random.random() < 0.7 else []
    if field.offered or not field.values:
        return _chosen(field, random)
    (value,) = field.values
    if field.kind == "hidden":
        return [value]
    if field.kind in FREE:
        return [_text(field, random, chance)]
    return [value if value and random.random() < 0.7 else _sound(field.kind, random)]


def _chosen(field: Field, random: Random) -> Sequence[str]:
    offered = [value for value in field.offered if value]
    if field.kind in ("checkbox", "radio") or field.many:
        if field.kind == "radio" and offered:
            return [random.choice(offered)]
        return [value for value in offered if random.random() < (0.7 if value in field.values else 0.4)]
    if not offered or (any(field.values) and random.random() < 0.6):
        return field.values
    return [random.choice(offered)]


def _text(field: Field, random: Random, chance: Chance) -> str:
    (value,) = field.values
    if random.random() < chance.hostile_text:
        text = random.choice(TEXTS)
        if field.longest and random.random() < 0.9:
            text = text[: field.longest]
        return text
    return value or _sound(random.choice(("text", "text", "text", "date", "number")), random)


def _sound(kind: str, random: Random) -> str:
    if kind == "number":
        return str(random.randrange(1, 13))
    if kind == "date":
        return (FIRST_DAY + timedelta(days=random.randrange(DAYS))).isoformat()
    if kind == "month":
        return f"2026-{random.randrange(1, 7):02d}"
    return f"一句话{random.randrange(100)}"


def _break(pairs: Pairs, random: Random) -> None:
    """Spoil one field: another value, none at all, twice, or of another kind."""
    if not pairs:
        return
    at = random.randrange(len(pairs))
    name, _ = pairs[at]
    how = random.randrange(6)
    if how == 0:
        del pairs[at]
    elif how == 1:
        pairs.append((name, anything(random)))
    elif how == 2:
        pairs.append((f"{name}-{random.choice(('0', '1', 'x'))}", anything(random)))
    elif how == 3:
        pairs[at] = (name, some_file(random))
    else:
        pairs[at] = (name, anything(random))


def anything(random: Random) -> str:
    pool = random.choice((TEXTS, TEXTS, KEYS, NUMBERS, DATES, MONTHS))
    return random.choice(pool)


def asked(known: Pairs, random: Random) -> Pairs:
    """A question for an address: what its links and forms ask, one or several answers spoilt."""
    pairs = [pair for pair in known if random.random() < 0.8]
    for _ in range(random.randrange(1, 3)):
        if pairs and random.random() < 0.75:
            at = random.randrange(len(pairs))
            pairs[at] = (pairs[at][0], anything(random))
        else:
            pairs.append((random.choice(ASKED), anything(random)))
    return pairs


def anywhere(kwargs: dict[str, Any], random: Random) -> dict[str, Any]:
    """Another record's address, or nobody's."""
    name = random.choice(sorted(kwargs))
    if isinstance(kwargs[name], int):
        return kwargs | {name: random.choice((0, 1, 2, 3, 999_999_999, 10**18, 10**25))}
    return kwargs | {name: random.choice(("x", "figures", "-", "__", "0"))}


# --- As bytes: Django's own client would refuse to send some of it ---


def query(pairs: Pairs) -> str:
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs if isinstance(value, str))


def body(pairs: Pairs, multipart: bool) -> tuple[bytes, str]:
    """The body, and what it says it is."""
    if not multipart and all(isinstance(value, str) for _, value in pairs):
        return query(pairs).encode("ascii"), "application/x-www-form-urlencoded"
    parts = []
    for name, value in pairs:
        head = f'Content-Disposition: form-data; name="{_plain(name)}"'
        content = value
        if not isinstance(value, str):
            file_name, content = value
            head += f'; filename="{_plain(file_name)}"\r\nContent-Type: application/octet-stream'
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        parts.append(f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode() + data + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode(), f"multipart/form-data; boundary={BOUNDARY}"


def _quoted(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


def _plain(text: str) -> str:
    return text.replace('"', "%22").replace("\r", " ").replace("\n", " ")
