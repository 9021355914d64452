"""An invented report with everything a renderer must handle."""

from dataclasses import replace
from datetime import date

from summaries.document import (
    Attachment,
    Document,
    Figure,
    Heading,
    Meta,
    Paragraph,
    Run,
    Table,
    TableColumn,
)


def figure(number: int, name: str, printed: str, exact: int | float | str | None, unit: str) -> Figure:
    return Figure(
        id=f"f{number}",
        token=f"{{{name}}}",
        name=name,
        printed=printed,
        number=exact,
        unit=unit,
        definition=f"报告期内“{name}”的合计，以记录为准",
        theme="组织生活",
        evidence_url=f"/records/?measure=f{number}&half=20261",
        evidence_count=number,
    )


FIGURES = (
    figure(1, "支委会次数", "72次", 72, "次"),
    figure(2, "党费实收", "12345.60元", "12345.60", "元"),
    figure(3, "主题党日参与率", "95.5%", 95.5, "%"),
    figure(4, "换届日期", "2026年5月18日", "2026-05-18", "日期"),
    figure(5, "走访户数", "120余户", 126, "户"),
    figure(6, "志愿服务时长", "尚无记录", None, "小时"),
)

BODY = (
    "街道党工委坚持把学习放在首位，组织党员围绕年度重点任务开展集中学习和专题研讨，"
    "推动各支部把会议开好、把记录记全、把问题改实，形成了一级抓一级、层层抓落实的工作局面。"
)


def paragraph(*parts: str | Figure) -> Paragraph:
    return Paragraph(tuple(Run(part.printed, part.id) if isinstance(part, Figure) else Run(part) for part in parts))


def branch_table(columns: int, rows: int) -> Table:
    heads = (
        "支部",
        "支委会",
        "党员大会",
        "党小组会",
        "党课",
        "主题党日",
        "走访",
        "谈心",
        "志愿者",
        "党费（元）",
    )
    shown = tuple(
        TableColumn(head, 3 if position == 0 else 1.2, "left" if position == 0 else "right")
        for position, head in enumerate(heads[:columns])
    )
    cells = tuple(
        (f"青禾第{row}网格党支部", *(str(row + column) for column in range(1, columns))) for row in range(1, rows + 1)
    )
    return Table("各支部组织生活情况", shown, cells)


def rich_document(**changes: object) -> Document:
    meetings, dues, rate, term, visits, hours = FIGURES
    document = Document(
        title_lines=("中共青禾街道工作委员会", "2026年上半年党建工作总结"),
        addressee="中共云岭区委组织部",
        blocks=(
            paragraph("2026年上半年，", BODY, "共召开支委会", meetings, "，围绕“学在基层”的专题会按月召开。"),
            Heading(1, "一、工作开展情况"),
            Heading(2, "（一）组织生活"),
            paragraph("支委会", meetings, "，主题党日参与率", rate, "，", BODY, BODY),
            Heading(3, "1. 支部换届"),
            paragraph("换届选举于", term, "完成，当选书记䶮𠮷同志；实收党费", dues, "。", BODY),
            Paragraph((Run("一是走访到户。走访困难党员"), Run(visits.printed, visits.id), Run("。")), "lead"),
            paragraph("志愿服务时长", hours, "。", BODY, BODY),
            branch_table(6, 5),
            Heading(1, "二、存在问题"),
            paragraph(BODY, BODY),
            Heading(1, "三、下半年安排"),
            paragraph(BODY, BODY, BODY),
        ),
        signature="中共青禾街道工作委员会",
        date=date(2026, 7, 1),
        meta=Meta("2026年上半年", date(2026, 6, 30), "中共青禾街道工作委员会"),
        attachments=(
            Attachment("各支部组织生活情况一览表", (branch_table(10, 30),)),
            Attachment("名词说明", (paragraph("本表所称支委会，指支部委员会会议。<以记录为准>"),)),
        ),
        figures=FIGURES,
    )
    return replace(document, **changes)  # type: ignore[arg-type]
