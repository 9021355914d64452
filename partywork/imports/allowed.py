"""What may stand in a column of an import workbook."""

from partywork.ledgers.cells import CellError, as_bool
from partywork.ledgers.columns import Column

_YES_NO = ["是", "否"]


def allowed_values(column: Column) -> list[str]:
    """What may stand in the column where that is a fixed list."""
    if column.choices is not None:
        return [str(label) for value, label in column.choices.choices if value != ""]
    return _YES_NO if column.parse is as_bool else []


def takes_several(column: Column) -> bool:
    """Whether one cell may hold several of the allowed values, parted by 、."""
    values = allowed_values(column)
    if column.parse is None or len(values) < 2:
        return False
    try:
        column.parse("、".join(values[:2]))
    except CellError:
        return False
    return True
