"""What one cell of an untrusted file may be, and how it travels from the child process as JSON."""

from dataclasses import dataclass
from datetime import date
from typing import Any

MAX_TEXT = 5000  # characters of one cell; longer ones are cut and then refused by the field's own limit


@dataclass(frozen=True)
class Broken:
    """A cell whose content is not there: ``lost`` is a formula without its result, else ``shown`` is an Excel error
    such as #REF!."""

    shown: str = ""
    lost: bool = False

    def __str__(self) -> str:
        return self.shown or "（公式）"


Cell = str | int | float | bool | date | Broken | None


def pack(cell: Cell) -> Any:
    if isinstance(cell, Broken):
        return {"e": cell.shown} if not cell.lost else {"f": 1}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    return cell[:MAX_TEXT] if isinstance(cell, str) else cell


def pack_row(cells: list[Cell]) -> list[Any]:
    return [
        each if each.__class__ in _AS_IT_IS or (each.__class__ is str and len(each) <= MAX_TEXT) else pack(each)
        for each in cells
    ]


_AS_IT_IS = frozenset({int, float, bool, type(None)})


def unpack(raw: Any) -> Cell:
    """Raises ValueError for what ``pack`` never gives."""
    if not isinstance(raw, dict):
        if raw is None or isinstance(raw, str | int | float):
            return raw
        raise ValueError("not a cell")
    if "d" in raw:
        return date.fromisoformat(str(raw["d"]))
    return Broken(lost=True) if "f" in raw else Broken(str(raw.get("e", ""))[:40])
