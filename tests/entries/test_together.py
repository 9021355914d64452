"""同时计为: one gathering, logged once, counted once in each kind; it is changed and cancelled as one."""

from datetime import date

import pytest
from django.urls import reverse

from partywork.access.scope import Scope
from partywork.audit.models import AuditEvent
from partywork.common.periods import HalfYear, Month
from partywork.dashboard.recent import records_of
from partywork.entries.enums import Status
from partywork.measures import lookup
from partywork.measures.evaluate import evaluate
from partywork.measures.window import Window
from partywork.meetings.models import Meeting
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation
from partywork.visits.models import Visit
from partywork.worklog.models import WorkLog
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
FIGURES = (
    "组织生活次数", "主题党日次数", "志愿服务次数", "志愿服务参加人次", "走访次数", "走访户数",
)  # fmt: skip


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    for _ in range(3):
        make_member(branch, user)
    return user


def typed(branch, **changes):
    """A theme day on which the members cleaned stairs and called on five households."""
    data = {
        "org": branch.pk, "key": "k1", "version": 0, "kinds": ["is_theme_day"], "date": "2026-05-11", "place": "幸福里",
        "expected": 3, "present": 3, "observers": 2, "topics-TOTAL_FORMS": 1, "topics-INITIAL_FORMS": 0,
        "topics-0-text": "清理楼道、走访居民", "topics-0-tag": "",
        "also-work-kinds": ["volunteering"], "also-work-served": 40,
        "also-visit-object_kind": "resident", "also-visit-object_name": "幸福里居民", "also-visit-households": 5,
    }  # fmt: skip
    return {**data, **changes}


def log(client, branch, **changes):
    return client.post(reverse("meetings:create"), typed(branch, **changes))


def test_one_entry_is_one_occasion_of_each_kind(branch, secretary, client):
    answer = log(client, branch)
    assert answer.status_code == 302, answer.context["error_summary"]
    meeting, work, visit = Meeting.objects.get(), WorkLog.objects.get(), Visit.objects.get()
    assert {each.gathering for each in (work, visit)} == {meeting.key}
    assert (work.title, work.people, work.members_taking_part, work.served, work.date, work.place) == (
        "清理楼道、走访居民", 5, 3, 40, meeting.date, "幸福里",
    )  # fmt: skip
    assert (visit.households, visit.visitor_count, visit.place) == (5, 5, "幸福里")
    scope = Scope(Organisation.objects.filter(pk=branch.pk).values("pk"), date(2026, 6, 30))
    window = Window(HalfYear(2026, 1), date(2026, 6, 30))
    asked = [lookup.parse_request(name) for name in FIGURES]
    assert [evaluate(asked, scope, window)[each].number for each in asked] == [1, 1, 1, 5, 1, 5]
    newest = records_of(scope, [], Month(2026, 5)).newest
    assert [str(entry).partition(" ")[2] for entry, _ in newest] == ["主题党日"]


def test_what_it_also_counts_as_is_said_and_linked_both_ways(branch, secretary, client):
    page = client.get(log(client, branch).url)
    meeting, work, visit = Meeting.objects.get(), WorkLog.objects.get(), Visit.objects.get()
    (message,) = page.context["messages"]
    links = f'<a href="/worklog/{work.pk}/">志愿服务</a>、<a href="/visits/{visit.pk}/">走访</a>'
    assert f" · 同时计为{links}" in str(message)
    (table,) = [part for part in page.context["tables"] if part["title"] == "同时计为"]
    assert [f"/{name}/{pk}/" in table["table"].body for name, pk in (("worklog", work.pk), ("visits", visit.pk))] == [
        True
    ] * 2
    for other in (reverse("worklog:detail", args=[work.pk]), reverse("visits:detail", args=[visit.pk])):
        (table,) = [part for part in client.get(other).context["tables"] if part["title"] == "同一次活动"]
        assert f'href="/meetings/{meeting.pk}/"' in table["table"].body


def test_a_double_click_doubles_nothing(branch, secretary, client):
    for _ in range(2):
        log(client, branch)
    assert [model.objects.count() for model in (Meeting, WorkLog, Visit)] == [1, 1, 1]


