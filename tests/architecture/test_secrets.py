"""No key, token or password of anybody is under version control."""

import re
from pathlib import Path

import pytest

from tests.architecture.test_project import ROOT, own_text_files, tracked_files

# Written so that the patterns do not find themselves.
KEY_MATERIAL = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KE[Y]-----"
    r"|\bAKI[A][0-9A-Z]{16}\b"  # a cloud's access key
    r"|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bglpat[-][A-Za-z0-9_-]{20}\b"  # tokens of code hosts
    r"|\bxox[abprs][-][A-Za-z0-9-]{10,}"  # of a messenger
    r"|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\."  # a signed web token
    r"|(?:access_token|key)=[0-9a-f]{32,}"  # in the address of a robot
    r"|://(?!user:pass@)[^/\s:@'\"{}<]+:[^/\s:@'\"{}<]+@(?!localhost|127\.0\.0\.1|\$|\{)[a-z0-9-]+\.[a-z]"
)
NAMED_SECRET = re.compile(
    r"(?i)\b(?:secret_key|api_key|password|passwd|token|audit_key|index_key)\b['\"]?\s*[:=]\s*"
    r"f?['\"]([A-Za-z0-9+/_=.-]{24,})['\"]"
)
KEY_FILES = re.compile(
    r"(?:^|/)(?:\.env(?:\..*)?|keyring\.json|secret_key|id_(?:rsa|ed25519|ecdsa)|.*\.(?:pem|key|p12|pfx|kdbx))$"
)


def found_in(text: str) -> list[str]:
    return [line for line in text.splitlines() if KEY_MATERIAL.search(line) or NAMED_SECRET.search(line)]


def test_no_tracked_file_holds_a_key() -> None:
    held = {path.relative_to(ROOT).as_posix(): found_in(path.read_text(encoding="utf-8")) for path in own_text_files()}
    assert {name: lines for name, lines in held.items() if lines} == {}


def test_no_tracked_file_is_one_that_keeps_keys() -> None:
    names = [path.relative_to(ROOT).as_posix() for path in tracked_files()]
    assert [name for name in names if KEY_FILES.search(name)] == []


@pytest.mark.parametrize(
    "planted",
    [
        "-----BEGIN RSA PRIVATE " + "KEY-----",
        "AKI" + "A" + "ABCDEFGHIJKLMNOP",
        "ghp" + "_" + "a" * 36,
        "https://oapi.example.com/robot/send?access_" + "token=" + "0f" * 16,
        "postgres://party:geheim" + "@db.example.com/party",
        "SECRET_" + "KEY = '" + "x9" * 15 + "'",
        'password: "' + "Ab" * 14 + '"',
    ],
)
def test_what_is_planted_is_found(planted: str) -> None:
    assert found_in(f"a line\n{planted}\nanother") == [planted]


@pytest.mark.parametrize("name", ["deploy/.env", "keys/keyring.json", "a/server.pem", "id_rsa", ".env.production"])
def test_files_that_keep_keys_are_known_by_name(name: str) -> None:
    assert KEY_FILES.search(name)


def test_what_is_made_on_first_run_lies_where_git_does_not_look() -> None:
    ignored = Path(ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "/var/" in ignored
