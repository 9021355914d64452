"""What an office decides about signing in, read from the environment: passwords, locks, how long a session lasts."""

from dataclasses import dataclass, replace
from datetime import timedelta

from environs import Env, validate


@dataclass(frozen=True)
class PasswordPolicy:
    """``length``: fewest characters; ``classes``: how many of small letter, capital, digit and sign must occur;
    ``days``: how long a password is used (None: as long as its owner likes), with a word of warning
    ``warning_days`` before; ``barred``: how many of the latest passwords cannot be taken again."""

    length: int
    classes: int = 1
    days: int | None = None
    warning_days: int = 14
    barred: int = 1


# OWASP ASVS 5.0, V6.2: length and a list of what is guessed first; no classes, no change by the calendar.
ASVS = PasswordPolicy(length=12)
# What assessors of 等保 (GB/T 22239-2019, 8.1.4.1) take for a complex password that is changed regularly.
DENGBAO = PasswordPolicy(length=8, classes=3, days=90, barred=5)
POLICIES = {"asvs": ASVS, "dengbao": DENGBAO}


@dataclass(frozen=True)
class Lockout:
    """After how many failures signing in is refused, and for how many minutes.

    ``failures``: of one account from one address; ``account``: of one account from all addresses together;
    ``address``: from one address for all accounts together, high enough for an office behind one address.
    """

    failures: int
    account: int
    address: int
    minutes: int

    @property
    def time(self) -> timedelta:
        return timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class SessionTimes:
    """``idle``: without a request; ``most``: from signing in, whatever is done."""

    idle: timedelta
    most: timedelta


def password_policy_from(env: Env) -> PasswordPolicy:
    chosen = POLICIES[env.str("PARTYWORK_PASSWORD_POLICY", default="asvs", validate=validate.OneOf(list(POLICIES)))]
    shortest = validate.Range(min=8, max=64)
    return replace(chosen, length=env.int("PARTYWORK_PASSWORD_LENGTH", default=chosen.length, validate=shortest))


def lockout_from(env: Env) -> Lockout:
    return Lockout(
        failures=env.int("PARTYWORK_LOCK_AFTER", default=5, validate=validate.Range(min=3, max=20)),
        account=env.int("PARTYWORK_LOCK_ACCOUNT_AFTER", default=25, validate=validate.Range(min=10, max=1000)),
        address=env.int("PARTYWORK_LOCK_ADDRESS_AFTER", default=100, validate=validate.Range(min=20, max=100_000)),
        minutes=env.int("PARTYWORK_LOCK_MINUTES", default=30, validate=validate.Range(min=5, max=24 * 60)),
    )


def session_times_from(env: Env) -> SessionTimes:
    idle = env.int("PARTYWORK_IDLE_MINUTES", default=30, validate=validate.Range(min=5, max=240))
    most = env.int("PARTYWORK_SESSION_HOURS", default=12, validate=validate.Range(min=1, max=24))
    return SessionTimes(timedelta(minutes=idle), timedelta(hours=most))


def two_factor_from(env: Env) -> str:
    """Who must sign in with two factors: off (who likes to), managers (and administrators), all."""
    given: str = env.str("PARTYWORK_TWO_FACTOR", default="off", validate=validate.OneOf(["off", "managers", "all"]))
    return given
