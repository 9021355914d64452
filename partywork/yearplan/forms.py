"""The draft as a list of lines to tick and change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from partywork.pages.fields import DayInput
from partywork.pages.forms import say_fill_in
from partywork.yearplan.actions import Chosen
from partywork.yearplan.proposals import Proposal

LONGEST_NAME = 40


class LineForm(forms.Form):
    taken = forms.BooleanField(label="列入", required=False)
    text = forms.CharField(label="计划事项", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    due_on = forms.DateField(label="完成期限", widget=DayInput)
    owner = forms.CharField(label="责任人", max_length=LONGEST_NAME, required=False)

    def __init__(self, proposal: Proposal, *, first: date, last: date, **kwargs: Any) -> None:
        given = {"taken": True, "text": proposal.text, "due_on": proposal.due_on}
        super().__init__(prefix=proposal.code, initial=given, **kwargs)
        self.proposal, self.first, self.last = proposal, first, last
        say_fill_in(self.fields.values())
        for name in ("text", "due_on", "owner", "taken"):
            self.fields[name].widget.attrs["aria-label"] = f"{self.fields[name].label}：{proposal.text}"

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if not self.first <= day <= self.last:
            raise ValidationError(f"完成期限要在{self.first:%Y-%m-%d}到{self.last:%Y-%m-%d}之间。")
        return day


@dataclass
class Draft:
    """The lines of a draft together; one that is not ticked may be left unfinished."""

    lines: Sequence[LineForm]

    @classmethod
    def of(
        cls, drafted: Sequence[Proposal], first: date, last: date, data: MultiValueDict[str, Any] | None = None
    ) -> "Draft":
        return cls([LineForm(each, first=first, last=last, data=data) for each in drafted])

    @property
    def ticked(self) -> list[LineForm]:
        return [line for line in self.lines if line["taken"].data]

    def is_valid(self) -> bool:
        valid = [line.is_valid() for line in self.ticked]  # each is asked, so that each says what is wrong
        return all(valid)

    def chosen(self) -> list[Chosen]:
        return [
            Chosen(line.proposal, line.cleaned_data["text"].strip(), line.cleaned_data["due_on"],
                   line.cleaned_data["owner"].strip())
            for line in self.ticked
        ]  # fmt: skip
