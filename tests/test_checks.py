"""``check --deploy`` on a fresh install of either kind, and each fault it is there to find."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from partywork import checks
from partywork import settings as shipped
from partywork.audit import triggers
from partywork.common.signing_in import SessionTimes

ROOT = Path(__file__).resolve().parent.parent


LONG = SessionTimes(idle=timedelta(minutes=31), most=timedelta(hours=8))


def ids(found) -> list[str]:
    return [each.id for each in found]


def deployed(var: Path, *, transport: str, **more: str) -> tuple[int, list[str], str]:
    """The result, the ids of all messages in order, and the text of a check in a process of its own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PARTYWORK_", "DATABASE_URL", "DJANGO_"))
    }
    given = {
        "DJANGO_SETTINGS_MODULE": "partywork.settings",
        "PARTYWORK_VAR": str(var),
        "PARTYWORK_TRANSPORT": transport,
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "ERROR"]
    done = subprocess.run(
        command, cwd=ROOT, env=kept | given | more, capture_output=True, encoding="utf-8", check=False
    )
    text = done.stdout + done.stderr
    return done.returncode, [line.split("(")[1].split(")")[0] for line in text.splitlines() if line[:3] == "?: "], text


def test_the_office_network_is_told_what_it_gives_up_and_nothing_else(tmp_path):
    code, found, text = deployed(tmp_path, transport="http")
    warned = [f"partywork.W{number}" for number in ("001", "003", "009", "101")]
    assert (code, found) == (0, [*warned, "partywork.I001"])
    assert checks.HTTP_GIVES_UP in text
    listed = [name for _, name, _ in checks.LISTED]
    assert [name for name in listed if f"（{name}）：" not in text] == []


def test_https_has_nothing_left_but_the_disk(tmp_path):
    code, found, text = deployed(
        tmp_path, transport="https", PARTYWORK_HOSTS="dangjian.example.cn", DATABASE_URL=f"sqlite:///{tmp_path}/x",
        PARTYWORK_TWO_FACTOR="managers", PARTYWORK_THREE_ADMINS="on", PARTYWORK_PROXIES="127.0.0.1",
    )  # fmt: skip
    assert (code, found) == (0, ["partywork.W003", "partywork.I001"])
    assert "传输（PARTYWORK_TRANSPORT）：https" in text


def test_every_variable_the_settings_read_is_listed_or_says_why_not():
    source = Path(shipped.__file__).read_text(encoding="utf-8")
    read = set(re.findall(r'"(PARTYWORK_[A-Z_]+)"', source))
    not_listed = {
        "PARTYWORK_DEBUG",  # an error of its own
    }
    assert read - {name for _, name, _ in checks.LISTED} - not_listed == set()


@pytest.mark.parametrize(
    ("check", "change", "expected"),
    [
        (checks.debug_is_off, {"DEBUG": True}, ["partywork.E001"]),
        (checks.debug_is_off, {}, []),
        (checks.hosts_are_named, {"ALLOWED_HOSTS": ["*"]}, ["partywork.E002"]),
        (checks.hosts_are_named, {"ALLOWED_HOSTS": [".example.cn"]}, ["partywork.E002"]),
        (checks.hosts_are_named, {"ALLOWED_HOSTS": ["a.example.cn"]}, []),
        (checks.transport_is_safe, {"TRANSPORT": "http"}, ["partywork.W001"]),
        (checks.transport_is_safe, {"TRANSPORT": "https", "ALLOWED_HOSTS": ["localhost"]}, ["partywork.W002"]),
        (checks.transport_is_safe, {"TRANSPORT": "https", "ALLOWED_HOSTS": ["a.example.cn"]}, []),
        (checks.addresses_are_true, {"TRANSPORT": "https"}, ["partywork.W010"]),
        (checks.addresses_are_true, {"TRANSPORT": "http"}, []),
        (checks.addresses_are_true, {"PROXIES": (ip_network("10.0.0.0/8"),)}, ["partywork.W011"]),
        (checks.addresses_are_true, {"TRANSPORT": "https", "PROXIES": (ip_network("10.0.0.0/24"),)}, []),
        (checks.ways_out_are_safe, {"MAIL": SimpleNamespace(host="m.example.cn", security="none")}, ["partywork.W005"]),
        (checks.ways_out_are_safe, {"MAIL": SimpleNamespace(host="m.example.cn", security="ssl")}, []),
        (checks.ways_out_are_safe, {"REMINDER_HOSTS": {"a.example.cn"}, "REMINDER_LINK": ""}, ["partywork.W006"]),
        (checks.sessions_and_passwords_hold, {"TWO_FACTOR": "managers", "SESSION_TIMES": LONG}, ["partywork.W008"]),
        (checks.sessions_and_passwords_hold, {"TWO_FACTOR": "managers"}, []),
        (checks.sessions_and_passwords_hold, {"TWO_FACTOR": "off"}, ["partywork.W009"]),
        (checks.keys_are_private, {"SECRET_KEY": "short"}, ["partywork.E005"]),
        (checks.limits_hold, {"LIMITS_HOLD": False}, ["partywork.E009"]),
        (checks.limits_hold, {"LIMITS_HOLD": True}, []),
    ],
)
def test_one_fault_one_message(settings, check, change, expected):
    for name, value in change.items():
        setattr(settings, name, value)
    assert ids(check()) == expected


