import io
import json
from datetime import datetime

import pdfplumber
from openpyxl import load_workbook

from partywork.ledgers.spreadsheet import Sheet, SheetColumn
from summaries.renderers import json as json_renderer
from summaries.renderers.xlsx import render
from tests.summaries.renderers.conftest import SofficePdf
from tests.summaries.renderers.samples import rich_document

BRANCHES = Sheet("分支部数据", "各支部数据", (SheetColumn("支部", 20), SheetColumn("支委会", 8, "int")), [("甲", 6)])
LEDGER = Sheet("会议台账", "会议台账", (SheetColumn("日期", 12, "date"), SheetColumn("名称", 30)), [])


def rows(data: bytes, sheet: str) -> list[tuple[object, ...]]:
    return list(load_workbook(io.BytesIO(data))[sheet].iter_rows(values_only=True))


def test_sheets_stand_in_the_order_figures_branches_ledgers():
    workbook = load_workbook(io.BytesIO(render(rich_document(), iter([LEDGER]), BRANCHES)))
    assert workbook.sheetnames == ["数据指标", "分支部数据", "会议台账"]
    assert load_workbook(io.BytesIO(render(rich_document()))).sheetnames == ["数据指标"]


def test_the_figures_sheet():
    definition = "报告期内“{}”的合计，以记录为准".format
    assert rows(render(rich_document()), "数据指标") == [
        ("中共青禾街道工作委员会2026年上半年数据指标", None, None, None, None, None, None),
        ("数据截至2026年6月30日", None, None, None, None, None, None),
        ("序号", "主题", "指标名称", "数值", "单位", "口径", "明细条数"),
        (1, "组织生活", "支委会次数", 72, "次", definition("支委会次数"), 1),
        (2, "组织生活", "党费实收", 12345.6, "元", definition("党费实收"), 2),
        (3, "组织生活", "主题党日参与率", 95.5, "%", definition("主题党日参与率"), 3),
        (4, "组织生活", "换届日期", datetime(2026, 5, 18), "日期", definition("换届日期"), 4),
        (5, "组织生活", "走访户数", 126, "户", definition("走访户数"), 5),
        (6, "组织生活", "志愿服务时长", "尚无记录", "小时", definition("志愿服务时长"), 6),
    ]


def test_figures_read_back_equal_the_json():
    document = rich_document()
    figures = json.loads(json_renderer.render(document))["figures"]
    expected = {
        int(figure["bookmark"].removeprefix("fig_")): figure["printed"]
        if figure["number"] is None
        else figure["number"]
        for figure in figures
    }

    def as_json(cell):
        if isinstance(cell.value, datetime):
            return cell.value.date().isoformat()
        return f"{cell.value:.2f}" if cell.number_format == "#,##0.00" else cell.value

    sheet = load_workbook(io.BytesIO(render(document)))["数据指标"]
    assert {row[0].value: as_json(row[3]) for row in sheet.iter_rows(min_row=4)} == expected


def test_an_internal_copy_is_marked_on_every_sheet():
    data = render(rich_document(), [LEDGER], BRANCHES, watermark="内部台账 张三")
    workbook = load_workbook(io.BytesIO(data))
    assert [sheet.oddHeader.center.text for sheet in workbook] == ["内部台账 张三"] * 3
    assert [rows(data, name)[line][0] for name, line in (("数据指标", 2), ("分支部数据", 1), ("会议台账", 1))] == [
        "内部台账 张三"
    ] * 3


def test_it_prints_on_a4_landscape(soffice_pdf: SofficePdf):
    with pdfplumber.open(soffice_pdf(render(rich_document(), [LEDGER], BRANCHES), ".xlsx")) as pdf:
        pages = [(round(page.width), round(page.height)) for page in pdf.pages]
        first = pdf.pages[0].extract_text()
    assert set(pages) == {(842, 595)}
    assert [text in first for text in ("数据指标", "12,345.60", "2026-05-18", "第 1 页，共")] == [True] * 4
