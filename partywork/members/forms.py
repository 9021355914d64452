"""Forms over people: their own facts, and how they come on the books."""

from typing import Any

from django import forms

from partywork.common.identity_number import mask
from partywork.common.phone import mask_phone
from partywork.members.enums import Opening, Stage
from partywork.members.models import Member, Standing
from partywork.orgs.dated import FOREVER
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.models import PartyGroup
from partywork.pages.fields import DayInput
from partywork.pages.forms import KEEP_OUT, GroupedForm, RecordForm, day_inputs

KEPT = "已登记 {}，不改就不填"


class GroupField(forms.ModelChoiceField):
    """A party group, named with its branch because several branches may be on offer."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {"label": "党小组", "required": False, "empty_label": "不分小组", **kwargs}
        super().__init__(
            PartyGroup.objects.filter(until=FOREVER).select_related("org").order_by("org", "name"), **kwargs
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.org.short_name} {obj.name}"


def of_branches(field: Any, organisations: Any) -> None:
    """Offer only the groups of these branches."""
    field.queryset = field.queryset.filter(org__in=organisations)


class MemberForm(RecordForm):
    """A person's facts. What is sealed is never sent back to the browser: blank keeps it."""

    id_number = forms.CharField(
        label="公民身份号码",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="填了它，性别和出生日期可以不填",
    )
    phone = forms.CharField(
        label="手机号码",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    facts = ["name", "id_number", "gender", "born_on", "phone", "ethnicity", "education"]
    history = ["applied_on", "activist_on", "candidate_on", "admitted_on", "full_on"]
    groups = [("这个人", ["org", *facts]), ("发展党员的日期", history)]
    folded = ["degree", "occupation", "residence", "remark"]

    class Meta:
        model = Member
        formfield_callback = day_inputs
        fields = [
            "org", "name", "id_number", "gender", "born_on", "phone", "ethnicity", "education", "applied_on",
            "activist_on", "candidate_on", "admitted_on", "full_on", "degree", "occupation", "residence", "remark",
        ]  # fmt: skip
        help_texts = {"remark": KEEP_OUT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gender"].required = False
        for name, masked in (("id_number", mask), ("phone", mask_phone)):
            stored = getattr(self.instance, name)
            self.initial.pop(name, None)
            if self.instance.pk and stored:
                self.fields[name].help_text = KEPT.format(masked(stored))

    def _offer(self, organisations: Any) -> None:
        super()._offer(organisations.filter(kind__in=BRANCH_KINDS))

    def clean_id_number(self) -> str:
        return self.cleaned_data["id_number"] or self.instance.id_number

    def clean_phone(self) -> str:
        return self.cleaned_data["phone"] or self.instance.phone


class RegisterForm(MemberForm):
    """A new person: also at which stage, in which group, since when and how they came."""

    stage = forms.ChoiceField(label="人员类别", choices=Stage.choices, initial=Stage.FULL)
    group = GroupField()
    since = forms.DateField(
        label="列入本支部名册的日期",
        widget=DayInput(),
        help_text="这一天以后每天的人员类别，由上面填的日期推出",
    )
    opening = forms.ChoiceField(
        label="怎么来的",
        choices=[(Opening.RECORDED.value, "本来就在本支部，现在建档"), (Opening.TRANSFER_IN.value, "组织关系转入")],
        initial=Opening.RECORDED,
    )
    note = forms.CharField(label="从哪里转来", max_length=100, required=False, help_text="组织关系转入的必填")

    groups = [*MemberForm.groups, ("在支部里", ["stage", "group", "since", "opening", "note"])]

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, organisations=organisations, **kwargs)
        of_branches(self.fields["group"], organisations)

    def standing(self) -> Standing:
        """The unsaved newest standing, as typed."""
        given = self.cleaned_data
        return Standing(
            stage=given["stage"],
            group=given["group"],
            since=given["since"],
            opening=given["opening"],
            note=given["note"],
        )


class FindForm(GroupedForm):
    """The number goes in the body of the request: an address is kept in browsers and logs."""

    id_number = forms.CharField(
        label="公民身份号码", max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请填写公民身份号码。"},
    )  # fmt: skip
