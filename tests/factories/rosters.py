"""Rosters as other systems export them: invented people under foreign headers."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from openpyxl import Workbook

from partywork.accounts.models import User
from partywork.imports.enums import State
from partywork.imports.models import ImportBatch
from partywork.orgs.models import Organisation
from tests.factories.members import id_number
from tests.factories.workbooks import saved

HEADERS = [
    "序号",
    "姓名",
    "性别",
    "民族",
    "出生日期",
    "公民身份号码",
    "学历",
    "入党日期",
    "转正日期",
    "人员类别",
    "手机号",
]


def person(number: int, **changes: Any) -> dict[str, Any]:
    """Someone with a number of her own; born on a day of their own within 1980."""
    born = date.fromordinal(date(1980, 1, 1).toordinal() + number % 366)
    return {
        "序号": number,
        "姓名": f"陈某{number}",
        "性别": "女性",
        "民族": "汉",
        "出生日期": f"{born:%Y.%m.%d}",
        "公民身份号码": id_number(f"{born:%Y%m%d}", f"{number // 366 * 2 + 2:03d}"[:2] + "2"),
        "学历": "本科",
        "入党日期": "2005年7月1日",
        "转正日期": "20060701",
        "人员类别": "正式",
        "手机号": f"1380000{number:04d}",
        **changes,
    }


def table(people: Iterable[dict[str, Any]], headers: Sequence[str] = HEADERS) -> list[list[Any]]:
    return [list(headers), *([each.get(header) for header in headers] for each in people)]


def roster_book(
    people: Iterable[dict[str, Any]], *, title: str = "党员花名册（2026年）", headers: Sequence[str] = HEADERS
) -> Workbook:
    """A merged title above the header, as these systems print it."""
    book = Workbook()
    book.active.title = "Sheet1"
    book.active.append([title])
    for row in table(people, headers):
        book.active.append(row)
    book.active.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(headers))
    return book


def roster(people: Iterable[dict[str, Any]], **more: Any) -> io.BytesIO:
    return saved(roster_book(people, **more))


def roster_csv(people: Iterable[dict[str, Any]], *, encoding: str = "utf-8", separator: str = ",") -> bytes:
    lines = [separator.join("" if cell is None else str(cell) for cell in row) for row in table(people)]
    return "\r\n".join(lines).encode(encoding)


def make_import(org: Organisation, by: User) -> ImportBatch:
    """One that was written and added nothing."""
    now = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
    facts = {"state": State.DONE, "created_at": now, "touched_at": now, "done_at": now}
    return ImportBatch.objects.create(org=org, file_name="花名册.xlsx", created_by=by, **facts)
