"""From a small office's records to exact sentences."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partywork.common.periods import HalfYear, Month, Quarter, Year
from partywork.measures import lookup
from partywork.measures.conditions import counted_on
from partywork.measures.declarations import PerOrg, Regular
from partywork.meetings.enums import MeetingKind
from partywork.orgs.enums import OrgKind
from partywork.worklog.actions import Lines
from partywork.worklog.enums import WorkKind
from partywork.worklog.lines import LineData
from summaries.compile import compile_report, requests_of
from summaries.compose import choose, sentence_text
from summaries.document import Heading, Paragraph, Table, plain_text
from summaries.facts import Facts
from summaries.outlines.library import outline
from summaries.phrases.library import themes
from summaries.phrases.sentences import read_sentence
from summaries.reports.desk import draft_of
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org
from tests.factories.worklog import make_work
from tests.summaries.office import DATA_DATE, PERIOD, make_office, order

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


def said(facts: Facts, *clauses, **raw) -> str:
    sentence = read_sentence({"key": "k", "class": "deed", "clauses": list(clauses), **raw}, "test")
    return sentence_text(sentence, facts)


def body(document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Heading | Paragraph)]


def text_after(document, heading: str) -> list[str]:
    """The paragraphs under a heading."""
    lines = body(document)
    start = lines.index(heading) + 1
    heads = {block.text for block in document.blocks if isinstance(block, Heading)}
    end = next((at for at in range(start, len(lines)) if lines[at] in heads), len(lines))
    return lines[start:end]


def test_a_committee_reports_on_everything_below_it(office):
    """The wording itself is held by the approved texts; here, that the records are in it."""
    document = draft_of(order(office.root))[0].document
    assert document.title_lines == ("中共青禾街道党工委", "2026年上半年党建工作总结")
    assert document.draft_mark == "送审稿"
    heads = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert [head for head in heads if not head.startswith("（")] == [
        "一、上半年工作开展情况",
        "二、存在的问题",
        "三、下半年工作安排",
    ]
    text = "".join(body(document))
    for said in ("支委会7次", "主题党日6次", "中心组学习1次", "2个支部中有1个每月召开支委会，1个每季度召开党员大会"):
        assert text.count(said) == 1
    assert "《党章》《支部工作条例》" in text
    assert "“第1期清洁家园”“第2期清洁家园”“第3期清洁家园”等" in text


def test_problems_are_candidates_with_two_wordings_and_names(office):
    draft, _ = compile_report(order(office.root))
    found = {item.key: item for item in draft.items if item.part == "problem"}
    monthly = found["finding:committee_monthly"]
    assert monthly.text == "个别支部支委会召开不够经常，没有做到每月一次"
    assert monthly.figured == (
        "{每月召开支委会的支部数|总数}个支部中有{每月召开支委会的支部数|未达数}个没有做到每月召开支委会"
    )
    assert monthly.note == "涉及：青禾第二社区党支部"
    assert all(item.proposed for item in draft.items if item.part in ("problem", "plan"))


def test_every_problem_is_answered_in_the_plan(office):
    draft, _ = compile_report(order(office.root))
    problems = [item.key.removeprefix("finding:") for item in draft.items if item.part == "problem"]
    answers = [item.key.removeprefix("plan:answer:") for item in draft.items if item.key.startswith("plan:answer:")]
    assert answers == problems
    assert len(problems) >= 4


def test_a_branch_speaks_of_its_own_months(office):
    steady = draft_of(order(office.steady))[0].document
    lagging = draft_of(order(office.lagging))[0].document
    steadily, poorly = "".join(body(steady)), "".join(body(lagging))
    assert "，每月召开支委会，每季度召开党员大会" in steadily
    assert "6个月中有1个月召开了支委会" in poorly
    assert "每月召开支委会" not in poorly
    assert "支委会召开不够经常" in text_after(lagging, "二、存在的问题")[0]
    assert lagging.addressee == "中共青禾街道党工委"


def test_all_branches_keep_a_rule_only_when_every_one_does(office):
    facts = Facts(order(office.root))
    clause = {"regular": "每月召开支委会的支部数", "each": "每月召开支委会", "times": "召开支委会"}
    counted = {"regular": "每季度召开党员大会的支部数", "each": "每季度召开党员大会", "times": "召开党员大会"}
    assert said(facts, clause) == ("{每月召开支委会的支部数|总数}个支部中有{每月召开支委会的支部数}个每月召开支委会。")
    for month in (1, 2, 4, 5, 6):
        make_meeting(office.lagging, office.by, date(2026, month, 9), MeetingKind.COMMITTEE)
    facts = Facts(order(office.root))
    assert said(facts, clause, counted) == (
        "{每月召开支委会的支部数|总数}个支部每月召开支委会，"
        "{每季度召开党员大会的支部数|总数}个支部中有{每季度召开党员大会的支部数}个每季度召开党员大会。"
    )


def test_clauses_without_records_drop_out_and_a_sentence_without_any_disappears(office):
    facts = Facts(order(office.root))
    assert said(facts, "开展推进会{推进会次数}次") == ""
    assert said(facts, "认真部署", "开展推进会{推进会次数}次") == ""
    assert said(facts, "认真部署", "召开支委会{支委会次数}次", "推进会{推进会次数}次", opening="{期内}，") == (
        "{期内}，认真部署，召开支委会{支委会次数}次。"
    )
    items = {"opening": "召开", "items": ["支委会{支委会次数}次", "推进会{推进会次数}次", "党课{党课次数}次"]}
    assert said(facts, items) == "召开支委会{支委会次数}次、党课{党课次数}次。"
    assert said(facts, "最近一次组织生活会于{组织生活会日期}召开") == ""


def test_effects_are_never_printed(office):
    sentence = read_sentence({"key": "k", "class": "effect", "clauses": ["凝聚力明显增强{支委会次数}"]}, "test")
    assert sentence_text(sentence, Facts(order(office.root))) == ""


def test_only_a_recorded_zero_is_stated(office):
    clause = {"text": "没有收到举报", "when": "收到举报件数 = 0"}
    assert said(Facts(order(office.root)), clause) == ""
    stated = Lines(quantities=[LineData("举报", 0, "件")])
    make_work(office.root, office.by, date(2026, 5, 6), WorkKind.INTEGRITY, lines=stated)
    assert said(Facts(order(office.root)), clause) == "没有收到举报。"


def test_the_same_unit_and_period_always_get_the_same_wording(office):
    variants = ("甲", "乙", "丙")
    one = order(office.root)
    assert {choose(variants, "k", one) for _ in range(5)} == {choose(variants, "k", one)}
    periods = [replace(one, period=Month(2026, month)) for month in range(1, 13)]
    assert {choose(variants, "k", each) for each in periods} == set(variants)


@pytest.mark.parametrize(
    ("period", "data_date", "done", "plan"),
    [
        (Month(2026, 5), date(2026, 5, 31), "一、5月份工作开展情况", "三、6月份工作安排"),
        (Quarter(2026, 2), DATA_DATE, "一、二季度工作开展情况", "三、三季度工作安排"),
        (HalfYear(2026, 1), date(2026, 5, 20), "一、上半年工作开展情况", "三、下一步工作安排"),
        (Year(2026), DATA_DATE, "一、今年以来工作开展情况", "三、下一步工作安排"),
        (Year(2026), date(2026, 12, 20), "一、全年工作开展情况", "三、2027年工作安排"),
    ],
)
def test_other_periods_go_through_the_same_pipeline(office, period, data_date, done, plan):
    document = draft_of(order(office.root, period, data_date))[0].document
    heads = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    assert heads == [done, "二、存在的问题", plan]


def test_an_empty_office_and_a_future_period_say_so(office):
    empty = make_org(kind=OrgKind.COMMITTEE, name="空白党委")
    assert body(draft_of(order(empty))[0].document) == [
        "截至6月30日，空白党委上半年没有登记记录，本报告没有可写的内容。"
    ]
    future = draft_of(order(office.root, HalfYear(2027, 1)))[0].document
    assert body(future) == ["截至2026年6月30日，2027年上半年尚未开始，青禾街道党工委没有登记记录。"]
    assert future.figures == ()


def test_a_theme_without_records_is_named_beside_the_report(office):
    draft, _ = compile_report(order(office.root))
    printed = {item.theme for item in draft.items if item.part == "done"}
    assert "责任制" in draft.empty_themes
    assert printed & set(draft.empty_themes) == set()


def test_the_figures_are_those_of_the_records(office):
    report, checks = draft_of(order(office.root))
    figures = report.document.figures_by_id
    assert (figures["meeting.committee.count"].number, figures["meeting.committee.count"].printed) == (7, "7")
    assert figures["meeting.life.rate"].number == 90.2
    assert figures["meeting.committee.count"].evidence_url.startswith("/meetings/?figure=")
    assert [each.message for each in checks if each.level == "error"] == []


def test_the_table_of_branches_adds_up_to_the_report(office):
    document = draft_of(order(office.root))[0].document
    table = document.attachments[0].blocks[0]
    assert isinstance(table, Table)
    assert [column.header for column in table.columns][:3] == ["党组织", "支委会次数（次）", "党员大会次数（次）"]
    *rows, total = table.rows
    assert total[:3] == ("合计", "7", "2")
    sums = [sum(int(row[column]) for row in rows) for column in range(1, len(total))]
    assert sums == [int(cell) for cell in total[1:]]


def copies_of_records(office, copies: int) -> None:
    for number in range(copies):
        branch = make_org(office.root)
        make_member(branch, office.by)
        make_meeting(branch, office.by, date(2026, 5, number + 1), MeetingKind.COMMITTEE)
        make_work(branch, office.by, date(2026, 5, number + 1))


@pytest.mark.parametrize("kind", ["root", "steady"])
def test_compiling_asks_as_many_queries_for_one_record_as_for_three(office, kind):
    asked: list[int] = []
    for _ in range(2):
        copies_of_records(office, 1 if not asked else 2)
        with CaptureQueriesContext(connection) as queries:
            plain_text(draft_of(order(getattr(office, kind)))[0].document)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_each_table_of_records_is_added_up_once_for_the_whole_report(office):
    with CaptureQueriesContext(connection) as queries:
        facts = Facts(order(office.root))
        facts.ask(requests_of(outline("standard"), themes()))
    grouped = [each["sql"] for each in queries if "GROUP BY" in each["sql"]]
    whole = [each["sql"] for each in queries if each["sql"] not in grouped and ' AS "m0"' in each["sql"]]
    sources = {lookup.measure(request.code).source for request in requests_of(outline("standard"), themes())}
    measures = [lookup.measure(request.code) for request in requests_of(outline("standard"), themes())]
    days = {(measure.source, counted_on(measure)) for measure in measures}
    assert len(whole) <= len(days)
    assert len(grouped) <= len(sources)
    units = {measure.of.units for measure in measures if isinstance(measure.of, PerOrg | Regular)}
    rules = [each["sql"] for each in queries if 'FROM "partywork_rule"' in each["sql"]]
    # Beside them: where the unit stands, what was declared, each set of branches a figure is about, the rules that
    # set its terms; and where in the tree branches stand, since by that a rule may differ on who has a committee.
    assert len(queries) <= len(whole) + len(grouped) + 2 + len(units) + len(rules) + 1
    assert len(rules) <= sum(callable(measure.where) for measure in measures)


def test_in_a_single_month_nothing_is_told_as_regular(office):
    clauses = (
        "召开支委会{支委会次数}次",
        {"regular": "每月召开支委会的支部数", "each": "每月召开支委会", "times": "召开支委会"},
    )
    may: dict[str, Any] = {"period": Month(2026, 5), "data_date": date(2026, 5, 31)}
    assert said(Facts(order(office.steady, **may)), *clauses) == "召开支委会{支委会次数}次。"
    assert said(Facts(order(office.root, **may)), *clauses) == (
        "召开支委会{支委会次数}次，{每月召开支委会的支部数|总数}个支部中有{每月召开支委会的支部数}个召开支委会。"
    )


def test_units_that_keep_two_rules_are_named_once(office):
    for month in (2, 5):
        make_meeting(office.lagging, office.by, date(2026, month, 9), MeetingKind.GENERAL, MeetingKind.LECTURE)
    two = [
        {"regular": f"每季度召开{kind}的支部数", "each": f"每季度召开{kind}", "times": f"召开{kind}"}
        for kind in ("党员大会", "党课")
    ]
    assert (
        said(Facts(order(office.root)), *two)
        == "{每季度召开党员大会的支部数|总数}个支部每季度召开党员大会，每季度召开党课。"
    )


def test_what_no_record_speaks_of_is_missed_only_over_a_long_period(office):
    def keys(period, data_date):
        draft, _ = compile_report(order(office.root, period, data_date))
        return {item.key.removeprefix("finding:") for item in draft.items if item.part == "problem"}

    long = {"talks_none", "branch_visits", "volunteering_none", "ideology_absent", "integrity_absent"}
    assert keys(PERIOD, DATA_DATE) >= long
    assert keys(Month(2026, 5), date(2026, 5, 31)) & long == set()


def test_a_problem_of_one_branch_is_told_above_it_from_the_number_that_the_rule_names(office):
    make_work(office.steady, office.by, date(2026, 5, 6), WorkKind.VOLUNTEERING)
    above, _ = compile_report(order(office.root))
    own, _ = compile_report(order(office.lagging))
    assert "finding:volunteering_none" not in {item.key for item in above.items}
    assert "finding:volunteering_none" in {item.key for item in own.items}


def test_the_plan_does_not_repeat_a_theme_that_an_answer_speaks_of(office):
    draft, _ = compile_report(order(office.root))
    answered = {item.theme for item in draft.items if item.key.startswith("plan:answer:")}
    restated = {item.theme for item in draft.items if item.key.startswith("plan:theme:")}
    assert "三会一课" in answered
    assert answered & restated == set()
    assert "思想建设" in restated


def test_a_unit_without_any_organisation_life_on_record_is_told_of_once(office):
    silent = make_org(office.root, name="青禾第三社区党支部")
    make_work(silent, office.by, date(2026, 5, 6))
    own, _ = compile_report(order(silent))
    found = {item.key.removeprefix("finding:") for item in own.items if item.part == "problem"}
    assert "no_organisation_life" in found
    assert {
        "committee_monthly",
        "general_quarterly",
        "theme_day_monthly",
        "lecture_quarterly",
        "talks_none",
    } & found == set()
    above, _ = compile_report(order(office.root))
    monthly = next(item for item in above.items if item.key == "finding:committee_monthly")
    assert monthly.note == "涉及：青禾第二社区党支部"
