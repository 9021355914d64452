"""Initial passwords: random, easy to read out, shown once and never stored."""

import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

# Without 0 O 1 l I, which people mix up when they copy from paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
GROUP_LENGTH, GROUPS, MOST_GROUPS = 4, 4, 32


def initial_password() -> str:
    """Groups of four such as Kp7m-x4Tn-9wQe-h3Rv, as many as the rules for passwords ask for."""
    for count in range(GROUPS, MOST_GROUPS):
        password = "-".join(_group() for _ in range(count))
        try:
            validate_password(password)
        except ValidationError:
            continue
        return password
    raise RuntimeError("密码规则过严，生成不出初始密码，请核对 PARTYWORK_PASSWORD_LENGTH。")


def _group() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH))
