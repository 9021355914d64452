"""Which list an address names, and what of a query is a filter of it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import NoReverseMatch, resolve, reverse

from partywork.audit.redaction import redact
from partywork.pages.http import PageRequest
from partywork.pages.lists import ListPage


@dataclass(frozen=True)
class NamedList:
    """A list page by the name of its address."""

    name: str
    page: type[ListPage]

    @classmethod
    def of(cls, name: str) -> "NamedList | None":
        """None for a name that is no list's."""
        try:
            view: Any = resolve(reverse(name)).func
        except NoReverseMatch:
            return None
        page = getattr(view, "view_class", None)
        return cls(name, page) if isinstance(page, type) and issubclass(page, ListPage) else None

    @property
    def url(self) -> str:
        return reverse(self.name)

    @property
    def title(self) -> str:
        return self.page.title or str(self.page.ledger.model._meta.verbose_name)

    def filter_form(self, query: str, request: PageRequest) -> Any:
        rows = self.page.ledger.model._default_manager.none()
        return self.page.filterset_class(data=QueryDict(query), queryset=rows, request=request).form

    def kept(self, query: str, request: PageRequest) -> str:
        """The query with what the list's filter knows of it, and nothing else.

        Raises ValidationError for one that narrows nothing, is not valid, or holds somebody's number.
        """
        form = self.filter_form(query, request)
        if form.errors:
            raise ValidationError(f"这些条件现在用不了：{'、'.join(gone(form))}。请改好筛选再保存。")
        asked = QueryDict(query)
        pairs = [(name, value) for name in form.fields for value in asked.getlist(name) if value.strip()]
        if not pairs:
            raise ValidationError("还没有筛选条件。请先筛选，再保存。")
        if any(redact(value) != value for _, value in pairs):
            raise ValidationError("常用筛选里不能有证件号码或手机号码。")
        return urlencode(pairs)


def gone(form: Any) -> list[str]:
    """The labels of what a filter asks for that does not exist, or not any more, or not for this user."""
    return [str(form.fields[name].label) if name in form.fields else "日期" for name in form.errors]
