"""Writing SVG: elements, text, and the frame every chart stands in."""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from partywork.charts.data import Caption, Frame, Mark


class Svg(str):
    """Finished SVG. A template prints it as it is: everything in it was escaped when it was written."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def element(name: str, inside: str = "", **attributes: str | float) -> str:
    """An element; ``css`` is its class, and an underscore in an attribute's name stands for a hyphen."""
    written = "".join(
        f" {'class' if key == 'css' else key.replace('_', '-')}={quoteattr(_shown(value))}"
        for key, value in attributes.items()
    )
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def _shown(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, words: str, size: float, css: str, anchor: str = "start") -> str:
    return element("text", escape(words), x=x, y=y, font_size=size, css=css, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, css=css)


def rect(x: float, y: float, width: float, height: float, css: str) -> str:
    return element("rect", x=x, y=y, width=max(width, 0), height=max(height, 0), css=css)


def hit(mark: Mark, x: float, y: float, width: float, height: float) -> str:
    """A field over a mark that says what it is and, where it has records, leads to them."""
    said = element("title", escape(mark.hint or f"{mark.label} {mark.text}".strip()))
    field = element("rect", said, x=x, y=y, width=max(width, 0), height=max(height, 0), css="chart-hit")
    return element("a", field, href=mark.url, tabindex="-1") if mark.url else field


def chart(frame: Frame, caption: Caption, drawn: Iterable[str], hits: Iterable[str] = ()) -> Svg:
    """The whole picture. Its fields for the pointer are hidden from readers and keys: the table has the same links."""
    title = element("title", escape(caption.title), id=f"{caption.key}-title")
    about = element("desc", escape(caption.about), id=f"{caption.key}-about")
    named = {"role": "img", "aria_labelledby": f"{caption.key}-title", "aria_describedby": f"{caption.key}-about"}
    picture = element("g", title + about + "".join(drawn), **named)
    fields = "".join(hits)
    pointed = element("g", fields, aria_hidden="true") if fields else ""
    box = f"0 0 {frame.width} {frame.height}"
    return Svg(element("svg", picture + pointed, css="chart", viewBox=box, focusable="false"))


def missing(frame: Frame, caption: Caption, words: str) -> Svg:
    """A chart without data: it says what is missing."""
    said = text(frame.width / 2, frame.height / 2, words, frame.type, "chart-missing", "middle")
    return chart(frame, caption, [said])
