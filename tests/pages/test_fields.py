"""Widgets of the pages."""

from html.parser import HTMLParser

import pytest
from django import forms

from partywork.pages.fields import LongSelect

CHOICES = [("", "全部"), (1, "第一党支部"), (2, '<b>"二"&三</b>')]


def parsed(html: str) -> list[object]:
    """Tags with their attributes and the texts between, whatever the blanks."""
    found: list[object] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: found.append((tag, sorted(attrs, key=str)))  # type: ignore[method-assign]
    parser.handle_data = lambda data: found.append(data.strip()) if data.strip() else None  # type: ignore[method-assign]
    parser.feed(html)
    return found


@pytest.mark.parametrize("value", [None, "", 1, "2", 7])
def test_a_long_choice_says_what_django_says(value):
    ours, theirs = (
        kind(choices=CHOICES, attrs={"class": "form-select", "required": True, "data-x": "a<b"}).render("org", value)
        for kind in (LongSelect, forms.Select)
    )
    assert parsed(ours) == parsed(theirs)


def test_groups_are_refused():
    with pytest.raises(ValueError, match="groups"):
        LongSelect(choices=[("组", [(1, "一")])]).render("org", None)
