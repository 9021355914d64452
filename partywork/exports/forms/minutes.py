"""会议记录: one meeting a page, from the record as it stands."""

from typing import Any

from django.db.models import QuerySet

from partywork.common.text import format_date
from partywork.exports.asked import Asked
from partywork.exports.fields import Data, Field, number
from partywork.exports.kinds import FormKind, Wants
from partywork.meetings.ledger import rows, show_absences
from partywork.meetings.models import Meeting
from partywork.word.layout import Grid, Line, Page, facts, label, value, wide, written

FIELDS = (
    Field("党组织", "中共某某社区第一支部委员会"),
    Field("会议名称", "5月支委会"),
    Field("会议类型", "支委会、主题党日"),
    Field("日期", "2026年5月18日（周一）"),
    Field("地点", "党员活动室"),
    Field("主持人", "周某"),
    Field("记录人", "吴某"),
    Field("主讲人", "郑某"),
    Field("主讲人身份", "支部书记"),
    Field("党小组", "第一党小组"),
    Field("应到人数", 12),
    Field("实到人数", 11),
    Field("列席人数", 2),
    Field("应到有表决权人数", 10),
    Field("到会有表决权人数", 9),
    Field("学时", 2),
    Field("所属年度", 2026, help="组织生活会、民主评议填"),
    Field("缺席情况", "王某（请假）"),
    Field(
        "议题",
        items=(Field("序号", 1), Field("类别", "第一议题"), Field("内容", "学习党章"), Field("赞成票", 9)),
    ),
    Field("学习材料", "《党章》"),
    Field("会议记录", "一、学习党章。\n二、研究五月工作。"),
    Field("形成决议", "同意五月工作安排。"),
    Field("备注", ""),
)


def meetings(asked: Asked) -> QuerySet[Meeting]:
    return rows(asked.entries_of(Meeting)).order_by("date", "pk")


def collect(asked: Asked) -> list[Data]:
    return [meeting_data(each) for each in meetings(asked)]


def meeting_data(meeting: Any) -> Data:
    until = f"至{format_date(meeting.until)}" if meeting.until and meeting.until != meeting.date else ""
    return {
        "党组织": meeting.org.name,
        "会议名称": meeting.title or meeting.kinds_text,
        "会议类型": meeting.kinds_text,
        "日期": format_date(meeting.date, "weekday") + until,
        "地点": meeting.place,
        "主持人": meeting.chair,
        "记录人": meeting.recorder,
        "主讲人": meeting.lecturer,
        "主讲人身份": meeting.get_lecturer_rank_display(),
        "党小组": meeting.group.name if meeting.group else "",
        "应到人数": meeting.expected,
        "实到人数": meeting.present,
        "列席人数": number(meeting.observers),
        "应到有表决权人数": number(meeting.voters_expected),
        "到会有表决权人数": number(meeting.voters_present),
        "学时": number(meeting.hours),
        "所属年度": number(meeting.belongs_to),
        "缺席情况": show_absences(meeting),
        "议题": [
            {
                "序号": position,
                "类别": topic.get_tag_display(),
                "内容": topic.text,
                "赞成票": "" if topic.in_favour is None else topic.in_favour,
            }
            for position, topic in enumerate(meeting.topics.all(), 1)
        ],
        "学习材料": "、".join(each.title for each in meeting.materials.all()),
        "会议记录": meeting.minutes,
        "形成决议": meeting.resolutions,
        "备注": meeting.remark,
    }


def layout(data: Data) -> list[Page]:
    return [Page((Line("会议记录", "title"), Line(f"党组织：{data['党组织']}"), record_grid(data)))]


def record_grid(data: Data) -> Grid:
    """The record itself; the handbook prints it too."""
    voters = data["应到有表决权人数"] or data["到会有表决权人数"]
    lecture = data["主讲人"] or data["主讲人身份"]
    return Grid(
        (1.2, 1.3, 1.1, 1.3, 1.1, 1.3),
        (
            facts(label("会议名称"), wide(data["会议名称"], 5)),
            facts(label("会议类型"), wide(data["会议类型"], 5)),
            facts(label("时间"), value(data["日期"], 3), label("地点"), value(data["地点"])),
            facts(label("主持人"), value(data["主持人"]), label("记录人"), value(data["记录人"]),
                  label("党小组"), value(data["党小组"])),
            facts(label("应到人数"), value(data["应到人数"]), label("实到人数"), value(data["实到人数"]),
                  label("列席人数"), value(data["列席人数"])),
            *([facts(label("应到有表决权"), value(data["应到有表决权人数"]), label("到会有表决权", 2),
                     value(data["到会有表决权人数"], 2))] if voters else []),
            *([facts(label("主讲人"), value(data["主讲人"]), label("主讲人身份"), value(data["主讲人身份"]),
                     label("学时"), value(data["学时"]))] if lecture else []),
            facts(label("缺席人员\n及原因"), wide(data["缺席情况"], 5)),
            facts(label("议题"), wide("\n".join(map(topic_text, data["议题"])), 5), height=16),
            facts(label("学习材料"), wide(data["学习材料"], 5)),
            written("会议记录", data["会议记录"], 64),
            written("形成决议", data["形成决议"], 26),
            facts(label("主持人签名"), value("", 2), label("记录人签名"), value("", 2), height=13),
        ),
    )  # fmt: skip


def topic_text(topic: Data) -> str:
    votes = "" if topic["赞成票"] == "" else f"（赞成{topic['赞成票']}票）"
    head = f"【{topic['类别']}】" if topic["类别"] else ""
    return f"{topic['序号']}. {head}{topic['内容']}{votes}"


KIND = FormKind(
    code="minutes",
    title="会议记录",
    about="一次会议一页；选一段日期就把这段时间的会议合成一个文件，每次会议另起一页",
    wants=Wants.SPAN,
    collect=collect,
    layout=layout,
    fields=FIELDS,
    nothing="这段时间没有登记过会议",
    of_record=True,
    about_people=True,
)
