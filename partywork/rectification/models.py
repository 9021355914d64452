"""Problems found and put right: the item, its dated states, and the log of what was done."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from partywork.entries.models import Entry
from partywork.orgs.dated import FOREVER, Dated
from partywork.orgs.models import Organisation
from partywork.rectification.enums import WEAK_ORGANISATION, Level, ProblemSource, ProgressKind, State


class RectificationItem(Entry):
    """A problem to put right; ``date`` is the day it was raised, ``title`` the problem.

    ``status`` says whether the entry itself stands; ``state`` is how far the rectification has come.
    ``state``, ``due_on`` and ``closed_on`` are those of the newest ``ItemState``, kept by the actions that write
    states; what was true on a day is read from there. Overdue is derived, never stored.
    """

    title = models.CharField("问题", max_length=200)
    source = models.CharField("来源", max_length=20, choices=ProblemSource)
    category = models.CharField("类别", max_length=40, blank=True)
    level_raised = models.CharField("提出层级", max_length=16, choices=Level, blank=True)
    measures = models.TextField("整改措施", blank=True)
    leader = models.CharField("责任领导", max_length=40, blank=True)
    unit = models.CharField("责任单位", max_length=60, blank=True)
    owner = models.CharField("责任人", max_length=40, blank=True)
    due_on = models.DateField("整改时限", null=True, blank=True)
    state = models.CharField("整改状态", max_length=16, choices=State, default=State.NOT_STARTED, editable=False)
    closed_on = models.DateField("销号日期", null=True, blank=True, editable=False)
    closed_by = models.CharField("销号人", max_length=40, blank=True, editable=False)
    subject_org = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="rectifications", verbose_name="整顿对象"
    )
    origin_type = models.ForeignKey(ContentType, models.PROTECT, null=True, blank=True, editable=False)
    origin_id = models.BigIntegerField(null=True, blank=True, editable=False)
    origin = GenericForeignKey("origin_type", "origin_id")

    class Meta(Entry.Meta):
        verbose_name = "整改问题"
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(state=State.CLOSED) & Q(closed_on__isnull=False))
                | (~Q(state=State.CLOSED) & Q(closed_on__isnull=True)),
                name="rectification_closed_has_a_day",
                violation_error_message="已销号的要有销号日期，没有销号的不能有。",
            ),
            models.CheckConstraint(
                condition=~Q(category=WEAK_ORGANISATION) | Q(subject_org__isnull=False),
                name="rectification_weak_organisation_named",
                violation_error_message="软弱涣散党组织的整顿，请选择整顿对象。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["half", "status", "org", "month", "date", "source", "level_raised", "tag", "category", "state"],
                name="rectification_figures",
            ),
            models.Index(fields=["org", "date", "id"], name="rectification_list"),
            models.Index(fields=["origin_type", "origin_id"], name="rectification_origin"),
        ]

    def __str__(self) -> str:
        return self.title


class ItemState(Dated):
    """How far an item was, and what its deadline was, from one day until another. Spans never overlap.

    So a report recomputes as things stood on its data date: closed later is still open then, and a
    deadline moved later does not undo that the old one was missed.
    """

    SCOPE_PATH = "item__org"

    item = models.ForeignKey(RectificationItem, models.CASCADE, related_name="states", verbose_name="问题")
    state = models.CharField("整改状态", max_length=16, choices=State)
    due_on = models.DateField("整改时限", null=True, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "整改状态"
        ordering = ["item", "since"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["item", "since"], name="item_state_one_start"),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(until=FOREVER),
                name="item_state_one_open",
                violation_error_message="这个问题的状态刚刚有人改过，请刷新页面后再改。",
            ),
        ]
        indexes = [models.Index(fields=["item", "since", "until", "state", "due_on"], name="item_state_on_day")]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d} {self.get_state_display()}"


class Progress(models.Model):
    """One line of an item's log: progress, a request, a review, a moved deadline, a reopening."""

    SCOPE_PATH = "item__org"

    item = models.ForeignKey(RectificationItem, models.CASCADE, related_name="progress", verbose_name="问题")
    date = models.DateField("日期")
    kind = models.CharField("事项", max_length=16, choices=ProgressKind, default=ProgressKind.PROGRESS)
    text = models.TextField("内容")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="登记人"
    )
    created_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "整改进展"
        ordering = ["item", "date", "id"]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.get_kind_display()}：{self.text}"


def items_from(origin: models.Model) -> "models.QuerySet[Any, Any]":
    """The items that were raised from a record (a visit, a meeting)."""
    kind = ContentType.objects.get_for_model(origin)
    return RectificationItem.objects.filter(origin_type=kind, origin_id=origin.pk)
