"""What a kind of form is: what it asks for, what it collects, how it is laid out. One module of ``forms`` each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from partywork.exports.asked import Asked
from partywork.exports.fields import Data, Field
from partywork.word.layout import Page


class Wants(Enum):
    """What has to be chosen beside the unit."""

    DAY = "day"
    SPAN = "span"
    MONTH = "month"
    YEAR = "year"

    @property
    def of_span(self) -> bool:
        return self in (Wants.SPAN, Wants.YEAR)


@dataclass(frozen=True)
class FormKind:
    """A form people print.

    ``collect`` gives the data of each copy: one, or one a record where the form is ``of_record``. ``layout`` sets
    them on pages; ``whole`` sets a form that is no sheet but a book. ``fields`` are what an office's own template may
    name; without any, it takes none. ``nothing`` says that there is nothing to print; "" where a blank form is of use.
    ``personal`` and ``base`` name what may be asked for by who may take it. ``about_people``: always prints what
    ledgers hold as personal. ``ahead``: also of a day to come.
    """

    code: str
    title: str
    about: str
    wants: Wants
    collect: Callable[[Asked], list[Data]]
    layout: Callable[[Data], Sequence[Page]]
    fields: tuple[Field, ...] = ()
    nothing: str = ""
    of_record: bool = False
    personal: str = ""
    base: str = ""
    about_people: bool = False
    branches_only: bool = False
    ahead: bool = False

    def carries_personal(self, asked: Asked) -> bool:
        """Whether the form asked for has personal data in it: then it needs its own permission and bears a mark."""
        return self.about_people or asked.personal or asked.with_base

    @property
    def takes_templates(self) -> bool:
        return bool(self.fields)
