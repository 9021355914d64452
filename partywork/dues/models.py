"""Party dues: what each member owes a month, and what was paid when. Money is integer fen."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from partywork.common.periods import half_of, last_day_of_month, month_of
from partywork.dues.enums import DuesBasis
from partywork.entries.models import Record
from partywork.members.models import Member


class DuesStandard(Record):
    """A member's monthly dues for one year, fixed when it begins (组电明字〔2017〕5号).

    It follows the person to another branch. ``base_fen`` is income: only Permission.VIEW_DUES_BASE shows it.
    """

    SCOPE_PATH = "member__org"
    SECRET_FIELDS = frozenset({"base_fen"})

    member = models.ForeignKey(Member, models.PROTECT, related_name="dues_standards", verbose_name="姓名")
    year = models.PositiveSmallIntegerField("年度")
    since = models.DateField("起算日", editable=False)  # 1 January
    basis = models.CharField("计算依据", max_length=12, choices=DuesBasis)
    base_fen = models.BigIntegerField("计算基数", null=True, blank=True)
    rate = models.PositiveSmallIntegerField("比例（万分之）", default=0, editable=False)
    monthly_fen = models.BigIntegerField("月标准", blank=True)

    class Meta(Record.Meta):
        verbose_name = "党费标准"
        ordering = ["-year", "member__name", "id"]
        indexes = [models.Index(fields=["since", "id"], name="standard_by_day")]  # of many units, newest first
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["member", "year"],
                name="dues_standard_once",
                violation_error_message="这名党员这一年已有党费标准，请打开那一条修改。",
            ),
            models.CheckConstraint(
                condition=Q(monthly_fen__gte=0) & (Q(base_fen__isnull=True) | Q(base_fen__gte=0)),
                name="dues_standard_not_negative",
                violation_error_message="金额不能是负数。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member.name}{self.year}年党费标准"

    def stamp(self) -> None:
        """The first day follows from the year."""
        self.since = date(self.year, 1, 1)


class StandardChange(models.Model):
    """A standard changed within its year: from which month, to what, why, and what held before.

    Earlier months keep what held in them, also those that are opened later.
    """

    SCOPE_PATH = "standard__member__org"

    standard = models.ForeignKey(DuesStandard, models.PROTECT, related_name="changes", verbose_name="党费标准")
    month = models.PositiveIntegerField("自何月起")  # 202605
    before_fen = models.BigIntegerField("原月标准")
    after_fen = models.BigIntegerField("新月标准")
    reason = models.CharField("原因", max_length=200)
    changed_on = models.DateField("改动日期")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="改动人")

    class Meta:
        verbose_name = "党费标准改动"
        ordering = ["standard", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(before_fen__gte=0, after_fen__gte=0),
                name="dues_change_not_negative",
                violation_error_message="党费标准不能是负数。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.standard}自{month_text(self.month)}起"


# Whatever was unpaid on any day after it was due is one of these few: past and present arrears are found among them.
NOT_IN_TIME = Q(paid_fen__lt=F("due_fen")) | Q(paid_on__gt=F("due_on"))


class DuesMonth(Record):
    """One month's dues of one member: due from the month's first day, in arrears after its last.

    ``due_on`` is that last day, so a report whose data date cuts a month does not blame anyone for it; the
    quarter's last day where the branch has agreed to quarterly payment (``by_quarter``).
    The organisation is the branch on whose roster the member stood; it keeps the row after a transfer.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="dues_months", verbose_name="姓名")
    standard = models.ForeignKey(
        DuesStandard, models.PROTECT, null=True, blank=True, related_name="months", verbose_name="党费标准"
    )
    month = models.PositiveIntegerField("月份")  # 202605
    due_on = models.DateField("缴纳期限", editable=False)
    half = models.PositiveIntegerField(editable=False)
    by_quarter = models.BooleanField("按季交", default=False, editable=False)
    due_fen = models.BigIntegerField("应缴")
    paid_fen = models.BigIntegerField("实缴", default=0)
    paid_on = models.DateField("缴纳日期", null=True, blank=True)
    paid_month = models.PositiveIntegerField(null=True, blank=True, editable=False)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = "党费"
        ordering = ["-due_on", "-id"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["member", "month"],
                name="dues_month_once",
                violation_error_message="这名党员这个月已有党费记录。",
            ),
            models.CheckConstraint(
                condition=Q(paid_fen__gte=0, paid_fen__lte=F("due_fen")),
                name="dues_paid_within_due",
                violation_error_message="实缴不能少于0，也不能多于应缴；自愿多交的不记在月份上。",
            ),
            models.CheckConstraint(
                condition=Q(paid_fen=0, paid_on__isnull=True, paid_month__isnull=True)
                | Q(paid_fen__gt=0, paid_on__isnull=False, paid_month__isnull=False),
                name="dues_paid_has_day",
                violation_error_message="缴了党费的请填缴纳日期，没有缴的不填。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["half", "org", "month", "due_on", "due_fen", "paid_fen", "paid_on", "member", "standard"],
                name="dues_figures",
            ),
            models.Index(fields=["org", "paid_on", "paid_month", "paid_fen", "due_on", "member"], name="dues_receipts"),
            models.Index(
                fields=["org", "due_on", "member", "month", "due_fen", "paid_fen", "paid_on"],
                condition=NOT_IN_TIME,
                name="dues_not_in_time",
            ),
            models.Index(
                fields=["due_on", "org", "due_fen", "paid_fen", "paid_on"],
                condition=NOT_IN_TIME,
                name="dues_not_in_time_by_day",  # else the list's index by day would be walked for late payers
            ),
            models.Index(fields=["member", "month"], condition=Q(paid_fen__lt=F("due_fen")), name="dues_unpaid"),
            models.Index(fields=["org", "due_on", "id"], name="dues_list"),
            models.Index(fields=["due_on", "id", "org"], name="dues_by_day"),  # of many units, newest first
        ]

    def __str__(self) -> str:
        return f"{self.member.name}{self.month_text}党费"

    def stamp(self) -> None:
        """The last day, the half-year and the month of receipt follow from month and paid_on."""
        self.due_on = quarter_end(self.month) if self.by_quarter else month_end(self.month)
        self.half = half_of(self.due_on)
        self.paid_month = month_of(self.paid_on) if self.paid_on else None

    @property
    def month_text(self) -> str:
        return month_text(self.month)

    @property
    def owed_fen(self) -> int:
        return self.due_fen - self.paid_fen

    def state(self, on: date) -> str:
        """已缴, 减免, 欠缴 once the month is over, 待缴 before."""
        if self.due_fen == 0:
            return "减免"
        if self.owed_fen == 0:
            return "已缴"
        return "欠缴" if self.due_on <= on else "待缴"


