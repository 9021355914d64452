"""Visits and condolences (走访慰问), and talks (谈话) of which only the fact is kept."""

import re

from django.db import models
from django.db.models import Q

from partywork.entries.models import Counted, Entry
from partywork.orgs.models import Organisation
from partywork.visits.enums import (
    FundSource,
    GiftKind,
    ObjectKind,
    Occasion,
    TalkKind,
    TalkPair,
    VisitKind,
    VisitorRank,
)

_BETWEEN_NEEDS = re.compile(r"[\n；;]")


def split_needs(text: str) -> list[str]:
    """The needs somebody raised, one a line (or parted by ；)."""
    return [need.strip() for need in _BETWEEN_NEEDS.split(text) if need.strip()]


class Visit(Counted):
    """Somebody was called on: at home, at an enterprise, at a contact point, or with a gift.

    Who was visited and how they live is personal: it stays out of the name of the record, of the audit
    log and of reports.
    """

    SECRET_FIELDS = frozenset({"object_name", "situation", "needs", "answer"})

    kind = models.CharField("方式", max_length=16, choices=VisitKind)
    object_kind = models.CharField("对象类别", max_length=20, choices=ObjectKind)
    object_name = models.CharField("走访对象", max_length=60)
    visitors = models.CharField("走访人员", max_length=100, blank=True)
    visitor_rank = models.CharField("走访人身份", max_length=20, choices=VisitorRank, blank=True)
    visitor_count = models.PositiveIntegerField("走访人员数", default=1)
    households = models.PositiveIntegerField("户数", default=0)
    enterprises = models.PositiveIntegerField("企业数", default=0)
    people_reached = models.PositiveIntegerField("走访人数", default=0)
    occasion = models.CharField("场合", max_length=20, choices=Occasion, default=Occasion.ORDINARY)
    gift_kind = models.CharField("慰问形式", max_length=10, choices=GiftKind, blank=True)
    amount_fen = models.PositiveBigIntegerField("金额（元）", default=0)
    fund_source = models.CharField("资金来源", max_length=16, choices=FundSource, blank=True)
    situation = models.TextField("走访情况", blank=True)
    needs = models.TextField("反映的诉求", blank=True)
    needs_count = models.PositiveSmallIntegerField("诉求件数", default=0, editable=False)
    answer = models.TextField("答复和办理", blank=True)
    contact_org = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="contact_visits",
        verbose_name="联系点组织",
    )  # which organisation the visited contact point is; the action reads it from the object's name

    class Meta(Counted.Meta):
        verbose_name = "走访慰问"
        constraints = [
            *Counted.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(object_name=""),
                name="visit_has_an_object",
                violation_error_message="请填写走访了谁或哪个单位。",
            ),
            models.CheckConstraint(
                condition=Q(amount_fen=0) | (Q(kind=VisitKind.CONDOLENCE) & ~Q(gift_kind="")),
                name="visit_amount_is_a_gift",
                violation_error_message="填了金额的，方式请选“慰问”，并选慰问形式。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["half", "status", "org", "month", "date", "kind", "object_kind", "visitor_rank", "occasion",
                        "gift_kind", "fund_source", "tag", "object_name", "visitor_count", "households", "enterprises",
                        "people_reached", "amount_fen", "needs_count"],
                name="visit_figures",
            ),
            models.Index(fields=["org", "date", "id"], name="visit_list"),
            models.Index(fields=["date", "id", "org"], name="visit_by_day"),  # of many units, newest first
            models.Index(fields=["contact_org", "date"], name="visit_of_contact_point"),
            models.Index(
                fields=["date", "contact_org", "status"], condition=Q(contact_org__isnull=False),
                name="visit_of_contact_by_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.title or f'{self.get_kind_display()}{self.get_object_kind_display()}'}"

    def stamp(self) -> None:
        super().stamp()
        self.needs_count = len(split_needs(self.needs))


class Talk(Entry):
    """A talk took place: between whom, by whom, with how many. What was said stays with both parties.

    There is no field for content, and the remark every other record has is taken away.
    """

    remark = None  # type: ignore[assignment]

    kind = models.CharField("类型", max_length=16, choices=TalkKind)
    pair = models.CharField("谈话双方", max_length=20, choices=TalkPair, blank=True)
    talker = models.CharField("谈话人", max_length=40)
    people = models.PositiveIntegerField("谈话对象人数", default=1)

    class Meta(Entry.Meta):
        verbose_name = "谈话"
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(people__gte=1),
                name="talk_with_somebody",
                violation_error_message="谈话对象至少 1 人。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["half", "status", "org", "month", "date", "kind", "pair", "tag", "talker", "people"],
                name="talk_figures",
            ),
            models.Index(fields=["org", "date", "id"], name="talk_list"),
            models.Index(fields=["date", "id", "org"], name="talk_by_day"),  # of many units, newest first
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.get_kind_display()}"
