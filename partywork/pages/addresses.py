"""Addresses that are the same in every request, worked out once a process: Django tries every pattern for each."""

from functools import cache

from django.urls import reverse

_SOME_NUMBER = 9_999_999_999


@cache
def address_of(url_name: str) -> str:
    """The address of a page that takes nothing along."""
    return reverse(url_name)


@cache
def around_number(url_name: str) -> tuple[str, str]:
    """What stands before and behind the number in the address of a page about one record."""
    before, _, after = reverse(url_name, args=[_SOME_NUMBER]).partition(str(_SOME_NUMBER))
    return before, after
