"""The ledgers of reductions and of the branch's consents; both are decided on pages, so neither is imported."""

from partywork.dues.enums import ConsentKind, ReductionState
from partywork.dues.exception_models import DuesConsent, DuesReduction
from partywork.dues.ledger import rows
from partywork.entries.ledger import date_column, org_column, tail_columns, text_column
from partywork.ledgers.columns import Column, Ledger

STATE_MARK: dict[str, str] = {
    ReductionState.PENDING: "warn",
    ReductionState.APPROVED: "ok",
    ReductionState.REFUSED: "bad",
    ReductionState.WITHDRAWN: "muted",
}

REDUCTION_COLUMNS = [
    Column("member", "姓名", lambda r: r.member.name, width=10, personal=True),
    org_column(),
    Column("months", "哪几个月", lambda r: r.months_text, width=22),
    Column("monthly_fen", "减免后每月交", lambda r: r.monthly_fen, "money", 14),
    text_column("reason", "减免的原因", 24, in_list=False, personal=True),
    Column("studied_on", "支部研究日期", lambda r: r.studied_on, "date", 14),
    Column("state", "状态", lambda r: r.get_state_display(), width=12, choices=ReductionState,
           mark=lambda r: STATE_MARK[r.state]),
    Column("decided_on", "上级决定日期", lambda r: r.decided_on, "date", 14),
    Column("decided_by", "上级经办人", lambda r: r.decided_by.full_name if r.decided_by else "", width=12,
           in_list=False),
    text_column("decision", "上级意见", 24, in_list=False, personal=True),
]  # fmt: skip

CONSENT_COLUMNS = [
    Column("member", "姓名", lambda c: c.member.name, width=10, personal=True),
    org_column(),
    date_column("支部同意日期"),
    Column("kind", "同意什么", lambda c: c.get_kind_display(), width=10, choices=ConsentKind),
    Column("months", "哪几个月", lambda c: c.months_text, width=22),
    text_column("reason", "原因", 24, personal=True),
    text_column("beyond", "超过期限的说明", 24, in_list=False, personal=True),
    *[column for column in tail_columns() if column.key in ("status", "lag")],
]

REDUCTIONS = Ledger(
    "dues_reductions", "党费减免台账", DuesReduction, "dues_reductions:list", REDUCTION_COLUMNS,
    lambda queryset: rows(queryset).select_related("decided_by"),
)  # fmt: skip
CONSENTS = Ledger("dues_consents", "补交和按季交台账", DuesConsent, "dues_consents:list", CONSENT_COLUMNS, rows)
