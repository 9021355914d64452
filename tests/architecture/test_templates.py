"""What every template keeps to, visited by a browser test or not."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import storages
from django.core.management import call_command
from django.template import Engine
from django.test import override_settings

from partywork.settings import STORAGES

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
NAMES = [str(path.relative_to(ROOT / "templates")) for path in TEMPLATES]
# The content policy forbids them, and the browser drops them without a word to the user.
INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
OTHER_HOST = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""", re.IGNORECASE)
STATIC = re.compile(r"""{%\s*static\s+["']([^"']+)["']""")


@pytest.mark.parametrize("name", NAMES)
def test_it_compiles(name: str) -> None:
    assert Engine.get_default().get_template(name).name == name


@pytest.mark.parametrize("name", NAMES)
def test_it_has_nothing_inline_and_asks_no_other_host(name: str) -> None:
    lines = (ROOT / "templates" / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if INLINE.search(line) or OTHER_HOST.search(line)] == []


def test_every_static_file_it_names_exists_under_a_hashed_name(tmp_path: Path) -> None:
    """With the product's own storage: the suite's plain one would not notice a missing file."""
    named = {name for path in TEMPLATES for name in STATIC.findall(path.read_text(encoding="utf-8"))}
    assert named != set()
    with override_settings(STORAGES=STORAGES, STATIC_ROOT=tmp_path):
        call_command("collectstatic", interactive=False, verbosity=0)
        storage = storages["staticfiles"]
        assert isinstance(storage, ManifestStaticFilesStorage)
        assert named - set(storage.hashed_files) == set()
