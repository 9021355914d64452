"""Every figure about everyday work."""

from django.db.models import Q

from partywork.entries.enums import Status
from partywork.measures.declarations import (
    Breakdown,
    Count,
    Dim,
    Distinct,
    EventDate,
    Every,
    Measure,
    Money,
    PerOrg,
    Quantity,
    Ratio,
    Regular,
    Source,
    StatedSum,
    Sum,
    dim,
)
from partywork.orgs.sectors import by_sector
from partywork.orgs.units import BRANCHES
from partywork.worklog.enums import NamedAs, WorkKind
from partywork.worklog.models import Counterpart, QuantityLine, WorkLog

KIND = dim("工作类型", "kind", WorkKind)

WORK = Source(
    "worklog",
    "工作记录",
    WorkLog,
    ledger="worklog",
    tag="tag",
    where=Q(status=Status.DONE),
    dims={"kind": KIND, "sector": by_sector()},
)
PLANNED_WORK = Source(
    "worklog_planned", "计划中的工作", WorkLog, ledger="worklog", tag="tag", where=Q(status=Status.PLANNED),
    ahead=True, dims={"kind": KIND, "sector": by_sector()},
)  # fmt: skip


def _child(code: str, label: str, model: type, dims: dict[str, Dim]) -> Source:
    """Lines of logs: counted in their own table, never joined into the logs' figures."""
    return Source(
        code, label, model, ledger="worklog", org="log__org", on="log__date", half="log__half", month="log__month",
        tag="log__tag", record="log", where=Q(log__status=Status.DONE),
        dims={"kind": dim("工作类型", "log__kind", WorkKind), **dims, "sector": by_sector("log__org")},
    )  # fmt: skip


QUANTITIES = _child(
    "quantities", "数量和金额", QuantityLine, {"unit": dim("单位", "unit"), "object": dim("项目", "object")}
)
COUNTERPARTS = _child("counterparts", "共建单位和对象", Counterpart, {"part": dim("身份", "part", NamedAs)})

_BASE, _FUNDS, _TRAINING = "基层治理与共驻共建", "经费保障", "教育培训"
_INTEGRITY, _INSPECTION = "党风廉政与警示教育", "考核督查"


def _of(kind: WorkKind, also: Q | None = None) -> Q:
    return Q(kind=kind) & also if also else Q(kind=kind)


def _mentions(*words: str) -> Q:
    """Logs whose tag or title has one of the words: kinds are few, and the rest is free text."""
    condition = Q()
    for word in words:
        condition |= Q(tag__contains=word) | Q(title__contains=word)
    return condition


def _of_kind(kind: WorkKind, theme: str, counted: tuple[str, str], people: str) -> list[Measure]:
    """The items and the 人次 of one kind."""
    name, unit = counted
    said = f"类型为“{kind.label}”、已完成的工作记录"
    return [
        Measure(f"work.{kind.value}.items", name, unit, theme, WORK, Sum("items"), f"{said}，件数相加", _of(kind)),
        Measure(f"work.{kind.value}.people", people, "人次", theme, WORK, Sum("people"), f"{said}，参加人次相加",
                _of(kind)),
    ]  # fmt: skip


def _regular(code: str, name: str, theme: str, every: Every, label: str, where: Q) -> Measure:
    return Measure(
        f"work.{code}.{every}", f"{label}{name}的支部数", "个", theme, WORK, Regular(BRANCHES, every),
        f"期内{label}都{name}的支部；新成立的支部从成立后的第一个完整周期算起，未过完的周期不算，件数为 0 的不算",
        where & Q(items__gt=0),
    )  # fmt: skip


def _regular_all(code: str, name: str, theme: str, where: Q) -> list[Measure]:
    return [
        _regular(code, name, theme, "week", "每周", where),
        _regular(code, name, theme, "month", "每月", where),
        _regular(code, name, theme, "quarter", "每季度", where),
    ]


def _months(code: str, name: str, theme: str, where: Q) -> Measure:
    return Measure(
        f"work.{code}.months", f"{name}的月份数", "个月", theme, WORK, Distinct("month"),
        f"期内至少{name}一次的月份，范围内各组织合并计算，用来写“N个月中有M个月”", where & Q(items__gt=0),
    )  # fmt: skip


