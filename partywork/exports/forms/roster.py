"""党员花名册 as of a day. Identity numbers, phones and addresses only where asked for by who may see them."""

from collections import defaultdict
from datetime import date
from typing import Any

from partywork.common.text import format_date
from partywork.exports.asked import Asked
from partywork.exports.fields import Data, Field, short_day
from partywork.exports.kinds import FormKind, Wants
from partywork.members.enums import PARTY_STAGES, Stage
from partywork.members.models import MemberFlag, Standing
from partywork.members.queries import standings_in
from partywork.word.layout import Grid, Line, Page, Row, heads, value, wide

NOBODY = "这一天名册上没有登记党员。"
FIELDS = (
    Field("党组织", "中共某某社区第一支部委员会"),
    Field("截至日期", "2026年6月30日"),
    Field("党员人数", 12),
    Field("正式党员人数", 11),
    Field("预备党员人数", 1),
    Field("含个人信息", "是", help="没有勾选的是空白"),
    Field("分支部", "是", help="名册里有几个支部的才写是"),
    Field("党员", items=(
        Field("序号", 1), Field("姓名", "周某"), Field("性别", "女"), Field("民族", "汉族"),
        Field("出生日期", "1985.3.2"), Field("学历", "大学本科"), Field("学位", "学士"),
        Field("人员类别", "正式党员"), Field("党支部", "第一支部"), Field("党小组", "第一党小组"),
        Field("入党日期", "2012.7.1"), Field("转正日期", "2013.7.1"), Field("党龄", 12, help="从转正之日算起的整年数"),
        Field("工作岗位", "社区工作者"), Field("情况", "流动党员（外省务工）"),
        Field("公民身份号码", "", help="勾选了个人信息才有"), Field("手机号码", "", help="勾选了个人信息才有"),
        Field("现居住地", "", help="勾选了个人信息才有"),
    )),
)  # fmt: skip


def collect(asked: Asked) -> list[Data]:
    standings = standings_in(asked.scope, asked.on).filter(stage__in=PARTY_STAGES)
    rows = list(standings.select_related("member", "org", "group").order_by("org__code", "member__name", "member"))
    flags = flags_on(standings, asked.on)
    people = [_person(number, each, asked, flags[each.member_id]) for number, each in enumerate(rows, 1)]
    full = sum(each.stage == Stage.FULL for each in rows)
    return [
        {
            "党组织": asked.org.name,
            "截至日期": format_date(asked.on),
            "党员人数": len(rows),
            "正式党员人数": full,
            "预备党员人数": len(rows) - full,
            "含个人信息": "是" if asked.personal else "",
            "分支部": "是" if asked.is_upper else "",
            "党员": people,
        }
    ]


def flags_on(standings: Any, on: date) -> dict[int, list[str]]:
    """The circumstances of that day by member, with what was said of them."""
    found: dict[int, list[str]] = defaultdict(list)
    held = MemberFlag.objects.on(on).filter(member__in=standings.order_by().values("member")).order_by("flag")
    for each in held:
        found[each.member_id].append(each.get_flag_display() + (f"（{each.note}）" if each.note else ""))
    return found


def _person(number: int, standing: Standing, asked: Asked, flags: list[str]) -> Data:
    member, on = standing.member, asked.on

    def known(day: date | None) -> date | None:
        return day if day and day <= on else None

    def personal(text: str) -> str:
        return text if asked.personal else ""

    return {
        "序号": number,
        "姓名": member.name,
        "性别": member.get_gender_display(),
        "民族": member.ethnicity,
        "出生日期": short_day(member.born_on),
        "学历": member.get_education_display(),
        "学位": member.degree,
        "人员类别": standing.get_stage_display(),
        "党支部": standing.org.short_name,
        "党小组": standing.group.name if standing.group else "",
        "入党日期": short_day(known(member.admitted_on)),
        "转正日期": short_day(known(member.full_on)),
        "党龄": party_age(known(member.full_on), on),
        "工作岗位": member.occupation,
        "情况": "、".join(flags),
        "公民身份号码": personal(member.id_number),
        "手机号码": personal(member.phone),
        "现居住地": personal(member.residence),
    }


def party_age(full_on: date | None, on: date) -> int | str:
    """Whole years since the day of full membership (发展党员工作细则: 党龄从转正之日算起); "" before it."""
    if full_on is None:
        return ""
    return on.year - full_on.year - ((on.month, on.day) < (full_on.month, full_on.day))


# Shares of the width; with all columns about millimetres. Days and numbers stay on one line.
_PERSONAL = [("公民身份号码", 35), ("手机号码", 22), ("现居住地", 20)]


def layout(data: Data) -> list[Page]:
    personal, several = bool(data["含个人信息"]), bool(data["分支部"])
    columns = [("序号", 7), ("姓名", 14), ("性别", 7), ("民族", 9), ("出生日期", 18), ("学历", 13)]
    columns += [] if personal else [("学位", 11)]
    columns += [("人员类别", 14), ("党支部", 19) if several else ("党小组", 18)]
    columns += [("入党日期", 18), ("转正日期", 18), ("党龄", 7), ("工作岗位", 16)]
    columns += [*(_PERSONAL if personal else []), ("情况", 17)]
    names = [name for name, _ in columns]
    left = {"工作岗位", "现居住地", "情况", "党支部"}
    rows = [
        Row(tuple(wide(each[name], 1) if name in left else value(each[name]) for name in names), 8)
        for each in data["党员"]
    ]
    count = f"共{data['党员人数']}人：正式党员{data['正式党员人数']}人，预备党员{data['预备党员人数']}人"
    said = f"{count}。" if data["党员"] else NOBODY
    grid = Grid(tuple(weight for _, weight in columns), (heads(names), *rows), small=True)
    top = Line(f"党组织：{data['党组织']}", right=f"截至{data['截至日期']}")
    # The count stands over the list: under it, it could come to lie on a page of its own.
    return [Page((Line("党员花名册", "title"), top, Line(said, "note"), grid), landscape=True)]


KIND = FormKind(
    code="roster",
    title="党员花名册",
    about="某一天在册的正式党员和预备党员",
    wants=Wants.DAY,
    collect=collect,
    layout=layout,
    fields=FIELDS,
    personal="含公民身份号码、手机号码和现居住地",
)
