"""Forms of the organisation pages. Each change of the tree names the day from which it holds."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from partywork.ledgers.cells import CellError
from partywork.orgs.activity import HINT, ActivityRule, as_activity_rule
from partywork.orgs.dated import FOREVER
from partywork.orgs.enums import OrgKind, Sector
from partywork.orgs.models import Organisation, OrganisationTag, PartyGroup, Profile
from partywork.pages.fields import DayInput
from partywork.pages.forms import GroupedForm, day_inputs

COMMON_TAGS = "常用：示范点、品牌、软弱涣散"


class DayField(forms.DateField):
    """A day with the browser's picker."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=DayInput(), **kwargs)


class PastDaysForm(GroupedForm):
    """A form whose days must not lie in the future."""

    past_days: tuple[str, ...] = ("on",)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.past_days:
            day = cleaned.get(name)
            if day and day > self.today:
                self.add_error(name, f"日期在今天（{self.today:%Y-%m-%d}）之后，请核对。")
        return cleaned


class ProfileFields(forms.Form):
    """Sector, people and activity day: what a profile holds for a time."""

    sector = forms.ChoiceField(label="领域", choices=[("", "请选择"), *Sector.choices])
    secretary = forms.CharField(label="书记", max_length=40, required=False, help_text="空缺的不填")
    contact_leader = forms.CharField(
        label="联系领导", max_length=40, required=False, help_text="上级领导班子成员中联系本组织的人"
    )
    activity = forms.CharField(label="主题党日", max_length=20, required=False, help_text=f"{HINT}；没有固定日子的不填")

    def clean_activity(self) -> ActivityRule:
        try:
            return as_activity_rule(self.cleaned_data["activity"])
        except CellError as error:
            raise ValidationError(str(error)) from None

    def fill(self, profile: Profile) -> Profile:
        """The profile with what was typed."""
        for name in ("sector", "secretary", "contact_leader"):
            setattr(profile, name, self.cleaned_data[name])
        profile.activity_rule = self.cleaned_data["activity"]
        return profile

    @staticmethod
    def typed(profile: Profile) -> dict[str, Any]:
        """What a form over ``profile`` begins with."""
        typed = {name: getattr(profile, name) for name in ("sector", "secretary", "contact_leader")}
        return {**typed, "activity": profile.activity_rule.words}


class FoundingForm(PastDaysForm, ProfileFields, forms.ModelForm):
    parent = forms.ModelChoiceField(Organisation.objects.none(), label="上级党组织", empty_label="请选择")
    kind = forms.ChoiceField(label="组织类别", choices=[("", "请选择"), *OrgKind.choices])

    past_days = ("founded_on",)
    groups = [
        ("是什么组织", ["parent", "kind", "name", "short_name", "code", "founded_on"]),
        ("成立时的情况", ["sector", "secretary", "contact_leader", "activity", "phone"]),
    ]

    class Meta:
        model = Organisation
        formfield_callback = day_inputs
        fields = ["kind", "name", "short_name", "code", "founded_on", "phone"]

    def __init__(self, *args: Any, parents: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]


class FactsForm(GroupedForm, forms.ModelForm):
    """Facts that have no date. Kind, place and people change from a day on, on pages of their own."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    groups = [("", ["name", "short_name", "code", "phone"])]

    class Meta:
        model = Organisation
        fields = ["name", "short_name", "code", "phone"]


class ProfileForm(PastDaysForm, ProfileFields):
    since = DayField(label="从哪天起")

    past_days = ("since",)
    groups = [("", ["since", "sector", "secretary", "contact_leader", "activity"])]


class MoveForm(PastDaysForm):
    parent = forms.ModelChoiceField(Organisation.objects.none(), label="调整到哪个上级", empty_label="请选择")
    on = DayField(label="从哪天起")

    def __init__(self, *args: Any, parents: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]


class DissolveForm(PastDaysForm):
    on = DayField(label="撤销日期", help_text="从这一天起不再存在")
    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class TagForm(PastDaysForm):
    tag = forms.CharField(label="标签", max_length=20, help_text=COMMON_TAGS)
    since = DayField(label="从哪天起")

    past_days = ("since",)


class UntagForm(PastDaysForm):
    tag = forms.ModelChoiceField(OrganisationTag.objects.none(), label="去掉哪个标签", empty_label="请选择")
    on = DayField(label="从哪天起")

    def __init__(self, *args: Any, org: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        carried = OrganisationTag.objects.filter(org=org, until=FOREVER).select_related("org").order_by("tag")
        self.fields["tag"].queryset = carried  # type: ignore[attr-defined]


class GroupForm(PastDaysForm):
    name = forms.CharField(label="名称", max_length=40, help_text="如：第一党小组")
    leader = forms.CharField(label="组长", max_length=40, required=False)
    since = DayField(label="从哪天起")

    past_days = ("since",)


class CloseGroupForm(PastDaysForm):
    group = forms.ModelChoiceField(PartyGroup.objects.none(), label="撤销哪个党小组", empty_label="请选择")
    on = DayField(label="从哪天起")

    def __init__(self, *args: Any, org: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = PartyGroup.objects.filter(org=org, until=FOREVER).select_related("org").order_by("name")
        self.fields["group"].queryset = standing  # type: ignore[attr-defined]
