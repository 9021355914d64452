"""The forms of one's own choice and of where a unit's digests go."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from partywork.orgs.models import Organisation
from partywork.pages.forms import GroupedForm
from partywork.reminders.enums import WEEKLY_HINT, Channel, HowOften, Part
from partywork.reminders.models import ReminderTarget

NO_CHOICE = "不想要提醒的，请在“多久提醒一次”里选“不要”。"


class ChoiceForm(GroupedForm):
    how_often = forms.ChoiceField(
        label="多久提醒一次", choices=HowOften.choices, widget=forms.RadioSelect, help_text=WEEKLY_HINT
    )
    parts = forms.MultipleChoiceField(
        label="提醒哪些", choices=Part.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("how_often") not in (None, HowOften.NEVER) and not cleaned.get("parts"):
            self.add_error("parts", f"请至少勾一样。{NO_CHOICE}")
        return cleaned


class TargetForm(GroupedForm):
    """``address`` and ``secret`` are never shown again: an edit leaves them empty to keep them."""

    org = forms.ModelChoiceField(
        label="党组织", queryset=Organisation.objects.none(), help_text="发的是它和下级合起来还欠多少、快到期多少"
    )
    name = forms.CharField(label="名称", max_length=30, help_text="自己认得出就行，如：支部书记群")
    channel = forms.ChoiceField(label="方式", choices=Channel.choices, widget=forms.RadioSelect)
    address = forms.CharField(
        label="机器人网址或邮箱",
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
        help_text="群机器人的设置页上有，整行复制；保存后不再显示",
    )
    secret = forms.CharField(
        label="加签密钥",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="只有钉钉、飞书的安全设置选了加签（签名校验）才填；选关键词的填“提醒”，这里空着",
    )
    how_often = forms.ChoiceField(
        label="多久发一次",
        choices=[each for each in HowOften.choices if each[0] != HowOften.NEVER],
        initial=HowOften.WEEKLY,
        widget=forms.RadioSelect,
        help_text=WEEKLY_HINT,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    groups = [("发给谁", ["org", "name", "channel", "address", "secret"]), ("什么时候发", ["how_often"])]

    def __init__(
        self, *args: Any, organisations: QuerySet[Any], target: ReminderTarget | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["org"].queryset = organisations  # type: ignore[attr-defined]
        if target is not None:
            self.fields["address"].required = False
            self.fields["address"].help_text = f"现在发往{target.host}；不改就空着"
            self.fields["secret"].help_text = "已经填过；不改就空着" if target.secret else "只有钉钉、飞书加签的才填"

    def target(self, target: ReminderTarget) -> ReminderTarget:
        """The target with what was typed, but for what is sealed."""
        for name in ("org", "name", "channel", "how_often"):
            setattr(target, name, self.cleaned_data[name])
        return target
