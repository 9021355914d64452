"""What the writer did to a report beside its present texts: every earlier text, and headings of the own."""

from django.conf import settings
from django.db import models

from summaries.reports.models import Paragraph, Part, Report


class VersionKind(models.TextChoices):
    SYSTEM = "system", "系统成文"
    OWN = "own", "改写"
    LOST = "lost", "同时修改，没有用上"


class ParagraphVersion(models.Model):
    """A text a paragraph had, or that of a second writer who saved at the same time.

    What one writer types in one sitting is one version. ``back_to`` is the version that an undo brought back.
    """

    SCOPE_PATH = "paragraph__report__org"

    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="versions", verbose_name="段落")
    kind = models.CharField("来历", max_length=8, choices=VersionKind)
    text = models.TextField("文字", blank=True)
    sitting = models.CharField("一次修改", max_length=36, blank=True)
    back_to = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", verbose_name="撤回到")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="修改人")
    at = models.DateTimeField("时间", auto_now=True)

    class Meta:
        verbose_name = "段落的版本"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.text[:12]}"


class OwnHeading(models.Model):
    """What the writer calls a group of paragraphs; ``heading`` is what the outline calls it."""

    SCOPE_PATH = "report__org"

    report = models.ForeignKey(Report, models.CASCADE, related_name="own_headings", verbose_name="工作总结")
    section = models.CharField("部分", max_length=10, choices=Part)
    heading = models.CharField("体例的小标题", max_length=60)
    text = models.CharField("自己的小标题", max_length=60)

    class Meta:
        verbose_name = "自己的小标题"
        constraints = [models.UniqueConstraint(fields=["report", "section", "heading"], name="own_heading_once")]

    def __str__(self) -> str:
        return self.text