class DuesCorrection(models.Model):
    """What a month said before it was put right, and why: a payment on record is never overwritten without it."""

    SCOPE_PATH = "dues__org"

    dues = models.ForeignKey(DuesMonth, models.PROTECT, related_name="corrections", verbose_name="党费")
    old_due_fen = models.BigIntegerField("原应缴")
    old_paid_fen = models.BigIntegerField("原实缴")
    old_paid_on = models.DateField("原缴纳日期", null=True, blank=True)
    new_due_fen = models.BigIntegerField("现应缴")
    new_paid_fen = models.BigIntegerField("现实缴")
    new_paid_on = models.DateField("现缴纳日期", null=True, blank=True)
    reason = models.CharField("原因", max_length=200)
    corrected_on = models.DateField("更正日期")
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="更正人")

    class Meta:
        verbose_name = "党费更正"
        ordering = ["dues", "id"]

    def __str__(self) -> str:
        return f"{self.dues}更正"


def month_end(month: int) -> date:
    """The last day of 202605."""
    return last_day_of_month(month // 100, month % 100)


def quarter_end(month: int) -> date:
    """The last day of the quarter that 202605 lies in."""
    last = -(-(month % 100) // 3) * 3
    return last_day_of_month(month // 100, last)


def month_text(month: int) -> str:
    return f"{month // 100}年{month % 100}月"
