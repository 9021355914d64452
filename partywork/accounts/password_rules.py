"""Which passwords are taken: settings.PASSWORD_POLICY says how strict (common.signing_in), this says it in words."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from partywork.accounts.models import Appointment, PastPassword, User
from partywork.common.pinyin import spelling

MOST = 128  # characters; more makes no password better
FRESH = 6  # different characters that remain when everything known is taken away
SHORTEST_WORD = 4  # shorter ones occur in good passwords by chance
CLASSES = {"小写字母": r"[a-z]", "大写字母": r"[A-Z]", "数字": r"[0-9]", "符号": r"[^A-Za-z0-9\s]"}
# What is tried first in an office like ours: the product, the field, the keyboard, what everybody takes.
KNOWN = (
    "partywork", "dangjian", "dangjiangongzuo", "taizhang", "dangzhibu", "zhibu", "dangyuan", "dangwei", "shuji",
    "党建", "工作台账", "台账", "党支部", "支部", "党员", "党委", "书记", "管理员", "密码",
    "guanliyuan", "guanli", "admin", "administrator", "password", "passw0rd", "p@ssw0rd", "p@ssword", "mima",
    "welcome", "huanying", "woaini", "woaizhongguo", "zhongguo", "china", "iloveyou", "letmein",
    "qwertyuiop", "qwerty", "asdfghjkl", "asdfgh", "zxcvbnm", "zxcvbn", "1qaz2wsx", "qazwsx", "1q2w3e4r",
    "1234567890", "123456789", "12345678", "123456", "12345", "1234", "0987654321", "987654321", "654321", "4321",
    "abcdefgh", "abcdef", "abcd", "abc123", "5201314", "1314520",
)  # fmt: skip
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


class Length:
    def validate(self, password: str, user: User | None = None) -> None:
        shortest: int = settings.PASSWORD_POLICY.length
        if len(password) < shortest:
            raise ValidationError(f"密码太短，至少要{shortest}个字符。", code="too_short")
        if len(password) > MOST:
            raise ValidationError(f"密码太长，最多{MOST}个字符。", code="too_long")

    def get_help_text(self) -> str:
        return f"至少{settings.PASSWORD_POLICY.length}个字符，可以是一句自己记得住的话。"


class Classes:
    """So many of small letter, capital, digit and sign, where the policy asks for it."""

    def validate(self, password: str, user: User | None = None) -> None:
        wanted: int = settings.PASSWORD_POLICY.classes
        if sum(bool(re.search(pattern, password)) for pattern in CLASSES.values()) < wanted:
            raise ValidationError(self._rule(wanted), code="too_plain")

    def get_help_text(self) -> str:
        wanted: int = settings.PASSWORD_POLICY.classes
        return self._rule(wanted) if wanted > 1 else ""

    def _rule(self, wanted: int) -> str:
        return f"{'、'.join(CLASSES)}，四种里至少要有{'一两三四'[wanted - 1]}种。"


class Guessed:
    """Nothing that is little more than a name, the unit, the product, a run of the keyboard or a year."""

    def validate(self, password: str, user: User | None = None) -> None:
        rest = password.lower()
        words = [*KNOWN, *(_words_of(user) if user else ())]
        for word in sorted(set(words), key=len, reverse=True):
            rest = rest.replace(word, "\n")
        rest = re.sub(r"\s", "", _YEAR.sub("", rest))
        if len(set(rest)) < FRESH or _is_common(password):
            raise ValidationError(
                "这个密码容易被猜到：除去姓名、登录名、单位名称、常用的词和连着的数字，剩下的太少。请换一个。",
                code="guessed",
            )

    def get_help_text(self) -> str:
        return "不用姓名、登录名、单位名称、常用的词和连着的数字拼成。"


def _is_common(password: str) -> bool:
    """Whether it is among the 20,000 that Django knows from leaks."""
    try:
        _leaked().validate(password)
    except ValidationError:
        return True
    return False


@cache
def _leaked() -> CommonPasswordValidator:
    """Read when the first password is chosen: most days nobody chooses one."""
    return CommonPasswordValidator()


def _words_of(user: User) -> Iterator[str]:
    """What others know of the user: names as written and as spelt, the person's and the units'."""
    names = [user.username, user.full_name]
    if user.pk:
        posts = Appointment.objects.filter(user=user).values_list("org__name", "org__short_name")
        names += [name for pair in posts for name in pair]
    for name in names:
        yield from _forms_of(name.lower())


def _forms_of(name: str) -> Iterator[str]:
    """青禾街道第一支部: the whole, each stretch of two and more characters from its beginning, the same in pinyin."""
    if name.isascii():
        yield from (part for part in (name, *re.split(r"[._-]", name)) if len(part) >= SHORTEST_WORD)
        return
    plain = name.removeprefix("中共")
    for end in range(2, len(plain) + 1):
        yield plain[:end]
        spelt = "".join(spelling(plain[:end]))
        if len(spelt) >= SHORTEST_WORD:
            yield spelt


class UsedBefore:
    """Another one than now, and than the latest ones where the policy bars them."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user is None or not user.pk or not user.password:
            return
        if check_password(password, user.password):
            raise ValidationError("新密码要和现在的密码不同。", code="same")
        barred: int = settings.PASSWORD_POLICY.barred
        past = PastPassword.objects.filter(user=user)[: barred - 1].values_list("password", flat=True)
        if barred > 1 and any(check_password(password, each) for each in past):
            raise ValidationError(f"最近{barred}次用过的密码不能再用。", code="used")

    def get_help_text(self) -> str:
        barred: int = settings.PASSWORD_POLICY.barred
        return f"和最近{barred}次用过的都不同。" if barred > 1 else "和现在的密码不同。"


def remember(user: User) -> None:
    """Keep the present password's hash before it is replaced: as many as the policy bars, none where it bars none."""
    wanted = settings.PASSWORD_POLICY.barred - 1
    if wanted and user.pk:
        PastPassword.objects.create(user=user, password=user.password)
    kept = PastPassword.objects.filter(user=user)[:wanted].values_list("pk", flat=True)
    PastPassword.objects.filter(user=user).exclude(pk__in=list(kept)).delete()


def expires_on(user: User) -> date | None:
    """The day from which the password must be changed; None where the policy knows no such day."""
    days: int | None = settings.PASSWORD_POLICY.days
    return user.password_set_on + timedelta(days=days) if days else None


def days_left(user: User, today: date) -> int | None:
    """How many days the password still holds, once the time of warning has begun; None before, and without a term."""
    ends = expires_on(user)
    left = (ends - today).days if ends else None
    return left if left is not None and left <= settings.PASSWORD_POLICY.warning_days else None
