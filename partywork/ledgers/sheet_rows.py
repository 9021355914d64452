"""The rows of a sheet as XML: styled cells, safe texts, heights that fit.

openpyxl makes an object a cell, styles it and writes it through a tree: on a sheet of thousands of rows that is
most of the work. Here a style is made once a workbook and a cell is a piece of text that names it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from xml.sax.saxutils import escape

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from partywork.ledgers.sheet_columns import FORMULA_START, Kind, SheetColumn, Typed, clean_text, text_width

Content = str | int | float | Decimal | None

FORMATS: dict[Kind, str] = {
    "text": "@",  # so that a number typed over it later stays as typed (identity numbers, phones)
    "int": "0",
    "decimal": "General",
    "money": "#,##0.00",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
}
FACE = "宋体"

_ALIGNS: dict[Kind, str] = {"text": "left", "date": "center"}
_PADDING = 3  # of a column's width: the indent and Excel's own
_LINE_HEIGHT, _MAX_ROW_HEIGHT = 15, 409  # points
_FIRST_SAFE_DATE = date(1900, 3, 1)  # Excel counts a 29 February 1900; earlier days are written as text
_EXCEL_EPOCH = date(1899, 12, 30)

_THIN = Side(style="thin", color="BFBFBF")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


class Styles:
    """The numbers of a workbook's cell styles, each style made when it is first asked for."""

    def __init__(self, worksheet: WriteOnlyWorksheet) -> None:
        self._worksheet = worksheet
        self._cells: dict[tuple[Kind, bool, bool], int] = {}
        self.title = self._number(Font(name=FACE, size=14, bold=True))
        self.line = self._number(Font(name=FACE, size=10, color="595959"))
        self.head = self._number(
            Font(name=FACE, size=11, bold=True),
            fill=PatternFill("solid", fgColor="F2EFEA"),
            alignment=Alignment(horizontal="center", vertical="center", wrap_text=True),
            border=_GRID,
        )

    def cell(self, kind: Kind, *, quoted: bool, totals: bool) -> int:
        """`quoted`: Excel then keeps the text a text even after someone has edited the cell."""
        key = (kind, quoted, totals)
        if key not in self._cells:
            align = _ALIGNS.get(kind, "right")
            self._cells[key] = self._number(
                Font(name=FACE, size=11, bold=totals),
                number_format=FORMATS[kind],
                alignment=Alignment(align, "center", wrap_text=kind == "text", indent=0 if align == "center" else 1),
                border=_GRID,
                quotePrefix=quoted,
            )
        return self._cells[key]

    def _number(self, font: Font, **looks: object) -> int:
        cell = WriteOnlyCell(self._worksheet)
        cell.font = font
        for name, look in looks.items():
            setattr(cell, name, look)
        return int(cell.style_id)


class Rows:
    """Makes the XML of one sheet's rows, one after the other from the first."""

    def __init__(self, sheet_name: str, columns: Sequence[SheetColumn], styles: Styles) -> None:
        self._name = sheet_name
        self._columns = [(get_column_letter(number), each) for number, each in enumerate(columns, 1)]
        self._styles = styles
        self.last = 0

    def line(self, text: str, style: int) -> str:
        """A row of one cell that holds text."""
        return self._row([_text_cell(f"A{self.last + 1}", clean_text(text), style)])

    def head(self) -> str:
        style, number = self._styles.head, self.last + 1
        cells = [_text_cell(f"{letter}{number}", clean_text(each.header), style) for letter, each in self._columns]
        return self._row(cells, max((_lines(each.header, each.width) for _, each in self._columns), default=1))

    def row(self, values: Sequence[object], *, totals: bool = False) -> str:
        """Raises ValueError when there is not one value a column, TypeError for one that does not fit its kind."""
        number, lines, cells = self.last + 1, 1, []
        if len(values) != len(self._columns):
            raise ValueError(f"表“{self._name}”第{number}行有{len(values)}格，应为{len(self._columns)}格")
        for (letter, column), value in zip(self._columns, values, strict=True):
            kind, content = self._content(column, value, number, totals)
            if isinstance(content, str):
                style = self._styles.cell(kind, quoted=content.startswith(FORMULA_START), totals=totals)
                cells.append(_text_cell(f"{letter}{number}", content, style))
                if 2 * len(content) > column.width - _PADDING or "\n" in content:
                    lines = max(lines, _lines(content, column.width))
            else:
                style = self._styles.cell(kind, quoted=False, totals=totals)
                inside = "/>" if content is None else f"><v>{content}</v></c>"
                cells.append(f'<c r="{letter}{number}" s="{style}"{inside}')
        return self._row(cells, lines)

    def _row(self, cells: list[str], lines: int = 1) -> str:
        self.last += 1
        # Said in the file, because not every program fits the rows when it opens one.
        height = f' ht="{min(lines * _LINE_HEIGHT, _MAX_ROW_HEIGHT)}" customHeight="1"' if lines > 1 else ""
        return f'<row r="{self.last}"{height}>{"".join(cells)}</row>'

    def _content(self, column: SheetColumn, value: object, number: int, totals: bool) -> tuple[Kind, Content]:
        kind = column.kind
        if isinstance(value, Typed):
            kind, value = value.kind, value.value
        elif totals and isinstance(value, str):
            kind = "text"  # 合计 may stand in any column
        try:
            return kind, _content(value, kind)
        except (TypeError, ValueError) as error:
            raise TypeError(f"表“{self._name}”第{number}行“{column.header}”的值不对：{value!r}") from error


def _text_cell(place: str, text: str, style: int) -> str:
    """Always a text, also where it begins with =."""
    if not text:
        return f'<c r="{place}" s="{style}"/>'
    kept = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{kept}>{escape(text)}</t></is></c>'


def _content(value: object, kind: Kind) -> Content:
    """What the cell stores. Raises TypeError or ValueError when the value does not fit the kind."""
    if value is None:
        return None
    if kind == "text":
        return clean_text(str(value))
    if kind == "date":
        return _date_content(value)
    if isinstance(value, bool):
        raise TypeError("真假不是数")
    if kind in ("int", "money"):
        if not isinstance(value, int):
            raise TypeError("应为整数")
        return value if kind == "int" else Decimal(value) / 100
    if not isinstance(value, (int, float, Decimal)):
        raise TypeError("应为数")
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError("应为有限的数")
    return number if kind == "decimal" else number / 100


def _date_content(value: object) -> str | int:
    if not isinstance(value, date):
        raise TypeError("应为日期")
    day = value.date() if isinstance(value, datetime) else value
    return day.isoformat() if day < _FIRST_SAFE_DATE else (day - _EXCEL_EPOCH).days


def _lines(content: str, width: float) -> int:
    """How many lines a text takes in a column of this width."""
    return sum(max(1, ceil(text_width(line) / max(1, width - _PADDING))) for line in content.split("\n"))
