"""The two ledgers of dues: months with their payments, and the year's standards."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from partywork.access.permissions import Permission
from partywork.accounts.gate import Gate
from partywork.accounts.models import User
from partywork.common.text import normalise_identifier
from partywork.dues.actions import fix_amount, set_standard
from partywork.dues.enums import DuesBasis
from partywork.dues.models import DuesMonth, DuesStandard, month_end
from partywork.dues.queries import FIRST_YEAR, LAST_YEAR, check_month, members_of_year
from partywork.dues.single_months import log_month
from partywork.entries.ledger import key_column, org_column, text_column
from partywork.ledgers.cells import CellError, as_choice, as_date, as_fen, as_int, as_name, as_text
from partywork.ledgers.columns import Column, Ledger
from partywork.members.models import Member
from partywork.members.queries import roster
from partywork.orgs.models import Organisation


def as_month(raw: Any) -> int | None:
    """A month typed as 2026-05, 2026年5月, 202605, or any day of it."""
    text = normalise_identifier(as_text(raw)).replace("年", "-").replace("月", "").replace("/", "-").replace(".", "-")
    if not text:
        return None
    year, dash, rest = text.partition("-")
    month = rest.partition("-")[0]
    if not dash and len(text) == 6:
        year, month = text[:4], text[4:]
    if not (year.isascii() and year.isdigit() and month.isascii() and month.isdigit() and 1 <= int(month) <= 12):
        raise CellError(f"“{as_text(raw)}”不是月份", "请写成 2026-05 的样子")
    return int(year) * 100 + int(month)


def as_tail(raw: Any) -> str:
    """The last four characters of an ID number; a number cell may have lost its leading zeros."""
    text = normalise_identifier(as_text(raw))
    return text.zfill(4) if text else ""


def people_columns() -> list[Column]:
    """Name, and what tells namesakes apart."""
    return [
        Column("member", "姓名", lambda row: row.member.name, width=10, parse=as_name, required=True, personal=True,
               example="周某某"),
        Column("id_tail", "身份证后四位", lambda row: row.member.id_number[-4:], width=12, parse=as_tail, in_list=False,
               personal=True, help="有同名的才要填"),
        Column("member_key", "党员编号", lambda row: row.member.key, width=16, parse=as_text, in_list=False,
               personal=True, help="同名又没有身份证号的填花名册里的编号"),
    ]  # fmt: skip


def optional_key() -> Column:
    return replace(key_column(), required=False, help="可不填；同一人同一月（年度）只会有一条")


def find_member(org: Organisation, people: QuerySet[Member], values: dict[str, Any]) -> Member:
    """The person a row names, among those given. Takes the naming columns out of ``values``."""
    name, tail, key = values.pop("member"), values.pop("id_tail", ""), values.pop("member_key", "")
    same = list(people.filter(name=name))
    if key:
        same = [person for person in same if person.key == key]
    if tail and len(same) > 1:
        same = [person for person in same if person.id_number and person.id_number[-4:] == tail]
    if len(same) == 1:
        return same[0]
    if not same:
        raise ValidationError({"member": f"“{name}”当时不在{org}的党员名册上，请核对姓名和党组织。"})
    raise ValidationError({"id_tail": f"{org}有{len(same)}名“{name}”，请填身份证后四位或党员编号。"})


MONTH_COLUMNS = [
    Column("month", "月份", lambda d: f"{d.month // 100}-{d.month % 100:02}", width=10, parse=as_month, required=True,
           example="2026-05"),
    org_column(),
    *people_columns(),
    Column("due_fen", "应缴", lambda d: d.due_fen, "money", 12, parse=as_fen, total="due_fen",
           help="单位元；不填的按本人党费标准"),
    Column("paid_fen", "实缴", lambda d: d.paid_fen, "money", 12, parse=as_fen, total="paid_fen",
           help="单位元；没有缴的填 0 或不填"),
    Column("paid_on", "缴纳日期", lambda d: d.paid_on, "date", 12, parse=as_date, help="缴了的必填",
           example="2026-05-18"),
    text_column("note", "说明", 24, in_list=False),
    optional_key(),
]  # fmt: skip

STANDARD_COLUMNS = [
    Column("year", "年度", lambda s: s.year, "int", 8, parse=as_int, required=True, example="2026"),
    org_column(),
    *people_columns(),
    Column("basis", "计算依据", lambda s: s.get_basis_display(), width=16, parse=as_choice(DuesBasis), required=True,
           choices=DuesBasis, example="在职月薪"),
    # Income leaves the system for nobody: the column is read from a workbook and never written to one.
    Column("base_fen", "计算基数", lambda _: None, "money", 12, parse=as_fen, in_list=False, personal=True,
           help="单位元，每月；只用于导入，导出时留空"),
    Column("monthly_fen", "月标准", lambda s: s.monthly_fen, "money", 12, parse=as_fen,
           help="单位元；农民必填，其余由系统计算；减免在网页上申请，由上级批准"),
    optional_key(),
]  # fmt: skip


def rows(queryset: QuerySet[Any]) -> QuerySet[Any]:
    return queryset.select_related("org", "member")


def take_month(values: dict[str, Any], *, org: Organisation, by: User, today: date) -> DuesMonth:
    """Log one imported month. A refusal names the column it is about."""
    values = {name: value for name, value in values.items() if value not in (None, "")}
    check_month(values["month"])
    member = find_member(org, roster(org, month_end(values["month"])), values)
    dues = DuesMonth(org=org, member=member, **_own(values))
    return log_month(dues=dues, by=by, today=today)


def take_standard(values: dict[str, Any], *, org: Organisation, by: User, today: date) -> DuesStandard:
    """Log one imported standard; the same one again is left alone, a different one is refused."""
    values = {name: value for name, value in values.items() if value not in (None, "")}
    year = values["year"]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError({"year": "年度请填四位数字，例如 2026。"})
    member = find_member(org, members_of_year(org, year), values)
    standard = DuesStandard(org=org, member=member, **_own(values))
    known = DuesStandard.objects.filter(member=member, year=year).first()
    if known is None:
        return set_standard(standard=standard, by=by, today=today)
    fix_amount(standard, today)
    may_compare = Gate(by, today).may(Permission.VIEW_DUES_BASE, member.org)  # else an import could ask for incomes
    same_base = known.base_fen == standard.base_fen or not may_compare
    if (known.basis, known.monthly_fen) != (standard.basis, standard.monthly_fen) or not same_base:
        raise ValidationError({"year": f"{member}{year}年已有不同的党费标准。要改请在网页上修改并写明原因。"})
    return known


def _own(values: dict[str, Any]) -> dict[str, Any]:
    """The row's own fields; the organisation is given apart."""
    return {name: value for name, value in values.items() if name != "org"}


LEDGER = Ledger("dues", "党费台账", DuesMonth, "dues:list", MONTH_COLUMNS, rows, take_month)
STANDARDS = Ledger(
    "dues_standards", "党费标准", DuesStandard, "dues_standards:list", STANDARD_COLUMNS, rows, take_standard
)
