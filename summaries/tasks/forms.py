"""What is typed: whom to ask, what to offer, why it is sent back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from partywork.common.periods import parse_period
from partywork.measures.themes import Theme
from partywork.orgs.enums import BRANCH_KINDS
from partywork.pages.fields import DayInput, RowsField
from partywork.pages.forms import GroupedForm, RecordForm
from summaries.facts import Facts, default_data_date
from summaries.picker.trying import tried
from summaries.picker.widgets import TokenTextarea
from summaries.reports.forms import offered_periods, usual_period
from summaries.tasks.actions import Offer
from summaries.tasks.marked import THEMES, Marked
from summaries.tasks.models import MOST_HIGHLIGHTS, Highlight, SummaryTask

BRANCHES, ALL, CHOSEN = "branches", "all", "chosen"
WHOM = [(BRANCHES, "全部党支部"), (ALL, "全部下级党组织，含党总支和党委"), (CHOSEN, "只请下面勾选的")]
TO_TICK = 200  # units that can be ticked one by one


class UnitBoxes(RowsField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.short_name)


class TaskForm(RecordForm):
    """``units`` are those that may be asked."""

    period_code = forms.ChoiceField(label="期间")
    data_date = forms.DateField(
        label="数据截至", required=False, widget=DayInput, help_text="不填就用今天与期末中较早的一天"
    )
    whom = forms.ChoiceField(label="请谁确认", choices=WHOM, widget=forms.RadioSelect, initial=BRANCHES)
    units = UnitBoxes(label="勾选单位", queryset=None, required=False, widget=forms.CheckboxSelectMultiple)
    groups = [
        ("请下级确认哪段时间的数字", ["org", "period_code", "data_date", "due_on", "text"]),
        ("请谁", ["whom", "units"]),
    ]

    class Meta:
        model = SummaryTask
        fields = ["org", "period_code", "data_date", "due_on", "text"]
        widgets = {"due_on": DayInput, "text": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"text": "选填，如：请一并报送1至3个亮点"}

    def __init__(self, *args: Any, units: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.below = units
        self.fields["period_code"].choices = offered_periods(self.today)  # type: ignore[attr-defined]
        self.fields["period_code"].initial = usual_period(self.today)
        ids = units.order_by("code").values_list("pk", flat=True)[: TO_TICK + 1]
        if len(ids) > TO_TICK:
            del self.fields["units"]
            self.fields["whom"].choices = WHOM[:2]  # type: ignore[attr-defined]
        else:
            self.fields["units"].queryset = units.order_by("code")  # type: ignore[attr-defined]

    def clean_data_date(self) -> date | None:
        code, day = self.cleaned_data.get("period_code"), self.cleaned_data["data_date"]
        if not code:
            return day  # the period is what is asked for first
        period = parse_period(code)
        day = day or default_data_date(period, self.today)
        if day < period.start:
            raise ValidationError("数据截至日期在这段时间开始以前，请核对。")
        return day

    def asked(self) -> list[Any]:
        """The units chosen, of those below the one that asks."""
        whom = self.cleaned_data["whom"]
        if whom == CHOSEN:
            return list(self.cleaned_data.get("units") or [])
        units = self.below.filter(kind__in=BRANCH_KINDS) if whom == BRANCHES else self.below
        return list(units.order_by("code"))


class ChangeForm(RecordForm):
    """The deadline and the words."""

    groups = [("", ["due_on", "text"])]

    class Meta:
        model = SummaryTask
        fields = ["org", "due_on", "text"]
        widgets = {"due_on": DayInput, "org": forms.HiddenInput, "text": forms.Textarea(attrs={"rows": 3})}


class HighlightForm(forms.Form):
    """One highlight; it is offered only when ticked."""

    takes = forms.BooleanField(label="报这一个", required=False)
    record = forms.ChoiceField(label="来自哪条记录", required=False)
    title = forms.CharField(label="亮点", max_length=60, required=False)
    theme = forms.ChoiceField(label="写在哪个方面", choices=Theme.choices, initial=Theme.BRANDS, required=False)
    text = forms.CharField(label="怎么做的，一两句话", max_length=300, required=False)

    def __init__(self, *args: Any, marked: Sequence[Marked], facts: Facts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.marked = {each.ref: each for each in marked}
        self.facts = facts
        offered = [(each.ref, each.label) for each in marked]
        self.fields["record"].choices = [("", "不是哪一条记录，自己写"), *offered]  # type: ignore[attr-defined]
        order = facts.order
        self.fields["text"].widget = TokenTextarea(order.org, order.period, order.data_date, attrs={"rows": 3})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        record = self.marked.get(given.get("record", ""))
        if not given.get("takes"):
            if given.get("text") and "text" in self.changed_data:
                self.add_error("takes", "写了内容但没有勾选，要报送请勾选，不报请清空。")
            return given
        if not given.get("title") and record is None:
            self.add_error("title", "请写亮点的名称，或选一条记录。")
        for error in tried(given.get("text", ""), self.facts).errors:
            self.add_error("text", error)
        return given

    @property
    def offer(self) -> Offer | None:
        given = self.cleaned_data
        if not given.get("takes"):
            return None
        record = self.marked.get(given["record"])
        return Offer(
            title=given["title"] or (record.title[:60] if record else ""),
            text=given["text"],
            theme=given["theme"] or Theme.BRANDS.value,
            record=record,
        )


HighlightFormSet = forms.formset_factory(
    HighlightForm, extra=0, max_num=MOST_HIGHLIGHTS, absolute_max=MOST_HIGHLIGHTS, validate_max=True
)


def rows_for(highlights: Sequence[Highlight], marked: Sequence[Marked], shown: Any) -> list[dict[str, Any]]:
    """What the rows start with: what was offered before, then marked records to tick, then empty ones."""
    rows: list[dict[str, Any]] = [
        {
            "takes": True,
            "record": f"{each.record_kind}-{each.record_pk}" if each.record_pk else "",
            "title": each.title,
            "theme": each.theme,
            "text": shown(each.text),
        }
        for each in highlights
    ]
    used = {row["record"] for row in rows}
    rows += [
        {"takes": False, "record": each.ref, "title": each.title[:60], "theme": THEMES[each.kind]}
        for each in marked
        if each.ref not in used
    ]
    return [*rows, {}, {}, {}][:MOST_HIGHLIGHTS]


class ConfirmForm(GroupedForm):
    """``seen`` is the sum of the figures as the page shows them."""

    remark = forms.CharField(
        label="说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="选填，有需要上级知道的写在这里",
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    version = forms.IntegerField(widget=forms.HiddenInput)
    groups = [("", ["remark"])]


class ReturnForm(GroupedForm):
    remark = forms.CharField(
        label="原因", max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明要核对什么，填报的人会看到",
        error_messages={"required": "请写明原因，让填报的人知道要核对什么。"},
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)
    groups = [("", ["remark"])]


class WithdrawForm(GroupedForm):
    """Nothing to fill in."""

    sure = forms.BooleanField(label="确认撤回", error_messages={"required": "要撤回请勾选。"})
