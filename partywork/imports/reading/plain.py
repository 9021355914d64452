"""Parts of an .xlsx as nearly every program writes them, read by pattern instead of as a tree: a fifth of the time.

A pattern has to cover a part without a gap. What stands around the rows goes through the XML parser; the first thing
inside that is anything else than the pattern (a comment, formatted runs, an attribute nobody writes) raises NotPlain,
and the caller reads the part as XML. So there is one meaning of a file, reached in two ways.
"""

import re
from collections.abc import Iterator
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate

_CHUNK = 256 * 1024
_MOST_HELD = 16 * 1024 * 1024  # of one row or text
_ATTRIBUTES = r'(?: [A-Za-z][\w.:-]*="[^"<>&]*")*'
_TEXT = r"<t(?: xml:space=\"preserve\")?>([^<]*)</t>"
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="([0-9]{1,6})")?(?: t="([a-zA-Z]{1,9})")?(?: ?/>|>'
    rf"(<f{_ATTRIBUTES}(?: ?/>|>[^<]*</f>))?(?:<v>([^<]*)</v>|<is>{_TEXT}</is>)?</c>)"
)
CELL_PARTS = 6  # letters, style, kind, formula, content, inline text
_ROW = re.compile(rf"\s*<row({_ATTRIBUTES}) ?(/?)>")
_NUMBER = re.compile(r' r="([0-9]{1,7})"')
_SHARED = re.compile(rf"<si>{_TEXT}</si>")
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot|apos)|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_NO_TEXT = re.compile(
    "[\x00-\x08\x0b-\x1f\ufffe\uffff]|]]>"
)  # in no XML, or (a carriage return) read as something else

PlainRow = tuple[int | None, list[str | None]]


class NotPlain(Exception):
    """The part holds something the patterns do not know."""


def plain_rows(xml: IO[bytes]) -> Iterator[PlainRow]:
    """The rows of a sheet: number where it is said, and CELL_PARTS parts a cell, one after another."""
    for text in _between(xml, b"sheetData", b"</row>"):
        at = 0
        while at < len(text):
            opening = _ROW.match(text, at)
            if opening is None:
                if text[at:].strip():
                    raise NotPlain
                break
            at, body = opening.end(), ""
            if not opening[2]:
                end = text.find("</row>", at)
                if end < 0:
                    raise NotPlain
                body, at = text[at:end], end + len("</row>")
            yield _number_in(opening[1]), _parts(_CELL, body)


def _number_in(attributes: str) -> int | None:
    if ' r="' not in attributes:
        return None
    found = _NUMBER.search(attributes)
    if found is None:
        raise NotPlain
    return int(found[1])


def plain_texts(xml: IO[bytes]) -> list[str]:
    """The shared texts of a workbook."""
    found: list[str] = []
    for text in _between(xml, b"sst", b"</si>"):
        found += [unescaped(each or "") for each in _parts(_SHARED, text)]
    return found


def unescaped(text: str) -> str:
    if "&" not in text:
        return text
    plain, count = _REFERENCE.subn(_referred, text)
    if count != text.count("&"):
        raise NotPlain
    return plain


def _referred(found: re.Match[str]) -> str:
    if found[1]:
        return _NAMED[found[1]]
    code = int(found[2]) if found[2] else int(found[3], 16)
    if code > 0x10FFFF or 0xD800 <= code < 0xE000 or (code != 13 and _NO_TEXT.match(chr(code))):
        raise NotPlain
    return chr(code)


def _parts(pattern: re.Pattern[str], text: str) -> list[str | None]:
    """The groups of the pattern, again and again; nothing but blanks may stand between."""
    pieces: list[str | None] = pattern.split(text)
    step = pattern.groups + 1
    if any(gap and not gap.isspace() for gap in pieces[::step]):
        raise NotPlain
    del pieces[::step]
    return pieces


def _between(xml: IO[bytes], tag: bytes, end_of_item: bytes) -> Iterator[str]:
    """What stands in the element ``tag``, cut behind whole items; the rest of the part must be well-formed."""
    around = _Around(tag.decode())
    held = around.before(xml)
    closing = b"</" + tag + b">"
    while closing not in held:
        cut = held.rfind(end_of_item) + len(end_of_item)
        if cut >= len(end_of_item):
            yield _decoded(held[:cut])
            held = held[cut:]
        chunk = xml.read(_CHUNK)
        if not chunk or len(held) > _MOST_HELD:
            raise NotPlain
        held += chunk
    inside, _, after = held.partition(closing)
    yield _decoded(inside)
    around.after(closing + after, xml)


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise NotPlain from None
    if _NO_TEXT.search(text):
        raise NotPlain
    return text


def _refused(*_: object) -> None:
    raise NotPlain


class _Around:
    """The XML parser over what stands before and behind the items."""

    def __init__(self, tag: str) -> None:
        self._tag, self._depth = tag, 1 if tag == "sst" else 2
        self._open: list[str] = []
        self._parser = ParserCreate()
        self._parser.StartElementHandler = lambda name, _: self._open.append(name)
        self._parser.EndElementHandler = lambda _: self._open.pop()
        self._parser.XmlDeclHandler = self._declared
        self._parser.StartDoctypeDeclHandler = _refused

    def _declared(self, _version: object, encoding: object, _standalone: object) -> None:
        if str(encoding or "utf-8").lower() != "utf-8":
            raise NotPlain

    def before(self, xml: IO[bytes]) -> bytes:
        """Reads on to the first item, and gives what was read of the items."""
        opening = re.compile(b"<" + self._tag.encode() + b"(?: [^<>]*)?>")
        head = b""
        while (found := opening.search(head)) is None:
            chunk = xml.read(_CHUNK)
            if not chunk or len(head) > _MOST_HELD:
                raise NotPlain
            head += chunk
        if found[0].endswith(b"/>"):
            raise NotPlain
        self._feed(head[: found.end()])
        if len(self._open) != self._depth or self._open[-1] != self._tag:
            raise NotPlain
        return head[found.end() :]

    def after(self, rest: bytes, xml: IO[bytes]) -> None:
        self._feed(rest)
        while chunk := xml.read(_CHUNK):
            self._feed(chunk)
        self._feed(b"", last=True)

    def _feed(self, data: bytes, *, last: bool = False) -> None:
        try:
            self._parser.Parse(data, last)
        except ExpatError:
            raise NotPlain from None
