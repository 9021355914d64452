"""The ledgers of 发展党员: who is on the way, the steps, the reviews, and what was prolonged."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from partywork.accounts.models import User
from partywork.common.text import normalise_identifier
from partywork.development.actions import record_step
from partywork.development.enums import ExtensionKind, ReviewResult, StepCode
from partywork.development.models import ActivistReview, DevelopmentExtension, DevelopmentStep, half_label
from partywork.development.people_columns import PEOPLE_COLUMNS, dated_columns, people_rows
from partywork.development.support_actions import log_review
from partywork.entries.ledger import date_column, key_column, org_column, tail_columns, text_column
from partywork.entries.models import Record
from partywork.ledgers.cells import CellError, as_choice, as_int, as_list, as_name, as_text
from partywork.ledgers.columns import Column, Ledger
from partywork.members.enums import Stage
from partywork.members.models import Member, Standing
from partywork.orgs.models import Organisation
from partywork.rules.queries import RuleBook


def as_half(raw: Any) -> int | None:
    """A half-year typed as 2026年上半年, 2026H1 or 20261."""
    text = normalise_identifier(as_text(raw)).replace("年", "").replace("半", "").upper()
    if not text:
        return None
    for word, number in (("上", "1"), ("下", "2"), ("H", "")):
        text = text.replace(word, number)
    if len(text) != 5 or not text.isascii() or not text.isdigit() or text[-1] not in "12":
        raise CellError(f"“{as_text(raw)}”不是半年", "请写成 2026年上半年")
    return int(text)


def _people_columns() -> list[Column]:
    return [
        Column("member", "姓名", lambda row: row.member.name, width=10, parse=as_name, required=True, personal=True,
               example="周某某"),
        Column("member_key", "人员编号", lambda row: row.member.key, width=16, parse=as_text, in_list=False,
               personal=True, help="有同名的才要填，填花名册里的编号"),
    ]  # fmt: skip


def guide_names(step: DevelopmentStep) -> str:
    """Who was named by the step, on its day."""
    role = step.spec.guides
    if role is None:
        return ""
    member: Any = step.member
    named = [each for each in member.development_guides.all() if each.role == role and each.since == step.date]
    return "、".join(each.guide.name for each in named)


_TAIL = [replace(each, in_list=each.key == "status") for each in tail_columns() if each.key != "highlight"]

STEP_COLUMNS = [
    *_people_columns(),
    org_column(),
    Column("step", "步骤", lambda s: s.get_step_display(), width=22, parse=as_choice(StepCode), required=True,
           choices=StepCode, help="递交申请书填在党员花名册里，不用在这里填", example="政治审查"),
    replace(date_column(), value=lambda s: s.day or s.date,
            help="确定积极分子、发展对象，接收和转正的日期以花名册为准"),
    Column("guides", "联系人或介绍人", guide_names, width=18, parse=as_list, in_list=False, personal=True,
           help="指定培养联系人、确定入党介绍人两步必填，几个人用顿号隔开"),
    Column("days", "培训天数", lambda s: s.days, "int", 10, parse=as_int, in_list=False, help="短期集中培训填"),
    Column("hours", "培训学时", lambda s: s.hours, "int", 10, parse=as_int, in_list=False, help="短期集中培训填"),
    Column("voters", "应到会有表决权人数", lambda s: s.voters, "int", 16, parse=as_int, in_list=False,
           help="支部大会表决的填"),
    Column("votes", "赞成人数", lambda s: s.votes, "int", 10, parse=as_int, in_list=False, help="支部大会表决的填"),
    text_column("place", "地点", 14, in_list=False),
    *_TAIL,
    key_column(),
]  # fmt: skip

REVIEW_COLUMNS = [
    *_people_columns(),
    org_column(),
    date_column("考察日期"),
    Column("about", "所属半年", lambda r: half_label(r.about), width=14, parse=as_half, required=True,
           example="2026年上半年"),
    Column("result", "考察结论", lambda r: r.get_result_display(), width=16, parse=as_choice(ReviewResult),
           required=True, choices=ReviewResult, example="继续培养"),
    text_column("conclusion", "考察情况", 36, in_list=False, personal=True),
    *_TAIL,
    key_column(),
]  # fmt: skip

EXTENSION_COLUMNS = [
    Column("member", "姓名", lambda row: row.member.name, width=10, personal=True),
    org_column(),
    date_column(),
    Column("kind", "事项", lambda e: e.get_kind_display(), width=16, choices=ExtensionKind),
    Column("months", "延长月数", lambda e: e.months or None, "int", 10),
    *tail_columns(),
]


def step_rows(queryset: QuerySet[Any]) -> QuerySet[Any]:
    return queryset.select_related("org", "member").prefetch_related("member__development_guides__guide")


def member_rows(queryset: QuerySet[Any]) -> QuerySet[Any]:
    return queryset.select_related("org", "member")


def take_step(values: dict[str, Any], *, org: Organisation, by: User, today: date) -> Record:
    """Log one imported step. A refusal names the column it is about."""
    names = values.pop("guides")
    member = find_person(org, values)
    day = values["date"]
    step = DevelopmentStep(member=member, **_own(values), org=org)
    guides = [_full_member(org, name, day) for name in names]
    return record_step(step=step, guides=guides, version=member.version, by=by, today=today)


def take_review(values: dict[str, Any], *, org: Organisation, by: User, today: date) -> Record:
    """Log one imported review. A refusal names the column it is about."""
    member = find_person(org, values)
    return log_review(review=ActivistReview(member=member, **_own(values), org=org), by=by, today=today)


def _own(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "") and name != "org"}


def find_person(org: Organisation, values: dict[str, Any]) -> Member:
    """The person of the branch that a row names. Takes the naming columns out of ``values``."""
    name, key = values.pop("member"), values.pop("member_key", "")
    same = list(Member.objects.filter(org=org, name=name, standings__closing="").distinct())
    if key:
        same = [person for person in same if person.key == key]
    if len(same) == 1:
        return same[0]
    if not same:
        raise ValidationError({"member": f"“{name}”不在{org}的花名册上，请先登记这个人。"})
    raise ValidationError({"member_key": f"{org}有{len(same)}名“{name}”，请填人员编号。"})


def _full_member(org: Organisation, name: str, on: date) -> Member:
    here = Standing.objects.on(on).filter(org=org, stage=Stage.FULL, member__name=name).select_related("member")
    found = [standing.member for standing in here]
    if len(found) != 1:
        why = "有同名的，请改在网页上登记" if found else f"{on:%Y-%m-%d}不是本支部的正式党员"
        raise ValidationError({"guides": f"“{name}”{why}。"})
    return found[0]


LEDGER = Ledger("development", "发展党员台账", Standing, "development:list", PEOPLE_COLUMNS, people_rows)
STEP_LEDGER = Ledger(
    "development_steps", "发展党员步骤台账", DevelopmentStep, "development_steps:list", STEP_COLUMNS, step_rows,
    take_step,
    notes=["先把人填进党员花名册，再填这里；按先后顺序填。",
           "与规定不符的（如培养不满一年、前面的步骤没有登记），在备注里写明原因。"],
)  # fmt: skip
REVIEW_LEDGER = Ledger(
    "activist_reviews", "积极分子考察台账", ActivistReview, "activist_reviews:list", REVIEW_COLUMNS, member_rows,
    take_review,
)  # fmt: skip
EXTENSION_LEDGER = Ledger(
    "development_extensions", "发展党员延期台账", DevelopmentExtension, "development_extensions:list",
    EXTENSION_COLUMNS, member_rows,
)  # fmt: skip


def ledger_on(on: date, rules: RuleBook) -> Ledger:
    """Who is on the way as of a day, with the next step and what is due then."""
    return replace(LEDGER, columns=dated_columns(on, rules), rows=partial(people_rows, on=on))
