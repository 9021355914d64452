"""What departs from standard and monthly payment: reductions the level above approves, consents of the branch."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from partywork.common.periods import half_of
from partywork.dues.enums import ConsentKind, ReductionState
from partywork.dues.models import month_text
from partywork.entries.enums import Status
from partywork.entries.models import Entry, Record
from partywork.members.models import Member


class DuesReduction(Record):
    """A reduction (``monthly_fen`` 0: exemption) for some months of a year.

    The branch studies it, the next level above decides (中组发〔2008〕3号); both days and reasons stay. Only an
    approved one changes what is due.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="dues_reductions", verbose_name="姓名")
    year = models.PositiveSmallIntegerField("年度")
    first_month = models.PositiveIntegerField("自何月起")  # 202605
    last_month = models.PositiveIntegerField("到何月止")
    monthly_fen = models.BigIntegerField("减免后每月交（元）")
    reason = models.CharField("减免的原因", max_length=200)
    studied_on = models.DateField("支部研究日期")
    half = models.PositiveIntegerField(editable=False)
    state = models.CharField(
        "状态", max_length=10, choices=ReductionState, default=ReductionState.PENDING, editable=False
    )
    decided_on = models.DateField("上级决定日期", null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, editable=False,
        verbose_name="上级经办人",
    )  # fmt: skip
    decision = models.CharField("上级意见", max_length=200, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = "党费减免"
        ordering = ["-studied_on", "-id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(monthly_fen__gte=0, last_month__gte=F("first_month")),
                name="dues_reduction_of_some_months",
                violation_error_message="起止月份请按先后填写，金额不能是负数。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ReductionState.PENDING, ReductionState.WITHDRAWN], decided_on__isnull=True)
                | Q(
                    state__in=[ReductionState.APPROVED, ReductionState.REFUSED],
                    decided_on__isnull=False,
                    decided_by__isnull=False,
                ),
                name="dues_reduction_decided_has_day",
                violation_error_message="已经批准或不批准的要有决定日期和决定人，其余的没有。",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "state", "first_month", "last_month"], name="dues_reduction_held"),
            models.Index(fields=["org", "studied_on", "id"], name="dues_reduction_list"),
        ]

    def __str__(self) -> str:
        return f"{self.member.name}{self.months_text}党费减免"

    def stamp(self) -> None:
        """The half-year is that of the branch's meeting."""
        self.half = half_of(self.studied_on)

    @property
    def months_text(self) -> str:
        return span_text(self.first_month, self.last_month)


class DuesConsent(Entry):
    """The branch's consent, given on ``date``, that someone pays some months late or by the quarter."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="dues_consents", verbose_name="姓名")
    kind = models.CharField("同意什么", max_length=10, choices=ConsentKind)
    first_month = models.PositiveIntegerField("自何月起")  # 202605
    last_month = models.PositiveIntegerField("到何月止")
    reason = models.CharField("原因", max_length=200)
    beyond = models.CharField("超过期限的说明", max_length=200, blank=True)

    class Meta(Entry.Meta):
        verbose_name = "补交、按季交的同意"
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(last_month__gte=F("first_month")),
                name="dues_consent_of_some_months",
                violation_error_message="起止月份请按先后填写。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["half", "org", "status", "date", "month", "kind", "member"], name="dues_consent_figures"
            ),
            models.Index(fields=["member", "status", "kind", "first_month", "last_month"], name="dues_consent_held"),
            models.Index(fields=["org", "date", "id"], name="dues_consent_list"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"同意{self.member.name}{self.get_kind_display()}{self.months_text}党费"

    @property
    def is_given(self) -> bool:
        return self.status == Status.DONE

    @property
    def months_text(self) -> str:
        return span_text(self.first_month, self.last_month)


def span_text(first: int, last: int) -> str:
    """2026年3月, 2026年3月至5月, or 2025年11月至2026年1月."""
    if first == last:
        return month_text(first)
    end = f"{last % 100}月" if first // 100 == last // 100 else month_text(last)
    return f"{month_text(first)}至{end}"
