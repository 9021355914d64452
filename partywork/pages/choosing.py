"""Choosing one record: from a list where there are few, by a box that finds them where there are many.

A county's unit would otherwise be chosen from 5,600 lines, written into every page. The box finds in what the field
offers and in nothing else; the page that shows the field answers it (``answer_of``). Without JavaScript a name is typed
out, and where several are called so the page says which.
"""

from dataclasses import dataclass
from html import escape
from operator import attrgetter
from typing import Any

from django import forms
from django.db.models import Model, Q, QuerySet
from django.forms.utils import flatatt
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString

from partywork.access.scope import FEW
from partywork.pages.http import PageRequest

MOST_LISTED = FEW
MOST_OFFERED = 20
MOST_TOLD = 5
SAID = "_said"  # behind a field's name: what was typed into its box
FOUND = "found"  # in an address: which field's box asks
LONGEST = 100  # characters of what is typed


@dataclass(frozen=True)
class Said:
    """What was typed into a box and names no single record."""

    text: str


class LongSelect(forms.Select):
    """A choice among rows of a model that says by ``FOUND_BY`` which of its fields it is found by; among any others an
    ordinary choice. Options are written in one pass: Django renders each by a template of its own, which took two
    thirds of a list page's time.
    """

    is_long = False  # there are many, as somebody knows who put it here

    @property
    def rows(self) -> QuerySet[Any] | None:
        """What may be found; None where everything is listed, however much it is."""
        rows: QuerySet[Any] | None = getattr(self.choices, "queryset", None)
        return None if rows is None or not hasattr(rows.model, "FOUND_BY") else rows

    @property
    def field(self) -> Any:
        """The field whose rows these are."""
        choices: Any = self.choices
        return choices.field

    def use_required_attribute(self, initial: Any) -> bool:
        """As Django decides it, without reading all choices for the sake of the first."""
        if self.rows is None:
            return super().use_required_attribute(initial)
        return self.field.empty_label is not None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        given, said = super().value_from_datadict(data, files, name), data.get(name + SAID)
        return given if said is None or self.rows is None else self._meant(given, str(said).strip())

    def _meant(self, given: Any, text: str) -> Any:
        """What was chosen counts while its name stands in the box; else what is called as was typed."""
        if getattr(self, "_asked", None) != (given, text):
            self._asked, self._answer = (given, text), self._found(given, text)
        return self._answer

    def _found(self, given: Any, text: str) -> Any:
        chosen = self._row(given)
        if not text or (chosen is not None and self._label(chosen) == text):
            return given if text else ""
        called = self._called(text)
        return self._key(called[0]) if len(called) == 1 else Said(text)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        if self.rows is None:
            return self._list(name, value, attrs)
        few = [] if self.is_long else list(self.rows[: MOST_LISTED + 1])
        if self.is_long or len(few) > MOST_LISTED:
            return self._box(name, value, self.build_attrs(self.attrs, attrs))
        empty = self.field.empty_label
        listed = [(self._key(row), self._label(row)) for row in few]
        every, self.choices = self.choices, listed if empty is None else [("", empty), *listed]
        try:
            return self._list(name, value, attrs)
        finally:
            self.choices = every

    def _list(self, name: str, value: Any, attrs: Any) -> SafeString:
        chosen = set(self.format_value(value))
        body = SafeString("".join(_option(key, label, chosen) for key, label in self.choices))
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(self.build_attrs(self.attrs, attrs)), body)

    def _box(self, name: str, value: Any, attrs: dict[str, Any]) -> SafeString:
        chosen = None if isinstance(value, Said) else self._row(value)
        text = value.text if isinstance(value, Said) else self._label(chosen) if chosen is not None else ""
        list_id = f"{attrs.get('id', name)}_found"
        own = attrs | {
            "class": str(attrs.get("class", "")).replace("form-select", "form-control"),
            "type": "search", "name": name + SAID, "value": text, "maxlength": LONGEST, "placeholder": "写名称来找",
            "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false", "role": "combobox",
            "aria-expanded": "false", "aria-controls": list_id, "aria-autocomplete": "list",
            "hx-post": f"?{FOUND}={name}", "hx-params": name + SAID, "hx-target": f"#{list_id}",
            "hx-trigger": "input changed delay:250ms", "hx-sync": "this:replace",
        }  # fmt: skip
        return format_html(
            '<div class="finder" data-finder><input type="hidden" name="{}" value="{}"{}><input{}>'
            '<div class="suggestions" id="{}" role="listbox" aria-label="找到的" hidden></div>{}</div>',
            name, "" if chosen is None else self._key(chosen), flatatt({"disabled": bool(attrs.get("disabled"))}),
            flatatt(own), list_id, self._told(value) if isinstance(value, Said) else "",
        )  # fmt: skip

    def _told(self, said: Said) -> SafeString:
        """What to write instead of a name that several records have, or none."""
        called, near = self._called(said.text), self.matching(said.text)
        if not called and not near:
            return format_html('<div class="form-text">没有找到“{}”，换个词试试。</div>', said.text)
        found, why = (called, "不止一个") if called else (near, "没有写全")
        names = "、".join(f"{self._label(row)} {self._note(row)}".strip() for row in found[:MOST_TOLD])
        more = "等" if len(found) > MOST_TOLD else ""
        return format_html('<div class="form-text">“{}”{}，请照着写：{}{}</div>', said.text, why, names, more)

    def matching(self, text: str) -> list[Any]:
        """Rows that hold every word of the text, one more than are offered if there are more."""
        return self._holding(text.split(), "__icontains", MOST_OFFERED + 1)

    def offers(self, text: str) -> list[dict[str, Any]]:
        """The same as {key, label, note}; the note tells rows of one label apart."""
        return [
            {"key": self._key(row), "label": self._label(row), "note": self._note(row)} for row in self.matching(text)
        ]

    def _called(self, text: str) -> list[Any]:
        """Rows of just this name, or told by several of theirs with blanks between."""
        return self._holding([text], "", MOST_TOLD + 1) or self._holding(text.split(), "", MOST_TOLD + 1)

    def _holding(self, words: list[str], lookup: str, most: int) -> list[Any]:
        """Rows that have each of the words in one of the fields they are found by."""
        rows = self.rows
        if rows is None or not words or any("\x00" in word or len(word) > LONGEST for word in words):
            return []
        names: tuple[str, ...] = rows.model.FOUND_BY
        for word in words:
            rows = rows.filter(Q(*[(name + lookup, word) for name in names], _connector=Q.OR))
        related = {name.rpartition("__")[0] for name in names} - {""}
        if related:
            rows = rows.defer(None).only(*names).select_related(*related)
        return list(rows[:most])

    def _row(self, key: Any) -> Any:
        try:
            return self.field.to_python(key)
        except forms.ValidationError:
            return None

    def _key(self, row: Model) -> Any:
        return self.field.prepare_value(row)

    def _label(self, row: Model) -> str:
        return str(self.field.label_from_instance(row))

    def _note(self, row: Any) -> str:
        """What else the row is found by, which tells it from others of its label."""
        label = self._label(row)
        told = (str(attrgetter(name.replace("__", "."))(row)) for name in row.FOUND_BY)
        return " ".join(dict.fromkeys(each for each in told if each not in label))


