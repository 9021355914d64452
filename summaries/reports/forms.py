"""Ordering a report and rewriting a paragraph."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from partywork.common.periods import Period, PeriodKind, parse_period, period_of
from partywork.pages.fields import DayInput
from partywork.pages.forms import GroupedForm
from summaries.outlines.shelf import refusal

HOW_MANY: dict[PeriodKind, int] = {"half": 4, "quarter": 4, "month": 6, "year": 2}
KIND_LABELS: dict[PeriodKind, str] = {"half": "半年", "quarter": "季度", "month": "月份", "year": "全年"}


def offered_periods(today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """The running period of each kind and the ones before it, newest first."""
    return [
        (KIND_LABELS[kind], [_choice(period_of(today, kind), back) for back in range(count)])
        for kind, count in HOW_MANY.items()
    ]


def _choice(running: Period, back: int) -> tuple[str, str]:
    period = running.shifted(-back)
    return period.code, period.label


def usual_period(today: date) -> str:
    """In the first weeks of a half-year people still report on the one before."""
    running = period_of(today, "half")
    return running.code if (today - running.start).days > 45 else running.previous.code


class ReportForm(GroupedForm):
    org: forms.ModelChoiceField = forms.ModelChoiceField(label="党组织", queryset=None, help_text="包含它的全部下级")
    period = forms.ChoiceField(label="期间")
    data_date = forms.DateField(
        label="数据截至", required=False, widget=DayInput, help_text="不填就用今天与期末中较早的一天"
    )
    outline = forms.ChoiceField(
        label="体例",
        error_messages={"invalid_choice": "这个体例现在用不了：可能刚停用，或有几处要修改。请到“体例”里看，或换一个。"},
    )
    title = forms.CharField(
        label="标题", max_length=120, required=False, help_text="不填就用“单位名称＋期间＋党建工作总结”"
    )
    groups = [("写哪个单位、哪段时间", ["org", "period", "data_date"])]
    folded = ["outline", "title"]

    def __init__(
        self,
        *args: Any,
        organisations: QuerySet[Any],
        today: date,
        outlines: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["org"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["period"].choices = offered_periods(today)  # type: ignore[attr-defined]
        self.fields["period"].initial = usual_period(today)
        self.fields["outline"].choices = outlines  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        org, outline = cleaned.get("org"), cleaned.get("outline")
        period, day = cleaned.get("period"), cleaned.get("data_date")
        if period and day and day < period.start:
            self.add_error("data_date", "数据截至日期在这段时间开始以前，请核对。")
        if org and outline and (why_not := refusal(outline, org, self.today)):
            self.add_error("outline", why_not)
        return cleaned

    def clean_period(self) -> Period:
        return parse_period(self.cleaned_data["period"])
