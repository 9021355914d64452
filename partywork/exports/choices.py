"""Which unit and which days somebody wants a form of."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from partywork.common.periods import last_day_of_month
from partywork.common.text import format_date
from partywork.dues.queries import FIRST_YEAR
from partywork.exports.asked import Asked, scope_below
from partywork.exports.kinds import FormKind, Wants
from partywork.orgs.models import Organisation
from partywork.pages.fields import DayInput
from partywork.pages.forms import GroupedForm
from partywork.pages.http import GateProtocol

FARTHEST_AHEAD = timedelta(days=366)
LONGEST_SPAN = timedelta(days=366)


class FormChoice(GroupedForm):
    """The fields that the kind of form asks for."""

    org: forms.ModelChoiceField = forms.ModelChoiceField(
        label="党组织", queryset=None, error_messages={"invalid_choice": "请选择您可以导出的党组织。"}
    )
    on = forms.DateField(label="哪一天", widget=DayInput)
    first = forms.DateField(label="从", widget=DayInput)
    last = forms.DateField(label="到", widget=DayInput)
    month = forms.CharField(label="月份", widget=forms.TextInput(attrs={"type": "month"}))
    year = forms.IntegerField(label="年度")
    personal = forms.BooleanField(label="含个人信息", required=False)
    with_base = forms.BooleanField(label="含计算基数", required=False)

    asks = {Wants.DAY: ("on",), Wants.SPAN: ("first", "last"), Wants.MONTH: ("month",), Wants.YEAR: ("year",)}

    def __init__(
        self, *args: Any, kind: FormKind, organisations: QuerySet[Any], today: date, offers: set[str], **kwargs: Any
    ) -> None:
        """``offers``: which of personal and with_base this user may ask for."""
        super().__init__(*args, **kwargs)
        self.kind, self.today = kind, today
        kept = {"org", *self.asks[kind.wants], *offers}
        for name in [name for name in self.fields if name not in kept]:
            del self.fields[name]
        self.fields["org"].queryset = organisations  # type: ignore[attr-defined]
        for name, words in (("personal", kind.personal), ("with_base", kind.base)):
            if name in self.fields:
                self.fields[name].label = words

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today + (FARTHEST_AHEAD if self.kind.ahead else timedelta()):
            raise forms.ValidationError("日期太靠后了。" if self.kind.ahead else "日期不能晚于今天，还没有那天的记录。")
        return on

    def clean_month(self) -> date:
        """The month's last day."""
        try:
            first = date.fromisoformat(f"{self.cleaned_data['month']}-01")
        except ValueError:
            raise forms.ValidationError("月份请写成 2026-05 的样子。") from None
        if not FIRST_YEAR <= first.year <= self.today.year + 1:
            raise forms.ValidationError("请选择有党费记录的月份。")
        return last_day_of_month(first.year, first.month)

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not FIRST_YEAR <= year <= self.today.year:
            raise forms.ValidationError(f"年度请填{FIRST_YEAR}至{self.today.year}。")
        return year

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        if first and last and not timedelta() <= last - first <= LONGEST_SPAN:
            self.add_error("last", "结束日期不能早于开始日期，一次最多选一年。")
        if not self.errors:
            self._check_founded()
        return given

    def _check_founded(self) -> None:
        """Of days before the unit was there, a form would print that it had nobody and did nothing."""
        org, (on, _, last) = self.cleaned_data["org"], self._days()
        if max(on, last) < org.founded_on:
            self.add_error("org", f"{org.short_name}{format_date(org.founded_on)}才成立，那时还没有记录。")

    def asked(self, gate: GateProtocol) -> Asked:
        """What a valid form asks for."""
        given = self.cleaned_data
        org: Organisation = given["org"]
        on, first, last = self._days()
        return Asked(
            org,
            scope_below(org, gate, on),
            on,
            first,
            last,
            personal=given.get("personal", False),
            with_base=given.get("with_base", False),
        )

    def _days(self) -> tuple[date, date, date]:
        given = self.cleaned_data
        match self.kind.wants:
            case Wants.DAY:
                return given["on"], given["on"], given["on"]
            case Wants.SPAN:
                return self.today, given["first"], given["last"]
            case Wants.MONTH:
                return given["month"], given["month"].replace(day=1), given["month"]
            case Wants.YEAR:
                year = given["year"]
                return min(self.today, date(year, 12, 31)), date(year, 1, 1), date(year, 12, 31)
