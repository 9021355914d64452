"""Panels that apps above this one put on the home page."""

from collections.abc import Callable

from django.utils.safestring import SafeString

from partywork.pages.http import PageRequest

Panel = Callable[[PageRequest], SafeString | str]
_panels: list[Panel] = []


def register(panel: Panel) -> None:
    """Add a panel; one that has nothing to say returns ""."""
    _panels.append(panel)


def rendered(request: PageRequest) -> list[SafeString | str]:
    return [text for text in (panel(request) for panel in _panels) if text]
