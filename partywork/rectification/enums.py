"""Code tables of the rectification ledger (整改台账): convention of offices, no regulation lays them down."""

from django.db.models import TextChoices


class ProblemSource(TextChoices):
    INSPECTION = "inspection", "巡视巡察"
    CAMPAIGN = "campaign", "主题教育检视"
    AUDIT = "audit", "审计"
    SUPERVISION = "supervision", "督查"
    ASSESSMENT = "assessment", "党建考核"
    DEMOCRATIC_LIFE = "democratic_life", "民主生活会"
    ORGANISATION_LIFE = "organisation_life", "组织生活会"
    VISIT = "visit", "走访"
    SELF_CHECK = "self_check", "自查"
    OTHER = "other", "其他"


class Level(TextChoices):
    COMMITTEE = "committee", "党委"
    LEADERS = "leaders", "班子"
    DEPARTMENT = "department", "处室"
    BRANCH = "branch", "支部"
    MEMBER = "member", "党员"


class State(TextChoices):
    NOT_STARTED = "not_started", "未启动"
    UNDER_WAY = "under_way", "整改中"
    REQUESTED = "requested", "申请销号"
    BASICALLY_DONE = "basically_done", "基本完成"  # the superior has seen the main measures done; some work is left
    CLOSED = "closed", "已销号"
    LONG_TERM = "long_term", "长期坚持"


STATE_MARK: dict[str, str] = {
    State.NOT_STARTED: "muted",
    State.UNDER_WAY: "muted",
    State.REQUESTED: "warn",
    State.BASICALLY_DONE: "muted",
    State.CLOSED: "ok",
    State.LONG_TERM: "ok",
}  # the light each is shown with

# What has been handed in for closure, whatever the review came to but a return.
AFTER_REQUEST = (State.REQUESTED, State.BASICALLY_DONE, State.LONG_TERM, State.CLOSED)

# What a deadline still binds: neither closed nor turned into a lasting measure.
DUE_STATES = (State.NOT_STARTED, State.UNDER_WAY, State.REQUESTED, State.BASICALLY_DONE)


class ProgressKind(TextChoices):
    PROGRESS = "progress", "进展"
    REQUEST = "request", "申请销号"
    CLOSE = "close", "同意销号"
    RETURN = "return", "退回"
    BASICALLY_DONE = "basically_done", "认定基本完成"
    LONG_TERM = "long_term", "转为长期坚持"
    DEADLINE = "deadline", "调整时限"
    REOPEN = "reopen", "重新打开"
    CARRIED_IN = "carried_in", "随工作簿导入"


class Decision(TextChoices):
    """What a reviewer of a closure may say."""

    CLOSE = "close", "同意销号"
    BASICALLY_DONE = "basically_done", "基本完成，收尾后再申请销号"
    LONG_TERM = "long_term", "转为长期坚持"
    RETURN = "return", "退回继续整改"


WEAK_ORGANISATION = "软弱涣散"  # the category of an item that is about putting an organisation in order

CATEGORIES = (
    "政治建设", "思想建设", "组织建设", "作风建设", "纪律建设", "制度建设", "党员教育管理", "服务群众",
    WEAK_ORGANISATION,
)  # fmt: skip
