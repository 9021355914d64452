"""Figures beside the dues themselves: reductions and consents, what was handed up and told, what was given beyond.

None of them is part of 应缴 or 实缴.
"""

from django.db.models import Q

from partywork.common.periods import month_of
from partywork.dues.enums import ConsentKind, PublicationWay, ReductionState
from partywork.dues.exception_models import DuesConsent, DuesReduction
from partywork.dues.fund_models import DuesPublication, Remittance, VoluntaryPayment
from partywork.entries.enums import Status
from partywork.measures.declarations import Balance, Breakdown, Count, Dim, Distinct, Measure, Money, Source, Stock, dim
from partywork.measures.window import Window
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.sectors import by_sector

_DUES = "党费"
DONE = Q(status=Status.DONE)
OF_BRANCHES = Q(org__kind__in=BRANCH_KINDS)


def decided_by(window: Window) -> Q:
    return Q(decided_on__lte=window.on)


def approved_by(window: Window) -> Q:
    return Q(state=ReductionState.APPROVED) & decided_by(window)


def waiting_on(window: Window) -> Q:
    """Studied by then, and not decided yet; one withdrawn since waits for nobody."""
    return ~Q(state=ReductionState.WITHDRAWN) & (Q(decided_on__isnull=True) | Q(decided_on__gt=window.on))


def _months_of(window: Window) -> Q:
    month = month_of(window.on)
    return Q(first_month__lte=month, last_month__gte=month)


def _quarterly_now(window: Window) -> Q:
    return Q(kind=ConsentKind.QUARTERLY) & _months_of(window)


def reduced_now(window: Window) -> Q:
    return approved_by(window) & _months_of(window)


def forwarded_by(window: Window) -> Q:
    return Q(forwarded_on__lte=window.on)


def kept_back(window: Window) -> Q:
    return Q(is_large=True) & (Q(forwarded_on__isnull=True) | Q(forwarded_on__gt=window.on))


def of_earlier_years(window: Window) -> Q:
    """Handed up of what came in before the year the report lies in."""
    return Q(last_month__lt=window.period.year * 100 + 1)


REDUCTIONS = Source(
    "dues_reductions", "党费减免", DuesReduction, ledger="dues_reductions", on="studied_on", month="",
    where=~Q(state=ReductionState.WITHDRAWN), dims={"sector": by_sector()},
)  # fmt: skip
CONSENTS = Source(
    "dues_consents", "补交和按季交的同意", DuesConsent, ledger="dues_consents", where=DONE,
    dims={"consent": dim("同意什么", "kind", ConsentKind), "sector": by_sector()},
)  # fmt: skip
VOLUNTARY = Source(
    "voluntary_payments", "自愿多交党费", VoluntaryPayment, ledger="voluntary_payments", where=DONE,
    dims={"size": Dim("是否大额", values={"大额": Q(is_large=True), "非大额": Q(is_large=False)}),
          "sector": by_sector()},
)  # fmt: skip
REMITTANCES = Source(
    "remittances", "党费上缴", Remittance, ledger="remittances", where=DONE, dims={"sector": by_sector()}
)
PUBLICATIONS = Source(
    "dues_publications", "党费公布", DuesPublication, ledger="dues_publications", where=DONE,
    dims={"way": dim("公布方式", "way", PublicationWay), "sector": by_sector()},
)  # fmt: skip

_APART = "不计入应缴、实缴和收缴党费"
_LARGE = "一次超过规定金额的自愿多交党费"

