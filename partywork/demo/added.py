"""What apps above this one add to the demo. Names no model: it is read before there are any."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from partywork.demo.world import World

    Maker = Callable[[World], None]

ADDED: "list[Maker]" = []


def add_maker(make: "Maker") -> None:
    """For apps above this one (summaries) to make what they keep, after all records."""
    ADDED.append(make)
