"""Forms of dues: a year's standard, a month's collection on one screen, a correction."""

from typing import Any

from django import forms

from partywork.common.money import format_yuan
from partywork.dues.consents import ConsentNote
from partywork.dues.models import DuesMonth, DuesStandard
from partywork.members.models import Member
from partywork.pages.fields import DayInput, YuanField
from partywork.pages.forms import GroupedForm, RecordForm, day_inputs

CONSENT = ["consented_on", "consent_reason", "beyond"]
MONTH_CHOICES = [(number, f"{number}月") for number in range(1, 13)]


class StandardForm(RecordForm):
    base_fen = YuanField(
        label="计算基数（元/月）",
        required=False,
        help_text="在职的填每月税后固定收入，年薪制填平均每月领取数，离退休填基本养老金；不含五险一金、职业年金和各类补贴",
    )
    monthly_fen = YuanField(
        label="月标准（元）",
        required=False,
        help_text="只有农民填写；其余由系统按规定计算。要减免的，标准照常登记，再申请减免",
    )

    groups = [
        ("谁、哪一年", ["org", "member", "year"]),
        ("怎么算", ["basis", "base_fen", "monthly_fen"]),
    ]

    class Meta:
        model = DuesStandard
        formfield_callback = day_inputs
        fields = ["org", "member", "year", "basis", "base_fen", "monthly_fen"]

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members  # type: ignore[attr-defined]


class StandardChangeForm(StandardForm):
    change_reason = forms.CharField(
        label="为什么改", max_length=200, help_text="标准年初核定，一年内一般不变；改动和原因会留在修改记录里"
    )
    from_month = forms.TypedChoiceField(
        label="从几月起执行", choices=MONTH_CHOICES, coerce=int, help_text="这个月起还没缴的月份按新标准；已缴的不变"
    )

    groups = [*StandardForm.groups, ("改动", ["change_reason", "from_month"])]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_month"].initial = self.today.month
        for name in ("member", "year"):
            self.fields[name].disabled = True


class CollectForm(GroupedForm):
    """Everyone has paid but those ticked; the money in hand must come to the same."""

    exceptions = forms.TypedMultipleChoiceField(
        label="谁这个月没有缴", required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text="只勾没有缴的人，其余按已缴登记",
    )  # fmt: skip
    late = forms.TypedMultipleChoiceField(
        label="这次补缴了哪些以前的月份", required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text="没有补缴的不用勾",
    )  # fmt: skip
    consented_on = forms.DateField(
        label="支部同意补交的日期", required=False, widget=DayInput(),
        help_text="有补交、又没有登记过同意的才填；按季交的在季度末以前收不算补交",
    )  # fmt: skip
    consent_reason = forms.CharField(label="补交的原因", max_length=200, required=False)
    beyond = forms.CharField(
        label="超过期限的说明", max_length=200, required=False, help_text="补交的月份已超过一般期限才填：支部研究的情况"
    )
    paid_on = forms.DateField(label="收缴日期", widget=DayInput())
    total = YuanField(label="实际收到（元）", help_text="把收到的钱数一遍再填；与勾选算出的合计对得上才能保存")

    def __init__(self, *args: Any, due: list[tuple[int, str]], late: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exceptions"].choices = due  # type: ignore[attr-defined]
        self.fields["late"].choices = late  # type: ignore[attr-defined]
        if not due:
            del self.fields["exceptions"]
        if not late:
            del self.fields["late"]

    @property
    def groups(self) -> list[tuple[str, list[str]]]:  # type: ignore[override]
        late = [("补缴", ["late", *CONSENT])] if "late" in self.fields else []
        return [("本月", ["exceptions"]), *late, ("收到多少", ["paid_on", "total"])]

    @property
    def folded(self) -> list[str]:  # type: ignore[override]
        """Without earlier months it is asked for only where this month is itself collected too late."""
        return [] if "late" in self.fields else CONSENT

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("consented_on") and not cleaned.get("consent_reason"):
            self.add_error("consent_reason", "请写明补交的原因。")
        return cleaned

    def consent(self) -> ConsentNote | None:
        """The consent typed here, if any."""
        given = self.cleaned_data
        if not given["consented_on"]:
            return None
        return ConsentNote(given["consented_on"], given["consent_reason"], given["beyond"])


class CorrectionForm(GroupedForm):
    due_fen = YuanField(label="应缴（元）", help_text="本月免交的填 0")
    paid_fen = YuanField(label="实缴（元）", help_text="记错了、其实没缴的填 0，并清空日期")
    paid_on = forms.DateField(label="缴纳日期", required=False, widget=DayInput())
    reason = forms.CharField(label="更正的原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(label="版本", widget=forms.HiddenInput)

    @staticmethod
    def values_of(dues: DuesMonth) -> dict[str, Any]:
        return {
            "due_fen": dues.due_fen, "paid_fen": dues.paid_fen, "paid_on": dues.paid_on, "version": dues.version,
        }  # fmt: skip


def person_choice(member: Member, due_fen: int, *, by_quarter: bool) -> tuple[int, str]:
    return member.pk, f"{member.name}（{format_yuan(due_fen)}{'，按季交' if by_quarter else ''}）"


def month_choice(dues: DuesMonth, year: int) -> tuple[int, str]:
    """The year is said only where it is another than the collected month's."""
    month = f"{dues.month % 100}月" if dues.month // 100 == year else dues.month_text
    by_quarter = "，按季交" if dues.by_quarter else ""
    return dues.pk, f"{dues.member.name} {month}（{format_yuan(dues.due_fen)}{by_quarter}）"