MEASURES: list[Measure] = [
    Measure("dues.reduction.approved", "批准减免党费人数", "人", _DUES, REDUCTIONS, Distinct("member", on="decided_on"),
            "上级决定日期在期内、批准减免的不同党员", approved_by),
    Measure("dues.reduction.waiting", "待批准党费减免件数", "件", _DUES, REDUCTIONS, Stock(),
            "支部在数据截至日以前研究、上级到数据截至日还没有决定的减免；已撤回的不算", waiting_on),
    Measure("dues.reduction.holding", "享受党费减免人数", "人", _DUES, REDUCTIONS, Stock(of="member"),
            "数据截至日所在月份有已批准减免的不同党员", reduced_now),
    Measure("dues.consent.late", "经支部同意补交党费人数", "人", _DUES, CONSENTS, Distinct("member"),
            "支部同意日期在期内、同意补交的不同党员；导入的历史台账没有登记同意的不计", Q(kind=ConsentKind.LATE)),
    Measure("dues.consent.quarterly", "按季交纳党费人数", "人", _DUES, CONSENTS, Stock(of="member"),
            "数据截至日所在月份经支部同意按季交的不同党员", _quarterly_now),
    Measure("dues.voluntary", "自愿多交党费金额", "元", _DUES, VOLUNTARY, Money("amount_fen"),
            f"交来日期在期内的自愿多交金额（含大额党费）相加，{_APART}"),
    Measure("dues.voluntary.large", "大额党费金额", "元", _DUES, VOLUNTARY, Money("amount_fen"),
            f"交来日期在期内的大额党费（{_LARGE}）相加，{_APART}", Q(is_large=True)),
    Measure("dues.voluntary.large.count", "大额党费笔数", "笔", _DUES, VOLUNTARY, Count(),
            f"交来日期在期内的大额党费（{_LARGE}）", Q(is_large=True)),
    Measure("dues.voluntary.large.members", "交纳大额党费人数", "人", _DUES, VOLUNTARY, Distinct("member"),
            "期内交来大额党费的不同党员", Q(is_large=True)),
    Measure("dues.voluntary.forwarded", "已转交大额党费金额", "元", _DUES, VOLUNTARY, Money("amount_fen"),
            "交来日期在期内、到数据截至日已经转交上级的大额党费，按全额计",
            lambda window: Q(is_large=True) & forwarded_by(window)),
    Measure("dues.voluntary.kept", "未转交大额党费金额", "元", _DUES, VOLUNTARY, Balance("amount_fen"),
            "数据截至日以前交来（含以前年度）、还没有转交上级的大额党费", kept_back),
    Measure("dues.voluntary.size", "自愿多交党费构成", "元", _DUES, VOLUNTARY, Breakdown("size", Money("amount_fen")),
            "自愿多交党费金额按是否大额分"),
    Measure("dues.remitted", "支部上缴党费", "元", _DUES, REMITTANCES, Money("amount_fen"),
            "上缴日期在期内、由党支部（含联合、临时、网格党支部）上缴的金额相加；上级再往上缴的另计", OF_BRANCHES),
    Measure("dues.remitted.earlier", "上缴以前年度收到的党费", "元", _DUES, REMITTANCES, Money("amount_fen"),
            "上缴日期在期内、上缴的全是报告期所在年度之前收到的党费的金额相加，已含在支部上缴党费内",
            lambda window: OF_BRANCHES & of_earlier_years(window)),
    Measure("dues.remitted.count", "支部上缴党费次数", "次", _DUES, REMITTANCES, Count(),
            "上缴日期在期内、由党支部（含联合、临时、网格党支部）登记的上缴", OF_BRANCHES),
    Measure("dues.remitted.branches", "上缴党费的支部数", "个", _DUES, REMITTANCES, Distinct("org"),
            "期内登记过上缴的党支部（含联合、临时、网格党支部）", OF_BRANCHES),
    Measure("dues.remitted.upper", "党委和总支上缴党费", "元", _DUES, REMITTANCES, Money("amount_fen"),
            "上缴日期在期内、由党委、党工委、党总支等上级组织上缴的金额相加；各级逐级上缴，不与支部上缴相加",
            ~OF_BRANCHES),
    Measure("dues.published.count", "公布党费收缴情况次数", "次", _DUES, PUBLICATIONS, Count(),
            "公布日期在期内的党费公布，不论公布的是哪一年"),
    Measure("dues.published.branches", "公布党费收缴情况的支部数", "个", _DUES, PUBLICATIONS, Distinct("org"),
            "期内公布过党费收缴情况的党支部（含联合、临时、网格党支部）", OF_BRANCHES),
    Measure("dues.published.ways", "党费公布方式构成", "次", _DUES, PUBLICATIONS, Breakdown("way"),
            "公布日期在期内的党费公布按方式分"),
]  # fmt: skip