def _option(key: Any, label: Any, chosen: set[str]) -> str:
    if isinstance(label, list | tuple):
        raise ValueError("LongSelect knows no groups of options")
    key = "" if key is None else str(key)
    return f'<option value="{escape(key)}"{" selected" if key in chosen else ""}>{escape(str(label))}</option>'


def let_find(fields: dict[str, forms.Field]) -> None:
    """Give every ordinary choice among rows of a model this widget."""
    for field in fields.values():
        if isinstance(field, forms.ModelChoiceField):
            lengthen(field)


def lengthen(field: forms.Field) -> None:
    """Give an ordinary choice this widget, whatever its options are."""
    if type(field.widget) is forms.Select:
        widget = LongSelect(field.widget.attrs)
        widget.is_required, widget.choices = field.required, field.widget.choices
        field.widget = widget


def answer_of(request: PageRequest, *shown: Any) -> HttpResponse:
    """What the box of one of these forms asks for. Raises Http404 where none of them has such a box."""
    name = request.GET[FOUND]
    for form in shown:
        bare = name.removeprefix(f"{form.prefix}-") if form.prefix else name
        field = form.fields.get(bare)
        widget = field.widget if field is not None and not field.disabled else None
        if isinstance(widget, LongSelect) and widget.rows is not None:
            offered = widget.offers(request.POST.get(name + SAID, ""))
            more = len(offered) > MOST_OFFERED
            return render(request, "pages/_found.html", {"name": name, "offered": offered[:MOST_OFFERED], "more": more})
    raise Http404


def without_typed(query: QueryDict, form: forms.BaseForm) -> QueryDict | None:
    """The address with what was found by name as if it had been picked; None where nothing was typed, or not found."""
    typed = [name for name in form.fields if name + SAID in query]
    if not typed or form.errors:
        return None
    clean = query.copy()
    for name in typed:
        del clean[name + SAID]
        clean[name] = str(form[name].value() or "")
    return clean
