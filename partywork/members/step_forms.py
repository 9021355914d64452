"""Forms of the single steps: stage, group, branch, leaving, coming back, circumstances, corrections."""

from typing import Any

from django import forms

from partywork.members.enums import AFTER_SUSPENSION, LEAVING, NEXT_STAGE, RETURNS, Closing, Flag, Stage
from partywork.members.forms import GroupField, of_branches
from partywork.members.models import Standing
from partywork.orgs.models import Organisation
from partywork.pages.fields import DayInput
from partywork.pages.forms import GroupedForm


def day_field(label: str, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), error_messages={"required": "请填写日期。"}, **kwargs)


def reason_field() -> forms.CharField:
    return forms.CharField(
        label="原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明原因，例如：日期抄错。"},
    )


class StepForm(GroupedForm):
    """One step in someone's standing: it carries the version of the person it started from."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, standing: Standing, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        self.fields["version"].initial = standing.member.version
        self.offer(organisations)

    def offer(self, organisations: Any) -> None:
        """Narrow the choices to what this person and this user can have."""


class StageForm(StepForm):
    stage = forms.ChoiceField(label="变更为", error_messages={"required": "请选择变更后的类别。"})
    on = day_field("日期", help_text="确定为积极分子、发展对象的日期，或支部大会通过接收、转正的日期")

    def offer(self, organisations: Any) -> None:
        following = NEXT_STAGE.get(Stage(self.standing.stage))
        choices = [(following.value, following.label)] if following else []
        self.fields["stage"].choices = choices  # type: ignore[attr-defined]


class GroupForm(StepForm):
    group = GroupField(label="编入")
    on = day_field("日期")

    def offer(self, organisations: Any) -> None:
        of_branches(self.fields["group"], [self.standing.org_id])


class MoveForm(StepForm):
    org = forms.ModelChoiceField(
        Organisation.objects.none(), label="调到", empty_label="请选择", error_messages={"required": "请选择党支部。"}
    )
    group = GroupField(help_text="要属于调到的支部")
    on = day_field("日期")
    note = forms.CharField(label="说明", max_length=100, required=False)

    def offer(self, organisations: Any) -> None:
        others = organisations.exclude(pk=self.standing.org_id)
        self.fields["org"].queryset = others  # type: ignore[attr-defined]
        of_branches(self.fields["group"], others)


class TransferOutForm(StepForm):
    on = day_field("转出日期", help_text="从这一天起不在本支部名册上")
    note = forms.CharField(label="转到哪里", max_length=100, error_messages={"required": "请写明转到哪个党组织。"})


class LeaveForm(StepForm):
    closing = forms.ChoiceField(label="情形")
    on = day_field("日期", help_text="从这一天起不在名册上")
    note = forms.CharField(label="说明", max_length=100, required=False)

    def offer(self, organisations: Any) -> None:
        stage = Stage(self.standing.stage)
        closings = [each for each, stages in LEAVING.items() if stage in stages and each != Closing.TRANSFER_OUT]
        choices = [("", "请选择"), *((each.value, each.label) for each in closings)]
        self.fields["closing"].choices = choices  # type: ignore[attr-defined]


class ReturnForm(StepForm):
    opening = forms.ChoiceField(label="情形", choices=[(each.value, each.label) for each in RETURNS])
    org = forms.ModelChoiceField(Organisation.objects.none(), label="党支部", empty_label=None)
    group = GroupField()
    on = day_field("日期")
    note = forms.CharField(label="从哪里转来", max_length=100, required=False, help_text="组织关系转入的必填")

    def offer(self, organisations: Any) -> None:
        self.fields["org"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["org"].initial = self.standing.org_id
        of_branches(self.fields["group"], organisations)


class SettleForm(StepForm):
    final = forms.ChoiceField(
        label="处理", choices=[("", "请选择"), *((each.value, each.label) for each in AFTER_SUSPENSION)],
        error_messages={"required": "请选择处理情形。"},
    )  # fmt: skip
    on = day_field("日期", help_text="党组织决定的日期")
    note = forms.CharField(label="说明", max_length=100, required=False)


class ApplyAgainForm(StepForm):
    org = forms.ModelChoiceField(Organisation.objects.none(), label="党支部", empty_label=None)
    group = GroupField()
    on = day_field("递交申请书日期")

    def offer(self, organisations: Any) -> None:
        self.fields["org"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["org"].initial = self.standing.org_id
        of_branches(self.fields["group"], organisations)


class FlagForm(StepForm):
    flag = forms.ChoiceField(label="情况", choices=[("", "请选择"), *Flag.choices])
    since = day_field("从哪一天起", help_text="火线入党填入党日期")
    note = forms.CharField(label="说明", max_length=100, required=False, help_text="流动党员必填，写流动到哪里、做什么")


class ReasonStepForm(StepForm):
    reason = reason_field()


class CorrectForm(StepForm):
    since = day_field("自何日起")
    group = GroupField()
    note = forms.CharField(label="说明", max_length=100, required=False)
    reason = reason_field()

    def offer(self, organisations: Any) -> None:
        of_branches(self.fields["group"], [self.standing.org_id])
        for name in ("since", "group", "note"):
            self.fields[name].initial = getattr(self.standing, name)


class LowerFlagForm(GroupedForm):
    on = day_field("到哪一天为止", help_text="从这一天起不再算")


class WithdrawFlagForm(GroupedForm):
    reason = reason_field()
