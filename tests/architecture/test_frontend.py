"""The files a browser gets: icons that exist, and no way to another host."""

import re
from pathlib import Path

import pytest

from partywork import nav

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
OWN_STYLES = sorted((ROOT / "static" / "partywork").glob("*.css"))
SPRITE = (ROOT / "static" / "vendor" / "bootstrap-icons" / "icons.svg").read_text(encoding="utf-8")
ICONS = set(re.findall(r'<symbol id="([^"]+)"', SPRITE))


def test_every_icon_a_template_names_is_in_the_sprite() -> None:
    named = {
        icon for path in TEMPLATES for icon in re.findall(r'\{% icon "([^"]+)" %\}', path.read_text(encoding="utf-8"))
    }
    assert named != set()
    assert named - ICONS == set()


def test_every_icon_of_the_menu_is_in_the_sprite() -> None:
    assert {item.icon for group in nav.GROUPS for item in group.items} - ICONS == set()


@pytest.mark.parametrize("style", OWN_STYLES, ids=lambda path: path.name)
def test_styles_ask_no_other_host(style: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", style.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert [address for address in re.findall(r"url\(\s*[\"']?([^)]*)", text) if not address.startswith("data:")] == []


# The paper sheet keeps the colours of paper in dark mode too; print is black on white.
WITH_OWN_COLOURS = {"tokens.css", "report.css", "print.css", "report-print.css"}


@pytest.mark.parametrize(
    "style", [path for path in OWN_STYLES if path.name not in WITH_OWN_COLOURS], ids=lambda path: path.name
)
def test_colours_are_named_in_one_file(style: Path) -> None:
    text = re.sub(r"url\([^)]*\)", "", style.read_text(encoding="utf-8"))
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", text) == []
