"""The form of what a meeting came to: a grade a member, and lines of problems with their measures."""

from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.forms import BaseFormSet, formset_factory

from partywork.appraisal.actions import Problem
from partywork.appraisal.enums import Grade, Whose
from partywork.appraisal.models import Appraisal
from partywork.appraisal.queries import Present
from partywork.members.models import Member
from partywork.pages.forms import RecordForm, helper_for

UNGRADED = [("", "未评定")]
GRADING = "评定等次"


class AppraisalForm(RecordForm):
    """``people`` are the members to be graded; nobody has a grade until one is chosen."""

    rest = forms.ChoiceField(
        label="其余正式党员", required=False, choices=[("", "不填"), (Grade.QUALIFIED.value, "都评为合格")],
        help_text="先选等次不是合格的人，其余的在这里一次填上",
    )  # fmt: skip

    class Meta:
        model = Appraisal
        fields = ["org", "year", "remark"]
        widgets = {"remark": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, people: list[Present], grades: dict[int, str], **kwargs: Any) -> None:
        self.people = [each.member for each in people if each.is_graded]
        super().__init__(*args, **kwargs)
        for member in self.people:
            self.fields[self.name_of(member)] = forms.ChoiceField(
                label=member.name, required=False, choices=UNGRADED + Grade.choices, initial=grades.get(member.pk, "")
            )
        if not self.people:
            del self.fields["rest"]

    @staticmethod
    def name_of(member: Member) -> str:
        return f"grade_{member.pk}"

    @property
    def helper(self) -> Any:
        groups = [("所属年度", ["org", "year"])]
        if self.people:
            graded = [*[self.name_of(member) for member in self.people], "rest"]
            groups.append((f"{GRADING}（正式党员{len(self.people)}人）", graded))
        helper = helper_for(self, groups, ["remark"])
        for part in helper.layout:
            if isinstance(part, Fieldset) and part.legend.startswith(GRADING):
                part.css_class = f"{part.css_class} grade-grid"
        return helper

    def graded(self) -> dict[Member, Grade]:
        given = {member: self.cleaned_data[self.name_of(member)] or self.cleaned_data["rest"] for member in self.people}
        return {member: Grade(grade) for member, grade in given.items() if grade}


class ProblemForm(forms.Form):
    whose = forms.ChoiceField(label="谁的问题", choices=Whose.choices, required=False, initial=Whose.COMMITTEE)
    text = forms.CharField(label="查摆问题", max_length=200, required=False)
    measure = forms.CharField(label="整改措施", max_length=200, required=False)


class ProblemLines(BaseFormSet):
    def lines(self) -> list[Problem]:
        given = [form.cleaned_data for form in self.forms if form not in self.deleted_forms]
        written = [line for line in given if line.get("text") or line.get("measure")]
        return [Problem(Whose(line["whose"] or Whose.COMMITTEE), line["text"], line["measure"]) for line in written]


ProblemFormSet = formset_factory(ProblemForm, formset=ProblemLines, extra=3, can_delete=True, max_num=60)
