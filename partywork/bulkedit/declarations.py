"""How it is declared what can be changed for many records at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django import forms
from django.db.models import Model

from partywork.access.permissions import Permission
from partywork.accounts.models import User
from partywork.pages.forms import GroupedForm, say_fill_in
from partywork.pages.http import PageRequest
from partywork.pages.lists import ListPage

Given = dict[str, Any]
Inputs = Callable[[PageRequest], dict[str, forms.Field]]


class Change(Protocol):
    """Changes one record through its slice's action. What that refuses is refused here, in the same words."""

    def __call__(self, record: Any, given: Given, /, *, by: User, today: date) -> None: ...


@dataclass(frozen=True)
class Editable:
    """Something that can be changed for many: what is asked for, what a record says before and after."""

    code: str
    label: str
    inputs: Inputs
    old: Callable[[Any], str]
    new: Callable[[Any, Given], str]
    change: Change

    def form(self, request: PageRequest, data: Any = None) -> "ChangeForm":
        return ChangeForm(data, prefix=self.code, inputs=self.inputs(request))

    def form_again(self, request: PageRequest, data: Mapping[str, Any]) -> "ChangeForm":
        """The form with what was typed before, not yet judged."""
        form = self.form(request)
        form.initial = {name: data.get(form.add_prefix(name), "") for name in form.fields}
        return form


@dataclass(frozen=True)
class BulkList:
    """A list on which records can be picked. ``path`` leads from a row of the list to the record that is changed."""

    page: type[ListPage]
    model: type[Model]
    editables: tuple[Editable, ...]
    permission: Permission = Permission.LOG_RECORDS
    path: str = ""

    @property
    def code(self) -> str:
        return self.page.ledger.code

    @property
    def title(self) -> str:
        return str(self.model._meta.verbose_name)

    def editable(self, code: str) -> Editable | None:
        return next((each for each in self.editables if each.code == code), None)

    def record_of(self, row: Any) -> Any:
        return getattr(row, self.path) if self.path else row


class ChangeForm(GroupedForm):
    """What one editable asks for; its prefix keeps several of them apart on one page."""

    def __init__(self, *args: Any, inputs: dict[str, forms.Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(inputs)
        say_fill_in(self.fields.values())
