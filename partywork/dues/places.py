"""Which branch and which month a page of dues is about, from its address."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.http import Http404

from partywork.access.permissions import Permission
from partywork.common.ids import id_from
from partywork.common.periods import month_of
from partywork.dues.queries import FIRST_YEAR, LAST_YEAR
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.models import Organisation
from partywork.pages.choosing import let_find
from partywork.pages.http import PageRequest


def chosen_branch(request: PageRequest, permission: Permission) -> Organisation | None:
    """The organisation the address names, else the user's own branch, else the first one below; None if none.

    Raises Http404 for one out of reach.
    """
    reachable = request.gate.organisations(permission)
    if asked := request.GET.get("org"):
        pk = id_from(asked)
        org = reachable.filter(pk=pk).first() if pk else None
        if org is None:
            raise Http404
        return org
    home = request.gate.home
    if home and home.kind in BRANCH_KINDS:
        return reachable.filter(pk=home.pk).first()
    return reachable.filter(kind__in=BRANCH_KINDS).order_by("code").first()


def chosen_year(request: PageRequest) -> int:
    """The year the address names, else the current one. Raises Http404 for no year."""
    asked = request.GET.get("year") or str(request.today.year)
    if not ((year := id_from(asked)) and FIRST_YEAR <= year <= LAST_YEAR):
        raise Http404
    return year


def chosen_month(request: PageRequest) -> int:
    """The month (202605) the address names, else the current one. Raises Http404 for no month."""
    asked = request.GET.get("month", "")
    if not asked:
        return month_of(request.today)
    try:
        day = date.fromisoformat(f"{asked}-01")
    except ValueError:
        raise Http404 from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Http404
    return month_of(day)


def month_code(month: int) -> str:
    """202605 as the address and a month input have it: 2026-05."""
    return f"{month // 100}-{month % 100:02}"


class Choice(forms.Form):
    """A filter in one line; the branch is asked for only where there are several."""

    def __init__(self, *, request: PageRequest, permission: Permission, initial: dict[str, Any]) -> None:
        super().__init__(initial=initial)
        branches = request.gate.organisations(permission).filter(kind__in=BRANCH_KINDS).order_by("code")
        if len(branches[:2]) > 1:
            self.fields["org"] = forms.ModelChoiceField(branches, label="党支部", required=False, empty_label=None)
            let_find(self.fields)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(*[Field(name) for name in self.fields])
        return helper


class YearChoice(Choice):
    year = forms.IntegerField(label="年度", required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)


class MonthChoice(Choice):
    month = forms.CharField(label="月份", required=False, widget=forms.TextInput(attrs={"type": "month"}))
