"""Dues after they are collected: handed up, published; and what is given beyond them. Money is integer fen."""

from django.db import models
from django.db.models import F, Q

from partywork.dues.enums import PublicationWay
from partywork.dues.exception_models import span_text
from partywork.entries.models import Entry
from partywork.members.models import Member


class VoluntaryPayment(Entry):
    """What a member pays beyond the dues: no month owes it and no rate of payment counts it.

    A single one above ``dues.large_payment`` (``is_large``) goes to the centre in full (组电明字〔2017〕5号).
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="voluntary_payments", verbose_name="姓名")
    amount_fen = models.BigIntegerField("金额")
    is_large = models.BooleanField("大额", default=False, editable=False)
    forwarded_on = models.DateField("转交上级日期", null=True, blank=True)
    receipt = models.CharField("收据编号", max_length=40, blank=True)

    class Meta(Entry.Meta):
        verbose_name = "自愿多交党费"
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0), name="voluntary_of_some_money", violation_error_message="请填写金额。"
            ),
            models.CheckConstraint(
                condition=Q(forwarded_on__isnull=True) | Q(forwarded_on__gte=F("date")),
                name="voluntary_forwarded_later",
                violation_error_message="转交日期不能早于交来的日期。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["half", "org", "status", "date", "month", "is_large", "forwarded_on", "amount_fen", "member"],
                name="voluntary_figures",
            ),
            models.Index(fields=["org", "date", "id"], name="voluntary_list"),
        ]

    def __str__(self) -> str:
        return f"{self.member.name}自愿多交党费"


class Remittance(Entry):
    """Dues handed up to the level above for some months of receipts.

    ``collected_fen`` is what was received in those months when it was logged, ``share`` the per cent that goes
    up then; the amount follows, and one that differs says why in the remark.
    """

    first_month = models.PositiveIntegerField("自何月起")  # 202601, of receipts
    last_month = models.PositiveIntegerField("到何月止")
    collected_fen = models.BigIntegerField("这几个月收缴", editable=False)
    share = models.PositiveSmallIntegerField("上缴比例（%）", editable=False)
    amount_fen = models.BigIntegerField("上缴金额")
    receipt = models.CharField("收据编号", max_length=40)

    class Meta(Entry.Meta):
        verbose_name = "党费上缴"
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0), name="remittance_of_some_money", violation_error_message="请填写金额。"
            ),
            models.CheckConstraint(
                condition=Q(last_month__gte=F("first_month")),
                name="remittance_of_some_months",
                violation_error_message="起止月份请按先后填写。",
            ),
        ]
        indexes = [
            models.Index(fields=["half", "org", "status", "date", "month", "amount_fen"], name="remittance_figures"),
            models.Index(fields=["org", "date", "id"], name="remittance_list"),
        ]

    def __str__(self) -> str:
        return f"{self.org}上缴{self.months_text}党费"

    @property
    def months_text(self) -> str:
        return span_text(self.first_month, self.last_month)


class DuesPublication(Entry):
    """Members were told what a year's dues came to and where they went; ``year`` is the year told of."""

    year = models.PositiveSmallIntegerField("公布的年度")
    way = models.CharField("公布方式", max_length=10, choices=PublicationWay)

    class Meta(Entry.Meta):
        verbose_name = "党费公布"
        indexes = [
            models.Index(fields=["half", "org", "status", "date", "month", "way", "year"], name="publication_figures"),
            models.Index(fields=["org", "date", "id"], name="publication_list"),
        ]

    def __str__(self) -> str:
        return f"公布{self.year}年党费收缴情况"
