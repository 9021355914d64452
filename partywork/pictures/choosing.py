"""What a page of pictures is asked for: a unit, a period, a data date and the figures whose trend is drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.http import QueryDict
from django.urls import reverse

from partywork.common.periods import HalfYear, Period, Year, parse_period, period_of
from partywork.measures import lookup
from partywork.measures.declarations import Breakdown, EventDate, Measure
from partywork.measures.themes import Theme
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.pages.fields import DayInput

YEARS = 3  # how far back periods are offered
MOST = 12  # trends on one page
USUAL = (
    "meeting.committee.count", "meeting.general.count", "meeting.group.count", "meeting.lecture.count",
    "meeting.theme_day.count", "meeting.life.rate", "visit.count", "dues.rate", "training.any",
)  # fmt: skip
TOO_MANY = f"一页最多画{MOST}个指标，请去掉几个。"
UNKNOWN = "没有这个指标，请从下面选。"


def drawable() -> list[Measure]:
    """The figures that are one number a month: neither days nor breakdowns."""
    return [each for each in lookup.all_measures() if not isinstance(each.of, EventDate | Breakdown)]


def periods_until(today: date) -> list[Period]:
    """The half-years and years that have begun, the newest first."""
    found: list[Period] = []
    for year in range(today.year, today.year - YEARS, -1):
        found += [HalfYear(year, 2), HalfYear(year, 1), Year(year)]
    return [period for period in found if period.start <= today]


class ChoiceForm(forms.Form):
    """The filter of the page. The figures are ticked in a part of their own."""

    period = forms.ChoiceField(label="期间", required=False)
    on = forms.DateField(label="数据截至", widget=DayInput(), required=False)
    figure = forms.MultipleChoiceField(label="指标", required=False, error_messages={"invalid_choice": UNKNOWN})

    def __init__(self, data: QueryDict | None, *, today: date) -> None:
        usual = {"period": period_of(today, "half").code, "on": today.isoformat()}
        super().__init__(_filled(data, usual) if data is not None else None, initial=usual)
        self.today = today
        self.fields["period"].choices = [(each.code, each.label) for each in periods_until(today)]  # type: ignore[attr-defined]
        self.fields["figure"].choices = [(each.code, each.name) for each in drawable()]  # type: ignore[attr-defined]

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag, helper.disable_csrf = False, True
        helper.layout = Layout(Field("period"), Field("on"))
        return helper

    def clean_on(self) -> date | None:
        on: date | None = self.cleaned_data["on"]
        if on and on > self.today:
            raise forms.ValidationError("数据截至日不能晚于今天。")
        return on

    def clean_figure(self) -> list[str]:
        codes: list[str] = self.cleaned_data["figure"]
        if len(codes) > MOST:
            raise forms.ValidationError(TOO_MANY)
        return codes


def _filled(data: QueryDict, usual: dict[str, str]) -> QueryDict:
    """What was asked, with the usual where nothing was: the form then shows what the page is about."""
    filled = data.copy()
    for name, value in usual.items():
        filled[name] = data.get(name) or value
    return filled


@dataclass(frozen=True)
class Choice:
    org: Organisation
    window: Window
    codes: tuple[str, ...]

    @classmethod
    def of(cls, form: ChoiceForm, org: Organisation) -> "Choice":
        """What was asked for; the half-year so far and the usual figures where nothing, or nothing right, was."""
        given: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
        period = parse_period(given["period"]) if given.get("period") else period_of(form.today, "half")
        codes = tuple(given.get("figure") or USUAL)
        return cls(org, Window(period, given.get("on") or form.today), codes)

    def address(self, name: str, org: Organisation | None = None) -> str:
        """The same period, day and figures on the page ``name``, of another unit where one is given."""
        asked: list[tuple[str, str]] = [
            ("org", str((org or self.org).pk)),
            ("period", self.window.period.code),
            ("on", self.window.data_date.isoformat()),
        ]
        if self.codes != USUAL:
            asked += [("figure", code) for code in self.codes]
        return f"{reverse(name)}?{urlencode(asked)}"


def offered(chosen: Iterable[str]) -> list[dict[str, Any]]:
    """The drawable figures by theme, for ticking; each theme says how many are chosen."""
    ticked = set(chosen)
    themes: dict[str, list[Measure]] = {theme.value: [] for theme in Theme}
    for measure in drawable():
        themes[measure.theme].append(measure)
    return [
        {
            "label": theme,
            "chosen": sum(each.code in ticked for each in measures),
            "figures": [
                {"code": each.code, "name": each.name, "about": each.definition, "is_chosen": each.code in ticked}
                for each in measures
            ],
        }
        for theme, measures in themes.items()
        if measures
    ]
