"""签到表: who is due, with a place to sign; of a meeting on record, or blank for one to come."""

from datetime import date
from itertools import zip_longest
from typing import Any

from partywork.committees.queries import posts_of, term_of
from partywork.exports.asked import Asked
from partywork.exports.fields import Data, Field, number
from partywork.exports.forms.minutes import meeting_data
from partywork.exports.kinds import FormKind, Wants
from partywork.meetings.attendance import FOR_EVERYONE
from partywork.meetings.enums import MeetingKind
from partywork.meetings.models import Meeting
from partywork.members.enums import PARTY_STAGES
from partywork.members.models import Standing
from partywork.orgs.models import Organisation
from partywork.word.layout import Cell, Grid, Line, Page, Row, facts, heads, label, value, wide

ROOMY, NARROW, ROOMY_LINES = 9.5, 8, 18  # millimetres of a line; more lines than that are narrow, to stay on one page
SPARE_LINES = 6  # for guests and observers
LEAST_LINES = 20
OF_A_FEW = (MeetingKind.COMMITTEE, MeetingKind.PARTY_COMMITTEE)

FIELDS = (
    Field("党组织", "中共某某社区第一支部委员会"),
    Field("会议名称", "5月党员大会"),
    Field("会议类型", "党员大会"),
    Field("日期", "2026年5月18日（周一）"),
    Field("地点", "党员活动室"),
    Field("主持人", "周某"),
    Field("应到人数", 12),
    Field("实到人数", 11),
    Field("名单", items=(Field("序号", 1), Field("姓名", "周某"), Field("人员类别", "正式党员"),
                       Field("备注", "请假", help="登记过缺席情况的才有"))),
)  # fmt: skip


def collect(asked: Asked) -> list[Data]:
    meeting: Meeting | None = asked.record
    if meeting is None:
        return [{**dict.fromkeys((each.name for each in FIELDS), ""), "党组织": asked.org.name,
                 "名单": listed(on_roster(asked.org, asked.on), {})}]  # fmt: skip
    away = {each.member_id: str(each.get_reason_display()) for each in meeting.absences.all()}
    said = meeting_data(meeting)
    known = {field.name: said[field.name] for field in FIELDS if field.name in said}
    return [{**known, "实到人数": number(meeting.present), "名单": listed(due_at(meeting), away)}]


Due = tuple[int | None, str, str]  # member, name, 人员类别


def due_at(meeting: Meeting) -> list[Due]:
    """Who is due: the committee, the party group, or everybody on the roster of the day."""
    kinds = set(meeting.kinds)
    if kinds <= set(OF_A_FEW):
        return committee_on(meeting.org, meeting.date)
    group = meeting.group if not kinds & (set(FOR_EVERYONE) - {MeetingKind.GROUP}) else None
    return on_roster(meeting.org, meeting.date, group)


def on_roster(org: Organisation, day: date, group: Any = None) -> list[Due]:
    standings = Standing.objects.on(day).filter(org=org, stage__in=PARTY_STAGES).select_related("member")
    if group is not None:
        standings = standings.filter(group=group)
    ordered = standings.order_by("member__name", "member")
    return [(each.member_id, each.member.name, str(each.get_stage_display())) for each in ordered]


def committee_on(org: Organisation, day: date) -> list[Due]:
    """The committee in force, each once with all posts; nobody where none is on record."""
    term = term_of(org, day)
    found: dict[str, tuple[int | None, list[str]]] = {}
    for held in posts_of(term, day) if term else ():
        found.setdefault(held.name, (held.member_id, []))[1].append(str(held.get_post_display()))
    return [(member, name, "、".join(posts)) for name, (member, posts) in found.items()]


def listed(due: list[Due], away: dict[int, str]) -> list[Data]:
    return [
        {"序号": position, "姓名": name, "人员类别": kind, "备注": away.get(member, "") if member else ""}
        for position, (member, name, kind) in enumerate(due, 1)
    ]


def layout(data: Data) -> list[Page]:
    top = Grid(
        (1, 2.2, 1, 2.2),
        (
            facts(label("会议名称"), wide(data["会议名称"], 3), height=9.5),
            facts(label("时间"), value(data["日期"]), label("地点"), value(data["地点"]), height=9.5),
            facts(label("应到人数"), value(data["应到人数"]), label("实到人数"), value(data["实到人数"]), height=9.5),
        ),
    )
    names = [(str(each["序号"]), each["姓名"], each["备注"]) for each in data["名单"]]
    names += [("", "", "")] * max(SPARE_LINES, LEAST_LINES - len(names))
    half = (len(names) + 1) // 2
    height = ROOMY if half <= ROOMY_LINES else NARROW
    rows = [heads(("序号", "姓名", "签名", "备注") * 2)]
    for left, right in zip_longest(names[:half], names[half:], fillvalue=("", "", "")):
        rows.append(Row((*_signs(left), *_signs(right)), height))
    sheet = Grid((0.75, 1.3, 1.7, 1.05, 0.75, 1.3, 1.7, 1.05), tuple(rows))
    note = Line("备注一栏只印登记过的缺席情况，其余由到会人员签名；空行供列席人员使用。", "note")
    return [Page((Line("会议签到表", "title"), Line(f"党组织：{data['党组织']}"), top, sheet, note))]


def _signs(line: tuple[str, str, str]) -> tuple[Cell, ...]:
    position, name, remark = line
    return value(position), value(name), value(""), value(remark)


KIND = FormKind(
    code="sign-in",
    title="签到表",
    about="按那一天的名册印好姓名，留出签名；会议名称、时间、地点留空，开会时手写",
    wants=Wants.DAY,
    collect=collect,
    layout=layout,
    fields=FIELDS,
    ahead=True,
)
