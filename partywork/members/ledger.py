"""The roster (党员花名册): list, Excel sheet and import sheet from one set of columns. A row is a standing."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet

from partywork.accounts.models import User
from partywork.common.made import made
from partywork.entries.ledger import org_column
from partywork.ledgers.cells import CellError, Parse, as_choice, as_choices, as_date, as_name, as_text
from partywork.ledgers.columns import Column, Ledger
from partywork.members.actions import raise_flag, register_member
from partywork.members.enums import Education, Flag, Gender, Opening, Stage
from partywork.members.models import Member, MemberFlag, Standing
from partywork.members.spans import usual_since
from partywork.orgs.dated import FOREVER
from partywork.orgs.models import Organisation, PartyGroup


def of_member(key: str, header: str, width: int = 14, *, parse: Parse = as_text, **kwargs: Any) -> Column:
    """A column over a fact of the person."""
    return Column(key, header, lambda s: getattr(s.member, key), width=width, parse=parse, **kwargs)


def day(key: str, header: str, **kwargs: Any) -> Column:
    return of_member(key, header, 12, parse=as_date, kind="date", **{"in_list": False, **kwargs})


def closed_on(standing: Standing) -> date | None:
    return None if standing.is_open else standing.until


def held(standing: Standing) -> str:
    """The circumstances that hold now."""
    return "、".join(flag.get_flag_display() for flag in standing.member.flags.all() if flag.is_open)


def held_since(standing: Standing) -> date | None:
    """The first day of the circumstances that hold now."""
    return min((flag.since for flag in standing.member.flags.all() if flag.is_open), default=None)


def held_note(standing: Standing) -> str:
    """What was said of the circumstances that hold now; alike words once."""
    notes = [flag.note for flag in standing.member.flags.all() if flag.is_open and flag.note]
    return "；".join(dict.fromkeys(notes))


def as_id_number(raw: object) -> str:
    """A number that arrives as a number is corrupt: a spreadsheet keeps 15 digits and makes the rest zeros."""
    if isinstance(raw, int | float):
        right = "请把这一列设为文本，再对照证件重新填写18位号码"
        raise CellError("被表格当作数字保存，末几位已经丢失，无法还原", right)
    return as_text(raw)


COLUMNS = [
    of_member("name", "姓名", 10, parse=as_name, required=True, example="周某"),
    org_column(),
    Column("group", "党小组", lambda s: s.group.name if s.group else "", width=12, parse=as_text,
           help="没有分小组的不填"),
    Column("stage", "人员类别", lambda s: s.get_stage_display(), width=12, parse=as_choice(Stage), required=True,
           choices=Stage, example="正式党员"),
    Column("gender", "性别", lambda s: s.member.get_gender_display(), width=6, parse=as_choice(Gender), choices=Gender,
           help="填了公民身份号码的可以不填"),
    of_member("id_number", "公民身份号码", 22, parse=as_id_number, in_list=False, personal=True,
              help="先把这一列设为文本格式"),
    of_member("ethnicity", "民族", 8, in_list=False, help="不填按汉族"),
    day("born_on", "出生日期", help="填了公民身份号码的可以不填"),
    Column("education", "学历", lambda s: s.member.get_education_display(), width=10, parse=as_choice(Education),
           choices=Education),
    of_member("degree", "学位", 10, in_list=False),
    of_member("phone", "手机号码", 14, in_list=False, personal=True),
    day("applied_on", "递交申请书日期"),
    day("activist_on", "确定积极分子日期"),
    day("candidate_on", "确定发展对象日期"),
    day("admitted_on", "入党日期", in_list=True, help="支部大会接收为预备党员的日期", example="2012-07-01"),
    day("full_on", "转正日期", example="2013-07-01"),
    of_member("occupation", "工作岗位", 14),
    of_member("residence", "现居住地", 20, in_list=False, personal=True),
    Column("flags", "现有情况", held, width=14, parse=as_choices(Flag), choices=Flag,
           help="几种用顿号隔开：" + "、".join(Flag.labels)),
    Column("flag_since", "情况起始日期", held_since, "date", 12, parse=as_date, in_list=False,
           help="填了现有情况的必填"),
    Column("flag_note", "情况说明", held_note, width=20, parse=as_text, in_list=False, personal=True,
           help="流动党员必填：流动到哪里、做什么"),
    Column("since", "自何日起", lambda s: s.since, "date", 12, parse=as_date,
           help="列入本支部名册的日期；不填按支部成立日期或最早能确定人员类别的日期"),
    Column("opening", "起因", lambda s: s.get_opening_display(), width=14, in_list=False),
    Column("until", "到何日止", closed_on, "date", 12, in_list=False),
    Column("closing", "止因", lambda s: s.get_closing_display(), width=14, in_list=False),
    Column("remark", "备注", lambda s: s.member.remark, width=24, parse=as_text, in_list=False),
    Column("key", "编号", lambda s: s.member.key, width=16, parse=as_text, required=True, in_list=False,
           help="自己编，同一支部内不重复；同一编号导入两次只算一人", example="2026-001"),
]  # fmt: skip


def rows(queryset: QuerySet[Standing]) -> QuerySet[Standing]:
    open_flags = Prefetch("member__flags", MemberFlag.objects.filter(until=FOREVER).order_by("flag"))
    return queryset.select_related("member", "org", "group").prefetch_related(open_flags)


def take(values: dict[str, Any], *, org: Organisation, by: User, today: date) -> Member:
    """Register one imported person. A refusal names the column it is about."""
    flags, flag_since, flag_note = (values.pop(name) for name in ("flags", "flag_since", "flag_note"))
    stage, since, group = Stage(values.pop("stage")), values.pop("since"), values.pop("group")
    if flags and flag_since is None:
        raise ValidationError({"flag_since": "填了现有情况，请填它从哪一天开始。"})
    member, standing = person_of(values, org, stage, since)
    standing.group = find_group(org, group, standing.since) if group else None
    saved = register_member(member=member, standing=standing, by=by, today=today)
    if saved is member:
        for flag in flags:
            _raise(MemberFlag(member=member, flag=flag, since=flag_since, note=flag_note), by, today)
    return saved


def person_of(values: dict[str, Any], org: Organisation, stage: Stage, since: date | None) -> tuple[Member, Standing]:
    """The person of a row and where they stand, not saved; ``values`` are facts of the person alone."""
    member = made(Member, {key: value for key, value in values.items() if value is not None and value != ""}, org=org)
    first = since or usual_since(member, stage, org.founded_on)
    return member, made(Standing, {"stage": stage, "since": first, "opening": Opening.RECORDED})


def _raise(flag: MemberFlag, by: User, today: date) -> None:
    try:
        raise_flag(flag=flag, by=by, today=today)
    except ValidationError as error:
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        column = {"note": "flag_note"}
        raise ValidationError({column.get(name, "flag_since"): texts for name, texts in by_field.items()}) from None


def find_group(org: Organisation, name: str, on: date) -> PartyGroup:
    group = PartyGroup.objects.on(on).filter(org=org, name=name).first()
    if group is None:
        raise ValidationError({"group": f"{org}在{on:%Y-%m-%d}没有叫“{name}”的党小组，请先在组织页设立。"})
    return group


LEDGER = Ledger(
    "members",
    "党员花名册",
    Standing,
    "members:list",
    COLUMNS,
    rows,
    take,
    notes=[
        "每人一行，人员类别填现在的；入党日期、转正日期等按档案填写，列入名册以后每一天的人员类别由这些日期推出。",
        "从系统外转入、支部间调整、离开等变更在网页上登记，不用重复导入。",
    ],
)

FLAG_COLUMNS = [
    Column("name", "姓名", lambda f: f.member.name, width=10),
    Column("org", "党组织", lambda f: f.org.short_name, width=18),
    Column("flag", "情况", lambda f: f.get_flag_display(), width=12),
    Column("since", "自何日起", lambda f: f.since, "date", 12),
    Column("until", "到何日止", lambda f: None if f.is_open else f.until, "date", 12),
    Column("note", "说明", lambda f: f.note, width=24, personal=True),
]


def flag_rows(queryset: QuerySet[MemberFlag]) -> QuerySet[MemberFlag]:
    return queryset.select_related("member", "org")


FLAG_LEDGER = Ledger("member_flags", "党员情况台账", MemberFlag, "members:flags", FLAG_COLUMNS, flag_rows)
