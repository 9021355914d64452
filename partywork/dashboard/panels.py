"""Panels that apps above this one put on the home page."""

from collections.abc import Callable

from django.utils.safestring import SafeString

from partywork.pages.http import PageRequest

Panel = Callable[[PageRequest], SafeString | str]
_panels: list[Panel] = []
_pictures: list[Panel] = []


def register(panel: Panel, *, last: bool = False) -> None:
    """Add a panel; one that has nothing to say returns "". ``last``: below what asks for something (pictures)."""
    (_pictures if last else _panels).append(panel)


def rendered(request: PageRequest) -> list[SafeString | str]:
    return [text for text in (panel(request) for panel in (*_panels, *_pictures)) if text]
