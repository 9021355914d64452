"""Fields for text with figures: 插入指标 opens the list of figures, and what is typed is tried as it is typed.

Without JavaScript they are plain fields. In a page with a crispy form the script comes with the form; a page
that writes its fields by hand loads partywork/picker.css and partywork/tokens-input.js itself.
"""

from datetime import date
from typing import Any

from django import forms
from django.forms import Script
from django.urls import reverse

from partywork.common.periods import Period
from partywork.orgs.models import Organisation


def token_attrs(org: Organisation, period: Period, data_date: date | None = None) -> dict[str, str]:
    """The attributes that make any textarea or input a field for text with figures of that unit and period."""
    attrs = {
        "data-tokens": "",
        "data-figures-url": reverse("summaries:figures"),
        "data-try-url": reverse("summaries:try_text"),
        "data-org": org.code,
        "data-period": period.code,
    }
    return attrs | ({"data-data-date": data_date.isoformat()} if data_date else {})


class _WithTokens:
    """What the two widgets share: their attributes and their script."""

    def __init__(self, org: Organisation, period: Period, data_date: date | None = None, **kwargs: Any) -> None:
        attrs = token_attrs(org, period, data_date) | kwargs.pop("attrs", {})
        super().__init__(attrs=attrs, **kwargs)  # type: ignore[call-arg]

    class Media:
        css = {"all": ["partywork/picker.css"]}
        js = [Script("partywork/tokens-input.js", defer=True)]


class TokenTextarea(_WithTokens, forms.Textarea):
    """Several lines of text with figures of ``org`` in ``period``."""


class TokenInput(_WithTokens, forms.TextInput):
    """One line of text with figures: a heading, a title."""
