"""What is reminded of, how often, by which way, and what became of a message."""

from django.db.models import TextChoices

WEEKLY_HINT = "周一放假的，放到这一周的第一个工作日"


class HowOften(TextChoices):
    DAILY = "daily", "每个工作日"
    WEEKLY = "weekly", "每周一"
    NEVER = "never", "不要"


class Part(TextChoices):
    """A part of a digest."""

    OVERDUE = "overdue", "欠着的"
    SOON = "soon", "快到期的"
    WAITING = "waiting", "等我处理的"


LIGHTS = {Part.OVERDUE: "red", Part.SOON: "amber", Part.WAITING: "muted"}


class Channel(TextChoices):
    WECOM = "wecom", "企业微信群机器人"
    DINGTALK = "dingtalk", "钉钉群机器人"
    FEISHU = "feishu", "飞书群机器人"
    EMAIL = "email", "电子邮件"


class MessageState(TextChoices):
    WAITING = "waiting", "等待发送"
    SENDING = "sending", "正在发送"
    SENT = "sent", "已发出"
    FAILED = "failed", "没有发成"
    UNSURE = "unsure", "没有确认"  # perhaps delivered: sending it again might say it twice


STATE_LIGHTS: dict[str, str] = {
    MessageState.WAITING: "muted",
    MessageState.SENDING: "muted",
    MessageState.SENT: "ok",
    MessageState.FAILED: "bad",
    MessageState.UNSURE: "warn",
}
