"""Days that cannot be and days that seldom are, at their boundaries: what every dated record is asked."""

from datetime import date, timedelta
from typing import Any

import pytest

from partywork.common.doubts import Doubtful
from partywork.entries.checks import day_errors
from partywork.entries.enums import Status
from partywork.meetings.actions import log_meeting
from partywork.meetings.lines import Lines as MeetingLines
from partywork.meetings.models import Meeting
from partywork.orgs.actions import dissolve_organisation
from partywork.orgs.enums import OrgKind
from partywork.rules.models import Rule
from partywork.visits.actions import log_talk, log_visit
from partywork.visits.enums import ObjectKind, TalkKind, TalkPair, VisitKind
from partywork.visits.models import Talk, Visit
from partywork.worklog.actions import Lines, complete_work, log_work
from partywork.worklog.enums import WorkKind
from partywork.worklog.models import WorkLog
from tests.factories.orgs import FOUNDED, make_org, make_user
from tests.refusals import told

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 31)
OLD = date(2024, 8, 31)  # exactly 24 months ago
NEXT, BEFORE = timedelta(days=1), timedelta(days=-1)


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def by(branch):
    return make_user(branch)


def _meeting(given, by, confirmed):
    meeting = Meeting(is_committee=True, expected=3, present=3, **given)
    lines = MeetingLines([("议题", "")])
    return log_meeting(meeting=meeting, lines=lines, by=by, today=TODAY, confirmed=confirmed)


def _visit(given, by, confirmed):
    visit = Visit(kind=VisitKind.VISIT, object_kind=ObjectKind.RESIDENT, object_name="某户", **given)
    return log_visit(visit=visit, by=by, today=TODAY, confirmed=confirmed)


def _talk(given, by, confirmed):
    talk = Talk(kind=TalkKind.HEART, pair=TalkPair.MEMBERS, talker="周某", **given)
    return log_talk(talk=talk, by=by, today=TODAY, confirmed=confirmed)


def _work(given, by, confirmed):
    work = WorkLog(kind=WorkKind.VOLUNTEERING, title="清理楼道", **given)
    return log_work(work=work, lines=Lines(), by=by, today=TODAY, confirmed=confirmed)


KINDS: dict[Any, Any] = {Meeting: _meeting, Visit: _visit, Talk: _talk, WorkLog: _work}


@pytest.fixture(params=KINDS, ids=lambda model: model._meta.model_name)
def log(request, branch, by):
    """Log one record of this kind with these days."""

    def log(day, until=None, confirmed=False):
        return KINDS[request.param]({"org": branch, "date": day, "until": until}, by, confirmed)

    return log


@pytest.mark.parametrize(
    ("good", "bad", "why"),
    [
        ((TODAY, None), (TODAY + NEXT, None), "日期在今天之后"),
        ((TODAY + BEFORE, TODAY), (TODAY + BEFORE, TODAY + NEXT), "结束日期在今天之后"),
        ((TODAY, TODAY), (TODAY, TODAY + BEFORE), "结束日期不能早于开始日期（2026-08-31）"),
        ((OLD, None), (FOUNDED + BEFORE, None), "在2020-01-01才成立，日期不能更早"),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_its_neighbour_is_not(log, branch, good, bad, why):
    assert why in told(lambda: log(*bad, confirmed=True))  # no confirmation helps
    assert sum(model.objects.count() for model in KINDS) == 0
    assert log(*good).pk


def test_a_dissolved_unit_has_no_record_from_its_last_day_on(log, branch):
    last = date(2026, 8, 1)
    dissolve_organisation(org=branch, on=last, reason="合并", by=None)
    assert "已于2026-08-01撤销" in told(lambda: log(last))
    assert log(last + BEFORE).pk


def test_a_day_long_past_is_asked_about_first(log):
    with pytest.raises(Doubtful) as asked:
        log(OLD + BEFORE)
    assert asked.value.message_dict == {
        "date": ["这是2024年的事，已经过去24个月以上。年份填错的请改正；确实是补记的可以保存。"]
    }
    assert sum(model.objects.count() for model in KINDS) == 0
    assert log(OLD + BEFORE, confirmed=True).date == OLD + BEFORE
    assert log(OLD).pk


def test_how_long_ago_is_a_rule_of_the_units_superiors(log, branch):
    parent = branch.placements.get().parent
    shipped = Rule.objects.get(code="entry.old_months", org=None)
    Rule.objects.create(
        code=shipped.code, org=parent, title=shipped.title, value=6, unit="个月", effective_from=date(2020, 1, 1)
    )
    with pytest.raises(Doubtful):
        log(date(2026, 2, 27))
    assert log(date(2026, 2, 28)).pk  # 31 August less six months


def test_what_is_planned_may_lie_ahead_but_not_before_the_founding(branch, by):
    plan = WorkLog(org=branch, date=TODAY + NEXT, status=Status.PLANNED)
    assert day_errors(plan, TODAY) == {}
    plan.date = FOUNDED + BEFORE
    assert set(day_errors(plan, TODAY)) == {"date"}


def test_planned_work_that_has_not_ended_is_not_done(branch, by):
    work = WorkLog(
        org=branch, kind=WorkKind.OTHER, title="宣传周", date=TODAY, until=TODAY + NEXT, status=Status.PLANNED
    )
    log_work(work=work, lines=Lines(), by=by, today=TODAY)
    assert "还没有到" in told(lambda: complete_work(work=work, version=1, by=by, today=TODAY))
    assert complete_work(work=work, version=1, by=by, today=TODAY + NEXT).status == Status.DONE


def test_a_double_click_is_no_duplicate_of_itself(branch, by):
    for model, log in KINDS.items():
        ones = [log({"org": branch, "date": TODAY, "key": "k"}, by, False).pk for _ in range(2)]
        assert (len(set(ones)), model.objects.count()) == (1, 1)