def test_nothing_is_written_when_one_part_is_refused(branch, secretary, client):
    answer = log(client, branch, **{"also-visit-object_name": ""})
    assert answer.status_code == 422
    assert [(error["label"], error["message"]) for error in answer.context["error_summary"]] == [
        ("走访对象", "请填写走访了谁或哪个单位，例如：李某一户、某某公司。")
    ]
    events = AuditEvent.objects.filter(
        action__endswith=".create", subject_id__isnull=False, action__startswith="meeting"
    )
    assert [*(model.objects.count() for model in (Meeting, WorkLog, Visit)), events.count()] == [0, 0, 0, 0]


def test_a_gathering_that_is_nothing_else_makes_one_record(branch, secretary, client):
    plain = {name: value for name, value in typed(branch).items() if not name.startswith("also-")}
    client.post(reverse("meetings:create"), plain | {"also-visit-object_kind": "", "also-work-served": ""})
    assert [model.objects.count() for model in (Meeting, WorkLog, Visit)] == [1, 0, 0]


def test_several_kinds_of_work_share_those_served(branch, secretary, client):
    log(client, branch, **{"also-work-kinds": ["volunteering", "partnership"]})
    assert list(WorkLog.objects.order_by("pk").values_list("kind", "served")) == [
        ("volunteering", 40),
        ("partnership", 0),
    ]


def test_another_day_is_typed_once(branch, secretary, client):
    log(client, branch)
    meeting = Meeting.objects.get()
    plain = {name: value for name, value in typed(branch).items() if not name.startswith("also-")}
    answer = client.post(reverse("meetings:edit", args=[meeting.pk]), {**plain, "version": 1, "date": "2026-07-01"})
    assert answer.status_code == 302
    days = {
        (each.date, each.half, each.version)
        for each in (Meeting.objects.get(), WorkLog.objects.get(), Visit.objects.get())
    }
    assert days == {(date(2026, 7, 1), 20262, 2)}
    page = client.get(reverse("visits:edit", args=[Visit.objects.get().pk]))
    assert page.context["form"].fields["date"].disabled is True


def test_it_is_cancelled_as_one(branch, secretary, client):
    log(client, branch)
    client.post(reverse("meetings:cancel", args=[Meeting.objects.get().pk]), {"reason": "没有开成", "version": 1})
    states = {(each.status, each.cancel_reason) for each in (WorkLog.objects.get(), Visit.objects.get())}
    assert states == {(Status.CANCELLED, "没有开成")}


def edit(client, branch, version=1, **changes):
    """The meeting alone, edited."""
    plain = {name: value for name, value in typed(branch).items() if not name.startswith("also-")}
    url = reverse("meetings:edit", args=[Meeting.objects.get().pk])
    return client.post(url, plain | {"version": version, "absences-pasted": "", **changes})


def test_a_number_put_right_is_right_everywhere(branch, secretary, client):
    """How many came was typed once; so it is corrected once."""
    log(client, branch)
    assert edit(client, branch, present=2, observers=1, **{"topics-0-text": "清理楼道"}).status_code == 302
    work, visit = WorkLog.objects.get(), Visit.objects.get()
    assert (work.title, work.people, work.members_taking_part, work.served, visit.visitor_count) == (
        "清理楼道", 3, 2, 40, 3,
    )  # fmt: skip


def test_what_was_changed_beside_the_gathering_since_then_stays(branch, secretary, client):
    log(client, branch)
    WorkLog.objects.update(people=30, title="清理楼道志愿服务")
    assert edit(client, branch, present=2).status_code == 302
    work = WorkLog.objects.get()
    assert (work.title, work.people, work.members_taking_part) == ("清理楼道志愿服务", 30, 2)


def test_a_correction_that_contradicts_what_is_beside_it_is_refused_by_name(branch, secretary, client):
    log(client, branch)
    WorkLog.objects.update(members_due=3, people=3)
    make_member(branch, secretary)
    answer = edit(client, branch, present=4, expected=4)
    assert answer.status_code == 422
    (error,) = answer.context["error_summary"]
    assert error["message"].startswith("同时计为工作记录：")
    assert (Meeting.objects.get().present, WorkLog.objects.get().members_taking_part) == (3, 3)
