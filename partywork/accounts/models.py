"""Users, and the dated appointments that say what they may do and where."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from partywork.access.permissions import LONGEST, Role
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
    # Beside the user, so that the bell of every page costs no query. Seen by the user alone.
    unread = models.PositiveSmallIntegerField("未读提醒", default=0, editable=False)
    tour_closed_on = models.DateField("收起使用引导的日期", null=True, blank=True, editable=False)

    objects = UserManager()

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
