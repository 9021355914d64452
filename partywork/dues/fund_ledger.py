"""The ledgers of voluntary payments, of what was handed up, and of what members were told."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet

from partywork.accounts.models import User
from partywork.dues.enums import PublicationWay
from partywork.dues.fund_actions import log_publication, log_remittance, log_voluntary
from partywork.dues.fund_models import DuesPublication, Remittance, VoluntaryPayment
from partywork.dues.ledger import as_month, find_member, people_columns, rows
from partywork.entries.ledger import date_column, key_column, org_column, tail_columns, text_column
from partywork.ledgers.cells import as_choice, as_date, as_fen, as_int
from partywork.ledgers.columns import Column, Ledger
from partywork.members.queries import roster
from partywork.orgs.models import Organisation

_TAIL = [column for column in tail_columns() if column.key in ("remark", "status", "lag")]


def _amount(header: str) -> Column:
    return Column("amount_fen", header, lambda row: row.amount_fen, "money", 14, parse=as_fen, required=True,
                  total="amount_fen", help="单位元")  # fmt: skip


def _month(key: str, header: str) -> Column:
    def value(row: Any) -> str:
        month = getattr(row, key)
        return f"{month // 100}-{month % 100:02}"

    return Column(key, header, value, width=10, parse=as_month, required=True, example="2026-01")


VOLUNTARY_COLUMNS = [
    *[replace(column, in_list=column.key == "member") for column in people_columns()],
    org_column(),
    date_column("交来日期"),
    _amount("金额"),
    Column("is_large", "是否大额", lambda p: "大额" if p.is_large else "", width=10),
    Column("forwarded_on", "转交上级日期", lambda p: p.forwarded_on, "date", 14, parse=as_date),
    text_column("receipt", "收据编号", 14),
    *_TAIL,
    key_column(),
]

REMITTANCE_COLUMNS = [
    date_column("上缴日期"),
    org_column(),
    _month("first_month", "自何月起"),
    _month("last_month", "到何月止"),
    Column("collected_fen", "这几个月收到", lambda r: r.collected_fen, "money", 14),
    Column("share", "上缴比例（%）", lambda r: r.share, "int", 12),
    _amount("上缴金额"),
    text_column("receipt", "收据编号", 14, required=True),
    *_TAIL,
    key_column(),
]

PUBLICATION_COLUMNS = [
    date_column("公布日期"),
    org_column(),
    Column("year", "公布的年度", lambda p: p.year, "int", 10, parse=as_int, required=True, example="2025"),
    Column("way", "公布方式", lambda p: p.get_way_display(), width=16, parse=as_choice(PublicationWay), required=True,
           choices=PublicationWay, example="党员大会通报"),
    text_column("place", "地点", 14, in_list=False),
    *_TAIL,
    key_column(),
]  # fmt: skip


def own_rows(queryset: QuerySet[Any]) -> QuerySet[Any]:
    return queryset.select_related("org")


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "") and name != "org"}


def take_voluntary(values: dict[str, Any], *, org: Organisation, by: User, today: date) -> VoluntaryPayment:
    """Log one imported voluntary payment. A refusal names the column it is about."""
    values = _given(values)
    member = find_member(org, roster(org, values["date"]), values)
    return log_voluntary(payment=VoluntaryPayment(org=org, member=member, **values), by=by, today=today)


def take_remittance(values: dict[str, Any], *, org: Organisation, by: User, today: date) -> Remittance:
    """Log one imported remittance. A refusal names the column it is about."""
    return log_remittance(remittance=Remittance(org=org, **_given(values)), by=by, today=today)


def take_publication(values: dict[str, Any], *, org: Organisation, by: User, today: date) -> DuesPublication:
    """Log one imported publication. A refusal names the column it is about."""
    return log_publication(publication=DuesPublication(org=org, **_given(values)), by=by, today=today)


VOLUNTARY = Ledger(
    "voluntary_payments", "自愿多交党费台账", VoluntaryPayment, "voluntary_payments:list", VOLUNTARY_COLUMNS, rows,
    take_voluntary,
)  # fmt: skip
REMITTANCES = Ledger(
    "remittances", "党费上缴台账", Remittance, "remittances:list", REMITTANCE_COLUMNS, own_rows, take_remittance
)
PUBLICATIONS = Ledger(
    "dues_publications", "党费公布台账", DuesPublication, "dues_publications:list", PUBLICATION_COLUMNS, own_rows,
    take_publication,
)  # fmt: skip
