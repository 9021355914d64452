"""The meeting form: kinds, place, chair and roster are offered; date, attendance and topics are typed."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from partywork.meetings.enums import MeetingKind, TopicTag
from partywork.meetings.models import Meeting
from partywork.orgs.dated import FOREVER
from partywork.orgs.models import PartyGroup
from partywork.pages.forms import RecordForm, day_inputs


class MeetingForm(RecordForm):
    kinds = forms.MultipleChoiceField(
        label="会议类型",
        choices=MeetingKind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="一次会议可以同时算几类，勾几类就计几类",
        error_messages={"required": "请至少勾选一种会议类型。"},
    )
    materials = forms.CharField(
        label="学习材料", required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="每行一篇"
    )

    groups = [
        ("什么会", ["kinds", "org", "date", "place", "title"]),
        ("谁参加", ["chair", "expected", "present"]),
        ("党课", ["lecturer", "lecturer_rank"]),
    ]
    folded = [
        "recorder", "group", "until", "observers", "voters_expected", "voters_present", "is_election", "hours",
        "materials", "minutes", "resolutions", "belongs_to", "tag", "highlight", "remark",
    ]  # fmt: skip

    class Meta:
        model = Meeting
        formfield_callback = day_inputs
        fields = [
            "org", "date", "place", "title", "chair", "expected", "present", "lecturer", "lecturer_rank", "recorder",
            "group", "until", "observers", "voters_expected", "voters_present", "is_election", "hours", "minutes",
            "resolutions", "belongs_to", "tag", "highlight", "remark",
        ]  # fmt: skip
        help_texts = {"expected": "党员大会等按当天名册，支委会按委员人数，不含列席", "present": "只数应到人员中到会的"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("observers", "hours"):
            self.fields[name].required = False
        organisations = self.fields["org"].queryset  # type: ignore[attr-defined]
        groups = PartyGroup.objects.filter(org__in=organisations, until=FOREVER).select_related("org")
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields["kinds"].initial = self.instance.kinds
            self.fields["materials"].initial = "\n".join(m.title for m in self.instance.materials.all())

    def offer_expected(self, *, roster: int, committee: int) -> None:
        """The browser offers the roster, or for a 支委会 the committee, until someone types a number."""
        self.fields["expected"].widget.attrs |= {"data-roster": roster, "data-committee": committee or ""}

    def clean_observers(self) -> int:
        return self.cleaned_data["observers"] or 0

    def clean_hours(self) -> int:
        return self.cleaned_data["hours"] or 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        group, org = cleaned.get("group"), cleaned.get("org")
        if group and org and group.org_id != org.pk:
            self.add_error("group", "这个党小组不属于所选的党组织。")
        return cleaned

    def _post_clean(self) -> None:
        self.instance.kinds = self.cleaned_data.get("kinds", [])
        super()._post_clean()

    def _get_validation_exclusions(self) -> set[str]:
        """What the constraints of kinds and attendance say, the action says better, beside the field."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {*MeetingKind.values, "present", "until"}

    def material_titles(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["materials"].splitlines() if line.strip()]


class TopicForm(forms.Form):
    text = forms.CharField(label="议题", max_length=200, required=False)
    tag = forms.ChoiceField(label="类别", choices=[("", "不分类"), *TopicTag.choices], required=False)
    in_favour = forms.IntegerField(label="赞成票（表决的填）", min_value=0, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("in_favour") is not None and not cleaned.get("text"):
            self.add_error("text", "填了赞成票，请写明表决的是什么。")
        return cleaned


class TopicLines(BaseFormSet):
    """At least one topic: a meeting about nothing is not a record."""

    def clean(self) -> None:
        if not any(self.errors) and not self.lines():
            raise forms.ValidationError("请至少写一个议题，写清楚研究或学习了什么。")

    def lines(self) -> list[tuple[str, str]]:
        return [(line["text"].strip(), line["tag"]) for line in self._given()]

    def votes(self) -> list[int | None]:
        return [line["in_favour"] for line in self._given()]

    def _given(self) -> list[dict[str, Any]]:
        given = [form.cleaned_data for form in self.forms if form not in self.deleted_forms]
        return [line for line in given if line.get("text")]


TopicFormSet = formset_factory(TopicForm, formset=TopicLines, extra=2, can_delete=True, max_num=40)
