"""Every figure about visits, condolences and talks."""

from django.db.models import Q

from partywork.entries.enums import Status
from partywork.measures.declarations import (
    Breakdown,
    Count,
    Distinct,
    Measure,
    Money,
    PerOrg,
    Regular,
    Source,
    Sum,
    dim,
)
from partywork.orgs.sectors import by_sector
from partywork.orgs.units import BRANCHES
from partywork.visits.enums import (
    LEADER_RANKS,
    FundSource,
    GiftKind,
    ObjectKind,
    Occasion,
    TalkKind,
    TalkPair,
    VisitKind,
    VisitorRank,
)
from partywork.visits.models import Talk, Visit

VISITS = Source(
    "visits",
    "走访慰问",
    Visit,
    ledger="visits",
    tag="tag",
    where=Q(status=Status.DONE),
    dims={
        "object": dim("对象", "object_kind", ObjectKind),
        "occasion": dim("场合", "occasion", Occasion),
        "fund": dim("资金", "fund_source", FundSource),
        "gift": dim("慰问形式", "gift_kind", GiftKind),
        "kind": dim("方式", "kind", VisitKind),
        "rank": dim("走访人身份", "visitor_rank", VisitorRank),
        "sector": by_sector(),
    },
)
TALKS = Source(
    "talks",
    "谈话",
    Talk,
    ledger="talks",
    tag="tag",
    where=Q(status=Status.DONE),
    dims={"kind": dim("类型", "kind", TalkKind), "pair": dim("双方", "pair", TalkPair), "sector": by_sector()},
)

_VISITING = ~Q(kind=VisitKind.CONDOLENCE)
_GIVING = Q(kind=VisitKind.CONDOLENCE)
_CALLS = "走访与联系点"
_CARE = "慰问与党内关怀"

_VISITS: list[Measure] = [
    Measure("visit.count", "走访次数", "次", _CALLS, VISITS, Count(),
            "已办的走访、联系点走访和挂钩联系，不含慰问", _VISITING),
    Measure("visit.households", "走访户数", "户次", _CALLS, VISITS, Sum("households"),
            "每次走访（不含慰问）登记的户数相加，同一户走访几次计几次", _VISITING),
    Measure("visit.enterprises", "走访企业数", "家次", _CALLS, VISITS, Sum("enterprises"),
            "每次走访（不含慰问）登记的企业数相加，同一家走访几次计几次", _VISITING),
    Measure("visit.people", "走访人次", "人次", _CALLS, VISITS, Sum("people_reached"),
            "每次走访（不含慰问）见到的人数相加", _VISITING),
    Measure("visit.visitors", "参加走访人次", "人次", _CALLS, VISITS, Sum("visitor_count"),
            "每次走访（不含慰问）去走访的人员数相加", _VISITING),
    Measure("visit.objects", "走访对象数", "个", _CALLS, VISITS, Distinct("object_name"),
            "走访（不含慰问）的不同对象，名称相同算一个", _VISITING),
    Measure("visit.contact", "联系点走访次数", "次", _CALLS, VISITS, Count(), "方式为联系点的走访",
            Q(kind=VisitKind.CONTACT_POINT)),
    Measure("visit.contact.objects", "走访联系点数", "个", _CALLS, VISITS, Distinct("object_name"),
            "方式为联系点的走访的不同对象，名称相同算一个", Q(kind=VisitKind.CONTACT_POINT)),
    Measure("visit.paired", "挂钩联系次数", "次", _CALLS, VISITS, Count(), "方式为挂钩联系的走访",
            Q(kind=VisitKind.PAIRED)),
    Measure("visit.leaders", "领导班子成员走访次数", "次", _CALLS, VISITS, Count(),
            "走访人身份为党委（党组）书记或班子成员的走访，不含慰问", _VISITING & Q(visitor_rank__in=LEADER_RANKS)),
    Measure("visit.secretaries", "支部书记走访次数", "次", _CALLS, VISITS, Count(),
            "走访人身份为支部书记的走访，不含慰问", _VISITING & Q(visitor_rank=VisitorRank.SECRETARY)),
    Measure("visit.needs", "收集诉求数", "件", _CALLS, VISITS, Sum("needs_count"),
            "走访慰问中记下的诉求，一行算一件"),
    Measure("visit.by_object", "走访对象构成", "次", _CALLS, VISITS, Breakdown("object"),
            "走访次数（不含慰问）按对象类别分", _VISITING),
    Measure("visit.by_kind", "走访方式构成", "次", _CALLS, VISITS, Breakdown("kind"), "走访和慰问按方式分"),
    Measure("visit.by_rank", "走访人员构成", "次", _CALLS, VISITS, Breakdown("rank"),
            "走访次数（不含慰问）按走访人身份分", _VISITING),
    Measure("visit.orgs", "开展走访的党组织数", "个", _CALLS, VISITS, Distinct("org"),
            "期内至少有一次走访（不含慰问）的党组织", _VISITING),
    Measure("visit.min", "各支部走访最少次数", "次", _CALLS, VISITS, PerOrg(BRANCHES, "min"),
            "数据截至日存在的支部中，走访次数最少的支部的次数；一次没有的支部按 0 计", _VISITING),
    Measure("visit.mean", "支部平均走访次数", "次", _CALLS, VISITS, PerOrg(BRANCHES, "mean"),
            "支部的走访次数除以数据截至日存在的支部数，保留一位小数", _VISITING),
    Measure("visit.regular", "每月开展走访的支部数", "个", _CALLS, VISITS, Regular(BRANCHES, "month"),
            "期内每月都有走访（不含慰问）的支部；新成立的支部从成立后第一个完整的月算起，没过完的月不算", _VISITING),
]  # fmt: skip

