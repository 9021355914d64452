"""What a page lets a browser send: its forms with all their fields, and the questions its links ask."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml import html

NOT_SENT = {"csrfmiddlewaretoken", ""}


@dataclass(frozen=True)
class Field:
    """``kind``: an input's type, "select", "textarea" or "button". ``values``: what a browser would send as it stands;
    ``offered``: what may be chosen."""

    name: str
    kind: str
    values: tuple[str, ...]
    offered: tuple[str, ...] = ()
    longest: int = 0
    many: bool = False


@dataclass(frozen=True)
class Form:
    """``path``: where it is sent to."""

    path: str
    method: str
    multipart: bool
    fields: tuple[Field, ...]


def tree_of(content: bytes) -> Any:
    return html.document_fromstring(content.decode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))


def forms_of(tree: Any, url: str) -> Iterator[Form]:
    """The page's forms, and what htmx sends of a single element."""
    for element in tree.iter("form"):
        target = element.get("action") or element.get("hx-post") or element.get("hx-get") or url
        method = "POST" if element.get("hx-post") else element.get("method", "get").upper()
        own = element.get("id")
        inputs = [*element.iter("input", "select", "textarea", "button")]
        if own:
            inputs += [each for each in tree.xpath("//*[@form]") if each.get("form") == own and each not in inputs]
        fields = tuple(_fields(inputs))
        yield Form(urljoin(url, target), method, any(each.kind == "file" for each in fields), fields)


def links_of(tree: Any, url: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Every address with a question in it: the path, and what is asked."""
    for element in tree.xpath("//*[@href or @hx-get]"):
        parts = urlsplit(urljoin(url, element.get("href") or element.get("hx-get")))
        if parts.query and not parts.netloc:
            yield parts.path, parse_qsl(parts.query, keep_blank_values=True)


def _fields(inputs: list[Any]) -> Iterator[Field]:
    grouped: dict[str, list[Any]] = {}
    for each in inputs:
        name = each.get("name", "")
        if name in NOT_SENT or each.get("disabled") is not None:
            continue
        if each.tag == "input" and each.get("type") in ("checkbox", "radio"):
            grouped.setdefault(name, []).append(each)
        else:
            yield _single(name, each)
    for name, boxes in grouped.items():
        kind = boxes[0].get("type")
        offered = tuple(box.get("value", "on") for box in boxes)
        values = tuple(box.get("value", "on") for box in boxes if box.get("checked") is not None)
        yield Field(name, kind, values, offered, many=kind == "checkbox" and len(boxes) > 1)


def _single(name: str, each: Any) -> Field:
    longest = int(each.get("maxlength") or 0)
    if each.tag == "select":
        options = [*each.iter("option")]
        chosen = tuple(option.get("value", "") for option in options if option.get("selected") is not None)
        offered = tuple(option.get("value", "") for option in options)
        many = each.get("multiple") is not None
        return Field(name, "select", chosen or (() if many else offered[:1]), offered, many=many)
    if each.tag == "textarea":
        return Field(name, "textarea", (each.text or "",), longest=longest)
    if each.tag == "button":
        return Field(name, "button", (each.get("value", ""),))
    kind = each.get("type", "text")
    if kind == "text" and each.get("inputmode") in ("numeric", "decimal"):
        kind = "number"
    return Field(name, "button" if kind == "submit" else kind, (each.get("value", ""),), longest=longest)
