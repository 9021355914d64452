"""Figures that units define for themselves, found by name among those a unit may use: 指标：集体经济收入.

A text keeps such a figure by its code (indicator:17), so a renamed one is still found.
"""

from collections.abc import Iterable
from functools import cached_property

from partywork.common.text import join_list
from partywork.measures.declarations import Measure, Request
from partywork.measures.lookup import OWN, UnknownFigure
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.plans.indicator_measures import by_code, known, remember, request_of
from partywork.plans.models import Indicator
from partywork.plans.queries import line_of

OFFERED = 8  # names an error lists


def indicators_of(org: Organisation, window: Window) -> list[Indicator]:
    """Those in force on a day of the window that ``org`` or a unit above it defined, by name.

    Of two with one name (closed and defined anew) the later comes last.
    """
    line = line_of(org, window.on)
    in_force = Indicator.objects.filter(org__in=line, since__lte=window.on, until__gt=window.period.start)
    found = list(in_force.select_related("org").order_by("name", "since", "pk"))
    remember(found)
    return found


def named(name: str, indicators: Iterable[Indicator]) -> Indicator:
    """The indicator of that name. Raises UnknownFigure with the names there are."""
    by_name = {each.name: each for each in indicators}
    if name not in by_name:
        names = join_list([f"{OWN}{each}" for each in by_name], OFFERED)
        hint = f"现有：{names}。" if names else "这个单位和它的上级还没有自定义指标。"
        raise UnknownFigure(f"没有叫“{name}”的自定义指标。{hint}")
    return by_name[name]


class Indicators:
    """Those that texts about ``org`` may use in a window, read when one is first asked for."""

    def __init__(self, org: Organisation, window: Window) -> None:
        self.org = org
        self.window = window

    @cached_property
    def line(self) -> list[int]:
        """Ids of the organisation and those above it."""
        return line_of(self.org, self.window.on)

    @cached_property
    def all(self) -> list[Indicator]:
        return indicators_of(self.org, self.window)

    def named(self, name: str) -> Indicator:
        """Raises UnknownFigure with the names there are."""
        return named(name, self.all)

    def knows(self, indicator: Indicator) -> bool:
        """Whether it was defined by the organisation or above it, closed ones included."""
        return indicator.org_id in self.line


class OwnFigures:
    """What measures.lookup asks (see there)."""

    def measure(self, code: str) -> Measure | None:
        return known().measures.get(code) if by_code(code) else None

    def find(self, name: str, org_code: str, window: Window) -> Request:
        org = Organisation.objects.filter(code=org_code).first()
        return request_of(named(name, indicators_of(org, window) if org else []))
