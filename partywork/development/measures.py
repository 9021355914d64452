"""Every figure about 发展党员 beyond head counts by stage, which the members' own measures give."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q

from partywork.common.periods import add_months
from partywork.development import overdue
from partywork.development.enums import ExtensionKind, ReviewResult, StepCode
from partywork.development.models import ActivistReview, DevelopmentExtension, DevelopmentStep
from partywork.development.queries import rules_on
from partywork.development.steps import STAGE_STEPS
from partywork.entries.enums import Status
from partywork.measures.declarations import Breakdown, Condition, Count, Distinct, Measure, Ratio, Source, Stock, dim
from partywork.measures.themes import Theme
from partywork.measures.window import Window
from partywork.members.enums import Closing, Stage
from partywork.members.models import Standing
from partywork.orgs.sectors import by_sector
from partywork.rules.queries import RuleBook

# What stands, of people who were not entered by mistake altogether.
COUNTED = Q(status=Status.DONE, member__in=Standing.objects.real().values("member"))
SOON_MONTHS = 6  # of the figure's own name, 半年内

PEOPLE = Source(
    "development",
    "发展党员",
    Standing,
    ledger="development",
    on="since",
    half="",
    month="",
    span="",
    where=~Q(closing=Closing.MISTAKE),
    dims={"stage": dim("人员类别", "stage", Stage), "sector": by_sector()},
)
STEPS = Source(
    "development_steps",
    "发展党员步骤",
    DevelopmentStep,
    ledger="development_steps",
    tag="tag",
    # Those that open a stage are counted as standings (新确定积极分子数 …), from the roster's own days.
    where=COUNTED & ~Q(step__in=STAGE_STEPS),
    dims={"step": dim("步骤", "step", StepCode)},
)
REVIEWS = Source(
    "activist_reviews",
    "积极分子考察",
    ActivistReview,
    ledger="activist_reviews",
    tag="tag",
    where=COUNTED,
    dims={"result": dim("考察结论", "result", ReviewResult)},
)
EXTENSIONS = Source(
    "development_extensions",
    "发展党员延期",
    DevelopmentExtension,
    ledger="development_extensions",
    tag="tag",
    where=COUNTED,
    dims={"kind": dim("事项", "kind", ExtensionKind)},
)
_THEME = Theme.DEVELOPMENT.value


def _ruled(condition: Callable[[date, RuleBook], Q]) -> Condition:
    return lambda window: condition(window.on, rules_on(window.on))


def _on_day(condition: Callable[[date], Q]) -> Condition:
    return lambda window: condition(window.on)


def _reviewed(window: Window) -> Q:
    return overdue.review_due(window.on) & overdue.reviewed_now(window.on)


def _not_reviewed(window: Window) -> Q:
    return overdue.review_due(window.on) & ~overdue.reviewed_now(window.on)


def _probation_soon(window: Window) -> Q:
    rules, on = rules_on(window.on), window.on
    soon = overdue.probation_over(add_months(on, SOON_MONTHS), on, rules)
    return soon & ~overdue.probation(on, rules)


def _stock(code: str, name: str, definition: str, where: Condition) -> Measure:
    return Measure(f"development.{code}", name, "名", _THEME, PEOPLE, Stock(), f"数据截至日{definition}", where)


def _taken(step: StepCode, name: str) -> Measure:
    definition = f"期内登记了“{step.label}”的不同的人，日期以这一步的日期为准"
    where = Q(step=step)
    return Measure(f"development.step.{step.value}", name, "名", _THEME, STEPS, Distinct("member"), definition, where)


MEASURES: list[Measure] = [
    _stock("overdue", "发展党员超时限人数",
           "谈话、半年考察、接收审批、转正讨论、转正审批中至少一项已过规定时限、还没有登记办理的人",
           _ruled(overdue.any_overdue)),
    _stock("talk.overdue", "谈话超时限的入党申请人数", "递交申请书已过一个月、还没有登记谈话的入党申请人",
           _ruled(overdue.talk)),
    _stock("ready", "培养满一年的积极分子数", "确定为积极分子已满一年的入党积极分子", _ruled(overdue.ready)),
    _stock("no_contact", "没有培养联系人的积极分子数", "没有登记培养联系人的入党积极分子",
           _on_day(overdue.without_contact)),
    _stock("review.due", "本半年应考察积极分子数", "所在半年的第一天已经是积极分子的入党积极分子",
           _on_day(overdue.review_due)),
    _stock("review.done", "本半年已考察积极分子数", "应考察的积极分子中，这个半年的考察已经登记的", _reviewed),
    _stock("review.open", "本半年未考察积极分子数", "应考察的积极分子中，这个半年的考察还没有登记的", _not_reviewed),
    Measure("development.review.rate", "积极分子半年考察率", "%", _THEME, PEOPLE,
            Ratio("development.review.done", "development.review.due"),
            "本半年已考察积极分子数 ÷ 本半年应考察积极分子数"),
    _stock("review.overdue", "考察超时限的积极分子数",
           "上一个半年应考察、上一个半年和这个半年都没有登记考察的入党积极分子", _on_day(overdue.review)),
    _stock("approval.overdue", "接收审批超时限的预备党员数",
           "支部大会通过接收已过三个月（登记了特殊情况的为六个月）、还没有登记上级党委审批的预备党员",
           _ruled(overdue.approval)),
    _stock("probation.overdue", "预备期满未转正人数", "预备期（含延长）已满、还没有转正的预备党员",
           _ruled(overdue.probation)),
    _stock("probation.soon", "半年内预备期满人数", "起六个月以内预备期（含延长）届满的预备党员，不含已经届满的",
           _probation_soon),
    _stock("full_approval.overdue", "转正审批超时限人数",
           "支部大会通过转正已过三个月、还没有登记上级党委审批的人", _ruled(overdue.full_approval)),
    Measure("development.steps", "办理发展党员手续件数", "件", _THEME, STEPS, Count(),
            "期内登记的发展党员步骤；递交申请、确定积极分子和发展对象、接收、转正另有人数指标，不计在内"),
    Measure("development.people", "办理发展党员手续人数", "名", _THEME, STEPS, Distinct("member"),
            "期内登记过发展党员步骤的不同的人；不计的步骤同“办理发展党员手续件数”"),
    Measure("development.by_step", "发展党员手续构成", "件", _THEME, STEPS, Breakdown("step"),
            "期内登记的发展党员步骤按步骤分"),
    _taken(StepCode.TALK, "谈话的入党申请人数"),
    _taken(StepCode.POLITICAL_REVIEW, "政治审查的发展对象数"),
    _taken(StepCode.TRAINING, "集中培训的发展对象数"),
    _taken(StepCode.PRE_EXAMINATION, "上级党委预审的发展对象数"),
    _taken(StepCode.APPROVAL, "上级党委批准接收的预备党员数"),
    _taken(StepCode.OATH, "入党宣誓人数"),
    _taken(StepCode.FULL_APPROVAL, "上级党委批准转正人数"),
    Measure("development.reviews", "考察积极分子人次", "人次", _THEME, REVIEWS, Count(),
            "考察日期在期内的积极分子考察，每人每个半年一次"),
    Measure("development.reviewed", "考察过的积极分子数", "名", _THEME, REVIEWS, Distinct("member"),
            "期内考察过的不同的积极分子"),
    Measure("development.review.results", "积极分子考察结论构成", "人次", _THEME, REVIEWS, Breakdown("result"),
            "考察日期在期内的积极分子考察按结论分"),
    Measure("development.extended", "延长预备期人数", "名", _THEME, EXTENSIONS, Distinct("member"),
            "期内由支部大会决定延长预备期的预备党员", Q(kind=ExtensionKind.PROBATION)),
]  # fmt: skip
