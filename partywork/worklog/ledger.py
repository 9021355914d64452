"""The ledger of everyday work: list, Excel sheet and import sheet from one set of columns."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from partywork.accounts.models import User
from partywork.entries.enums import Status
from partywork.entries.ledger import checked_column, date_column, key_column, org_column, tail_columns, text_column
from partywork.ledgers.cells import as_bool, as_choice, as_date, as_int, as_list
from partywork.ledgers.columns import Column, Ledger
from partywork.orgs.models import Organisation
from partywork.worklog.actions import Lines, log_work
from partywork.worklog.enums import NamedAs, WorkKind
from partywork.worklog.lines import SYNTAX, as_lines, show_lines
from partywork.worklog.models import WorkLog


def _count(key: str, header: str, **kwargs: Any) -> Column:
    return Column(key, header, lambda w: getattr(w, key), "int", 10, parse=as_int, **kwargs)


def _names(key: str, header: str, part: NamedAs, help_text: str) -> Column:
    return Column(
        key, header, lambda w: "、".join(w.named(part)), width=24, parse=as_list, in_list=False, help=help_text
    )


COLUMNS = [
    date_column(),
    org_column(),
    Column("kind", "工作类型", lambda w: w.get_kind_display(), width=12, parse=as_choice(WorkKind), required=True,
           choices=WorkKind, example="志愿服务"),
    text_column("title", "内容", 32, required=True, help="一句话说清做了什么；发文制度填文件名称，不带书名号",
                example="清理楼道堆物"),
    text_column("document_number", "文号", 16, in_list=False, help="只有发文制度填"),
    Column("until", "结束日期", lambda w: w.until, "date", 12, parse=as_date, in_list=False, help="只有一天的不用填"),
    text_column("place", "地点", 14, in_list=False),
    _count("items", "件数", total="items", help="算几次（件、篇、期），不填按 1；只报数量、不算次数的填 0"),
    _count("people", "参加人次", total="people", help="含党员；一人参加两场算两次"),
    _count("members_taking_part", "参加党员（名）", in_list=False, help="同一人在这一次里只算一次"),
    _count("members_due", "应参加党员（名）", in_list=False, help="算参加率用，不算的不填"),
    _count("served", "服务人次", total="served"),
    _count("hours", "学时", in_list=False),
    Column("lines", "数量和金额", lambda w: show_lines(w.line_data), width=28, parse=as_lines,
           help=f"{SYNTAX}；没有发生的写 0，如“举报 0件”", example="展板 12块 3500元；条幅 6条"),
    _names("partners", "共建（协办）单位", NamedAs.PARTNER, "几个用顿号隔开，写单位，不写个人"),
    _names("recipients", "对象", NamedAs.RECIPIENT, "培训、服务、表彰了谁：单位或人群，不写姓名"),
    Column("planned", "计划", lambda w: "是" if w.status == Status.PLANNED else "", width=8, parse=as_bool,
           in_list=False, help="还没做、先列计划的填“是”"),
    *tail_columns(),
    key_column(),
    checked_column(),
]  # fmt: skip


def rows(queryset: QuerySet[WorkLog]) -> QuerySet[WorkLog]:
    return queryset.select_related("org").prefetch_related("lines", "counterparts")


def take(values: dict[str, Any], *, org: Organisation, by: User, today: date) -> WorkLog:
    """Log one imported row. A refusal names the column it is about."""
    lines = Lines(values.pop("lines"), values.pop("partners"), values.pop("recipients"))
    status = Status.PLANNED if values.pop("planned") else Status.DONE
    confirmed = values.pop("confirmed")
    given = {key: value for key, value in values.items() if value is not None}
    return log_work(
        work=WorkLog(**{**given, "org": org, "status": status}), lines=lines, by=by, today=today, confirmed=confirmed
    )


LEDGER = Ledger("worklog", "工作台账", WorkLog, "worklog:list", COLUMNS, rows, take)
