"""What slices above add to a page of a slice below them, by the page's address: links beside its own.

The page knows nothing of them; they are handed over when the app is ready.
"""

from collections.abc import Callable, Mapping

from partywork.pages.http import PageRequest

Links = Callable[[PageRequest], list[dict[str, str]]]
_links: dict[str, list[Links]] = {}


def register(links: Mapping[str, Links]) -> None:
    """``links`` by the name of the page's address (members:list)."""
    for name, each in links.items():
        found = _links.setdefault(name, [])
        if each not in found:
            found.append(each)


def links_beside(request: PageRequest) -> list[dict[str, str]]:
    """What stands beside the page that is asked for."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    return [link for each in _links.get(name, []) for link in each(request)]
