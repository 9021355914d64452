"""The second factor: a code from an app on the phone, or one of ten recovery codes.

The secret is sealed with the keyring (common.crypto), so a copy of the database gives no codes; recovery codes are kept
as digests under a key from outside the database. Both are looked at inside a transaction that holds the row, so a code
is taken once even when it is sent twice at the same moment.
"""

import base64
import re
import secrets
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django_otp.oath import TOTP

from partywork.access.permissions import Permission
from partywork.accounts.actions import end_sessions
from partywork.accounts.gate import Gate
from partywork.accounts.models import Authenticator, RecoveryCode, User
from partywork.audit.recorder import action, record_event
from partywork.common.crypto import SealError, blind_indexes, open_sealed, seal

ISSUER = "党建工作台账"
SECRET_BYTES = 20  # as long as the digest that makes the codes (RFC 4226, R6)
TOLERANCE = 1  # a step of 30 s before and after: clocks of phones and offices differ
CODES, CODE_GROUPS, GROUP = 10, 3, 4
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that are mixed up on paper
LONGEST_WAIT = timedelta(hours=1)  # after wrong codes: 1, 2, 4 … seconds, so that guessing comes to 24 tries a day
WRONG_CODE = "口令不对，或者已经用过。请等手机上显示新的6位数字再试。"
# Who holds one of these looks after others, or reads what they do (settings.TWO_FACTOR = managers).
POWERS = (
    Permission.MANAGE_ACCOUNTS, Permission.APPOINT, Permission.MANAGE_ORGS, Permission.SET_RULES, Permission.READ_AUDIT,
)  # fmt: skip
OFFERED = "authenticator.offered"  # what a secret is sealed for until its app is bound
_CODE = re.compile(r"[0-9]{6}", re.ASCII)


def is_required(gate: Gate) -> bool:
    """Whether this user must sign in with two factors."""
    if settings.TWO_FACTOR == "managers":
        return any(gate.allows(power) for power in POWERS)
    return bool(settings.TWO_FACTOR == "all")


def authenticator_of(user: User) -> Authenticator | None:
    return Authenticator.objects.filter(user=user).first()


def new_secret(user: User) -> str:
    """A secret for the user's app, sealed: it travels through the form that confirms it, stored nowhere before."""
    return seal(f"{user.pk}:{secrets.token_hex(SECRET_BYTES)}", purpose=OFFERED)


def secret_in(sealed: str, user: User) -> bytes:
    """Raises SealError where the text was not made by ``new_secret`` for this user."""
    return _of_owner(open_sealed(sealed, purpose=OFFERED), user.pk)


def secret_of(app: Authenticator) -> bytes:
    return _of_owner(app.secret, app.user_id)


def _of_owner(text: str, user_id: int) -> bytes:
    owner, _, secret = text.partition(":")
    if owner != str(user_id):
        raise SealError("这个密钥是另一个账号的。")
    return bytes.fromhex(secret)


