from django.db.models import TextChoices


class Asker(TextChoices):
    """Who asked for a copy of what is held about somebody (个人信息保护法第四十五条、第四十九条)."""

    SELF = "self", "本人"
    PROXY = "proxy", "本人委托的人"
    KIN = "kin", "去世党员的近亲属"
    TRANSFER = "transfer", "随组织关系移交"
