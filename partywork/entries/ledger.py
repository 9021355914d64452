"""Columns that every record's ledger has."""

from typing import Any

from partywork.entries.enums import STATUS_MARK
from partywork.ledgers.cells import as_bool, as_date, as_text
from partywork.ledgers.columns import Column


def key_column() -> Column:
    return Column(
        "key", "编号", lambda r: r.key, width=16, parse=as_text, required=True, in_list=False,
        help="自己编，同一组织内不重复；同一编号导入两次只算一条", example="2026-001",
    )  # fmt: skip


def checked_column() -> Column:
    """Where the author of a workbook says, row by row, that what looked doubtful is so."""
    return Column(
        "confirmed", "已核对", lambda _: "", width=10, parse=as_bool, asked=True,
        help="平时不填；检查时提示核对、确实如此的填“是”",
    )  # fmt: skip


def org_column() -> Column:
    return Column(
        "org", "党组织", lambda r: r.org.short_name, width=18, parse=as_text, required=True,
        help="组织编码或全称", example="DEMO-01",
    )  # fmt: skip


def date_column(header: str = "日期") -> Column:
    return Column("date", header, lambda r: r.date, "date", 12, parse=as_date, required=True, example="2026-05-18")


def text_column(key: str, header: str, width: int = 16, **kwargs: Any) -> Column:
    """A plain text field of the record's own."""
    return Column(key, header, lambda r: getattr(r, key), width=width, parse=as_text, **kwargs)


def tail_columns() -> list[Column]:
    """Tag, highlight, remark, state and how late the entry was made."""
    return [
        text_column("tag", "标签", 12, help="自己起的分类名", spare=True),
        Column("highlight", "亮点", lambda r: "是" if r.highlight else "", width=6, parse=as_bool, help="是或否",
               in_list=False),
        text_column("remark", "备注", 24, in_list=False),
        Column("status", "状态", lambda r: r.get_status_display(), width=8, mark=lambda r: STATUS_MARK[r.status]),
        Column("lag", "登记间隔（天）", lambda r: max(r.lag_days, 0), "int", 10, in_list=False,
               help="事情发生到登记相隔的天数"),
    ]  # fmt: skip