def test_passwords_without_rules_are_an_error(monkeypatch, settings):
    settings.TWO_FACTOR = "all"
    monkeypatch.setattr(checks, "get_default_password_validators", list)
    assert ids(checks.sessions_and_passwords_hold()) == ["partywork.E008"]


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps access in lists")
def test_a_key_that_others_can_read_or_that_leaves_with_the_backups(settings, tmp_path):
    settings.SECRET_KEY = "x" * 60
    settings.BACKUP_DIR = tmp_path / "backups"
    for name in ("SECRET_KEY_FILE", "PARTYWORK_KEYS_FILE"):
        path = tmp_path / "keys" / name
        path.parent.mkdir(exist_ok=True)
        path.touch(0o600)
        setattr(settings, name, path)
    assert checks.keys_are_private() == []
    settings.SECRET_KEY_FILE.chmod(0o640)
    assert ids(checks.keys_are_private()) == ["partywork.E003"]
    settings.SECRET_KEY_FILE.chmod(0o600)
    settings.BACKUP_DIR = settings.SECRET_KEY_FILE.parent
    assert ids(checks.keys_are_private()) == ["partywork.E004", "partywork.E004"]


def test_backups_on_another_disk_are_no_warning(settings, tmp_path, monkeypatch):
    settings.VAR_DIR, settings.BACKUP_DIR = tmp_path, tmp_path / "not" / "yet"
    assert ids(checks.backups_survive_the_disk()) == ["partywork.W003"]
    disks = {tmp_path / "other": 2, tmp_path: 1}
    settings.BACKUP_DIR = tmp_path / "other"
    monkeypatch.setattr(
        checks, "_existing", lambda path: SimpleNamespace(stat=lambda: SimpleNamespace(st_dev=disks[path]))
    )
    assert checks.backups_survive_the_disk() == []


def test_one_sqlite_and_several_web_processes(monkeypatch):
    for vendor, several, expected in [
        ("sqlite", "4", ["partywork.W004"]),
        ("sqlite", "1", []),
        ("postgresql", "4", []),
    ]:
        monkeypatch.setattr(checks, "connection", SimpleNamespace(vendor=vendor))
        monkeypatch.setenv("WEB_CONCURRENCY", several)
        assert ids(checks.database_suits_the_servers()) == expected


@pytest.mark.django_db
def test_a_log_without_its_triggers(settings):
    assert ids(checks.log_is_guarded()) == ["partywork.E006"]
    settings.AUDIT_IS_APPEND_ONLY = True
    triggers.install()
    assert checks.log_is_guarded() == []
    triggers.remove()
    assert ids(checks.log_is_guarded()) == ["partywork.E007"]


def test_a_database_that_is_away_is_a_warning(settings, monkeypatch):
    def away() -> list[str]:
        raise OperationalError("connection refused")

    settings.AUDIT_IS_APPEND_ONLY = True
    monkeypatch.setattr(
        checks, "connection", SimpleNamespace(introspection=SimpleNamespace(table_names=away), vendor="postgresql")
    )
    assert ids(checks.log_is_guarded()) == ["partywork.W007"]
