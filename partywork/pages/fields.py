"""Form fields for what our records hold: money in fen, quantities in thousandths, days."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from partywork.common.ids import id_from
from partywork.common.money import parse_yuan, yuan
from partywork.ledgers.cells import CellError, as_milli


class YuanField(forms.CharField):
    """Typed in yuan (1,234.50), kept in fen."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{yuan(value):f}" if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_yuan(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class MilliField(forms.CharField):
    """A quantity with up to three decimals, kept in thousandths."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{(Decimal(value) / 1000).normalize():f}" if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        try:
            return as_milli(super().clean(value))
        except CellError as error:
            raise ValidationError(str(error), code="invalid") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class DayInput(forms.DateInput):
    """The browser's own date picker; the value is always written the way it reads it."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class SuggestInput(forms.TextInput):
    """Free text with suggestions from the browser's own list; without it, a plain text field."""

    def __init__(self, suggestions: Iterable[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.suggestions = tuple(suggestions)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        list_id = f"{(attrs or {}).get('id', name)}_suggestions"
        field = super().render(name, value, {**(attrs or {}), "list": list_id}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((each,) for each in self.suggestions))
        return format_html('{}<datalist id="{}">{}</datalist>', field, list_id, options)


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows by their ids. A number too long for the database is no choice; Django would hand it over."""

    def _check_values(self, value: Any) -> Any:
        for each in value:
            if str(each).isdecimal() and id_from(each) is None:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": each[:20]}
                )
        return super()._check_values(value)  # type: ignore[misc]
