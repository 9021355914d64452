"""The ledger of appraisals and organisation-life meetings. Who got which grade comes in and never leaves."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from partywork.access.scope import Scope
from partywork.accounts.models import User
from partywork.appraisal.actions import Outcome, Problem, log_appraisal
from partywork.appraisal.enums import Grade, Whose
from partywork.appraisal.models import Appraisal
from partywork.appraisal.queries import awaiting, roster_on
from partywork.entries.enums import STATUS_MARK
from partywork.entries.ledger import key_column, org_column, text_column
from partywork.ledgers.cells import CellError, as_date, as_int, as_list, as_text
from partywork.ledgers.columns import Column, Ledger
from partywork.members.models import Member
from partywork.orgs.models import Organisation

_GRADES = {str(grade.label): grade for grade in Grade}
_WHOSE = {str(whose.label): whose for whose in Whose}


def as_grades(raw: object) -> list[tuple[str, Grade]]:
    """Grades such as “周某（优秀）、吴某（合格）”."""
    graded = []
    for part in as_list(raw):
        name, _, grade = part.rstrip("）)").replace("(", "（").partition("（")
        if grade not in _GRADES:
            raise CellError(f"“{part}”没有写清等次", "请写成 姓名（等次），等次有" + "、".join(_GRADES))
        graded.append((name.strip(), _GRADES[grade]))
    return graded


def as_problems(raw: object) -> list[Problem]:
    """Problems parted by ； or line breaks: “班子：学习不深入→每月集中研讨”; without a head it is the committee's."""
    problems = []
    for line in as_text(raw).replace(";", "\n").replace("；", "\n").split("\n"):
        head, colon, rest = line.strip().partition("：")
        whose, told = (_WHOSE[head], rest) if colon and head in _WHOSE else (Whose.COMMITTEE, line.strip())
        text, _, measure = told.partition("→")
        if text.strip():
            problems.append(Problem(whose, text.strip(), measure.strip()))
    return problems


def show_problems(appraisal: Appraisal) -> str:
    lines = appraisal.problems.all()
    return "；".join(
        f"{each.get_whose_display()}：{each.text}" + (f"→{each.measure}" if each.measure else "") for each in lines
    )


def graded(appraisal: Appraisal, grade: Grade | None = None) -> int:
    return sum(grade in (None, line.grade) for line in appraisal.grades.all())


COLUMNS = [
    Column("date", "会议日期", lambda a: a.meeting.date, "date", 12, parse=as_date, required=True,
           help="已登记的组织生活会或民主评议的日期", example="2026-01-20"),
    org_column(),
    Column("year", "所属年度", lambda a: a.year, "int", 10, parse=as_int, required=True, example="2025"),
    Column("kinds", "会议类型", lambda a: a.meeting.kinds_text, width=18),
    Column("graded", "评定等次人数", graded, "int", 12),
    *[Column(grade.value, grade.label, lambda a, grade=grade: graded(a, grade), "int", 8) for grade in Grade],  # type: ignore[misc]
    Column("grades", "每人等次", lambda _: "", width=30, parse=as_grades, in_list=False, personal=True,
           help="写成 姓名（等次），几人用顿号隔开；只导入，不随台账导出，名单留在支部",
           example="周某（优秀）、吴某（合格）"),
    Column("problem_count", "查摆问题数", lambda a: len(a.problems.all()), "int", 10),
    Column("problems", "查摆问题和措施", show_problems, width=40, parse=as_problems, in_list=False,
           help="写成 班子：问题→措施 或 党员：问题→措施，几个用分号隔开；不写党员姓名"),
    text_column("remark", "备注", 24, in_list=False),
    Column("status", "状态", lambda a: a.get_status_display(), width=8, mark=lambda a: STATUS_MARK[a.status]),
    key_column(),
]  # fmt: skip


def rows(queryset: QuerySet[Appraisal]) -> QuerySet[Appraisal]:
    return queryset.select_related("org", "meeting").prefetch_related("grades", "problems")


def take(values: dict[str, Any], *, org: Organisation, by: User, today: date) -> Appraisal:
    """Log one imported row on the meeting of its day. A refusal names the column it is about."""
    grades, problems, day = values.pop("grades") or [], values.pop("problems") or [], values.pop("date")
    earlier = Appraisal.objects.filter(org=org, key=values["key"]).first()
    if earlier is not None:
        return earlier
    here = Scope(Organisation.objects.filter(pk=org.pk).values("pk"), today)
    held = list(awaiting(here).filter(date=day)[:2])
    if len(held) != 1:
        why = "有两次这样的会议，请改在网页上登记" if held else "没有还未登记结果的组织生活会或民主评议，请先登记会议"
        raise ValidationError({"date": f"{org}在{day:%Y-%m-%d}{why}。"})
    given = {key: value for key, value in values.items() if value is not None}
    appraisal = Appraisal(**{**given, "org": org, "meeting": held[0]})
    outcome = Outcome(find_members(org, grades, day), problems)
    return log_appraisal(appraisal=appraisal, outcome=outcome, by=by)


def find_members(org: Organisation, grades: list[tuple[str, Grade]], day: date) -> dict[Member, Grade]:
    """Members by name on the roster of the day; a namesake or a stranger is refused by name."""
    people = [each.member for each in roster_on(org, day)] if grades else []
    found: dict[Member, Grade] = {}
    for name, grade in grades:
        same = [member for member in people if member.name == name]
        if len(same) != 1 or same[0] in found:
            why = "写了两次或有同名的" if same else f"{day:%Y-%m-%d}不在本支部名册上"
            raise ValidationError({"grades": f"“{name}”{why}。"})
        found[same[0]] = grade
    return found


LEDGER = Ledger(
    "appraisals", "民主评议和组织生活会台账", Appraisal, "appraisals:list", COLUMNS, rows, take,
    notes=["每人的等次只留在支部：能导入，不随任何台账导出。"],
)  # fmt: skip
