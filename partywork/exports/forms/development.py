"""发展党员名册: everybody on the way into the party as of a day, with the days of the steps."""

from partywork.common.text import format_date
from partywork.development.enums import GuideRole, StepCode
from partywork.development.queries import Person, people, rules_on
from partywork.development.steps import STAGES, STEPS
from partywork.exports.asked import Asked
from partywork.exports.fields import Data, Field, short_day
from partywork.exports.kinds import FormKind, Wants
from partywork.members.queries import standings_in
from partywork.word.layout import Grid, Line, Page, Row, label, value, wide

FIELDS = (
    Field("党组织", "中共某某社区第一支部委员会"),
    Field("截至日期", "2026年6月30日"),
    Field("人数", 2),
    Field("分支部", "是", help="名册里有几个支部的才写是"),
    Field("人员", items=(
        Field("序号", 1), Field("姓名", "周某"), Field("党支部", "第一支部"), Field("性别", "女"),
        Field("出生日期", "1995.3.2"), Field("人员类别", "发展对象"),
        *(Field(step.name, "2026.5.18") for step in STEPS),
        *(Field(str(role.label), "吴某、郑某") for role in GuideRole),
    )),
)  # fmt: skip


def collect(asked: Asked) -> list[Data]:
    return [book_data(asked)]


def book_data(asked: Asked) -> Data:
    standings = standings_in(asked.scope, asked.on).order_by("org__code", "member__name", "pk")
    found = people(standings, asked.on, rules_on(asked.on))
    found.sort(key=lambda each: (each.standing.org.code, -STAGES.index(each.progress.facts.stage)))
    return {
        "党组织": asked.org.name,
        "截至日期": format_date(asked.on),
        "人数": len(found),
        "分支部": "是" if asked.is_upper else "",
        "人员": [_line(number, each) for number, each in enumerate(found, 1)],
    }


def _line(number: int, person: Person) -> Data:
    member, done = person.member, person.progress.facts.done
    return {
        "序号": number,
        "姓名": member.name,
        "党支部": person.standing.org.short_name,
        "性别": member.get_gender_display(),
        "出生日期": short_day(member.born_on),
        "人员类别": person.standing.get_stage_display(),
        **{step.name: short_day(done.get(step.code)) for step in STEPS},
        **{str(role.label): person.names(role) for role in GuideRole},
    }


# The steps with a column, under the phase whose head they share; the guides stand where they are named.
_GROUPS: list[tuple[str, list[tuple[str, str]]]] = [
    ("申请入党", [(StepCode.APPLY.label, "递交申请书")]),
    ("入党积极分子", [(StepCode.ACTIVIST.label, "确定日期"), (GuideRole.CONTACT.label, "培养联系人")]),
    ("发展对象", [(StepCode.CANDIDATE.label, "确定日期"), (GuideRole.SPONSOR.label, "入党介绍人"),
              (StepCode.POLITICAL_REVIEW.label, "政治审查"), (StepCode.TRAINING.label, "集中培训")]),
    ("预备党员", [(StepCode.ADMISSION_VOTE.label, "支部大会"), (StepCode.APPROVAL.label, "上级审批")]),
    ("转正", [(StepCode.FULL_VOTE.label, "支部大会"), (StepCode.FULL_APPROVAL.label, "上级审批")]),
]  # fmt: skip
_GUIDES = {str(role.label) for role in GuideRole}
_DAY_WIDTH, _NAMES_WIDTH = 24, 20


def layout(data: Data) -> list[Page]:
    top = Line(f"党组织：{data['党组织']}", right=f"截至{data['截至日期']}")
    count = f"共{data['人数']}人" if data["人员"] else "没有登记正在培养、考察的人"
    note = Line(f"{count}；空格是没有登记的；其余步骤见发展党员步骤台账。", "note")
    return [Page((Line("发展党员名册", "title"), top, note, book_grid(data)), landscape=True)]


def book_grid(data: Data) -> Grid:
    """Two rows of heads: the phases, and under them the steps."""
    who = [("序号", 10), ("姓名", 16), ("人员类别", 17)] + ([("党支部", 26)] if data["分支部"] else [])
    steps = [each for _, group in _GROUPS for each in group]
    first = Row((*(label(name, down=2) for name, _ in who), *(label(name, len(group)) for name, group in _GROUPS)),
                head=True)  # fmt: skip
    second = Row(tuple(label(head) for _, head in steps), head=True)
    rows = [
        Row((*(wide(each[name], 1) if name == "党支部" else value(each[name]) for name, _ in who),
             *(value(each[str(name)]) for name, _ in steps)), 9)
        for each in data["人员"]
    ]  # fmt: skip
    weights = (*(weight for _, weight in who), *(_NAMES_WIDTH if name in _GUIDES else _DAY_WIDTH for name, _ in steps))
    return Grid(weights, (first, second, *rows), small=True)


KIND = FormKind(
    code="development",
    title="发展党员名册",
    about="某一天正在培养、考察的人和各步骤的日期",
    wants=Wants.DAY,
    collect=collect,
    layout=layout,
    fields=FIELDS,
    about_people=True,
)
