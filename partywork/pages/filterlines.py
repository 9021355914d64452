"""The fields of a filter in one line, as HTML in one pass.

crispy renders each field through five templates: for the seven of a list that is a quarter of the page's time.
"""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.forms.widgets import Input
from django.utils.html import format_html
from django.utils.safestring import SafeString

from partywork.pages.choosing import lengthen


def in_one_line(form: forms.BaseForm) -> SafeString | None:
    """What crispy makes of these fields; None where something is to be said beside one of them, which crispy says."""
    fields = list(form)
    if form.errors or any(bound.help_text for bound in fields):
        return None
    return SafeString("".join(map(_shown, fields)))


def _shown(bound: Any) -> str:
    field = _field(bound)
    if bound.is_hidden:
        return field
    return format_html(
        '<div id="div_{}" class="mb-3"><label for="{}" class="form-label">{}</label>{}</div>',
        bound.auto_id, bound.id_for_label, bound.label, field,
    )  # fmt: skip


def _field(bound: Any) -> str:
    """Boxes and choices are written out; any other widget by its own templates."""
    widget = bound.field.widget
    css = "form-select" if isinstance(widget, forms.Select) else "form-control"
    attrs = {"id": bound.auto_id} if bound.is_hidden else {"id": bound.auto_id, "class": css}
    if not isinstance(widget, Input):
        return str(bound.as_widget(attrs=attrs))
    said = widget.get_context(bound.html_name, bound.value(), attrs)["widget"]
    value = "" if said["value"] is None else format_html(' value="{}"', said["value"])
    return format_html('<input type="{}" name="{}"{}{}>', said["type"], said["name"], value, flatatt(said["attrs"]))


def write_out(fields: dict[str, forms.Field]) -> None:
    """Give every choice the widget that writes its options in one pass."""
    for field in fields.values():
        lengthen(field)
