"""Every figure about grades and about problems found; how often the meetings were held, meetings themselves say."""

from django.db.models import Q

from partywork.appraisal.enums import Grade, Whose
from partywork.appraisal.models import GradeLine, LifeProblem
from partywork.entries.enums import Status
from partywork.measures.declarations import Breakdown, Count, Dim, Distinct, Measure, Ratio, Source, dim
from partywork.measures.themes import Theme
from partywork.orgs.sectors import by_sector

_STANDS = Q(appraisal__status=Status.DONE, appraisal__meeting__status=Status.DONE)


def _lines(code: str, label: str, model: type, where: Q, dims: dict[str, Dim]) -> Source:
    return Source(
        code, label, model, ledger="appraisals", org="appraisal__org", on="appraisal__meeting__date",
        half="appraisal__meeting__half", month="appraisal__meeting__month", tag="appraisal__meeting__tag",
        record="appraisal", where=_STANDS & where, dims={**dims, "sector": by_sector("appraisal__org")},
    )  # fmt: skip


GRADES = _lines("grades", "评定等次", GradeLine, Q(appraisal__meeting__is_appraisal=True),
                {"grade": dim("等次", "grade", Grade)})  # fmt: skip
_OF_THE_YEAR = Q(appraisal__meeting__is_life=True) | Q(appraisal__meeting__is_appraisal=True)
PROBLEMS = _lines("life_problems", "查摆问题", LifeProblem, _OF_THE_YEAR, {"whose": dim("谁的问题", "whose", Whose)})

_THEME = Theme.LIFE
_HELD = "会议在期内召开的民主评议中，"


def _graded(grade: Grade) -> Measure:
    return Measure(
        f"appraisal.{grade.value}", f"民主评议{grade.label}人数", "人", _THEME, GRADES, Distinct("member"),
        f"{_HELD}评为{grade.label}的不同党员", Q(grade=grade),
    )  # fmt: skip


MEASURES: list[Measure] = [
    Measure("appraisal.people", "民主评议参评人数", "人", _THEME, GRADES, Distinct("member"),
            f"{_HELD}评定了等次的不同正式党员；预备党员参加但不评定等次，不计"),
    *[_graded(grade) for grade in Grade],
    Measure("appraisal.excellent.rate", "民主评议优秀比例", "%", _THEME, GRADES,
            Ratio("appraisal.excellent", "appraisal.people"), "民主评议优秀人数 ÷ 民主评议参评人数"),
    Measure("appraisal.branches", "完成民主评议的党组织数", "个", _THEME, GRADES, Distinct("appraisal__org"),
            f"{_HELD}登记了评定等次的党组织"),
    Measure("appraisal.grades", "民主评议等次构成", "人次", _THEME, GRADES, Breakdown("grade"),
            f"{_HELD}各次评定按等次分；期内评了两个年度的，每个年度各计一次"),
    Measure("life.problems", "组织生活会查摆问题数", "个", _THEME, PROBLEMS, Count(),
            "会议在期内召开的组织生活会、民主评议登记的查摆问题，一行算一个"),
    Measure("life.problems.by", "组织生活会查摆问题构成", "个", _THEME, PROBLEMS, Breakdown("whose"),
            "查摆问题按班子和党员分"),
    Measure("life.measures", "组织生活会整改措施数", "条", _THEME, PROBLEMS, Count(),
            "写明了整改措施的查摆问题，一个问题的措施计一条", ~Q(measure="")),
    Measure("life.orgs", "组织生活会查摆问题的党组织数", "个", _THEME, PROBLEMS, Distinct("appraisal__org"),
            "期内至少登记了一个查摆问题的党组织"),
]  # fmt: skip
