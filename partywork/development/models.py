"""Steps on the way into the party, reviews of activists, guides, and what was prolonged."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from partywork.development.enums import ExtensionKind, GuideRole, ReviewResult, StepCode
from partywork.development.steps import BY_CODE, Step, stage_day
from partywork.entries.enums import Status
from partywork.entries.models import Entry
from partywork.meetings.models import Meeting
from partywork.members.models import Member
from partywork.orgs.dated import FOREVER, Dated


class DevelopmentStep(Entry):
    """A step someone has taken; ``org`` is the branch that recorded it.

    Five steps open a stage of the person. Their day is the person's own (``Member``, ``Standing``) and is read
    from there: the row keeps what else belongs to the step, and no figure counts it by its date.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="development_steps", verbose_name="姓名")
    step = models.CharField("步骤", max_length=20, choices=StepCode)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="development_steps", verbose_name="哪次会议"
    )
    days = models.PositiveSmallIntegerField("培训天数", null=True, blank=True)
    hours = models.PositiveSmallIntegerField("培训学时", null=True, blank=True)
    voters = models.PositiveSmallIntegerField("应到会有表决权人数", null=True, blank=True)
    votes = models.PositiveSmallIntegerField("赞成人数", null=True, blank=True)
    opened_stage = models.BooleanField(default=False, editable=False)  # undoing the step takes the stage back

    class Meta(Entry.Meta):
        verbose_name = "发展党员步骤"
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                fields=["member", "step"],
                condition=Q(status=Status.DONE),
                name="development_step_once",
                violation_error_message="这一步已经登记过了。",
            ),
            models.CheckConstraint(
                condition=Q(votes__isnull=True, voters__isnull=True) | Q(votes__lte=F("voters")),
                name="development_votes_within_voters",
                violation_error_message="赞成人数不能多于应到会有表决权人数。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["half", "org", "status", "date", "month", "step", "tag", "member"], name="development_figures"
            ),
            models.Index(fields=["step", "status", "date", "member"], name="development_done"),
            models.Index(fields=["org", "date", "id"], name="development_list"),
        ]

    def __str__(self) -> str:
        return f"{self.member}：{self.get_step_display()}"

    @property
    def spec(self) -> Step:
        return BY_CODE[StepCode(self.step)]

    @property
    def day(self) -> date | None:
        """The day that counts: for a step that opens a stage, the one on the roster (None if undone there)."""
        return stage_day(self.member, self.spec.begins) if self.spec.begins else self.date


class ActivistReview(Entry):
    """The branch's review of an activist for a half-year; ``about`` is that half-year (20261)."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="activist_reviews", verbose_name="姓名")
    about = models.PositiveIntegerField("所属半年")
    result = models.CharField("考察结论", max_length=10, choices=ReviewResult)
    conclusion = models.TextField("考察情况", blank=True)

    class Meta(Entry.Meta):
        verbose_name = "积极分子考察"
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                fields=["member", "about"],
                condition=Q(status=Status.DONE),
                name="activist_review_once",
                violation_error_message="这个半年的考察已经登记过了。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["half", "org", "status", "date", "month", "result", "tag", "member"],
                name="activist_review_figures",
            ),
            models.Index(fields=["about", "status", "date", "member"], name="activist_review_about"),
            models.Index(fields=["org", "date", "id"], name="activist_review_list"),
        ]

    def __str__(self) -> str:
        return f"{self.member}{half_label(self.about)}考察"


class DevelopmentGuide(Dated):
    """Who accompanies someone: 培养联系人 while an activist, 入党介绍人 from then on."""

    SCOPE_PATH = "member__org"

    member = models.ForeignKey(Member, models.PROTECT, related_name="development_guides", verbose_name="姓名")
    guide = models.ForeignKey(Member, models.PROTECT, related_name="guided_people", verbose_name="联系人或介绍人")
    role = models.CharField("身份", max_length=10, choices=GuideRole)

    class Meta(Dated.Meta):
        verbose_name = "培养联系人和入党介绍人"
        ordering = ["member", "role", "since", "id"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["member", "guide", "role"],
                condition=Q(until=FOREVER),
                name="development_guide_once",
                violation_error_message="这位联系人（介绍人）已经登记过，还没有结束。",
            ),
            models.CheckConstraint(
                condition=~Q(guide=F("member")),
                name="development_guide_is_another",
                violation_error_message="联系人（介绍人）不能是本人。",
            ),
        ]
        indexes = [models.Index(fields=["role", "since", "until", "member"], name="development_guide_on_day")]

    def __str__(self) -> str:
        return f"{self.member}的{self.get_role_display()}{self.guide}"


class DevelopmentExtension(Entry):
    """A probation prolonged by the branch's general meeting, or a special case of approval. Each at most once."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="development_extensions", verbose_name="姓名")
    kind = models.CharField("事项", max_length=10, choices=ExtensionKind)
    months = models.PositiveSmallIntegerField("延长月数", default=0, help_text="只有延长预备期要填")

    class Meta(Entry.Meta):
        verbose_name = "发展党员延期"
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                fields=["member", "kind"],
                condition=Q(status=Status.DONE),
                name="development_extension_once",
                violation_error_message="已经延长过一次，不能再延长。",
            ),
        ]
        indexes = [
            models.Index(fields=["half", "org", "status", "date", "month", "kind", "tag"], name="extension_figures"),
            models.Index(fields=["kind", "status", "date", "months", "member"], name="extension_held"),
            models.Index(fields=["org", "date", "id"], name="extension_list"),
        ]

    def __str__(self) -> str:
        return f"{self.member}：{self.get_kind_display()}"


def half_label(code: int) -> str:
    """20261 as 2026年上半年."""
    return f"{code // 10}年{'上' if code % 10 == 1 else '下'}半年"