_CONDOLENCES: list[Measure] = [
    Measure("condolence.count", "慰问次数", "次", _CARE, VISITS, Count(), "已办的慰问", _GIVING),
    Measure("condolence.people", "慰问人次", "人次", _CARE, VISITS, Sum("people_reached"),
            "每次慰问的人数相加", _GIVING),
    Measure("condolence.households", "慰问户数", "户次", _CARE, VISITS, Sum("households"),
            "每次慰问登记的户数相加", _GIVING),
    Measure("condolence.money", "慰问金额", "元", _CARE, VISITS, Money("amount_fen"),
            "慰问金和慰问品的金额相加，慰问品按购置金额", _GIVING),
    Measure("condolence.objects", "慰问对象数", "个", _CARE, VISITS, Distinct("object_name"),
            "慰问的不同对象，名称相同算一个", _GIVING),
    Measure("condolence.by_object", "慰问对象构成", "人次", _CARE, VISITS, Breakdown("object", Sum("people_reached")),
            "慰问人次按对象类别分", _GIVING),
    Measure("condolence.by_occasion", "慰问场合构成", "人次", _CARE, VISITS,
            Breakdown("occasion", Sum("people_reached")), "慰问人次按场合分", _GIVING),
    Measure("condolence.by_fund", "慰问资金构成", "元", _CARE, VISITS, Breakdown("fund", Money("amount_fen")),
            "慰问金额按资金来源分", _GIVING),
    Measure("condolence.by_gift", "慰问形式构成", "元", _CARE, VISITS, Breakdown("gift", Money("amount_fen")),
            "慰问金额按慰问金和慰问品分", _GIVING),
    Measure("condolence.orgs", "开展慰问的党组织数", "个", _CARE, VISITS, Distinct("org"),
            "期内至少有一次慰问的党组织", _GIVING),
]  # fmt: skip


def _of_kind(kind: TalkKind, theme: str) -> list[Measure]:
    name, where = str(kind.label), Q(kind=kind)
    return [
        Measure(f"talk.{kind.value}.count", f"{name}次数", "次", theme, TALKS, Count(),
                f"已进行的{name}", where),
        Measure(f"talk.{kind.value}.people", f"{name}人次", "人次", theme, TALKS, Sum("people"),
                f"每次{name}的谈话对象人数相加", where),
    ]  # fmt: skip


_LIFE = "三会一课"
_HEART = Q(kind=TalkKind.HEART)

_TALKS: list[Measure] = [
    *_of_kind(TalkKind.HEART, _LIFE),
    *_of_kind(TalkKind.INTEGRITY, "党风廉政与警示教育"),
    *_of_kind(TalkKind.REMINDER, "党风廉政与警示教育"),
    *_of_kind(TalkKind.ADMISSION, "党员发展"),
    Measure("talk.kinds", "谈话类型构成", "次", _LIFE, TALKS, Breakdown("kind"), "各类谈话的次数"),
    Measure("talk.heart.pairs", "谈心谈话双方构成", "次", _LIFE, TALKS, Breakdown("pair"),
            "谈心谈话次数按谈话双方分", _HEART),
    Measure("talk.heart.orgs", "开展谈心谈话的党组织数", "个", _LIFE, TALKS, Distinct("org"),
            "期内至少有一次谈心谈话的党组织", _HEART),
    Measure("talk.heart.min", "各支部谈心谈话最少次数", "次", _LIFE, TALKS, PerOrg(BRANCHES, "min"),
            "数据截至日存在的支部中，谈心谈话次数最少的支部的次数；一次没有的支部按 0 计", _HEART),
    Measure("talk.heart.mean", "支部平均谈心谈话次数", "次", _LIFE, TALKS, PerOrg(BRANCHES, "mean"),
            "支部的谈心谈话次数除以数据截至日存在的支部数，保留一位小数", _HEART),
]  # fmt: skip

MEASURES: list[Measure] = [*_VISITS, *_CONDOLENCES, *_TALKS]
