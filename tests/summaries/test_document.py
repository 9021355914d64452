from dataclasses import replace
from datetime import date

import pytest

from summaries.document import (
    Attachment,
    Table,
    TableColumn,
    attachment_notes,
    chinese_date,
    plain_text,
)
from tests.summaries.renderers.samples import FIGURES, branch_table, paragraph, rich_document


def test_plain_text_has_every_word_in_reading_order():
    document = rich_document(
        blocks=(paragraph("支委会", FIGURES[0], "。"), branch_table(3, 1)),
        attachments=(Attachment("名单", (paragraph("略"),)),),
    )
    assert plain_text(document).split("\n") == [
        "中共青禾街道工作委员会",
        "2026年上半年党建工作总结",
        "中共云岭区委组织部：",
        "支委会72次。",
        "各支部组织生活情况",
        "支部\t支委会\t党员大会",
        "青禾第1网格党支部\t2\t3",
        "附件：名单",
        "中共青禾街道工作委员会",
        "2026年7月1日",
        "附件",
        "名单",
        "略",
    ]


def test_a_run_must_name_a_figure_of_the_document():
    with pytest.raises(ValueError, match=r"^正文引用了不存在的指标：f2$"):
        rich_document(blocks=(paragraph(*FIGURES[:2]),), figures=FIGURES[:1], attachments=())


def test_figures_have_ids_of_their_own():
    with pytest.raises(ValueError, match=r"^指标编号重复$"):
        rich_document(figures=(*FIGURES, replace(FIGURES[0], name="另一个")))


def test_a_cell_must_name_a_figure_of_the_document_too():
    table = Table("", (TableColumn("次数"),), (("72",), ("9",)), (("f1",), ("f9",)))
    with pytest.raises(ValueError, match=r"^正文引用了不存在的指标：f9$"):
        rich_document(attachments=(Attachment("表", (table,)),))
    with pytest.raises(ValueError, match=r"^表“党费”的指标与各格对不上$"):
        Table("党费", (TableColumn("金额"),), (("1.00",), ("2.00",)), (("f1",),))


def test_a_table_row_must_fit_the_columns():
    with pytest.raises(ValueError, match=r"^表“党费”第2行有1格，应为2格$"):
        Table("党费", (TableColumn("支部"), TableColumn("金额")), (("甲", "1.00"), ("乙",)))


def test_figures_are_numbered_in_their_order():
    assert dict(rich_document().figure_numbers) == {"f1": 1, "f2": 2, "f3": 3, "f4": 4, "f5": 5, "f6": 6}


def test_only_attachments_with_wide_tables_lie_on_their_side():
    attachments = [Attachment("表", (paragraph("略"), branch_table(columns, 1))) for columns in (7, 8)]
    assert [attachment.landscape for attachment in attachments] == [False, True]


def test_attachment_notes_number_only_where_there_are_several():
    one, two = Attachment("名单", ()), Attachment("说明", ())
    assert attachment_notes(rich_document(attachments=())) == ()
    assert attachment_notes(rich_document(attachments=(one,))) == ("附件：名单",)
    assert attachment_notes(rich_document(attachments=(one, two))) == ("附件：1. 名单", "2. 说明")


def test_dates_have_no_leading_zeros():
    assert [chinese_date(date(2026, 7, 1)), chinese_date(date(2026, 12, 31))] == [
        "2026年7月1日",
        "2026年12月31日",
    ]
