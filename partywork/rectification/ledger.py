"""The ledger of rectification (整改台账): list, Excel sheet and import sheet from one set of columns."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from partywork.accounts.models import User
from partywork.entries.ledger import date_column, key_column, org_column, tail_columns, text_column
from partywork.ledgers.cells import CellError, as_choice, as_date, as_text
from partywork.ledgers.columns import Column, Ledger
from partywork.orgs.models import Organisation
from partywork.orgs.queries import subtree_ids
from partywork.rectification.actions import raise_item
from partywork.rectification.enums import CATEGORIES, STATE_MARK, Level, ProblemSource, ProgressKind, State
from partywork.rectification.models import RectificationItem

_PROGRESS = re.compile(r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日)[\s：:，,]*(.+)", re.DOTALL)


def as_progress(raw: object) -> list[tuple[date, str]]:
    """Progress parted by ； or line breaks, each “2026-05-18 做了什么”."""
    lines = []
    for part in as_text(raw).replace(";", "\n").replace("；", "\n").split("\n"):
        if not part.strip():
            continue
        match = _PROGRESS.match(part.strip())
        day = as_date(match[1]) if match else None
        if match is None or day is None:
            raise CellError(f"“{part.strip()}”没有日期", "每条进展写成 2026-05-18 完成了什么，几条用分号隔开")
        lines.append((day, match[2].strip()))
    return lines


def show_progress(item: RectificationItem) -> str:
    kept = [line for line in item.progress.all() if line.kind == ProgressKind.PROGRESS]
    return "；".join(f"{line.date:%Y-%m-%d} {line.text}" for line in kept)


COLUMNS = [
    date_column("提出日期"),
    org_column(),
    text_column("title", "问题", 36, required=True, example="活动室开放时间偏短"),
    Column("source", "来源", lambda i: i.get_source_display(), width=12, parse=as_choice(ProblemSource), required=True,
           choices=ProblemSource, example="自查"),
    text_column("category", "类别", 12, in_list=False, help="可填：" + "、".join(CATEGORIES) + "，也可自己写"),
    Column("level_raised", "提出层级", lambda i: i.get_level_raised_display(), width=10, parse=as_choice(Level),
           choices=Level, in_list=False),
    Column("subject_org", "整顿对象", lambda i: i.subject_org.short_name if i.subject_org else "", width=16,
           parse=as_text, in_list=False, help="被整顿的党组织的编码、全称或简称；软弱涣散必填"),
    text_column("measures", "整改措施", 36, in_list=False),
    text_column("leader", "责任领导", 12, in_list=False),
    text_column("unit", "责任单位", 16, in_list=False),
    text_column("owner", "责任人", 12),
    Column("due_on", "整改时限", lambda i: i.due_on, "date", 12, parse=as_date, example="2026-06-20",
           help="没有长期坚持、没有销号的必填"),
    Column("state", "整改状态", lambda i: i.get_state_display(), width=10, parse=as_choice(State), choices=State,
           mark=lambda i: STATE_MARK[i.state],
           help="不填按未启动；有进展的按整改中"),
    Column("progress", "进展情况", show_progress, width=40, parse=as_progress, in_list=False,
           help="每条写成 2026-05-18 完成了什么，几条用分号隔开"),
    Column("closed_on", "销号日期", lambda i: i.closed_on, "date", 12, parse=as_date, in_list=False,
           help="已销号的必填"),
    text_column("closed_by", "销号人", 12, in_list=False, help="已销号的必填"),
    *[replace(column, in_list=False) for column in tail_columns()],
    key_column(),
]  # fmt: skip


def rows(queryset: QuerySet[RectificationItem]) -> QuerySet[RectificationItem]:
    return queryset.select_related("org", "subject_org").prefetch_related("progress")


def take(values: dict[str, Any], *, org: Organisation, by: User, today: date) -> RectificationItem:
    """Log one imported item with the state it has reached. A refusal names the column it is about."""
    progress, subject = values.pop("progress"), values.pop("subject_org")
    given = {key: value for key, value in values.items() if value is not None}
    given["state"] = given.get("state") or State.NOT_STARTED
    item = RectificationItem(**{**given, "org": org})
    item.subject_org = find_subject(org, subject, item.date) if subject else None
    return raise_item(item=item, progress=progress, by=by, today=today)


def find_subject(org: Organisation, name: str, on: date) -> Organisation:
    """The organisation to put in order, by code or name: the unit itself or one below it on that day."""
    named = Q(code=name) | Q(name=name) | Q(short_name=name)
    found = list(Organisation.objects.filter(named, pk__in=subtree_ids(org, on))[:2])
    if len(found) != 1:
        why = "不止一个，请填编码" if found else "找不到，请核对编码或全称"
        raise ValidationError({"subject_org": f"“{org}”和它的下级里，“{name}”{why}。"})
    return found[0]


LEDGER = Ledger("rectification", "整改台账", RectificationItem, "rectification:list", COLUMNS, rows, take)
