"""What the benchmarks measure is made from a real report, and must still be one."""

import pytest

from summaries.document import Document, Table
from summaries.renderers import docx
from summaries.reports.desk import draft_of
from tests.benchmarks.families.files import longer
from tests.summaries.office import make_office, order

pytestmark = pytest.mark.django_db


def tables_of(document: Document) -> list[Table]:
    return [block for each in document.attachments for block in each.blocks if isinstance(block, Table)]


def test_a_report_several_times_as_long_is_a_report() -> None:
    document = draft_of(order(make_office().root))[0].document
    made = longer(document, 2)
    assert len(made.blocks) == 2 * len(document.blocks)
    (table,), (short,) = tables_of(made), tables_of(document)
    assert (len(table.rows), len(table.figures)) == (2 * len(short.rows), 2 * len(short.rows))
    assert docx.render(made) != docx.render(document)
