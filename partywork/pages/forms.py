"""The base of every form: grouped as people think, the rest folded, only the user's own organisations."""

from collections.abc import Iterable
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout
from django import forms
from django.db import models
from django.db.models import QuerySet
from django.forms.utils import ErrorDict, ErrorList

from partywork.pages.choosing import let_find
from partywork.pages.fields import DayInput

DASHES, CHOOSE = "---------", "请选择"

# Beside free text about people: what the product never holds (docs/adr/0015).
KEEP_OUT = "不写宗教信仰、病情和举报线索"


def helper_for(form: forms.BaseForm, groups: list[tuple[str, list[str]]], folded: list[str]) -> FormHelper:
    """A crispy helper: titled groups, then what is seldom needed under 更多."""
    helper = FormHelper(form)
    helper.form_tag = False
    helper.disable_csrf = True  # the page's own form tag carries it
    shown = {name for _, names in groups for name in names} | set(folded)
    hidden = [Field(name) for name in form.fields if name not in shown]
    parts: list[Any] = [*hidden]
    for title, names in groups:
        fields = [Field(name) for name in names if name in form.fields]
        parts.append(Fieldset(title, *fields, css_class="form-group-set"))
    folded = [name for name in folded if name in form.fields]
    if folded:
        seen_to = {*form.errors, *getattr(form, "doubted", ())}
        is_open = " open" if any(name in seen_to for name in folded) else ""
        parts.append(
            Div(
                HTML(f'<details class="more-fields"{is_open}><summary>更多（选填）</summary>'),
                *[Field(name) for name in folded],
                HTML("</details>"),
            )
        )
    helper.layout = Layout(*parts)
    return helper


def unchecked(form: Any) -> Any:
    """A bound form or formset shown as typed, without a word about faults: a step on the way, not yet a submission."""
    if isinstance(form, forms.BaseFormSet):
        form._errors, form._non_form_errors = [], ErrorList()  # type: ignore[attr-defined]
        for each in form.forms:
            unchecked(each)
    else:
        form._errors, form.cleaned_data = ErrorDict(), {}
    return form


class GroupedForm(forms.Form):
    """A plain form with groups."""

    groups: ClassVar[list[tuple[str, list[str]]]] = []
    folded: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        let_find(self.fields)
        say_fill_in(self.fields.values())

    @property
    def helper(self) -> FormHelper:
        return helper_for(self, self.groups or [("", list(self.fields))], self.folded)


def day_inputs(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """formfield_callback: every date gets the browser's date picker."""
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        kwargs["widget"] = DayInput()
    if isinstance(field, models.TextField):
        kwargs["widget"] = forms.Textarea(attrs={"rows": 3})
    return field.formfield(**kwargs)


def say_choose(fields: Iterable[forms.Field]) -> None:
    """Where nothing is chosen yet, a box says so in words instead of Django's dashes."""
    for field in fields:
        if isinstance(field, forms.ModelChoiceField):
            if field.empty_label == DASHES:
                field.empty_label = CHOOSE
        elif isinstance(field, forms.ChoiceField):
            offered: Any = field.choices
            field.choices = [(value, CHOOSE if label == DASHES else label) for value, label in offered]


def say_fill_in(fields: Iterable[forms.Field]) -> None:
    """A required field that is empty says what to do, unless it has words of its own."""
    for field in fields:
        if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = "请选择。" if isinstance(field, forms.ChoiceField) else "请填写。"


class RecordForm(forms.ModelForm):
    """A form over a record: it carries the record's key (a double click saves once) and version."""

    key = forms.CharField(label="编号", widget=forms.HiddenInput, max_length=64)
    version = forms.IntegerField(label="版本", widget=forms.HiddenInput, initial=0)
    groups: ClassVar[list[tuple[str, list[str]]]] = []
    folded: ClassVar[list[str]] = []

    def __init__(self, *args: Any, organisations: QuerySet[Any], today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        let_find(self.fields)
        self.today = today
        self.fields["key"].initial = self.instance.key
        self.fields["version"].initial = self.instance.version if self.instance.pk else 0
        self._offer(organisations)
        say_choose(self.fields.values())
        say_fill_in(self.fields.values())

    def _offer(self, organisations: QuerySet[Any]) -> None:
        """Only organisations the user may write for; with a single one there is nothing to choose.

        A record stays with its organisation, also one that is dissolved by now or no longer the user's.
        """
        field = self.fields["org"]
        if self.instance.pk:
            field.disabled = True
            organisations = organisations.model._default_manager.filter(pk=self.instance.org_id)
        field.queryset = organisations  # type: ignore[attr-defined]
        ids = list(organisations.values_list("pk", flat=True)[:2])
        if len(ids) == 1:
            field.initial = ids[0]
            field.widget = forms.HiddenInput()

    def _post_clean(self) -> None:
        if "key" in self.cleaned_data and not self.instance.pk:
            self.instance.key = self.cleaned_data["key"]
        super()._post_clean()  # type: ignore[misc]

    @property
    def helper(self) -> FormHelper:
        return helper_for(self, self.groups, self.folded)
