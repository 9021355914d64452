"""What an office decides about signing in: the defaults, and what is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from environs import Env, EnvValidationError

from partywork.common.signing_in import (
    ASVS,
    DENGBAO,
    Lockout,
    SessionTimes,
    lockout_from,
    password_policy_from,
    session_times_from,
    two_factor_from,
)


def test_what_holds_when_nothing_is_set():
    assert password_policy_from(Env()) == ASVS
    assert (ASVS.length, ASVS.classes, ASVS.days, ASVS.barred) == (12, 1, None, 1)
    assert lockout_from(Env()) == Lockout(failures=5, account=25, address=100, minutes=30)
    assert session_times_from(Env()) == SessionTimes(timedelta(minutes=30), timedelta(hours=12))
    assert two_factor_from(Env()) == "off"


def test_the_convention_and_a_length_of_ones_own(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PARTYWORK_PASSWORD_POLICY", "dengbao")
    assert password_policy_from(Env()) == DENGBAO
    assert (DENGBAO.length, DENGBAO.classes, DENGBAO.days, DENGBAO.barred) == (8, 3, 90, 5)
    monkeypatch.setenv("PARTYWORK_PASSWORD_LENGTH", "15")
    assert password_policy_from(Env()) == replace(DENGBAO, length=15)


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("PARTYWORK_PASSWORD_POLICY", "none", password_policy_from),
        ("PARTYWORK_PASSWORD_LENGTH", "7", password_policy_from),
        ("PARTYWORK_LOCK_AFTER", "0", lockout_from),
        ("PARTYWORK_LOCK_ADDRESS_AFTER", "5", lockout_from),
        ("PARTYWORK_IDLE_MINUTES", "0", session_times_from),
        ("PARTYWORK_SESSION_HOURS", "100", session_times_from),
        ("PARTYWORK_TWO_FACTOR", "yes", two_factor_from),
    ],
)
def test_what_would_open_the_door_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str, read):
    monkeypatch.setenv(name, value)
    with pytest.raises(EnvValidationError, match=name):
        read(Env())
