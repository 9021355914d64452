"""What people chose to be reminded of, the digests they got, and what was sent outside the product."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from partywork.common.sealed import SealedField
from partywork.orgs.models import Organisation
from partywork.reminders.enums import Channel, HowOften, MessageState, Part

ADDRESS, SECRET = "reminder_target.address", "reminder_target.secret"  # what is sealed


def all_parts() -> list[str]:
    return [part.value for part in Part]


class ReminderChoice(models.Model):
    """What a person wants to be reminded of in the product. Who chose nothing is reminded of everything, daily."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminder_choice")
    how_often = models.CharField("多久提醒一次", max_length=10, choices=HowOften, default=HowOften.DAILY)
    parts = models.JSONField("提醒哪些", default=all_parts)

    class Meta:
        verbose_name = "提醒设置"

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class Digest(models.Model):
    """What one person was reminded of on one day: counts and links, no record's text and nobody's name.

    ``lines`` are [{part, text, note, count, url}]. Whether it was read is for its reader alone; when is not kept.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    day = models.DateField("日期")
    lines = models.JSONField("内容", default=list)
    is_read = models.BooleanField("已读", default=False)

    class Meta:
        verbose_name = "提醒"
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "day"], name="digest_once_a_day", violation_error_message="这一天已经提醒过了。"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}的提醒"


class ReminderTarget(models.Model):
    """A group's robot or a mailbox that gets a unit's digest. Its address is a key to the group, so it is sealed."""

    org = models.ForeignKey(Organisation, models.PROTECT, related_name="reminder_targets", verbose_name="党组织")
    name = models.CharField("名称", max_length=30, help_text="自己认得出就行，如：支部书记群")
    channel = models.CharField("方式", max_length=10, choices=Channel)
    host = models.CharField("发往", max_length=253, editable=False)
    address = SealedField(editable=False, purpose=ADDRESS, db_column="sealed_address")
    secret = SealedField(blank=True, editable=False, purpose=SECRET, db_column="sealed_secret")
    how_often = models.CharField(
        "多久发一次", max_length=10, choices=[each for each in HowOften.choices if each[0] != HowOften.NEVER],
        default=HowOften.WEEKLY,
    )  # fmt: skip
    is_on = models.BooleanField("启用", default=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    class Meta:
        verbose_name = "提醒去向"
        ordering = ["org__code", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "name"],
                name="reminder_target_name_once",
                violation_error_message="这个党组织已有同名的提醒去向，请换一个名称。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ReminderMessage(models.Model):
    """One message to one target on one day, from the order to its result. Never the address, never a secret."""

    SCOPE_PATH = "target__org"

    target = models.ForeignKey(ReminderTarget, models.PROTECT, related_name="sent", verbose_name="提醒去向")
    day = models.DateField("日期")
    text = models.TextField("内容")
    is_test = models.BooleanField("测试", default=False)
    state = models.CharField("结果", max_length=10, choices=MessageState, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField("发了几次", default=0)
    next_try_at = models.DateTimeField("下次发送")
    tried_at = models.DateTimeField("最近一次发送", null=True)
    result = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "发出的提醒"
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "day"],
                condition=Q(is_test=False),
                name="reminder_message_once_a_day",
                violation_error_message="这个去向当天的提醒已经有了。",
            )
        ]
        indexes = [models.Index(fields=["state", "next_try_at"], name="reminder_message_due")]

    def __str__(self) -> str:
        return f"{self.target}{self.day:%Y-%m-%d}的提醒"


class ReminderDay(models.Model):
    """A day whose reminders have been drawn up. Its row is what makes two workers draw them up once."""

    day = models.DateField("日期", unique=True, error_messages={"unique": "这一天的提醒已经生成过了。"})

    class Meta:
        verbose_name = "已生成提醒的日期"

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
