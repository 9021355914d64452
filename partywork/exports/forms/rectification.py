"""整改台账 as of a day: what was open at some time since the year began."""

from datetime import date
from typing import Any

from django.db.models import Prefetch

from partywork.access.scope import restrict
from partywork.common.text import format_date
from partywork.entries.enums import Status
from partywork.exports.asked import Asked
from partywork.exports.fields import Data, Field, short_day
from partywork.exports.kinds import FormKind, Wants
from partywork.rectification.enums import ProgressKind, State
from partywork.rectification.models import ItemState, Progress, RectificationItem
from partywork.word.layout import Grid, Line, Page, Row, heads, value, wide

FIELDS = (
    Field("党组织", "中共某某社区第一支部委员会"),
    Field("截至日期", "2026年6月30日"),
    Field("问题数", 2),
    Field("已销号数", 1),
    Field("分支部", "是", help="台账里有几个党组织的才写是"),
    Field("问题", items=(
        Field("序号", 1), Field("党组织", "第一支部"), Field("提出日期", "2026.3.2"),
        Field("问题", "活动室开放时间偏短"), Field("来源", "自查"), Field("类别", "服务群众"),
        Field("提出层级", "支部"),
        Field("整改措施", "调整值班安排"), Field("责任领导", "周某"), Field("责任单位", "第一支部"),
        Field("责任人", "吴某"), Field("整改时限", "2026.6.20"), Field("进展情况", "2026.4.1 已排班"),
        Field("整改状态", "已销号"), Field("销号日期", "2026.6.18"), Field("销号人", "郑某"),
    )),
)  # fmt: skip


def collect(asked: Asked) -> list[Data]:
    return [ledger_data(asked)]


def ledger_data(asked: Asked) -> Data:
    on = asked.on
    items = restrict(RectificationItem.objects.filter(date__lte=on).exclude(status=Status.CANCELLED), asked.scope)
    held = ItemState.objects.on(on)
    told = Progress.objects.filter(date__lte=on, kind=ProgressKind.PROGRESS)
    found: Any = items.select_related("org").prefetch_related(
        Prefetch("states", held, to_attr="held"), Prefetch("progress", told, to_attr="told")
    )
    lines = [each for each in found.order_by("org__code", "date", "pk") if not _was_over(each, date(on.year, 1, 1))]
    return {
        "党组织": asked.org.name,
        "截至日期": format_date(on),
        "问题数": len(lines),
        "已销号数": sum(_state(each) == State.CLOSED for each in lines),
        "分支部": "是" if asked.is_upper else "",
        "问题": [_line(number, each) for number, each in enumerate(lines, 1)],
    }


def _state(item: Any) -> str:
    """How far it was on that day; before the first state is on record, not begun."""
    return item.held[0].state if item.held else State.NOT_STARTED


def _closed_on(item: Any) -> date | None:
    """The day it was closed, as known on that day: a later reopening changes nothing about it."""
    return item.held[0].since if _state(item) == State.CLOSED else None


def _was_over(item: Any, year_began: date) -> bool:
    closed = _closed_on(item)
    return closed is not None and closed < year_began


def _line(number: int, item: Any) -> Data:
    closed = _closed_on(item)
    return {
        "序号": number,
        "党组织": item.org.short_name,
        "提出日期": short_day(item.date),
        "问题": item.title,
        "来源": item.get_source_display(),
        "类别": item.category,
        "提出层级": item.get_level_raised_display(),
        "整改措施": item.measures,
        "责任领导": item.leader,
        "责任单位": item.unit,
        "责任人": item.owner,
        "整改时限": short_day(item.held[0].due_on if item.held else item.due_on),
        "进展情况": "\n".join(f"{short_day(each.date)} {each.text}" for each in item.told),
        "整改状态": str(State(_state(item)).label),
        "销号日期": short_day(closed),
        "销号人": item.closed_by if closed and closed == item.closed_on else "",
    }


_COLUMNS = [
    ("序号", 10), ("提出日期", 24), ("问题", 36), ("来源", 16), ("类别", 16), ("整改措施", 36), ("责任领导", 15),
    ("责任单位", 22), ("责任人", 15), ("整改时限", 24), ("进展情况", 38), ("整改状态", 15), ("销号日期", 24),
]  # fmt: skip
_LONG = {"问题", "整改措施", "责任单位", "进展情况", "党组织"}


def layout(data: Data) -> list[Page]:
    top = Line(f"党组织：{data['党组织']}", right=f"截至{data['截至日期']}")
    count = f"列入{data['问题数']}个问题，已销号{data['已销号数']}个" if data["问题"] else "没有登记过要列入的问题"
    note = Line(f"{count}；上一年度及以前已销号的不列。", "note")
    return [Page((Line("问题整改台账", "title"), top, note, ledger_grid(data)), landscape=True)]


def ledger_grid(data: Data) -> Grid:
    columns = [*_COLUMNS[:1], ("党组织", 24), *_COLUMNS[1:]] if data["分支部"] else _COLUMNS
    rows = [
        Row(tuple(wide(each[name], 1) if name in _LONG else value(each[name]) for name, _ in columns), 8)
        for each in data["问题"]
    ]
    return Grid(tuple(weight for _, weight in columns), (heads([name for name, _ in columns]), *rows), small=True)


KIND = FormKind(
    code="rectification",
    title="整改台账",
    about="截至某一天的问题、措施、责任人、进展和销号",
    wants=Wants.DAY,
    collect=collect,
    layout=layout,
    fields=FIELDS,
)
