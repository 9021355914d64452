"""The steps a report may take, as data: from which states, to which, and with what right.

Inside the unit 拟稿 → 核稿 → 签发; a unit with a superior in the system reports upward, 报送 → 退回 / 通过 → 定稿,
and one without signs and freezes by itself. Nothing forbids one person to take several steps, as in a branch
of five; the history says so. What is frozen stays; 重新拟稿 begins another version.
"""

from dataclasses import dataclass

from partywork.access.permissions import Permission
from summaries.lifecycle.models import SnapshotKind
from summaries.reports.models import ReportState

DRAFT, REVIEWING, SIGNING = ReportState.DRAFT, ReportState.REVIEWING, ReportState.SIGNING
SUBMITTED, RETURNED, APPROVED = ReportState.SUBMITTED, ReportState.RETURNED, ReportState.APPROVED
FROZEN = ReportState.FROZEN


@dataclass(frozen=True)
class Step:
    """``label`` is what the button says, ``hint`` what follows from it.

    ``from_above``: taken by a superior. ``says_why``: not without a remark. ``decided``: every candidate must
    have been taken or left. ``settled``: the check must leave nothing open. ``signs``: sets the date under the
    signature. ``keeps``: the snapshot that is made.
    """

    name: str
    label: str
    sources: tuple[ReportState, ...]
    target: ReportState
    permission: Permission
    hint: str
    from_above: bool = False
    says_why: bool = False
    decided: bool = False
    settled: bool = False
    signs: bool = False
    keeps: SnapshotKind | None = None

    @property
    def goes_up(self) -> bool:
        """Whether it needs somebody above who receives the report."""
        return self.target == SUBMITTED


COMPILE, REVIEW, SIGN = Permission.COMPILE_REPORTS, Permission.REVIEW_REPORTS, Permission.SIGN_REPORTS
RECEIVE = Permission.RECEIVE_REPORTS

STEPS: tuple[Step, ...] = (
    Step(
        "review", "送核稿", (DRAFT, RETURNED), REVIEWING, COMPILE,
        "送出后文字不再改动，直到退回或撤回。", decided=True,
    ),
    Step("pass", "核稿通过", (REVIEWING,), SIGNING, REVIEW, "转给负责人签发。"),
    Step("rework", "退回修改", (REVIEWING,), DRAFT, REVIEW, "退给拟稿人修改，请写明要改什么。", says_why=True),
    Step(
        "submit", "签发并报送", (SIGNING,), SUBMITTED, SIGN,
        "成文日期记为今天，上级从现在起看得到这份总结。",
        decided=True, settled=True, signs=True, keeps=SnapshotKind.SUBMITTED,
    ),
    Step(
        "finish", "签发并定稿", (SIGNING,), FROZEN, SIGN,
        "不经上级审核，直接定稿：文字、数字和文件从此原样留存。",
        decided=True, settled=True, signs=True, keeps=SnapshotKind.FROZEN,
    ),
    Step("decline", "退回修改", (SIGNING,), DRAFT, SIGN, "退给拟稿人修改，请写明要改什么。", says_why=True),
    Step("approve", "通过", (SUBMITTED,), APPROVED, RECEIVE, "通过以后由报送单位定稿。", from_above=True),
    Step(
        "return", "退回", (SUBMITTED, APPROVED), RETURNED, RECEIVE,
        "退给报送单位修改，请写明要改什么。", from_above=True, says_why=True,
    ),
    Step(
        "freeze", "定稿", (APPROVED,), FROZEN, SIGN,
        "按上级通过的内容定稿：文字、数字和文件从此原样留存。",
        decided=True, settled=True, keeps=SnapshotKind.FROZEN,
    ),
    Step(
        "withdraw", "撤回", (REVIEWING, SIGNING, SUBMITTED, APPROVED), DRAFT, COMPILE,
        "撤回后可以修改；已经报送的，上级仍看得到报送过的那一稿。",
    ),
    Step(
        "reopen", "重新拟稿", (FROZEN,), DRAFT, SIGN,
        "另起一版。已经定稿的各版原样保留，随时可以查看和下载。", says_why=True,
    ),
)  # fmt: skip

BY_NAME = {step.name: step for step in STEPS}
