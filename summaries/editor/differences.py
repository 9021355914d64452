"""Two texts side by side, what differs in them marked."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def side_by_side(first: str, second: str) -> tuple[SafeString, SafeString]:
    """Both texts as HTML; what only one of them has stands in <mark>."""
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for kind, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        left.append((first[a:b], kind != "equal"))
        right.append((second[c:d], kind != "equal"))
    return _html(left), _html(right)


def _html(stretches: Iterable[tuple[str, bool]]) -> SafeString:
    marked = (format_html("<mark>{}</mark>", text) if differs else text for text, differs in stretches if text)
    return format_html_join("", "{}", ((each,) for each in marked))
