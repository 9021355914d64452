"""What every record has in common."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from partywork.common.periods import half_of, month_of
from partywork.entries.enums import Status
from partywork.orgs.models import Organisation


def new_key() -> str:
    return uuid.uuid4().hex


class Record(models.Model):
    """A row people log: it belongs to an organisation, has a key and a version, and says who wrote it.

    ``key`` is unique within the organisation. A form carries it, so a double click saves once; an
    import workbook carries it, so the same file twice adds nothing and two alike rows can both be real.
    """

    org = models.ForeignKey(Organisation, models.PROTECT, verbose_name="党组织")
    key = models.CharField("编号", max_length=64, default=new_key, editable=False)
    version = models.PositiveIntegerField("版本", default=1, editable=False)
    on_behalf = models.BooleanField("代录", default=False, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="登记人"
    )
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="修改人"
    )
    updated_at = models.DateTimeField("修改时间", auto_now=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["org", "key"],
                name="%(class)s_key_once",
                violation_error_message="这个编号在本组织已经用过，请换一个。",
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.stamp()
        super().save(*args, **kwargs)

    def stamp(self) -> None:
        """Set what follows from other fields (half, month); a bulk writer calls it for each row."""


class Cancellable(Record):
    """A record that may be taken out of all figures with a reason; it stays on the books."""

    status = models.CharField("状态", max_length=10, choices=Status, default=Status.DONE, editable=False)
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True, editable=False)

    class Meta(Record.Meta):
        abstract = True

    @property
    def is_cancelled(self) -> bool:
        return self.status == Status.CANCELLED


class Entry(Cancellable):
    """A record of something that happens on a date: planned, done or cancelled.

    ``half`` (20261) and ``month`` (202605) follow from ``date`` and lead the covering indexes; they
    are set on every save, and a test over all models holds bulk writers to the same.
    """

    date = models.DateField("日期")
    until = models.DateField("结束日期", null=True, blank=True, help_text="只有一天的不用填")
    half = models.PositiveIntegerField(editable=False)
    month = models.PositiveIntegerField(editable=False)
    title = models.CharField("标题", max_length=120, blank=True)
    place = models.CharField("地点", max_length=60, blank=True)
    tag = models.CharField(
        "标签", max_length=20, blank=True, help_text="自己起的分类名，写总结时可以单独取数，如：进社区"
    )
    highlight = models.BooleanField("亮点", default=False, help_text="勾选后总结里优先写到这一条")
    remark = models.TextField("备注", blank=True)

    class Meta(Cancellable.Meta):
        abstract = True
        ordering = ["-date", "-id"]
        constraints = [
            *Cancellable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("date")),
                name="%(class)s_until_not_before_date",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ]

    def stamp(self) -> None:
        """Half-year and month follow from the date."""
        self.half = half_of(self.date)
        self.month = month_of(self.date)

    @property
    def lag_days(self) -> int:
        """Days from the event until it was entered (补录 when long); shown, never hidden."""
        return (timezone.localdate(self.created_at) - (self.until or self.date)).days


class Counted(Entry):
    """An entry that may be one of the things a single gathering counts as (同时计为): it was logged with another
    record of its unit, whose ``key`` it carries. One occasion, counted once in each kind.
    """

    gathering = models.CharField("同一次活动", max_length=64, blank=True, editable=False)

    class Meta(Entry.Meta):
        abstract = True
