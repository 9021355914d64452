"""Which features came after Chrome 80 (February 2020), the oldest browser we promise, and where a file uses one.

The numbers are the first version of desktop Chrome with the feature, from MDN's browser compatibility data.
"""

from collections.abc import Iterator
from pathlib import Path

import tree_sitter_css
import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

CSS = Parser(Language(tree_sitter_css.language()))
JAVASCRIPT = Parser(Language(tree_sitter_javascript.language()))

PROPERTIES = {
    "accent-color": 93, "anchor-name": 125, "animation-timeline": 115, "appearance": 84, "aspect-ratio": 88,
    "border-block": 87, "border-block-color": 87, "border-inline": 87, "border-inline-color": 87,
    "border-inline-style": 87, "border-inline-width": 87, "color-scheme": 81, "contain-intrinsic-size": 83,
    "container": 105, "container-name": 105, "container-type": 105, "content-visibility": 85, "counter-set": 85,
    "field-sizing": 123, "font-palette": 101, "font-size-adjust": 127, "forced-color-adjust": 89,
    "gap": 84, "row-gap": 84, "column-gap": 84,  # in a flex box; a grid's is written grid-gap
    "hyphenate-character": 106, "inset": 87, "inset-block": 87, "inset-block-end": 87, "inset-block-start": 87,
    "inset-inline": 87, "inset-inline-end": 87, "inset-inline-start": 87, "interpolate-size": 129,
    "margin-block": 87, "margin-inline": 87, "mask": 120, "mask-image": 120, "object-view-box": 104,
    "overflow-clip-margin": 90, "padding-block": 87, "padding-inline": 87, "page": 85, "print-color-adjust": 136,
    "rotate": 104, "ruby-position": 84, "scale": 104, "scroll-timeline": 115, "scrollbar-color": 121,
    "scrollbar-gutter": 94, "scrollbar-width": 121, "text-box": 133, "text-decoration-thickness": 89,
    "text-emphasis": 99, "text-underline-offset": 87, "text-wrap": 114, "text-wrap-style": 130, "translate": 104,
    "view-transition-name": 111, "white-space-collapse": 114,
}  # fmt: skip
VALUES = {"clip": 90, "revert": 84, "revert-layer": 99, "subgrid": 117}
FUNCTIONS = {
    "anchor": 125, "calc-size": 129, "color": 111, "color-mix": 111, "hwb": 101, "image-set": 113, "lab": 111,
    "lch": 111, "light-dark": 123, "mod": 125, "oklab": 111, "oklch": 111, "rem": 125, "round": 125,
}  # fmt: skip
PSEUDO = {
    "autofill": 110, "details-content": 131, "dir": 120, "file-selector-button": 89, "focus-visible": 86, "has": 105,
    "is": 88, "marker": 86, "modal": 105, "open": 133, "popover-open": 114, "target-text": 89, "user-invalid": 119,
    "user-valid": 119, "where": 88,
}  # fmt: skip
AT_RULES = {
    "@container": 105, "@counter-style": 91, "@font-palette-values": 101, "@layer": 99, "@position-try": 125,
    "@property": 85, "@scope": 118, "@starting-style": 117, "@view-transition": 126,
}  # fmt: skip
MEDIA = {"dynamic-range": 98, "forced-colors": 89, "prefers-contrast": 96, "scripting": 120, "update": 113}
UNITS = {
    "cap": 118, "cqb": 105, "cqh": 105, "cqi": 105, "cqw": 105, "dvh": 108, "dvw": 108, "ic": 106, "lh": 109,
    "lvh": 108, "lvw": 108, "rlh": 111, "svh": 108, "svw": 108,
}  # fmt: skip
METHODS = {
    "any": 85, "at": 92, "canParse": 120, "checkVisibility": 105, "findLast": 97, "findLastIndex": 97, "fromAsync": 121,
    "getAnimations": 84, "groupBy": 117, "hasOwn": 93, "isWellFormed": 111, "randomUUID": 92, "replaceAll": 85,
    "replaceChildren": 86, "requestClose": 134, "setHTMLUnsafe": 124, "showPopover": 114, "startViewTransition": 111,
    "toReversed": 110, "toSorted": 110, "toSpliced": 110, "togglePopover": 114, "with": 110, "withResolvers": 119,
}  # fmt: skip
GLOBALS = {"AggregateError": 85, "FinalizationRegistry": 84, "WeakRef": 84, "structuredClone": 98}
ASSIGNMENTS = {"&&=": 85, "||=": 85, "??=": 85}
REGEX_FLAGS = {"d": 90, "v": 112}
FUNCTION_NODES = {"arrow_function", "function_declaration", "function_expression", "method_definition"}


