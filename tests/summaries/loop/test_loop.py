"""Plans of one report become plan items; the next report says what became of them."""

from datetime import date

import pytest
from django.urls import reverse

from partywork.common.periods import HalfYear
from partywork.meetings.models import Meeting
from partywork.orgs.models import Profile
from partywork.plans.actions import complete_plan
from partywork.plans.enums import PlanState
from partywork.plans.models import PlanItem
from partywork.visits.enums import VisitKind
from summaries.compile import compile_report
from summaries.plans.adopt import LEFT_OUT, adopt_plans, adopted
from summaries.reports.actions import recompile_report
from summaries.reports.desk import draft_of, open_report
from summaries.reports.models import Report, ReportState
from tests.factories import meetings
from tests.factories.lifecycle import advance, make_report_in, settle
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user
from tests.factories.plans import make_plan
from tests.factories.summaries import TODAY, make_report
from tests.factories.visits import make_visit
from tests.summaries.office import COMMITTEE, Office, make_office, order

pytestmark = pytest.mark.django_db
SECOND = HalfYear(2026, 2)
MONTHLY = "逐月排定会期、月初提醒，做到支委会每月不少于一次"


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def frozen(office: Office) -> Report:
    return make_report_in(ReportState.FROZEN, office.lagging, make_user(office.lagging))


def item_of(report: Report, text: str) -> PlanItem:
    return adopted(report).get(text=text)


def test_freezing_sets_the_plans_with_target_day_and_origin(frozen):
    item = item_of(frozen, MONTHLY)
    assert (item.target_text, item.figure, item.due_on, item.set_on, item.theme) == (
        "不少于 1 个", "每月召开支委会的支部数", date(2026, 12, 31), TODAY, "三会一课",
    )  # fmt: skip
    assert item.origin == frozen
    printed = [each for each in frozen.paragraphs.filter(section="plan", state="accepted") if each.is_printed]
    restated = [each for each in printed if each.source_key.startswith(("plan:theme:", "lead:"))]
    assert adopted(frozen).count() == len(printed) - len(restated)


def test_another_version_sets_nothing_twice_and_gives_up_what_was_dropped(frozen):
    by, before = frozen.created_by, adopted(frozen).count()
    advance(frozen, "reopen", by=by)
    dropped = frozen.paragraphs.get(source_key="plan:answer:committee_monthly")
    dropped.state = "dropped"
    dropped.save()
    settle(frozen, by)
    advance(frozen, "review", "pass", "finish", by=by)
    assert adopted(frozen).count() == before
    given_up = adopted(frozen).exclude(state=PlanState.OPEN).get()
    assert (given_up.text, given_up.state, given_up.cancel_reason) == (MONTHLY, PlanState.CANCELLED, LEFT_OUT)


def test_the_button_takes_only_what_was_accepted_and_follows_a_new_wording(office, client):
    by = make_user(office.lagging)
    client.force_login(by)
    report = make_report(office.lagging, by)
    client.post(reverse("summaries:adopt", args=[report.pk]))
    assert not adopted(report).exists()
    paragraph = report.paragraphs.get(source_key="plan:answer:committee_monthly")
    paragraph.state = "accepted"
    paragraph.save()
    client.post(reverse("summaries:adopt", args=[report.pk]))
    item = adopted(report).get()
    paragraph.own_text = "支委会每月5日召开"
    paragraph.save()
    page = client.get(reverse("summaries:report", args=[report.pk]))
    assert [each["label"] for each in page.context["loop"]["items"]] == [MONTHLY]
    client.post(reverse("summaries:adopt", args=[report.pk]))
    item.refresh_from_db()
    assert (adopted(report).count(), item.text) == (1, "支委会每月5日召开")
    origin = client.get(reverse("plans:detail", args=[item.pk])).context["groups"][1]["facts"][0]["value"]
    assert origin == f'<a href="{reverse("summaries:report", args=[report.pk])}">{report}</a>'
    recompile_report(report=report, by=by)
    assert not report.paragraphs.filter(source_key__contains=item.key).exists()


