"""党费收缴表: of one month to be signed, and of a year as offices keep it."""

from datetime import date
from typing import Any

from partywork.common.periods import month_of
from partywork.common.text import chinese_number, format_date
from partywork.dues.collection_sheet import NOTE, SIGNS, collection_sheet
from partywork.dues.models import DuesMonth, month_end, month_text
from partywork.dues.year_book import MONTHS, year_book
from partywork.exports.asked import Asked
from partywork.exports.fields import Data, Field, yuan
from partywork.exports.kinds import FormKind, Wants
from partywork.members.queries import roster
from partywork.word.layout import Grid, Line, Page, Row, facts, heads, label, value, wide

MONTH_NAMES = {month: f"{chinese_number(month)}月" for month in MONTHS}

_MONTH_LINE = (
    Field("序号", 1), Field("姓名", "周某"), Field("应缴", "20.00"), Field("实缴", "20.00"),
    Field("缴纳日期", "2026年5月18日"), Field("备注", ""),
)  # fmt: skip
_BLANK = tuple(each.name for each in _MONTH_LINE)
MONTH_FIELDS = (
    Field("党支部", "中共某某社区第一支部委员会"),
    Field("月份", "2026年5月"),
    Field("应缴合计", "240.00"),
    Field("实缴合计", "220.00"),
    Field("党员", items=_MONTH_LINE),
)

_YEAR_LINE = (
    Field("序号", 1), Field("姓名", "周某"), Field("基数", "", help="勾选了计算基数才有"),
    Field("执行标准", "", help="勾选了计算基数才有"), Field("月应缴", "20.00"), Field("全年应缴", "240.00"),
    *(Field(name, "20.00") for name in MONTH_NAMES.values()), Field("全年实缴", "240.00"), Field("备注", ""),
)  # fmt: skip
YEAR_FIELDS = (
    Field("党支部", "中共某某社区第一支部委员会"),
    Field("年度", 2026),
    Field("含计算基数", "", help="勾选了的写是"),
    Field("应缴合计", "2880.00"),
    Field("实缴合计", "2640.00"),
    Field("每月实缴", "", items=(Field("月份", "一月"), Field("实缴", "220.00"))),
    Field("党员", items=_YEAR_LINE),
)


def collect_month(asked: Asked) -> list[Data]:
    month = month_of(asked.on)
    rows = DuesMonth.objects.filter(org=asked.org, month=month).select_related("member")
    found = list(rows.order_by("member__name", "member"))
    known = {each.member_id for each in found}
    lines = [_month_line(each) for each in found]
    # Whose month is not opened yet stands with blanks, to be filled in by hand.
    lines += [
        dict.fromkeys(_BLANK, "") | {"姓名": each.name}
        for each in roster(asked.org, month_end(month))
        if each.pk not in known
    ]
    return [
        {
            "党支部": asked.org.name,
            "月份": month_text(month),
            "应缴合计": yuan(sum(each.due_fen for each in found)) if found else "",
            "实缴合计": yuan(sum(each.paid_fen for each in found)) if found else "",
            "党员": [{**line, "序号": number} for number, line in enumerate(lines, 1)],
        }
    ]


def _month_line(row: DuesMonth) -> Data:
    exempt = row.due_fen == 0
    return {
        "姓名": row.member.name,
        "应缴": yuan(row.due_fen),
        "实缴": yuan(row.paid_fen) if row.paid_fen or exempt else "",
        "缴纳日期": format_date(row.paid_on) if row.paid_on else "",
        "备注": "、".join(filter(None, ["减免" if exempt else "", "按季交" if row.by_quarter else "", row.note])),
    }


def layout_month(data: Data) -> list[Page]:
    headers = ("序号", "姓名", "应缴", "实缴", "缴纳日期", "缴纳人签名", "备注")
    rows = [
        Row((value(each["序号"]), value(each["姓名"]), value(each["应缴"], align="right"),
             value(each["实缴"], align="right"), value(each["缴纳日期"]), value(""), wide(each["备注"], 1)), 9)
        for each in data["党员"]
    ]  # fmt: skip
    total = Row((label("合计", 2), value(data["应缴合计"], align="right"), value(data["实缴合计"], align="right"),
                 value(""), value(""), value("")), 9)  # fmt: skip
    signs = facts(label(SIGNS, 2), value("", 2), label("支部书记签名"), value("", 2), height=12)
    grid = Grid((0.7, 1.1, 1.1, 1.1, 2.2, 1.5, 1.3), (heads(headers), *rows, total, signs))
    top = Line(f"党支部：{data['党支部']}", right=f"{data['月份']}　单位：元")
    return [Page((Line("党费收缴表", "title"), top, grid))]


