"""Writing a sentence, and a set formulation."""

from typing import Any, ClassVar

from django import forms

from partywork.common.periods import Period
from partywork.entries.models import new_key
from partywork.measures.themes import Theme
from partywork.orgs.models import Organisation
from partywork.pages.fields import DayInput
from partywork.pages.forms import GroupedForm
from summaries.phrases.models import VARIANTS, OwnFormulation, Reach, SentenceKind, SentencePlace
from summaries.picker.widgets import TokenTextarea

TEXT_HELP = (
    "一句话，写法如：{期内}开展巡河{志愿服务次数#巡河}次，参加{志愿服务参加人次#巡河}人次。"
    "逗号隔开的，没有数的那一段自动省去。"
)
OTHER_HELP = "换一种说法。各单位、各期轮着用，总结就不会都一样。"
KIND_HELP = "写做了什么，至少要有一个指标，没有数就不写出来；写为什么做、怎样做，可以没有指标，有别的内容时才写出来。"
TEXT_FIELDS = tuple(f"text{number}" for number in range(1, VARIANTS + 1))


class WordingForm(GroupedForm):
    """A sentence in up to three wordings, tried out as they are typed."""

    text1 = forms.CharField(label="这句话", max_length=300, strip=True, help_text=TEXT_HELP)
    text2 = forms.CharField(label="另一种说法", max_length=300, strip=True, required=False, help_text=OTHER_HELP)
    text3 = forms.CharField(label="第三种说法", max_length=300, strip=True, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, org: Organisation, period: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dress(org, period)

    def dress(self, org: Organisation, period: Period) -> None:
        """Give the wordings the list of figures of that unit and period."""
        for name in TEXT_FIELDS:
            widget = TokenTextarea(org, period, attrs={"rows": 2, "maxlength": 300, "data-sentence": ""})
            widget.is_required = self.fields[name].required
            self.fields[name].widget = widget

    @property
    def texts(self) -> list[str]:
        return [self.cleaned_data[name] for name in TEXT_FIELDS]


class PhraseForm(WordingForm):
    theme = forms.ChoiceField(label="主题", choices=Theme.choices)
    kind = forms.ChoiceField(
        label="写的是",
        choices=SentenceKind.choices,
        widget=forms.RadioSelect,
        initial=SentenceKind.DEED,
        help_text=KIND_HELP,
    )
    place = forms.ChoiceField(
        label="写在哪一部分", choices=SentencePlace.choices, widget=forms.RadioSelect, initial=SentencePlace.DONE
    )
    reach = forms.ChoiceField(label="用在哪里", choices=Reach.choices, initial=Reach.OWN)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    groups: ClassVar[list[tuple[str, list[str]]]] = [
        ("", ["text1", "text2", "text3"]),
        ("写在哪里", ["theme", "kind", "place", "reach"]),
    ]

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_key
        if not may_share:
            reach: Any = self.fields["reach"]
            reach.choices = [(Reach.OWN.value, Reach.OWN.label)]
            reach.widget = forms.HiddenInput()


class FormulationForm(GroupedForm):
    text = forms.CharField(label="提法", max_length=100, strip=True, help_text="按文件上的写法，一字不差")
    source = forms.CharField(
        label="依据", max_length=120, strip=True, help_text="哪份文件、哪次会议，如：区委2026年1号文件"
    )
    since = forms.DateField(label="起用日期", widget=DayInput)
    until = forms.DateField(label="停用日期", widget=DayInput, required=False, help_text="当天仍可用；仍在使用的不填")
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    groups = [("", ["text", "source", "since", "until"])]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_key

    def put_into(self, formulation: OwnFormulation) -> OwnFormulation:
        for name in ("text", "source", "since", "until"):
            setattr(formulation, name, self.cleaned_data[name])
        return formulation