def _rate(code: str, name: str, theme: str, where: Q) -> list[Measure]:
    """Members who took part ÷ members who should have, over the logs that say both."""
    known = where & Q(members_due__isnull=False)
    said = "只算填了应参加党员的工作记录"
    return [
        Measure(f"work.{code}.took_part", f"{name}实到党员人次", "人次", theme, WORK, Sum("members_taking_part"),
                f"参加党员相加，{said}", known),
        Measure(f"work.{code}.due", f"{name}应到党员人次", "人次", theme, WORK, Sum("members_due"),
                f"应参加党员相加，{said}", known),
        Measure(f"work.{code}.rate", f"{name}党员参加率", "%", theme, WORK,
                Ratio(f"work.{code}.took_part", f"work.{code}.due"), f"参加党员 ÷ 应参加党员，{said}"),
    ]  # fmt: skip


def _money(code: str, name: str, theme: str, said: str, where: Q) -> Measure:
    return Measure(
        f"work.{code}.amount", name, "元", theme, QUANTITIES, Money("amount_fen"), f"{said}的金额相加", where
    )


_REPORTED = Q(unit="件") & (Q(log__tag="举报") | Q(object__contains="举报"))

MEASURES: list[Measure] = [
    *_of_kind(WorkKind.TRAINING, _TRAINING, ("培训期数", "期"), "培训人次"),
    *_of_kind(WorkKind.VOLUNTEERING, "志愿服务", ("志愿服务次数", "次"), "志愿服务参加人次"),
    *_of_kind(WorkKind.INTEGRITY, _INTEGRITY, ("廉政教育次数", "次"), "廉政教育参加人次"),
    *_of_kind(WorkKind.DOCUMENT, "制度建设与发文", ("制发文件数", "件"), "制度宣讲参加人次"),
    *_of_kind(WorkKind.PUBLICITY, "宣传与信息报送", ("宣传信息篇数", "篇"), "宣传活动参加人次"),
    *_of_kind(WorkKind.COMMENDATION, "评优表彰", ("评优表彰项数", "项"), "表彰个人人次"),
    *_of_kind(WorkKind.ASSISTANCE, "帮扶与乡村振兴", ("帮扶捐赠次数", "次"), "帮扶捐赠参加人次"),
    *_of_kind(WorkKind.CADRE, "干部队伍", ("干部人事事项数", "项"), "干部人事涉及人次"),
    *_of_kind(WorkKind.PREMISES, "阵地建设", ("经费阵地事项数", "项"), "阵地活动参加人次"),
    *_of_kind(WorkKind.INSPECTION, _INSPECTION, ("督查考核次数", "次"), "督查考核参加人次"),
    *_of_kind(WorkKind.PARTNERSHIP, _BASE, ("共建活动次数", "次"), "共建活动参加人次"),
    *_of_kind(WorkKind.GRID, _BASE, ("网格治理事项数", "件"), "网格治理参加人次"),
    *_of_kind(WorkKind.OTHER, "党建业务融合", ("其他工作件数", "件"), "其他工作参加人次"),
    Measure("work.items", "工作件数", "件", "党建业务融合", WORK, Sum("items"),
            "全部类型的工作记录，件数相加，一次活动同时计为几类工作的每类各算"),
    Measure("work.people", "工作参加人次", "人次", "党建业务融合", WORK, Sum("people"),
            "全部类型的工作记录，参加人次相加，一次活动同时计为几类工作的每类各算"),
    Measure("work.served", "服务人次", "人次", "志愿服务", WORK, Sum("served"), "全部类型的工作记录，服务人次相加"),
    Measure("work.volunteering.served", "志愿服务惠及人次", "人次", "志愿服务", WORK, Sum("served"),
            "类型为志愿服务的服务人次相加", _of(WorkKind.VOLUNTEERING)),
    Measure("work.assistance.served", "帮扶惠及人次", "人次", "帮扶与乡村振兴", WORK, Sum("served"),
            "类型为帮扶捐赠的服务人次相加", _of(WorkKind.ASSISTANCE)),
    Measure("work.grid.served", "网格服务人次", "人次", _BASE, WORK, Sum("served"),
            "类型为网格治理的服务人次相加", _of(WorkKind.GRID)),
    Measure("work.training.hours", "培训学时", "学时", _TRAINING, WORK, Sum("hours"),
            "类型为教育培训的学时相加", _of(WorkKind.TRAINING)),
    Measure("work.integrity.warning", "警示教育次数", "次", _INTEGRITY, WORK, Sum("items"),
            "廉政教育中，标签或内容里有“警示”的，件数相加", _of(WorkKind.INTEGRITY, _mentions("警示"))),
    Measure("work.integrity.warning_people", "警示教育参加人次", "人次", _INTEGRITY, WORK, Sum("people"),
            "廉政教育中，标签或内容里有“警示”的，参加人次相加", _of(WorkKind.INTEGRITY, _mentions("警示"))),
    Measure("work.integrity.reported", "收到举报件数", "件", _INTEGRITY, QUANTITIES,
            StatedSum("quantity_milli", thousandths=True),
            "单位为“件”、标签为“举报”或项目里有“举报”的数量相加；记了 0 才算没有收到，没有记录的不出数", _REPORTED),
    Measure("work.inspection.checks", "督查次数", "次", _INSPECTION, WORK, Sum("items"),
            "督查考核中，标签或内容里有“督查”“检查”或“回头看”的，件数相加",
            _of(WorkKind.INSPECTION, _mentions("督查", "检查", "回头看"))),
    Measure("work.kinds", "工作构成", "件", "党建业务融合", WORK, Breakdown("kind", Sum("items")),
            "工作记录的件数按类型分"),
    Measure("work.branches", "开展工作的组织数", "个", "党建业务融合", WORK, Distinct("org"),
            "期内至少有一条工作记录的党组织", Q(items__gt=0)),
    Measure("work.volunteering.branches", "开展志愿服务的组织数", "个", "志愿服务", WORK, Distinct("org"),
            "期内至少开展一次志愿服务的党组织", _of(WorkKind.VOLUNTEERING, Q(items__gt=0))),
    Measure("work.volunteering.min", "各支部志愿服务最少次数", "次", "志愿服务", WORK, PerOrg(BRANCHES, "min"),
            "数据截至日存在的支部中，志愿服务记录最少的支部的条数；一次没有的按 0 计",
            _of(WorkKind.VOLUNTEERING, Q(items__gt=0))),
    Measure("work.volunteering.mean", "支部平均志愿服务次数", "次", "志愿服务", WORK, PerOrg(BRANCHES, "mean"),
            "志愿服务记录的条数除以数据截至日存在的支部数，保留一位小数",
            _of(WorkKind.VOLUNTEERING, Q(items__gt=0))),
    Measure("work.places", "工作地点数", "处", "党建业务融合", WORK, Distinct("place"),
            "工作记录登记的不同地点，名称相同算一处"),
    *_regular_all("any", "开展工作", "党建业务融合", Q()),
    *_regular_all("volunteering", "开展志愿服务", "志愿服务", _of(WorkKind.VOLUNTEERING)),
    *_regular_all("inspection", "开展督查考核", _INSPECTION, _of(WorkKind.INSPECTION)),
    _regular("document", "制发文件", "制度建设与发文", "month", "每月", _of(WorkKind.DOCUMENT)),
    _regular("integrity", "开展廉政教育", _INTEGRITY, "quarter", "每季度", _of(WorkKind.INTEGRITY)),
    _regular("training", "开展培训", _TRAINING, "quarter", "每季度", _of(WorkKind.TRAINING)),
    _months("any", "开展工作", "党建业务融合", Q()),
    _months("volunteering", "开展志愿服务", "志愿服务", _of(WorkKind.VOLUNTEERING)),
    _months("inspection", "开展督查考核", _INSPECTION, _of(WorkKind.INSPECTION)),
    _months("document", "制发文件", "制度建设与发文", _of(WorkKind.DOCUMENT)),
    Measure("work.first", "首次开展工作日期", "", "党建业务融合", WORK, EventDate("first"),
            "期内第一条工作记录的日期；加标签取某一件事的日期，如 #义务植树"),
    Measure("work.last", "最近开展工作日期", "", "党建业务融合", WORK, EventDate("last"),
            "期内最近一条工作记录的日期；加标签取某一件事的日期"),
    Measure("work.volunteering.first", "首次志愿服务日期", "", "志愿服务", WORK, EventDate("first"),
            "期内第一次志愿服务的日期", _of(WorkKind.VOLUNTEERING)),
    Measure("work.volunteering.last", "最近志愿服务日期", "", "志愿服务", WORK, EventDate("last"),
            "期内最近一次志愿服务的日期", _of(WorkKind.VOLUNTEERING)),
    *_rate("any", "工作", "党建业务融合", Q()),
    *_rate("training", "培训", _TRAINING, _of(WorkKind.TRAINING)),
    *_rate("volunteering", "志愿服务", "志愿服务", _of(WorkKind.VOLUNTEERING)),
    *_rate("integrity", "廉政教育", _INTEGRITY, _of(WorkKind.INTEGRITY)),
    Measure("work.planned", "计划开展工作件数", "件", "党建业务融合", PLANNED_WORK, Sum("items"),
            "日期在期内（含数据截至日之后）、列了计划而没有标记完成的工作记录，件数相加"),
    Measure("work.planned.next", "计划开展工作日期", "", "党建业务融合", PLANNED_WORK, EventDate("first"),
            "期内（含数据截至日之后）最早一条列了计划、没有标记完成的工作记录的日期"),
    Measure("quantity.total", "数量合计", "", "党建业务融合", QUANTITIES, Quantity("quantity_milli"),
            "工作记录里登记的数量相加；须同时指定单位，如 @单位=块，可再指定 @项目=展板"),
    Measure("quantity.stated", "登记数量", "", "党建业务融合", QUANTITIES,
            StatedSum("quantity_milli", thousandths=True),
            "同“数量合计”，但没有登记时不出数，登记为 0 时出 0"),
    Measure("quantity.objects", "数量项目数", "个", "党建业务融合", QUANTITIES, Distinct("object"),
            "工作记录数量行里不同的项目，名称相同算一个"),
    Measure("quantity.lines", "数量记录条数", "条", "党建业务融合", QUANTITIES, Count(), "工作记录里的数量和金额行"),
    _money("all", "金额合计", _FUNDS, "工作记录里登记", Q()),
    _money("assistance", "帮扶捐赠金额", "帮扶与乡村振兴", "类型为帮扶捐赠的工作记录",
           Q(log__kind=WorkKind.ASSISTANCE)),
    _money("premises", "阵地经费投入", _FUNDS, "类型为经费阵地的工作记录", Q(log__kind=WorkKind.PREMISES)),
    _money("training", "培训经费支出", _FUNDS, "类型为教育培训的工作记录", Q(log__kind=WorkKind.TRAINING)),
    Measure("quantity.money_kinds", "金额构成", "元", _FUNDS, QUANTITIES, Breakdown("kind", Money("amount_fen")),
            "工作记录的金额按工作类型分"),
    Measure("quantity.commended_units", "表彰集体数", "个", "评优表彰", QUANTITIES, Quantity("quantity_milli"),
            "类型为评优表彰、单位为“个”或“家”的数量相加",
            Q(log__kind=WorkKind.COMMENDATION, unit__in=["个", "家"])),
    Measure("quantity.commended_people", "表彰个人数", "名", "评优表彰", QUANTITIES, Quantity("quantity_milli"),
            "类型为评优表彰、单位为“名”或“人”的数量相加",
            Q(log__kind=WorkKind.COMMENDATION, unit__in=["名", "人"])),
    Measure("quantity.households", "帮扶户数", "户", "帮扶与乡村振兴", QUANTITIES, Quantity("quantity_milli"),
            "类型为帮扶捐赠、单位为“户”的数量相加；同一户帮两次算两户",
            Q(log__kind=WorkKind.ASSISTANCE, unit="户")),
    Measure("partner.units", "共建单位数", "家", _BASE, COUNTERPARTS, Distinct("name"),
            "各类工作记录里登记的共建（协办）单位，名称相同算一家", Q(part=NamedAs.PARTNER)),
    Measure("partner.times", "共建单位参与次数", "家次", _BASE, COUNTERPARTS, Count(),
            "每条工作记录里的每家共建（协办）单位计一次", Q(part=NamedAs.PARTNER)),
    Measure("recipient.units", "工作对象数", "个", "帮扶与乡村振兴", COUNTERPARTS, Distinct("name"),
            "各类工作记录里登记的对象，名称相同算一个", Q(part=NamedAs.RECIPIENT)),
]  # fmt: skip
