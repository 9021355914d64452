"""Text with figure tokens, as writers type it: ``召开支委会{支委会次数}次``.

A token is ``{名称#标签@维度=值|日期|样式}``; ``{{`` and ``}}`` stand for braces. Nothing here knows what a name
means: see ``tokens``.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

MISSING = "【待补】"


class TokenError(ValueError):
    """Text whose braces do not pair, or a token that cannot be understood; the message says what to do."""


@dataclass(frozen=True)
class Token:
    """``expression`` names the figure, ``style`` how it prints ("" for the exact number): what follows the bar."""

    expression: str
    style: str = ""

    def __str__(self) -> str:
        return "{" + self.expression + (f"|{self.style}" if self.style else "") + "}"


Part = str | Token

_HALF_WIDTH = str.maketrans("＃＠＝｜", "#@=|")  # as a Chinese keyboard types them
_PIECE = re.compile(r"\{\{|\}\}|\{(?P<inner>[^{}]*)\}|[{}]|[^{}]+")


@lru_cache(maxsize=16384)  # the library's texts are read again for every report
def parse(text: str) -> tuple[Part, ...]:
    """The text as plain stretches and tokens. Raises TokenError where the braces do not pair."""
    parts: list[Part] = []
    for match in _PIECE.finditer(text):
        piece, inner = match[0], match["inner"]
        if inner is not None:
            parts.append(_token(inner))
        elif piece in ("{", "}"):
            raise TokenError(f"第{match.start() + 1}个字处的“{piece}”没有配对。要写大括号本身，请连写两个。")
        else:
            plain = piece[0] if piece in ("{{", "}}") else piece
            if parts and isinstance(parts[-1], str):
                parts[-1] += plain
            else:
                parts.append(plain)
    return tuple(parts)


def _token(inner: str) -> Token:
    expression, _, style = inner.translate(_HALF_WIDTH).partition("|")
    if not expression.strip():
        raise TokenError("有一对大括号里没有写指标名称，请补上名称或删去大括号。")
    return Token(expression.strip(), style.strip())


def write(parts: Iterable[Part]) -> str:
    """The text that ``parse`` reads back to the same parts."""
    return "".join(str(part) if isinstance(part, Token) else escape(part) for part in parts)


def escape(plain: str) -> str:
    """Plain text (a title, a name) as it must stand in text with tokens."""
    return plain.replace("{", "{{").replace("}", "}}")


def tokens_of(text: str) -> list[Token]:
    return [part for part in parse(text) if isinstance(part, Token)]


def with_tokens(text: str, change: Callable[[Token], Part]) -> str:
    """The text with every token replaced by what ``change`` makes of it."""
    return write(change(part) if isinstance(part, Token) else part for part in parse(text))


def plain_stretches(text: str) -> str:
    """The text without its tokens: what somebody typed by hand."""
    return "".join(part for part in parse(text) if isinstance(part, str))
