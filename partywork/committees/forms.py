"""Forms of committees: the term with its posts, and changes during the term."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from partywork.committees.enums import Post
from partywork.committees.models import CommitteePost, CommitteeTerm
from partywork.committees.queries import suggested_due
from partywork.orgs.enums import ELECTED_KINDS
from partywork.orgs.forms import DayField, PastDaysForm
from partywork.pages.forms import RecordForm, day_inputs


class TermForm(RecordForm):
    groups = [("换届选举", ["org", "number", "date", "due_on"])]
    folded = ["remark"]

    class Meta:
        model = CommitteeTerm
        formfield_callback = day_inputs
        fields = ["org", "number", "date", "due_on", "remark"]
        labels = {"date": "选举日期"}
        help_texts = {"due_on": "不填的按规定的任期推算：村、社区五年，党委五年，其他三年"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations = self.fields["org"].queryset  # type: ignore[attr-defined]
        self.fields["org"].queryset = organisations.filter(kind__in=ELECTED_KINDS)  # type: ignore[attr-defined]
        self.fields["due_on"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        org, elected_on = cleaned.get("org"), cleaned.get("date")
        if org and elected_on and "due_on" not in self.errors and not cleaned.get("due_on"):
            cleaned["due_on"] = suggested_due(org, elected_on, on=self.today)
        return cleaned


class PostLineForm(forms.Form):
    post = forms.ChoiceField(label="职务", choices=[("", "请选择"), *Post.choices], required=False)
    name = forms.CharField(label="姓名", max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("post")) != bool(cleaned.get("name")):
            raise forms.ValidationError("职务和姓名要一起填。")
        return cleaned


class PostLines(BaseFormSet):
    def clean(self) -> None:
        if not any(self.errors) and not self.lines():
            raise forms.ValidationError("请填写选出的委员，至少一名。")

    def lines(self) -> list[tuple[Post, str]]:
        given = [form.cleaned_data for form in self.forms if form not in self.deleted_forms]
        return [(Post(line["post"]), line["name"].strip()) for line in given if line.get("post") and line.get("name")]


PostFormSet = formset_factory(PostLineForm, formset=PostLines, extra=5, can_delete=True, max_num=30)


class GivePostForm(PastDaysForm):
    post = forms.ChoiceField(label="职务", choices=Post.choices)
    name = forms.CharField(label="姓名", max_length=40)
    since = DayField(label="从哪天起")

    past_days = ("since",)


class EndPostForm(PastDaysForm):
    post = forms.ModelChoiceField(CommitteePost.objects.none(), label="免去谁的职务", empty_label="请选择")
    on = DayField(label="从哪天起")

    def __init__(self, *args: Any, term: CommitteeTerm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = CommitteePost.objects.filter(term=term, until=term.ended_on).select_related("term__org")
        self.fields["post"].queryset = held.order_by("pk")  # type: ignore[attr-defined]