def collect_year(asked: Asked) -> list[Data]:
    return [year_data(asked, min(asked.on, asked.last))]


def year_data(asked: Asked, today: date) -> Data:
    """The year of the branch; the sheet people sign is the one source of its lines."""
    book = year_book(asked.org, asked.year, today)
    sheet = collection_sheet(book, with_base=asked.with_base)
    lines = [_year_line(list(row), with_base=asked.with_base) for row in sheet.rows]
    totals = _year_line(list(sheet.totals or ()), with_base=asked.with_base)
    if not lines:  # nobody's month was opened: the sums are not known to be nothing
        totals = dict.fromkeys(totals, "")
    return {
        "党支部": asked.org.name,
        "年度": asked.year,
        "含计算基数": "是" if asked.with_base else "",
        "应缴合计": totals["全年应缴"],
        "实缴合计": totals["全年实缴"],
        "每月实缴": [{"月份": name, "实缴": totals[name]} for name in MONTH_NAMES.values()],
        "党员": lines,
    }


def _year_line(cells: list[Any], *, with_base: bool) -> Data:
    number, name, *rest = cells
    base, rate = (rest.pop(0), rest.pop(0)) if with_base else (None, "")
    monthly, due, *paid = rest
    months, (total, remark) = paid[: len(MONTH_NAMES)], paid[len(MONTH_NAMES) :]
    return {
        "序号": number or "",
        "姓名": name or "",
        "基数": yuan(base),
        "执行标准": rate or "",
        "月应缴": yuan(monthly),
        "全年应缴": yuan(due),
        **{name: yuan(each) for name, each in zip(MONTH_NAMES.values(), months, strict=True)},
        "全年实缴": yuan(total),
        "备注": remark or "",
    }


def layout_year(data: Data) -> list[Page]:
    top = Line(f"党支部：{data['党支部']}", right=f"{data['年度']}年　单位：元")
    return [
        Page((Line("党费收缴表", "title"), top, Line(NOTE.removeprefix("单位：元。"), "note"), year_grid(data)), True)
    ]


_YEAR_WIDTHS = {
    "序号": 8,
    "姓名": 14.5,
    "基数": 15,
    "执行标准": 10,
    "月应缴": 13,
    "全年应缴": 15,
    "全年实缴": 15,
}  # about the millimetres they come to across; sums stay on one line


def year_grid(data: Data) -> Grid:
    """Two rows of heads: the months stand under 每月实缴."""
    base = ["基数", "执行标准"] if data["含计算基数"] else []
    before = ["序号", "姓名", *base, "月应缴", "全年应缴"]
    names = [*before, *MONTH_NAMES.values(), "全年实缴", "备注"]
    months = 13 if base else 14.5
    weights = _YEAR_WIDTHS | {"备注": 13 if base else 20}
    first = Row(
        (*(label(each, down=2) for each in before), label("各月实缴", 12), label("全年实缴", down=2),
         label("备注", down=2)), head=True)  # fmt: skip
    second = Row(tuple(label(f"{month}月") for month in MONTHS), head=True)
    rows = [Row(tuple(_cell(name, each[name]) for name in names), 8) for each in data["党员"]]
    paid = [value(each["实缴"], align="right") for each in data["每月实缴"]]
    blank = [value("")] * (len(base) + 1)
    total = Row((label("合计", 2), *blank, value(data["应缴合计"], align="right"), *paid,
                 value(data["实缴合计"], align="right"), value("")), 8)  # fmt: skip
    signs = Row((label(SIGNS, 2), *blank, value(""), *[value("")] * 12, value(""), value("")), 12)
    return Grid(tuple(weights.get(name, months) for name in names), (first, second, *rows, total, signs), small=True)


def _cell(name: str, text: Any) -> Any:
    if name in ("序号", "姓名", "执行标准"):
        return value(text)
    return wide(text, 1) if name == "备注" else value(text, align="right")


MONTH_KIND = FormKind(
    code="dues-month",
    title="党费收缴表（按月）",
    about="一个月的应缴、实缴和签名",
    wants=Wants.MONTH,
    collect=collect_month,
    layout=layout_month,
    fields=MONTH_FIELDS,
    branches_only=True,
    about_people=True,
)
YEAR_KIND = FormKind(
    code="dues-year",
    title="党费收缴表（全年）",
    about="每名党员各月的实缴和全年合计",
    wants=Wants.YEAR,
    collect=collect_year,
    layout=layout_year,
    fields=YEAR_FIELDS,
    base="含计算基数和执行标准",
    branches_only=True,
    about_people=True,
)
