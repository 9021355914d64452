"""A unit's own sentences, the sentences of the library it does without, and its set formulations."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from partywork.entries.models import Record
from partywork.measures.themes import Theme
from partywork.orgs.models import Organisation
from summaries.phrases.formulations import Formulation

VARIANTS = 3  # wordings of one sentence


class Reach(models.TextChoices):
    """Whose reports it is said in."""

    OWN = "own", "只写进本单位的总结"
    ALL = "all", "写进本单位和所有下级的总结"
    BRANCHES = "branch", "只写进下级各支部的总结"
    UPPER = "upper", "写进本单位和下级党委、党总支的总结"


class SentenceKind(models.TextChoices):
    DEED = "deed", "做了什么"
    AIM = "aim", "为什么做、怎样做"


class SentencePlace(models.TextChoices):
    DONE = "done", "工作开展"
    PLAN = "plan", "工作安排"


class OwnPhrase(Record):
    """A sentence of a unit's own, with other wordings of it; figures are kept by code."""

    theme = models.CharField("主题", max_length=20, choices=Theme)
    place = models.CharField("写在哪一部分", max_length=8, choices=SentencePlace, default=SentencePlace.DONE)
    kind = models.CharField("写的是", max_length=8, choices=SentenceKind, default=SentenceKind.DEED)
    reach = models.CharField("用在哪里", max_length=8, choices=Reach, default=Reach.OWN)
    texts = models.JSONField("写法", editable=False)
    replaces = models.CharField("代替系统的哪一句", max_length=40, blank=True, editable=False)
    withdrawn = models.BooleanField("已停用", default=False, editable=False)

    class Meta(Record.Meta):
        verbose_name = "自己的句子"
        ordering = ["theme", "id"]
        indexes = [models.Index(fields=["org", "theme", "id"], name="ownphrase_list")]

    def __str__(self) -> str:
        return str(self.texts[0])[:30] if self.texts else self.theme

    @property
    def sentence_key(self) -> str:
        """As a sentence of its theme: that of the sentence it replaces, else one of its own."""
        return self.replaces or f"own-{self.pk}"


class SilencedSentence(models.Model):
    """A sentence of the library that a unit does not want in its own reports."""

    org = models.ForeignKey(Organisation, models.CASCADE, verbose_name="党组织")
    theme = models.CharField("主题", max_length=20, choices=Theme)
    key = models.CharField("句子", max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="停用人")

    class Meta:
        verbose_name = "停用的句子"
        ordering = ["org", "theme", "key"]
        constraints = [models.UniqueConstraint(fields=["org", "theme", "key"], name="silenced_once")]

    def __str__(self) -> str:
        return f"{self.theme}：{self.key}"


class OwnFormulation(Record):
    """A set formulation that a unit uses, for itself and all below it, and confirms each half-year.

    ``confirmed`` is the last half-year it was confirmed for (20261), 0 for none.
    """

    text = models.CharField("提法", max_length=100, help_text="按文件上的写法，一字不差")
    since = models.DateField("起用日期")
    until = models.DateField("停用日期", null=True, blank=True, help_text="当天仍可用；仍在使用的不填")
    source = models.CharField("依据", max_length=120, help_text="哪份文件、哪次会议，如：区委2026年1号文件")
    confirmed = models.PositiveIntegerField("确认到", default=0, editable=False)

    class Meta(Record.Meta):
        verbose_name = "提法"
        ordering = ["-since", "-id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="formulation_until_not_before_since",
                violation_error_message="停用日期不能早于起用日期。",
            ),
            models.UniqueConstraint(
                fields=["org", "text", "since"],
                name="formulation_once",
                violation_error_message="这条提法已经登记过了。",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def formulation(self) -> Formulation:
        return Formulation(self.text, self.since, self.until, self.source, self.confirmed)

    def is_confirmed_on(self, on: date) -> bool:
        return self.formulation.is_confirmed_on(on)