def css_features(path: Path) -> set[tuple[str, int]]:
    """(feature, first version) of what the style sheet uses that Chrome 80 lacks."""
    return {found for node in _nodes(CSS, path) for found in _of_css(node)}


def script_features(path: Path) -> set[tuple[str, int]]:
    """(feature, first version) of what the script uses that Chrome 80 lacks."""
    return {found for node in _nodes(JAVASCRIPT, path) for found in _of_script(node)}


def unread(parser: Parser, path: Path) -> bool:
    """Whether the grammar could not read something of the file, which then nobody judged."""
    return parser.parse(path.read_bytes()).root_node.has_error


def _nodes(parser: Parser, path: Path) -> Iterator[Node]:
    waiting = [parser.parse(path.read_bytes()).root_node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += node.children


def _text(node: Node | None) -> str:
    return (node.text or b"").decode() if node is not None else ""


def _of_css(node: Node) -> Iterator[tuple[str, int]]:
    text = _text(node)
    tables = {
        "property_name": PROPERTIES, "function_name": FUNCTIONS, "at_keyword": AT_RULES, "feature_name": MEDIA,
        "unit": UNITS, "plain_value": VALUES,
    }  # fmt: skip
    version = tables.get(node.type, {}).get(text)
    if version and not (text == "column-gap" and _has_columns(node)):
        yield text, version
    if node.type in {"class_name", "tag_name"} and node.parent is not None and node.parent.type.startswith("pseudo_"):
        marks = [each for each in node.parent.children if each.type in {":", "::"}]
        if marks and marks[-1].start_byte < node.start_byte and text in PSEUDO:
            yield f":{text}", PSEUDO[text]
    above = node.parent.type if node.parent is not None else ""
    rule_in_rule = node.type == "rule_set" and above == "block" and _grandparent(node) == "rule_set"
    if node.type == "nesting_selector" or rule_in_rule:
        yield "nesting", 112
    if node.type == "ERROR" and above == "parenthesized_query":
        yield "range in a media query", 104


def _has_columns(name: Node) -> bool:
    """Whether the gap is one between columns of text, which is as old as they are."""
    block = name.parent.parent if name.parent is not None else None
    return block is not None and any(_text(each).startswith("columns:") for each in block.children)


def _grandparent(node: Node) -> str:
    block = node.parent
    return block.parent.type if block is not None and block.parent is not None else ""


def _of_script(node: Node) -> Iterator[tuple[str, int]]:
    text = _text(node)
    if node.type in ASSIGNMENTS:
        yield text, ASSIGNMENTS[node.type]
    elif node.type == "property_identifier" and text in METHODS and _is_called(node):
        yield f".{text}()", METHODS[text]
    elif node.type == "identifier" and text in GLOBALS:
        yield text, GLOBALS[text]
    elif node.type == "regex_flags":
        yield from ((f"/{flag}", version) for flag, version in REGEX_FLAGS.items() if flag in text)
    elif node.type == "class_static_block":
        yield "static block", 94
    elif node.type == "private_property_identifier" and node.parent is not None:
        if node.parent.type == "method_definition":
            yield "private method", 84
        elif node.parent.type == "binary_expression":
            yield "#field in", 91
    elif node.type == "await_expression" and not _is_inside_function(node):
        yield "await at the top", 89


def _is_called(node: Node) -> bool:
    member = node.parent
    return member is not None and member.parent is not None and member.parent.type == "call_expression"


def _is_inside_function(node: Node) -> bool:
    above = node.parent
    while above is not None and above.type not in FUNCTION_NODES:
        above = above.parent
    return above is not None
