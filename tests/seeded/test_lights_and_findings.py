"""What the compliance page shows red of the lagging branch stands among the problems of its report, and the reverse."""

from datetime import date

from partywork.common.periods import HalfYear
from partywork.compliance.duties import COLUMNS
from partywork.compliance.lights import Light
from partywork.compliance.obligations import obligations
from partywork.orgs.models import Organisation
from partywork.orgs.queries import scope_of_org
from summaries.facts import Facts, Order
from summaries.findings.rules import findings, rules

HALF = HalfYear(2026, 1)
TOLD_BY = {
    "committee": {"committee_monthly"},
    "group": {"group_monthly"},
    "theme_day": {"theme_day_monthly"},
    "general": {"general_quarterly"},
    "lecture": {"lecture_quarterly"},
    "leader_lecture": {"leader_lecture_missed"},
    "life": {"life_missed"},
    "appraisal": {"appraisal_missed"},
    "democratic_life": {"democratic_life_missed"},
    "talk": {"talks_missed", "talks_none"},
    "training": {"training_missed"},
    "dues": {"dues_arrears"},
    "arrears": {"dues_half_year"},
    "term": {"term_overdue"},
    "review": {"review_overdue"},
    "probation": {"probation_overdue"},
    "contact": {"contact_visits"},
    "rectification": {"rectification_overdue"},
    "plan": {"plans_overdue"},
}
TOLD_BY_NONE = {
    "composition": "提示是请人核对花名册和届次，不等于问题",
    "circumstances": "提示是请支部谈心或者研究，不等于问题",
}
OF_NO_DUTY = {
    "branch_visits": "支部走访没有规定次数",
    "volunteering_none": "志愿服务没有规定次数",
    "attendance_low": "参加率没有规定数，写总结时提示",
    "talks_none": "谈心谈话按年要求，半年一次没有的先提示",
}


def reds_of(org: Organisation) -> set[str]:
    """Duties with a red light on the day after the half-year, of what fell due in it."""
    on = date(2026, 7, 1)
    found = obligations(scope_of_org(org, on), on, since=HALF.start)
    return {each.duty.code for each in found if each.light is Light.OVERDUE and each.due_on <= HALF.end}


def problems_of(org: Organisation) -> set[str]:
    facts = Facts(Order(org, HALF, HALF.end, "standard", date(2026, 7, 1)))
    return {finding.key for finding in findings(facts)}


def test_every_duty_has_its_finding_or_a_reason_for_none():
    assert sorted(COLUMNS) == sorted([*TOLD_BY, *TOLD_BY_NONE])
    assert sorted(set().union(*TOLD_BY.values()) - {rule.key for rule in rules()}) == []


def test_the_red_lights_of_the_lagging_branch_are_the_problems_of_its_report():
    lagging = Organisation.objects.get(code="DEMO-08")
    reds, problems = reds_of(lagging), problems_of(lagging)
    assert reds == {"committee", "theme_day", "general", "lecture", "appraisal", "dues", "rectification"}
    assert {code for code in reds if not TOLD_BY[code] & problems} == set()
    told = set().union(*(TOLD_BY[code] for code in reds))
    assert problems - told == {"branch_visits", "volunteering_none", "attendance_low", "talks_none"}
    assert problems - told <= set(OF_NO_DUTY)


def test_a_branch_that_keeps_up_has_neither():
    steady = Organisation.objects.get(code="DEMO-06")
    assert (reds_of(steady), problems_of(steady)) == (set(), set())
