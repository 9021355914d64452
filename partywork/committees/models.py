"""Committees: one term after another, and who held which post when."""

from django.db import models
from django.db.models import F, Q

from partywork.committees.enums import Post
from partywork.entries.enums import Status
from partywork.entries.models import Entry
from partywork.members.models import Member
from partywork.orgs.dated import FOREVER, Dated

COUNTS = ~Q(status=Status.CANCELLED)


class CommitteeTerm(Entry):
    """A committee from its election (``date``) until the next one's.

    ``due_on`` is the day its term is full, ``ended_on`` the day the next committee was elected; the
    actions keep the terms of an organisation joined, so one is in force on any day.
    """

    number = models.PositiveSmallIntegerField("届次", help_text="第几届，只填数字")
    due_on = models.DateField("任期届满")
    ended_on = models.DateField("换届日期", default=FOREVER, editable=False)

    class Meta(Entry.Meta):
        verbose_name = "委员会届次"
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(due_on__gt=F("date")),
                name="term_due_after_election",
                violation_error_message="任期届满要在选举日期之后。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__gt=F("date")),
                name="term_ended_after_election",
                violation_error_message="届期结束要在选举日期之后。",
            ),
            models.UniqueConstraint(
                fields=["org"],
                condition=Q(ended_on=FOREVER) & COUNTS,
                name="term_one_in_force",
                violation_error_message="现在的这一届还没有结束，请先办理换届。",
            ),
            models.UniqueConstraint(
                fields=["org", "number"],
                condition=COUNTS,
                name="term_number_once",
                violation_error_message="这一届已经登记过了，请核对届次。",
            ),
        ]
        indexes = [
            models.Index(fields=["half", "org", "status", "date", "number"], name="term_figures"),
            models.Index(fields=["org", "date", "id"], name="term_list"),
            models.Index(fields=["due_on", "org"], name="term_due"),
        ]

    def __str__(self) -> str:
        return f"{self.org}第{self.number}届委员会"

    @property
    def is_in_force(self) -> bool:
        return self.ended_on == FOREVER and self.status != Status.CANCELLED

    @property
    def state_text(self) -> str:
        """现任, 往届 or 已取消: a committee is not something one completes."""
        if self.status == Status.CANCELLED:
            return str(Status.CANCELLED.label)
        return "现任" if self.is_in_force else "往届"


class CommitteePost(Dated):
    """Someone holds a post in a committee for a time."""

    SCOPE_PATH = "term__org"

    term = models.ForeignKey(CommitteeTerm, models.PROTECT, related_name="posts", verbose_name="届次")
    post = models.CharField("职务", max_length=16, choices=Post)
    name = models.CharField("姓名", max_length=40)
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="党员")

    class Meta(Dated.Meta):
        verbose_name = "委员会职务"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["term", "post", "name", "since"], name="post_once"),
        ]
        indexes = [models.Index(fields=["term", "since", "until", "post"], name="post_on_day")]

    def __str__(self) -> str:
        return f"{self.get_post_display()} {self.name}"
