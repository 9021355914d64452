"""Filters every list shares: a search box, the unit, a range of days, the state."""

from functools import partial, reduce
from operator import or_
from typing import Any, ClassVar

import django_filters
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django.db.models import Q, QuerySet

from partywork.access.permissions import Permission
from partywork.pages.fields import DayInput
from partywork.pages.filterlines import in_one_line, write_out


def visible_organisations(request: Any) -> QuerySet[Any]:
    return request.gate.organisations(Permission.VIEW_RECORDS)


class LineFilter(django_filters.FilterSet):
    """A filter whose fields stand in one line above a list."""

    @property
    def form(self) -> Any:
        """The fields are this filter's own already: Django's form of a class with such fields would copy them all."""
        if not hasattr(self, "_form"):
            form = self._form = self._meta.form(self.data if self.is_bound else None, prefix=self.form_prefix)
            form.fields = {name: each.field for name, each in self.filters.items()}
            write_out(form.fields)
            self.prepare(form)
            form.helper = FormHelper(form)
            form.helper.form_tag = False
            form.helper.disable_csrf = True
            form.helper.layout = Layout(*[Field(name) for name in form.fields])
            form.in_one_line = partial(in_one_line, form)
        return self._form

    def prepare(self, form: Any) -> None:
        """What a filter's own fields need before they are drawn."""


class RecordFilter(LineFilter):
    """A text search over ``search_fields`` and, for those who see several units, the unit."""

    search_fields: ClassVar[list[str]] = []
    search_labels: ClassVar[list[str]] = []  # fields with choices, found by what a choice is called
    q = django_filters.CharFilter(label="查找", method="search")
    org = django_filters.ModelChoiceFilter(label="党组织", queryset=visible_organisations, empty_label="全部")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.request.gate.is_manager:
            del self.filters["org"]

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in value.split():
            rows = rows.filter(self.matching(word))
        return rows

    def matching(self, word: str) -> Q:
        """Where a word may stand; a slice adds what its records say elsewhere. A text is read row by row, within
        the scope that the list is restricted to already: nothing else of it can be indexed on both databases.
        """
        texts = [Q(**{f"{field}__icontains": word}) for field in self.search_fields]
        return reduce(or_, [*texts, *(self._labelled(name, word) for name in self.search_labels)])

    def _labelled(self, name: str, word: str) -> Q:
        choices = self._meta.model._meta.get_field(name).flatchoices
        return Q(**{f"{name}__in": [value for value, label in choices if word in str(label)]})

    def prepare(self, form: Any) -> None:
        """Where the user's units are known to be many, they and what they have need not be counted first."""
        gate, view = self.request.gate, Permission.VIEW_RECORDS
        if gate.allows(view) and gate.scope(view).few is None:
            for field in form.fields.values():
                field.widget.is_long = True


class DatedFilter(RecordFilter):
    """For records with a day."""

    date_from = django_filters.DateFilter(label="从", field_name="date", lookup_expr="gte", widget=DayInput)
    date_to = django_filters.DateFilter(label="到", field_name="date", lookup_expr="lte", widget=DayInput)
