"""A locked version with a known hole is found, without a network."""

import json
import re
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

import pytest
from packaging.specifiers import SpecifierSet

CI = Path(__file__).resolve().parent.parent.parent / ".ci"
STORED = CI / "advisories.json"


def script() -> Any:
    loader = SourceFileLoader("audit_dependencies", str(CI / "audit-dependencies"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def lock_with(tmp_path: Path, name: str, version: str) -> Path:
    lock = tmp_path / "uv.lock"
    registry = 'source = { registry = "https://pypi.org/simple" }'
    ours = '[[package]]\nname = "partywork"\nversion = "0.1.0"\nsource = { virtual = "." }\n'
    lock.write_text(f'{ours}\n[[package]]\nname = "{name}"\nversion = "{version}"\n{registry}\n', encoding="utf-8")
    return lock


def test_the_locked_versions_have_no_known_hole(capsys):
    assert script().main(CI.parent / "uv.lock", STORED) == 0
    assert capsys.readouterr().err == ""


def test_a_planted_vulnerable_version_is_found(tmp_path, capsys):
    assert script().main(lock_with(tmp_path, "jinja2", "3.1.5"), STORED) == 1
    assert capsys.readouterr().err == "jinja2 3.1.5: CVE-2025-27516, sandbox breakout through the attr filter\n"


@pytest.mark.parametrize(
    ("name", "version", "expected"),
    [
        ("django", "5.2.8", 1),
        ("django", "5.2.9", 0),
        ("django", "5.3a1", 0),
        ("django", "4.2.26", 1),
        ("Pillow", "11.2.0rc1", 0),
        ("Pillow", "11.2.1", 1),
        ("python-docx", "0.8.5", 1),
        ("unheard-of", "1.0", 0),
    ],
)
def test_each_end_of_a_range(tmp_path, name, version, expected):
    assert script().main(lock_with(tmp_path, name, version), STORED) == expected


def test_every_entry_can_be_read():
    held = json.loads(STORED.read_text(encoding="utf-8"))
    assert re.fullmatch(r"\d{4}-\d\d", held["known_until"])
    entries = held["advisories"]
    assert entries
    for entry in entries:
        assert set(entry) == {"package", "id", "affected", "summary"}
        assert re.fullmatch(r"CVE-\d{4}-\d{4,}|GHSA(-[0-9a-z]{4}){3}", entry["id"])
        assert [str(SpecifierSet(each)) for each in entry["affected"]]
    keys = [(entry["package"], entry["id"]) for entry in entries]
    assert keys == sorted(set(keys))
