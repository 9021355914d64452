"""民主评议党员 and 组织生活会 of a year: what came of the meeting they hang on."""

from django.db import models
from django.db.models import Q

from partywork.appraisal.enums import Grade, Whose
from partywork.entries.enums import Status
from partywork.entries.models import Cancellable
from partywork.meetings.models import Meeting
from partywork.members.models import Member


class Appraisal(Cancellable):
    """What a meeting of organisation life or appraisal came to: grades, problems found, measures.

    Day, place and attendance are the meeting's; a meeting that was both (as most hold it) has one record.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="appraisals", verbose_name="会议", editable=False)
    year = models.PositiveSmallIntegerField("所属年度", help_text="可以在次年一季度召开，填评的是哪一年")
    remark = models.TextField("备注", blank=True)

    class Meta(Cancellable.Meta):
        verbose_name = "民主评议和组织生活会"
        ordering = ["-id"]
        constraints = [
            *Cancellable.Meta.constraints,
            models.UniqueConstraint(
                fields=["meeting"],
                condition=~Q(status=Status.CANCELLED),
                name="appraisal_once_a_meeting",
                violation_error_message="这次会议的评议结果已经登记过。",
            ),
        ]
        indexes = [models.Index(fields=["org", "year", "status"], name="appraisal_of_year")]

    def __str__(self) -> str:
        kinds = [name for held, name in ((self.meeting.is_life, "组织生活会"), (self.meeting.is_appraisal, "民主评议"))
                 if held]  # fmt: skip
        return f"{self.year}年度{'和'.join(kinds)}"


class GradeLine(models.Model):
    """The grade of one member, who stood on the roster as a full member on the day of the meeting."""

    SCOPE_PATH = "appraisal__org"

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="grades")
    member = models.ForeignKey(Member, models.PROTECT, related_name="grades", verbose_name="姓名")
    grade = models.CharField("等次", max_length=12, choices=Grade)

    class Meta:
        verbose_name = "评定等次"
        ordering = ["appraisal", "id"]
        constraints = [models.UniqueConstraint(fields=["appraisal", "member"], name="grade_once")]

    def __str__(self) -> str:
        return self.get_grade_display()


class LifeProblem(models.Model):
    """A problem found (查摆问题) and what is to be done about it. Of a member's no name is kept."""

    SCOPE_PATH = "appraisal__org"

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="problems")
    position = models.PositiveSmallIntegerField()
    whose = models.CharField("谁的问题", max_length=12, choices=Whose, default=Whose.COMMITTEE)
    text = models.CharField("查摆问题", max_length=200)
    measure = models.CharField("整改措施", max_length=200, blank=True)

    class Meta:
        verbose_name = "查摆问题"
        ordering = ["appraisal", "position"]
        constraints = [models.UniqueConstraint(fields=["appraisal", "position"], name="life_problem_position_once")]

    def __str__(self) -> str:
        return self.text
