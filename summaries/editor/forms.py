"""Rewriting a paragraph, adding one, naming a group."""

from typing import Any

from django import forms

from partywork.pages.forms import GroupedForm
from summaries.picker.widgets import TokenTextarea
from summaries.reports.models import Report

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
    section = forms.ChoiceField(label="写在哪一部分")
    text = forms.CharField(label="文字", strip=True, help_text=TEXT_HELP)

    def __init__(self, *args: Any, report: Report, parts: list[tuple[str, str]], **kwargs: Any) -> None:
        """``parts`` are those to choose from; with none, the place is known already."""
        super().__init__(*args, **kwargs)
        _give_figures(self.fields["text"], report)
        self.fields["section"].choices = parts  # type: ignore[attr-defined]
        if not parts:
            del self.fields["section"]


class HeadingForm(GroupedForm):
    text = forms.CharField(
        label="小标题",
        required=False,
        strip=True,
        max_length=60,
        help_text="清空后保存，就恢复体例里的小标题。{期内} 成文时换成“上半年”这样的字。",
    )


def _give_figures(field: forms.Field, report: Report) -> None:
    widget = TokenTextarea(report.org, report.period, report.data_date, attrs={"rows": 6})
    widget.is_required = field.required
    field.widget = widget