def test_the_next_report_opens_with_what_became_of_them(frozen, office, monkeypatch):
    monkeypatch.setattr(meetings, "TODAY", date(2027, 1, 1))
    by, items = frozen.created_by, list(adopted(frozen))
    done = next(item for item in items if item.text != MONTHLY)
    complete_plan(item=done, version=1, done_on=date(2026, 9, 1), result="", by=by, today=date(2027, 1, 1))
    for month in range(7, 12):
        make_meeting(office.lagging, office.by, date(2026, month, 9), COMMITTEE, present=3, expected=3)
    draft, _ = compile_report(order(office.lagging, SECOND, date(2026, 12, 20)))
    opened = draft.items[1]
    assert (opened.part, opened.key) == ("opening", "looking_back")
    text = draft_of(order(office.lagging, SECOND, date(2026, 12, 20)))[0].plain(opened.text)
    assert text.startswith(f"下半年计划办理的事项{len(items)}项，已完成1项。对照目标，")
    assert f"“{MONTHLY}”（目标为不少于1个）实际1个" in text
    carried = [item.text for item in draft.items if item.key.startswith("plan:carry:")]
    assert f"{MONTHLY}（12月31日前）" in carried
    assert all(done.text not in text for text in carried)


def test_a_missed_target_is_a_problem_with_its_figure(office):
    make_plan(office.root, office.by, date(2026, 6, 30), text="支委会不少于20次", figure="支委会次数",
              comparator="at_least", target_milli=20_000, set_on=date(2026, 1, 5))  # fmt: skip
    early, _ = compile_report(order(office.root, data_date=date(2026, 5, 20)))
    assert not [item for item in early.items if item.key.startswith("finding:target")]
    draft, _ = compile_report(order(office.root))
    found = next(item for item in draft.items if item.key.startswith("finding:target"))
    plain = draft_of(order(office.root))[0].plain
    assert found.text == "“支委会不少于20次”没有达到目标"
    assert plain(found.figured) == "“支委会不少于20次”没有达到目标，实际为7次"


def test_a_report_without_plans_says_nothing_of_them_and_a_later_plan_is_unknown(office):
    make_plan(office.root, office.by, date(2026, 6, 30), set_on=date(2026, 6, 25))
    draft, _ = compile_report(order(office.root, data_date=date(2026, 6, 20)))
    assert "looking_back" not in [item.key for item in draft.items]
    draft, _ = compile_report(order(office.root))
    assert draft.items[1].text == "{期内}本级计划办理的事项{本期计划事项数@单位=QH}项。"


def test_adopting_twice_is_once(office):
    by = make_user(office.lagging)
    report = make_report(office.lagging, by)
    settle(report, by)
    first = adopt_plans(desk=open_report(report), by=by, today=TODAY)
    again = adopt_plans(
        desk=open_report(make_report(office.lagging, by, data_date=date(2026, 6, 29))), by=by, today=TODAY
    )
    assert first
    assert again == []
    assert {item.version for item in adopted(report)} == {1}


def keys(org) -> list[str]:
    draft, _ = compile_report(order(org))
    return [item.key.removeprefix("finding:") for item in draft.items if item.part == "problem"]


def test_a_committee_without_a_study_centre_is_told_so_a_branch_never(office):
    assert "study_centre_absent" not in keys(office.root)
    Meeting.objects.filter(is_study_centre=True).update(status="cancelled")
    assert "study_centre_absent" in keys(office.root)
    assert "study_centre_absent" not in keys(office.steady)


def test_contact_points_visited_too_rarely(office):
    assert "contact_visits" not in keys(office.root)
    Profile.objects.filter(org__in=[office.steady, office.lagging]).update(contact_leader="周宁")
    for month in range(1, 7):
        make_visit(office.steady, office.by, date(2026, month, 12), kind=VisitKind.CONTACT_POINT)
    draft, _ = compile_report(order(office.root))
    found = next(item for item in draft.items if item.key == "finding:contact_visits")
    assert (found.text, found.note) == (
        "个别联系点领导班子成员走访没有达到规定次数",
        "涉及：青禾第二社区党支部",
    )
    assert found.figured == "联系点走访{联系点走访次数}次，个别联系点没有达到规定次数"
    assert "contact_visits" not in keys(office.lagging)


def test_before_its_first_record_a_unit_has_missed_nothing(office):
    """A unit that never logged anything is named; one that began later is not, for the time before."""
    late, silent = make_org(office.root, name="青禾第三党支部"), make_org(office.root, name="青禾第四党支部")
    make_meeting(late, office.by, date(2026, 6, 29), COMMITTEE, present=3, expected=3)
    draft, _ = compile_report(order(office.root, data_date=date(2026, 6, 20)))
    notes = {item.key: item.note for item in draft.items if item.part == "problem"}
    assert notes["finding:no_organisation_life"] == f"涉及：{silent.short_name}"
    assert notes["finding:committee_monthly"] == "涉及：青禾第二社区党支部"
