"""Typing a month: the browser's own picker where it has one, 2026-05 where not; kept as 202605."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partywork.dues.ledger import as_month
from partywork.ledgers.cells import CellError


class MonthField(forms.CharField):
    """A month as 202605."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "month", "placeholder": "2026-05"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value // 100}-{value % 100:02}" if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        try:
            return as_month(super().clean(value))
        except CellError as error:
            raise ValidationError(str(error), code="invalid") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)
