"""走访记录: one visit a page, from the record as it stands."""

from typing import Any

from django.db.models import QuerySet

from partywork.common.text import format_date
from partywork.exports.asked import Asked
from partywork.exports.fields import Data, Field, number, yuan
from partywork.exports.kinds import FormKind, Wants
from partywork.visits.ledger import rows
from partywork.visits.models import Visit
from partywork.word.layout import Grid, Line, Page, facts, label, value, wide, written

FIELDS = (
    Field("党组织", "中共某某社区第一支部委员会"),
    Field("标题", "春节走访"),
    Field("日期", "2026年2月10日（周二）"),
    Field("地点", "幸福小区"),
    Field("方式", "慰问"),
    Field("对象类别", "困难党员"),
    Field("走访对象", "王某一户"),
    Field("走访人员", "周某、吴某"),
    Field("走访人身份", "支部书记"),
    Field("走访人员数", 2),
    Field("户数", 1),
    Field("企业数", ""),
    Field("走访人数", 1),
    Field("场合", "春节"),
    Field("慰问形式", "慰问金"),
    Field("金额", "500.00", help="单位元"),
    Field("资金来源", "党费"),
    Field("走访情况", "了解生活近况。"),
    Field("反映的诉求", "楼道灯不亮。"),
    Field("答复和办理", "已联系物业。"),
    Field("备注", ""),
)


def visits(asked: Asked) -> QuerySet[Visit]:
    return rows(asked.entries_of(Visit)).order_by("date", "pk")


def collect(asked: Asked) -> list[Data]:
    return [visit_data(each) for each in visits(asked)]


def visit_data(visit: Any) -> Data:
    until = f"至{format_date(visit.until)}" if visit.until and visit.until != visit.date else ""
    return {
        "党组织": visit.org.name,
        "标题": visit.title,
        "日期": format_date(visit.date, "weekday") + until,
        "地点": visit.place,
        "方式": visit.get_kind_display(),
        "对象类别": visit.get_object_kind_display(),
        "走访对象": visit.object_name,
        "走访人员": visit.visitors,
        "走访人身份": visit.get_visitor_rank_display(),
        "走访人员数": number(visit.visitor_count),
        "户数": number(visit.households),
        "企业数": number(visit.enterprises),
        "走访人数": number(visit.people_reached),
        "场合": visit.get_occasion_display(),
        "慰问形式": visit.get_gift_kind_display(),
        "金额": yuan(visit.amount_fen or None),
        "资金来源": visit.get_fund_source_display(),
        "走访情况": visit.situation,
        "反映的诉求": visit.needs,
        "答复和办理": visit.answer,
        "备注": visit.remark,
    }


def layout(data: Data) -> list[Page]:
    gift = [
        facts(label("慰问形式"), value(data["慰问形式"]), label("金额（元）"), value(data["金额"]),
              label("资金来源"), value(data["资金来源"]))
    ] if data["慰问形式"] or data["金额"] else []  # fmt: skip
    grid = Grid(
        (1.15, 1.35, 1.15, 1.2, 1.15, 1.2),
        (
            facts(label("时间"), value(data["日期"], 3), label("场合"), value(data["场合"])),
            facts(label("地点"), value(data["地点"], 3), label("方式"), value(data["方式"])),
            facts(label("走访对象"), value(data["走访对象"], 3), label("对象类别"), value(data["对象类别"])),
            facts(label("走访人员"), wide(data["走访人员"], 3), label("走访人身份"), value(data["走访人身份"])),
            facts(label("户数"), value(data["户数"]), label("企业数"), value(data["企业数"]), label("走访人数"),
                  value(data["走访人数"])),
            *gift,
            written("走访情况", data["走访情况"], 48),
            written("反映的诉求", data["反映的诉求"], 36),
            written("答复和办理", data["答复和办理"], 36),
            written("备注", data["备注"], 16),
            facts(label("走访人签名"), value("", 2), label("记录人签名"), value("", 2), height=13),
        ),
    )  # fmt: skip
    return [Page((Line("走访记录表", "title"), Line(f"党组织：{data['党组织']}"), grid))]


KIND = FormKind(
    code="visits",
    title="走访记录",
    about="一次走访一页；选一段日期就合成一个文件",
    wants=Wants.SPAN,
    collect=collect,
    layout=layout,
    fields=FIELDS,
    nothing="这段时间没有登记过走访",
    of_record=True,
    about_people=True,
)
