"""Forms of 发展党员: a step, a review, who accompanies, what is prolonged."""

import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from partywork.development.enums import ExtensionKind, GuideRole
from partywork.development.intervals import HalfYear, code_of, half_year_of
from partywork.development.models import ActivistReview, DevelopmentExtension, DevelopmentStep, half_label
from partywork.development.steps import Step, stage_day
from partywork.entries.enums import Status
from partywork.meetings.models import Meeting
from partywork.members.enums import Stage
from partywork.members.models import Member, Standing
from partywork.pages.fields import DayInput, RowsField
from partywork.pages.forms import GroupedForm, RecordForm, day_inputs

MEETINGS_OFFERED = 60
HALVES_OFFERED = 12


def full_members(member: Member, today: datetime.date) -> QuerySet[Member]:
    """Who of the person's branch may accompany the person."""
    here = Standing.objects.on(today).filter(org=member.org_id, stage=Stage.FULL).values("member")
    return Member.objects.filter(pk__in=here).exclude(pk=member.pk).order_by("name").only("name", "org")


class GuidesField(RowsField):
    def __init__(self, role: GuideRole, people: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(
            people,
            label=str(role.label),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": f"请选择{role.label}。"},
            **kwargs,
        )


class PersonRecordForm(RecordForm):
    """A record about one person: the branch is the person's own and not asked for."""

    def _offer(self, organisations: QuerySet[Any]) -> None:
        """Nothing to choose."""

    @property
    def member(self) -> Member:
        member: Member = self.instance.member
        return member


class StepForm(PersonRecordForm):
    """One step; what does not belong to it is not asked."""

    member_version = forms.IntegerField(label="人员版本", widget=forms.HiddenInput)
    groups = [("", ["date", "guides", "days", "hours", "voters", "votes", "meeting"])]
    folded = ["place", "remark"]

    class Meta:
        model = DevelopmentStep
        formfield_callback = day_inputs
        fields = ["date", "days", "hours", "voters", "votes", "meeting", "place", "remark"]
        help_texts = {
            "days": "天数和学时填一项就可以",
            "voters": "按应到会有表决权的正式党员填，和赞成人数一起填",
            "remark": "与规定不符但情况属实的，在这里写明原因",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spec = self.instance.spec
        self.fields["member_version"].initial = self.member.version
        self._ask_only_what_belongs(spec)
        if spec.guides and not self.instance.pk:
            self.fields["guides"] = GuidesField(spec.guides, full_members(self.member, self.today))
        self._fix_the_day(spec)
        if "meeting" in self.fields:
            self.fields["meeting"].queryset = self._meetings(spec)  # type: ignore[attr-defined]

    def _ask_only_what_belongs(self, spec: Step) -> None:
        if not spec.has_training:
            del self.fields["days"], self.fields["hours"]
        if not spec.has_vote:
            del self.fields["voters"], self.fields["votes"]
        if not (spec.has_vote or spec.who == "支部委员会"):
            del self.fields["meeting"]

    def _fix_the_day(self, spec: Step) -> None:
        """The day of a stage that has begun is the roster's; it is put right there."""
        opened = stage_day(self.member, spec.begins) if spec.begins else None
        if opened is not None:
            self.instance.date = opened
            self.fields["date"].disabled = True
            self.fields["date"].initial = self.initial["date"] = opened
            self.fields["date"].help_text = "来自花名册；要改请在人员页的“组织关系”里改正"

    def _meetings(self, spec: Step) -> QuerySet[Meeting]:
        held = Meeting.objects.filter(org=self.instance.org_id, status=Status.DONE)
        held = held.filter(is_general=True) if spec.has_vote else held
        newest = held.order_by("-date", "-id").values("pk")[:MEETINGS_OFFERED]
        offered = Meeting.objects.filter(pk__in=list(newest.values_list("pk", flat=True)))
        if self.instance.meeting_id:
            offered = offered | Meeting.objects.filter(pk=self.instance.meeting_id)
        return offered.order_by("-date", "-id")

    def _get_validation_exclusions(self) -> set[str]:
        """What the constraint of votes says, the action says better, beside the field."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {"votes"}


class ReviewForm(PersonRecordForm):
    about = forms.TypedChoiceField(label="所属半年", coerce=int)
    groups = [("", ["about", "date", "result", "conclusion"])]
    folded = ["remark"]

    class Meta:
        model = ActivistReview
        formfield_callback = day_inputs
        fields = ["about", "date", "result", "conclusion", "remark"]
        labels = {"date": "考察日期"}
        help_texts = {"conclusion": "思想、学习、工作表现，优点和不足"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [code_of(half) for half in _halves_as_activist(self.member, self.today)]
        if self.instance.about and self.instance.about not in offered:
            offered.append(self.instance.about)
        self.fields["about"].choices = [(code, half_label(code)) for code in offered]  # type: ignore[attr-defined]


def _halves_as_activist(member: Member, today: datetime.date) -> list[HalfYear]:
    """Newest first, back to the one in which someone became an activist: what was left out can be made up for."""
    now, begun = half_year_of(today), stage_day(member, Stage.ACTIVIST)
    back = [now.shifted(-number) for number in range(HALVES_OFFERED)]
    return [half for half in back if begun is None or half.end >= begun]


class ExtensionForm(PersonRecordForm):
    """The kind is the address's."""

    groups = [("", ["date", "months", "remark"])]

    class Meta:
        model = DevelopmentExtension
        formfield_callback = day_inputs
        fields = ["date", "months", "remark"]
        labels = {"remark": "原因"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.kind == ExtensionKind.APPROVAL:
            del self.fields["months"]
            self.fields["date"].help_text = "上级党委说明特殊情况的日期"
        else:
            self.fields["months"].initial = self.initial["months"] = 6
            self.fields["months"].help_text = "不少于六个月，最长十二个月，只能延长一次"
            self.fields["date"].help_text = "支部大会决定延长的日期"
        self.fields["remark"].required = True
        self.fields["remark"].error_messages["required"] = "请写明为什么延长。"


class GuidesForm(GroupedForm):
    """Who accompanies someone from a day on."""

    date = forms.DateField(label="从哪一天起", widget=DayInput(), error_messages={"required": "请填写日期。"})

    def __init__(
        self, *args: Any, role: GuideRole, member: Member, today: datetime.date, held: list[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        initial = [each.guide_id for each in held]
        people = full_members(member, today) | Member.objects.filter(pk__in=initial)
        self.fields["guides"] = GuidesField(role, people.distinct(), initial=initial)
