"""Our styles and scripts are read by Chrome 80; where a newer feature is used, it may be missing without harm."""

from pathlib import Path

import pytest

from tests.architecture import chrome_80

ROOT = Path(__file__).resolve().parent.parent.parent
STATIC = ROOT / "static"
STYLES = sorted((STATIC / "partywork").glob("*.css"))
SCRIPTS = sorted((STATIC / "partywork").glob("*.js"))

# What an old browser leaves out, and what people then see.
HARMLESS = {
    "accent-color": "ticks and bars are blue instead of red",
    "appearance": "-webkit-appearance stands before it",
    "color-scheme": "the browser's own date pickers and scroll bars stay light in the dark",
    "print-color-adjust": "-webkit-print-color-adjust stands before it",
    "text-underline-offset": "links are underlined a little closer",
    ":focus-visible": "the rule is left out; a:focus and button:focus draw the ring, after a click with the mouse too",
}
# Bootstrap is written so that each of these has a rule of its own, or one we replace.
OF_BOOTSTRAP = HARMLESS | {
    "gap": "only in .hstack, .vstack and the like, which no template of ours uses",
    "column-gap": "as gap",
    "row-gap": "as gap",
    ":file-selector-button": "::-webkit-file-upload-button has the same rule; the button keeps the system's look",
    "inset": "only in .form-floating, which no template of ours uses",
    "mask": "as in .placeholder-wave, which no template of ours uses",
    "mask-image": "as mask",
}


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_styles_use_nothing_that_chrome_80_misses_badly(style: Path) -> None:
    assert not chrome_80.unread(chrome_80.CSS, style)
    assert {each for each in chrome_80.css_features(style) if each[0] not in HARMLESS} == set()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_use_nothing_that_chrome_80_lacks(script: Path) -> None:
    assert not chrome_80.unread(chrome_80.JAVASCRIPT, script)
    assert chrome_80.script_features(script) == set()


def test_the_libraries_run_there_too() -> None:
    vendor = STATIC / "vendor"
    missing = {name for name, _ in chrome_80.css_features(vendor / "bootstrap" / "bootstrap.min.css")}
    assert missing - OF_BOOTSTRAP.keys() == set()
    assert chrome_80.script_features(vendor / "bootstrap" / "bootstrap.bundle.min.js") == set()
    # htmx asks whether there is one before it starts a transition, and we want none.
    assert chrome_80.script_features(vendor / "htmx" / "htmx.min.js") == {(".startViewTransition()", 111)}


NEW_CSS = """
a:is(.x), a:has(b), a:focus-visible, p::marker { inset: 0; gap: 4px; width: 10dvh; overflow: clip; }
b { color: color-mix(in srgb, red, blue); }
a { & b { color: red } }
@media (width >= 600px) { a { margin-inline: 1px } }
@layer x { a { color: revert } }
"""
NEW_SCRIPT = """
a ||= b; list.at(1); Object.hasOwn(a, "b"); structuredClone(a); text.replaceAll("a", "b");
class A { #p = 1; #m() { return #p in this } static { } }
/a/dv.test(b); await f();
"""


def test_what_is_too_new_is_found(tmp_path: Path) -> None:
    style, script = tmp_path / "new.css", tmp_path / "new.js"
    style.write_text(NEW_CSS)
    script.write_text(NEW_SCRIPT)
    assert {name for name, _ in chrome_80.css_features(style)} == {
        ":is", ":has", ":focus-visible", ":marker", "inset", "gap", "dvh", "color-mix", "clip", "nesting",
        "range in a media query", "margin-inline", "@layer", "revert",
    }  # fmt: skip
    assert {name for name, _ in chrome_80.script_features(script)} == {
        "||=", ".at()", ".hasOwn()", "structuredClone", ".replaceAll()", "private method", "#field in", "static block",
        "/d", "/v", "await at the top",
    }  # fmt: skip


def test_what_chrome_80_has_is_left_alone(tmp_path: Path) -> None:
    script = tmp_path / "old.js"
    script.write_text(
        "class A { #p = 1; async f(a) { await a?.b; return a ?? 1_000; } }\nconst f = async () => await g();\n"
    )
    style = tmp_path / "old.css"
    style.write_text(
        "a.is:not(.has) { grid-gap: 4px; width: min(10px, 5vw); } @media (hover: none) { b { color: red } }\n"
    )
    assert chrome_80.script_features(script) == set()
    assert chrome_80.css_features(style) == set()
