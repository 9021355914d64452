"""A chart as a page shows it: the drawing, and the same numbers as a table under it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from partywork.charts.svg import Svg


@dataclass(frozen=True)
class Cell:
    """A number as it reads, and where its records are."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Picture:
    """``head`` names the columns of the table; the first cell of each row names the row. ``note`` stands below."""

    title: str
    unit: str
    svg: Svg
    head: Sequence[str] = ()
    rows: Sequence[Sequence[Cell]] = ()
    note: str = ""
    key: Sequence[tuple[str, str]] = field(default=())  # tone and what it stands for, where there are several
