"""What units below told stands in the superior's report, with the units' own figures."""

import re
from datetime import date

import pytest

from partywork.measures.themes import Theme
from partywork.meetings.enums import MeetingKind
from partywork.orgs.enums import OrgKind
from summaries import rollup
from summaries.document import plain_text
from summaries.editor.actions import set_paragraph
from summaries.findings.rules import Finding
from summaries.reports.desk import draft_of, open_report
from summaries.tasks.actions import Offer, send_back, withdraw_task
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org
from tests.factories.summaries import make_report, make_sent_report
from tests.factories.tasks import answer, make_task
from tests.summaries.office import order

LEADS = re.compile(rf"{rollup.LEAD}|支部在.+方面的做法")
pytestmark = pytest.mark.django_db


def told_in(org) -> list[str]:
    """The paragraphs of a fresh draft that tell what units below do."""
    document = draft_of(order(org))[0].document
    return [line[found.start() :] for line in plain_text(document).splitlines() if (found := LEADS.search(line))]


def test_a_highlight_prints_the_units_own_figure_and_leads_to_its_records(world, office, reply, client):
    text = "{单位简称}每月议事，召开支委会{支委会次数}次，{期内}党课{党课次数|单位}。"
    answer(reply, world.secretary, Offer("楼道议事", text))
    unit = office.steady.short_name
    said = f"{rollup.LEAD}。{unit}开展“楼道议事”，{unit}每月议事，召开支委会6次，上半年党课2次。"
    assert told_in(office.root) == [said]
    compiled, checks = draft_of(order(office.root))
    figure = next(each for each in compiled.document.figures if each.name == f"{unit}支委会次数")
    assert (figure.number, figure.token) == (6, "{支委会次数|单位：QH-01}")
    assert compiled.document.figures_by_id["meeting.committee.count"].number == 7
    client.force_login(world.manager)
    assert client.get(figure.evidence_url).context["count_text"] == "共 6 条"
    assert [each for each in checks if each.level == "error"] == []


def test_only_answers_in_force_are_told_and_each_unit_comes_before_seconds(world, office, task, reply, monkeypatch):
    other = task.replies.select_related("task__org", "org").get(org=office.lagging)
    answer(reply, world.secretary, Offer("甲"), Offer("乙"))
    answer(other, world.manager, Offer("丙"), Offer("丁", theme=Theme.VISITS))
    first, second = office.steady.short_name, office.lagging.short_name
    brands = f"{rollup.LEAD}。{first}开展“甲”。{second}开展“丙”。{first}开展“乙”。"
    assert sorted(told_in(office.root)) == sorted([brands, f"支部在走访与联系点方面的做法。{second}开展“丁”。"])
    monkeypatch.setattr(rollup, "TOLD", 2)
    report = make_report(office.root, world.manager)
    kept = report.paragraphs.get(source_key="told:品牌与特色")
    assert (kept.section, kept.heading) == ("done", "融入中心工作和基层治理")
    assert kept.note == f"另有1个亮点没有写进来：{first}“乙”"
    send_back(reply=reply, remark="请写具体", version=2, by=world.manager)
    assert told_in(office.steady) == []
    assert all("甲" not in each for each in told_in(office.root))
    withdraw_task(task=task, by=world.manager)
    assert told_in(office.root) == []


def test_of_two_questions_the_later_answer_is_told(world, office, reply):
    answer(reply, world.secretary, Offer("早先的"))
    again = make_task(office.root, world.manager, office.steady).replies.select_related("task__org", "org").get()
    answer(again, world.secretary, Offer("后来的"))
    assert told_in(office.root) == [f"{rollup.LEAD}。{office.steady.short_name}开展“后来的”。"]


def test_a_unit_elsewhere_has_no_figure_here(world, office):
    elsewhere = make_org(kind=OrgKind.BRANCH, code="ELSE")
    make_meeting(elsewhere, office.by, date(2026, 3, 3), MeetingKind.COMMITTEE)
    report = make_report(office.root, world.manager)
    lead = report.paragraphs.filter(section="done").earliest("position")
    set_paragraph(paragraph=lead, text="召开{支委会次数|单位：ELSE}次。", revision=lead.revision, by=world.manager)
    assert "召开【待补】次。" in plain_text(open_report(report).compiled.document)


def test_problems_several_units_named_are_candidates(world, office):
    own = {"section": "problem", "state": "generated", "is_own": True, "source": "own:1"}
    rule = {
        "section": "problem",
        "state": "accepted",
        "is_own": False,
        "source": "finding:committee_monthly",
        "text": "",
    }
    dropped = rule | {"source": "finding:dues_arrears", "state": "dropped"}
    words = "青年党员外出务工较多，集中学习人员不易到齐"
    texts = [
        (rule, dropped, own | {"text": f"{words}。"}, own | {"text": "活动场地偏小"}),
        (
            rule,
            dropped,
            own | {"text": words.replace("较多", "多")},
            own | {"text": "{meeting.committee.count}次会议不够"},
        ),
    ]
    below = rollup.RollUp(draft_of(order(office.root))[0].facts)
    units = [office.steady, office.lagging]
    below.reports = tuple(rollup.Reported(*each) for each in zip(units, [True, False], texts, strict=True))
    found = below.problems([])
    assert [(each.plain, each.figured, each.names) for each in found] == [
        (f"多数支部在总结中反映，{words}", "", f"{office.steady.short_name}、{office.lagging.short_name}"),
        ("多数支部在总结中反映支委会召开次数不足", "", f"{office.steady.short_name}、{office.lagging.short_name}"),
    ]
    known = [Finding("committee_monthly", "三会一课", "", "", "", "")]
    assert [each.key for each in below.problems(known)] == [found[0].key]


def test_what_a_unit_wrote_itself_is_taken_from_its_frozen_report(world, office):
    report = make_sent_report(office.steady, world.secretary)
    assert told_in(office.root) == []
    snapshot = report.snapshots.get()
    written = {"source": "done:品牌与特色", "section": "done", "state": "generated", "text": "", "is_own": True}
    texts = [written | {"text": "围绕“楼道议事”形成{meeting.committee.count}次议事记录。"}]
    reports = [rollup.Reported(office.steady, True, tuple(texts)), rollup.Reported(office.lagging, False, tuple(texts))]
    facts = draft_of(order(office.root))[0].facts
    assert [(each.org, each.text) for each in rollup._written(reports, facts)] == [
        (office.steady, "围绕“楼道议事”形成{meeting.committee.count|单位：QH-01}次议事记录")
    ]
    assert [each.org for each in rollup.RollUp(facts).reports] == [snapshot.report.org]
