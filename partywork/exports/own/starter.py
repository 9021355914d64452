"""The template to start from: every field of a form, in tables that may be moved, cut and set anew."""

from datetime import date

from partywork.exports.fields import Field
from partywork.exports.kinds import FormKind
from partywork.word.form_writer import render_form
from partywork.word.layout import Block, Form, Grid, Line, Page, Row, facts, heads, label, value
from partywork.word.template import Faces

ROW = "行"
_MADE_ON = date(2026, 1, 1)  # of the file, which is the same whoever downloads it
_READABLE = 9  # columns on an upright page


def starter(kind: FormKind, faces: Faces) -> bytes:
    alone = [each for each in kind.fields if not each.is_list]
    lists = [each for each in kind.fields if each.is_list]
    blocks: list[Block] = [Line(kind.title, "title"), _facts(alone)]
    for each in lists:
        blocks += [Line(each.name), _rows(each)]
    across = any(len(each.items) > _READABLE for each in lists)
    form = Form(f"{kind.title}模板", "", _MADE_ON, (Page(tuple(blocks), across),))
    return render_form(form, faces)


def token(name: str) -> str:
    return f"{{{{ {name} }}}}"


def _facts(fields: list[Field]) -> Grid:
    """Two fields a row."""
    cells = [(label(each.name), value(token(each.name))) for each in fields]
    cells += [(label(""), value(""))] * (len(cells) % 2)
    rows = tuple(facts(*left, *right) for left, right in zip(cells[::2], cells[1::2], strict=True))
    return Grid((1.2, 2, 1.2, 2), rows)


def _rows(field: Field) -> Grid:
    """The row between the marks is repeated for every row of the list; the rows of the marks vanish."""
    names = [each.name for each in field.items]
    count = len(names)
    opening, closing = f"{{%tr for {ROW} in {field.name} %}}", "{%tr endfor %}"
    return Grid(
        (1.0,) * count,
        (
            heads(names),
            Row((value(opening, count, "left"),)),
            Row(tuple(value(token(f"{ROW}.{name}")) for name in names)),
            Row((value(closing, count, "left"),)),
        ),
        small=True,
    )
