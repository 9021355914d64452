"""Users, and the dated appointments that say what they may do and where."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils import timezone

from partywork.access.permissions import LONGEST, Role
from partywork.common.sealed import SealedField
from partywork.orgs.dated import FOREVER, Dated
from partywork.orgs.models import Organisation


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, full_name: str, password: str | None = None, **extra: Any) -> "User":
        user = self.model(username=username, full_name=full_name, **extra)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """Someone who logs in. There is no superuser: every right comes from an appointment."""

    username = models.CharField(
        "登录名", max_length=40, unique=True, error_messages={"unique": "这个登录名已经有人用了，请换一个。"}
    )
    full_name = models.CharField("姓名", max_length=40)
    is_active = models.BooleanField("可登录", default=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=True)
    password_set_on = models.DateField("密码设定日期", default=timezone.localdate, editable=False)
    # Beside the user, so that the bell of every page costs no query. Seen by the user alone.
    unread = models.PositiveSmallIntegerField("未读提醒", default=0, editable=False)
    tour_closed_on = models.DateField("收起使用引导的日期", null=True, blank=True, editable=False)

    objects = UserManager()

    FOUND_BY = ("full_name", "username")
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "用户"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name


class Appointment(Dated):
    """A user holds a role at an organisation from one day until another."""

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments", verbose_name="用户")
    org = models.ForeignKey(Organisation, models.PROTECT, related_name="appointments", verbose_name="党组织")
    role = models.CharField("角色", max_length=16, choices=Role)

    class Meta(Dated.Meta):
        verbose_name = "任职"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["user", "org", "role", "since"], name="appointment_once"),
            models.CheckConstraint(
                condition=~Q(role__in=list(LONGEST)) | Q(until__lt=FOREVER),
                name="appointment_of_limited_time_ends",
                violation_error_message="这个角色的任职要有期限，请填最后一天。",
            ),
        ]
        indexes = [models.Index(fields=["user", "since", "until"], name="appointment_of_user")]

    def __str__(self) -> str:
        return f"{self.org}{self.get_role_display()}"


class PastPassword(models.Model):
    """The hash of a password a user had; kept only where the policy bars the latest ones, and only so many."""

    user = models.ForeignKey(User, models.CASCADE, related_name="past_passwords", verbose_name="用户")
    password = models.CharField("密码摘要", max_length=128)

    class Meta:
        verbose_name = "用过的密码"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user}用过的密码"


class OpenSession(AbstractBaseSession):
    """A session as Django keeps it, with whose it is and when it was last used (``sessions.SessionStore``)."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions", verbose_name="用户")
    seen_at = models.DateTimeField("最近使用")

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = "登录状态"

    @classmethod
    def get_session_store_class(cls) -> type:
        from partywork.accounts.sessions import SessionStore  # it names this model

        return SessionStore


class Authenticator(models.Model):
    """The app on a user's phone that shows a new code every 30 seconds (TOTP, RFC 6238).

    ``secret`` names its owner too (``second_factor.secret_of``): one moved to another user's row does not serve.
    ``last_step`` is the time step of the code taken last: none is taken twice. ``wrong`` counts wrong codes in a row;
    until ``wait_until`` none is looked at.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="authenticator", verbose_name="用户")
    secret = SealedField("密钥", purpose="authenticator.secret", db_column="sealed_secret", editable=False)
    last_step = models.BigIntegerField("最近用过的时段")
    added_on = models.DateField("绑定日期")
    wrong = models.PositiveIntegerField("连续错误次数", default=0)
    wait_until = models.DateTimeField("等到何时", null=True)

    class Meta:
        verbose_name = "动态口令"

    def __str__(self) -> str:
        return f"{self.user}的动态口令"


class RecoveryCode(models.Model):
    """One of the codes that let a user in once without the phone; kept as a keyed digest."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes", verbose_name="用户")
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = "恢复码"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "digest"], name="recovery_code_once", violation_error_message="恢复码重复了。"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}的恢复码"


class SharedReset(models.Model):
    """A new password for one of 三员 that one asked for and another has not agreed to yet (``shared_resets``).

    Of ``password`` either is shown one half alone; the row is gone once it is set.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="shared_reset", verbose_name="用户")
    asked_by = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="请求人")
    asked_at = models.DateTimeField("请求时间")
    password = SealedField("初始密码", purpose="shared_reset.password", editable=False)

    class Meta:
        verbose_name = "两人重设密码"

    def __str__(self) -> str:
        return f"重设{self.user}的密码"
