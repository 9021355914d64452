"""The form of a local rule: the fields follow from what the rule holds."""

from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import QuerySet

from partywork.orgs.models import Organisation
from partywork.pages.fields import DayInput, YuanField
from partywork.pages.forms import GroupedForm
from partywork.rules.models import Rule
from partywork.rules.values import EVERY_LABELS, Frequency, Range, Share, dump

MANY = 10_000
FEN = "分"


class LocalRuleForm(GroupedForm):
    """The value, for which unit, from which day, on what ground."""

    org = forms.ModelChoiceField(
        label="适用组织", queryset=Organisation.objects.none(), help_text="对它和它下面的全部组织有效"
    )
    effective_from = forms.DateField(label="从哪天起", widget=DayInput())
    note = forms.CharField(label="依据", max_length=200, help_text="哪份文件或哪次会议定的")

    def __init__(
        self, *args: Any, rule: Rule, organisations: QuerySet[Any], is_optional: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rule = rule
        self.fields["org"].queryset = organisations  # type: ignore[attr-defined]
        value_fields = fields_of(rule)
        if is_optional and "times" in value_fields:
            value_fields["times"].help_text = "国家没有统一规定的，填 0 表示不作要求"
        self.fields.update(value_fields)
        self.groups = [("改成", list(value_fields)), ("适用", ["org", "effective_from", "note"])]  # type: ignore[misc]

    def value(self) -> Any:
        """The value as it is stored."""
        typed = self.rule.typed
        given = {name: self.cleaned_data[name] for name in self.groups[0][1]}
        match typed:
            case bool() | int():
                return given["value"]
            case Share():
                return dump(replace(typed, **given))
        return given


def fields_of(rule: Rule) -> dict[str, forms.Field]:
    """A field for each number of the rule, with today's value in it."""
    match rule.typed:
        case bool() as on:
            return {"value": forms.BooleanField(label=rule.title, required=False, initial=on)}
        case int() as number:
            return {"value": _number(rule, rule.title, number)}
        case Frequency() as frequency:
            return {
                "every": forms.ChoiceField(label="多久", choices=list(EVERY_LABELS.items()), initial=frequency.every),
                "times": _count(f"至少几{rule.unit}", frequency.times),
            }
        case Share() as share:
            return {"part": _count("几分（分子）", share.part), "whole": _count("之几（分母）", share.whole)}
        case Range() as span:
            return {"least": _number(rule, "最少", span.least), "most": _number(rule, "最多", span.most)}
    return {}


def _number(rule: Rule, label: str, initial: int) -> forms.Field:
    if rule.unit == FEN:
        return YuanField(label=f"{label}（元）", initial=initial)
    return _count(f"{label}（{rule.unit}）" if rule.unit else label, initial)


def _count(label: str, initial: int) -> forms.Field:
    return forms.IntegerField(label=label, min_value=0, max_value=MANY, initial=initial)