def typed_secret(secret: bytes) -> str:
    """For who cannot scan: in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def picture_of(secret: bytes, user: User) -> str:
    """What the app scans, as SVG without a style of its own. Our name stands in it once, so that it stays coarse."""
    import segno  # half a megabyte for the minute in which an app is bound

    label, text = quote(f"{ISSUER}:{user.username}", safe=":"), base64.b32encode(secret).decode()
    code = segno.make(f"otpauth://totp/{label}?secret={text}", error="m", micro=False)
    picture: str = code.svg_inline(omitsize=True, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None)
    return picture


@action
def add_authenticator(*, user: User, sealed_secret: str, code: str, at: datetime, on: date, by: Any) -> list[str]:
    """Bind the app that shows this code; the recovery codes, which are shown once. An app bound before is replaced."""
    try:
        step = _step_of(secret_in(sealed_secret, user), code, at, after=-1)
    except SealError:
        raise ValidationError("这一页打开得太久了，请重新打开这一页，再扫一次码。") from None
    if step is None:
        raise ValidationError({"code": "口令不对。请看手机上现在显示的6位数字；仍不对，请核对手机的时间。"})
    secret = open_sealed(sealed_secret, purpose=OFFERED)
    kept = {"secret": secret, "last_step": step, "added_on": on, "wrong": 0, "wait_until": None}
    Authenticator.objects.update_or_create(user=user, defaults=kept)
    record_event(by=by, action="user.second_factor", subject=user, summary=f"“{user.username}”开启了双因素登录")
    return _replace_codes(user)


@action
def renew_recovery_codes(*, user: User, by: Any) -> list[str]:
    """Ten new codes; the old ones end."""
    record_event(by=by, action="user.recovery_codes", subject=user, summary=f"“{user.username}”换了一组恢复码")
    return _replace_codes(user)


def _replace_codes(user: User) -> list[str]:
    codes = [_new_code() for _ in range(CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(code)) for code in codes)
    return codes


def _new_code() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(CODE_GROUPS))


def _digest(code: str) -> str:
    return _digests(code)[0]


def _digests(code: str) -> list[str]:
    """What a code may be kept as: also under an index key of before."""
    plain = re.sub(r"[\s-]", "", code).lower()
    return blind_indexes(plain, purpose="recovery.code")


@action
def remove_second_factor(*, user: User, by: Any) -> bool:
    """Take app and recovery codes away; whether there were any."""
    had = Authenticator.objects.filter(user=user).delete()[0]
    RecoveryCode.objects.filter(user=user).delete()
    if had:
        record_event(
            by=by, action="user.second_factor_off", subject=user, summary=f"“{user.username}”的双因素登录被关闭"
        )
    return bool(had)


@action
def reset_second_factor(*, user: User, by: Any) -> bool:
    """Help for a lost phone: the factor goes, and with it whoever is signed in by it."""
    had = remove_second_factor(user=user, by=by)
    if had:
        end_sessions(user=user, by=by)
    return had


class Verdict(NamedTuple):
    """``told``: why the code lets nobody in, "" where it does; ``was_wrong``: it was looked at and was none."""

    told: str = ""
    was_wrong: bool = False


@transaction.atomic
def check_code(*, user: User, code: str, at: datetime) -> Verdict:
    """Whether the app's code lets the user in; it is used up by that.

    No action: the login that follows, or the failure, is the event.
    """
    app = Authenticator.objects.select_for_update().get(user=user)
    if app.wait_until and at < app.wait_until:
        seconds = int((app.wait_until - at).total_seconds()) + 1
        return Verdict(f"刚才的口令不对，请等{seconds}秒，用手机上新显示的口令再试。")
    step = _step_of(secret_of(app), code, at, after=app.last_step)
    if step is None:
        app.wait_until = at + min(timedelta(seconds=2 ** min(app.wrong, 12)), LONGEST_WAIT)
        app.wrong += 1
    else:
        app.last_step, app.wrong, app.wait_until = step, 0, None
    app.save(update_fields=["last_step", "wrong", "wait_until"])
    return Verdict(WRONG_CODE, True) if step is None else Verdict()


@action
def use_recovery_code(*, user: User, code: str, by: Any) -> int | None:
    """Use one up; how many are left, None where it is no code of the user."""
    if not RecoveryCode.objects.filter(user=user, digest__in=_digests(code)).delete()[0]:
        return None
    left = RecoveryCode.objects.filter(user=user).count()
    told = f"“{user.username}”用恢复码登录，还剩{left}个"
    record_event(by=by, action="session.recovery", subject=user, summary=told)
    return left


def _step_of(secret: bytes, code: str, at: datetime, *, after: int) -> int | None:
    """The time step whose code this is, later than the one used last; None where there is none."""
    if not _CODE.fullmatch(code):
        return None
    totp = TOTP(secret)
    totp.time = at.timestamp()
    return totp.t() if totp.verify(int(code), tolerance=TOLERANCE, min_t=after + 1) else None
