"""Rewriting a paragraph, adding one, naming the headings."""

from typing import Any
from uuid import uuid4

from crispy_forms.helper import FormHelper
from django import forms

from partywork.pages.forms import GroupedForm, helper_for
from summaries.editor.headings import Called, field_name
from summaries.picker.widgets import TokenTextarea
from summaries.reports.models import Part, Report
from summaries.tokens import shown

TEXT_HELP = "大括号里是指标，成文时换成数字，如 {支委会次数}。"


class TextForm(GroupedForm):
    """The words of a paragraph. ``revision`` says which text they were written over, ``sitting`` in which visit."""

    text = forms.CharField(label="文字", required=False, strip=True, help_text=TEXT_HELP)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    sitting = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)
    groups = [("", ["text"])]

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _give_figures(self.fields["text"], report)


class NewParagraphForm(GroupedForm):
    """``key`` is the paragraph's from the moment the form is opened, so that a double click adds one."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    section = forms.ChoiceField(label="写在哪一部分")
    text = forms.CharField(label="文字", strip=True, help_text=TEXT_HELP)

    def __init__(self, *args: Any, report: Report, parts: list[tuple[str, str]], **kwargs: Any) -> None:
        """``parts`` are those to choose from; with none, the place is known already."""
        super().__init__(*args, **kwargs)
        _give_figures(self.fields["text"], report)
        self.fields["section"].choices = parts  # type: ignore[attr-defined]
        if not parts:
            del self.fields["section"]


class HeadingsForm(GroupedForm):
    """A field for each heading, named by ``field_name`` and filled with what it is called now."""

    def __init__(self, *args: Any, headings: list[tuple[str, str]], called: Called, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part, heading in headings:
            self.fields[field_name(part, heading)] = forms.CharField(
                label=heading,
                required=False,
                strip=True,
                max_length=60,
                initial=shown(called.get((part, heading), heading)),
            )
        self.headings = headings

    @property
    def helper(self) -> FormHelper:
        """Grouped by the parts of the report."""
        parts = dict.fromkeys(part for part, _ in self.headings)
        names = {part: [field_name(*each) for each in self.headings if each[0] == part] for part in parts}
        return helper_for(self, [(Part(part).label, names[part]) for part in parts], [])


def _give_figures(field: forms.Field, report: Report) -> None:
    widget = TokenTextarea(report.org, report.period, report.data_date, attrs={"rows": 6})
    widget.is_required = field.required
    field.widget = widget
