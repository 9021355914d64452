"""Every address of the product, from the resolver itself."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Open to everyone, or to everyone signed in; each for a reason one would defend.
# The manual shows nobody's records, and who may do little must be able to read why.
MANUAL = {"manual:contents", "manual:whole", "manual:chapter"}
# One's own account is about the visitor alone: tests/accounts/test_sessions.py, test_second_factor.py.
OWN = {f"own:{name}" for name in (
    "account", "awake", "session_end", "second_factor", "recovery_codes", "second_factor_off",
)}  # fmt: skip
HEALTH = {"health", "ready"}  # say one word to strangers
PUBLIC = {"login", "login_code", "logout", "password_change", "password_change_done"} | MANUAL | OWN | HEALTH
# What belongs to one person: a colleague with the same role at the same branch does not see it either.
PRIVATE = ("jobs:", "filters:")


def addresses() -> Iterator[tuple[str, URLPattern]]:
    def walk(patterns: list[Any], namespace: str) -> Iterator[tuple[str, URLPattern]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from walk(pattern.url_patterns, inner)
            else:
                yield f"{namespace}{pattern.name}", pattern

    yield from walk(get_resolver().url_patterns, "")


PAGES = [(name, pattern) for name, pattern in addresses() if name not in PUBLIC]
RECORD_PAGES = [(name, pattern) for name, pattern in PAGES if pattern.pattern.converters]
PLAIN_PAGES = [(name, pattern) for name, pattern in PAGES if not pattern.pattern.converters]


def view_of(pattern: URLPattern) -> Any:
    """The class behind an address; every page is one."""
    view: Any = pattern.callback
    return view.view_class
