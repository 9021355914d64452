"""The numbers of the regulations as dated, sourced rows: never a literal in code."""

from django.db import models
from django.db.models import Q

from partywork.orgs.models import Organisation
from partywork.rules.values import Value, read, show


class Rule(models.Model):
    """What a regulation, or a unit for itself and all below it, lays down from a day on.

    Without ``org`` it is national or shipped and mirrors fixtures/rules.json; with ``org`` it replaces
    that for the unit's subtree. ``is_local``: no national text fixes this number, it is a setting.
    """

    code = models.CharField("代码", max_length=60)
    org = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="rules", verbose_name="适用组织"
    )
    title = models.CharField("规则", max_length=80)
    value = models.JSONField("数值")
    unit = models.CharField("单位", max_length=10, blank=True)
    source = models.CharField("依据", max_length=120, blank=True)
    article = models.CharField("条款", max_length=40, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    effective_from = models.DateField("生效日期")
    is_local = models.BooleanField("地方设置", default=False)

    class Meta:
        verbose_name = "规则"
        ordering = ["code", "effective_from", "id"]
        constraints = [
            models.UniqueConstraint(fields=["code", "org", "effective_from"], name="rule_once"),
            # A unique constraint lets NULLs repeat, so the shipped rows need their own.
            models.UniqueConstraint(
                fields=["code", "effective_from"],
                condition=Q(org__isnull=True),
                name="rule_shipped_once",
                violation_error_message="这条规则在这个生效日期已经有了。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def typed(self) -> Value:
        return read(self.value)

    @property
    def shown(self) -> str:
        return show(self.typed, self.unit)

    @property
    def citation(self) -> str:
        """《…》第十一条, or 地方设置 where no text fixes the number."""
        return f"{self.source}{self.article}" or "地方设置"
