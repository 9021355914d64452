"""The path of a problem: raised, worked on, asked to close, reviewed, and taken up again."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from partywork.access.permissions import Permission, Role
from partywork.audit.models import AuditEvent
from partywork.entries.actions import StaleEdit, cancel_entry
from partywork.orgs.dated import FOREVER
from partywork.orgs.enums import OrgKind
from partywork.rectification.actions import add_progress, edit_item, extend, reopen, request_closure, review_closure
from partywork.rectification.enums import WEAK_ORGANISATION, Decision, ProgressKind, State
from partywork.rectification.models import Progress, RectificationItem
from partywork.rectification.queries import has_reviewer, light_of, of_light
from partywork.rectification.states import TRANSITIONS
from tests.factories.orgs import make_org, make_user
from tests.factories.rectification import TODAY, make_item

pytestmark = pytest.mark.django_db
RAISED = date(2026, 3, 2)


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def branch(root):
    return make_org(root)


@pytest.fixture
def by(branch):
    return make_user(branch)


def spans(item) -> list[tuple[str, str, str, date | None]]:
    """(state, since, until, deadline) of every span, days as month-day."""
    held = item.states.order_by("since")
    return [
        (str(State(s.state).label), f"{s.since:%m-%d}", "" if s.until == FOREVER else f"{s.until:%m-%d}", s.due_on)
        for s in held
    ]


def log(item) -> list[tuple[str, str]]:
    return [(line.get_kind_display(), line.text) for line in item.progress.all()]


def test_the_whole_path_is_dated_and_logged(branch, by):
    due = date(2026, 5, 31)
    item = make_item(branch, by, RAISED, due_on=due)
    step = {"by": by, "today": TODAY}
    add_progress(item=item, text="已排班", on=date(2026, 3, 10), version=1, **step)
    add_progress(item=item, text="已公示", on=date(2026, 4, 1), version=2, **step)
    request_closure(item=item, text="已延长到二十点", on=date(2026, 5, 6), version=3, **step)
    review_closure(item=item, decision=Decision.RETURN, text="请补佐证", on=date(2026, 5, 8), version=4, **step)
    request_closure(item=item, text="已补照片", on=date(2026, 5, 12), version=5, **step)
    review_closure(item=item, decision=Decision.CLOSE, text="", on=date(2026, 5, 20), version=6, **step)
    assert spans(item) == [
        ("未启动", "03-02", "03-10", due),
        ("整改中", "03-10", "05-06", due),
        ("申请销号", "05-06", "05-08", due),
        ("整改中", "05-08", "05-12", due),
        ("申请销号", "05-12", "05-20", due),
        ("已销号", "05-20", "", due),
    ]
    assert (item.state, item.closed_on, item.closed_by) == (State.CLOSED, date(2026, 5, 20), by.full_name)
    assert log(item) == [
        ("进展", "已排班"),
        ("进展", "已公示"),
        ("申请销号", "已延长到二十点"),
        ("退回", "请补佐证"),
        ("申请销号", "已补照片"),
        ("同意销号", "同意销号"),
    ]
    reopen(item=item, reason="开放时间又缩短", version=7, **step)
    assert (item.state, item.closed_on, item.closed_by) == (State.UNDER_WAY, None, "")
    assert spans(item)[-2:] == [("已销号", "05-20", "07-01", due), ("整改中", "07-01", "", due)]


def test_every_step_leaves_one_audit_event_that_says_what_changed(branch, by):
    item = make_item(branch, by, RAISED)
    add_progress(item=item, text="已排班", on=RAISED, version=1, by=by, today=TODAY)
    events = AuditEvent.objects.filter(subject_id=item.pk, subject_type="partywork.rectificationitem")
    assert list(events.values_list("action", "summary").order_by("sequence")) == [
        ("rectificationitem.create", f"登记整改问题“{item}”"),
        ("rectificationitem.progress", f"整改问题“{item}”：进展"),
    ]
    assert events.get(action="rectificationitem.progress").detail == (
        '{"changes":{"state":["not_started","under_way"]}}'
    )


def test_two_steps_on_one_day_leave_the_later_state(branch, by):
    item = make_item(branch, by, RAISED)
    add_progress(item=item, text="立行立改", on=RAISED, version=1, by=by, today=TODAY)
    request_closure(item=item, text="已改好", on=RAISED, version=2, by=by, today=TODAY)
    assert [span[:3] for span in spans(item)] == [("申请销号", "03-02", "")]


def test_moving_the_deadline_keeps_that_the_old_one_held_until_today(branch, by):
    old, new = date(2026, 5, 31), date(2026, 8, 31)
    item = make_item(branch, by, RAISED, due_on=old)
    extend(item=item, due_on=new, reason="等待施工", version=1, by=by, today=TODAY)
    assert spans(item) == [("未启动", "03-02", "07-01", old), ("未启动", "07-01", "", new)]
    assert log(item) == [("调整时限", "时限由2026-05-31调整为2026-08-31。原因：等待施工")]


def test_a_lasting_measure_has_no_deadline_and_may_close_later(branch, by):
    item = make_item(branch, by, RAISED)
    request_closure(item=item, text="已建立制度", on=RAISED, version=1, by=by, today=TODAY)
    review_closure(item=item, decision=Decision.LONG_TERM, text="每月坚持", on=RAISED, version=2, by=by, today=TODAY)
    assert light_of(item, date(2030, 1, 1), 30) is None
    request_closure(item=item, text="已成常态", on=date(2026, 6, 1), version=3, by=by, today=TODAY)
    assert item.state == State.REQUESTED


def test_basically_done_still_has_its_deadline_and_closes_after_another_request(branch, by):
    item = make_item(branch, by, RAISED, due_on=date(2026, 5, 31))
    request_closure(item=item, text="大部分完成", on=RAISED, version=1, by=by, today=TODAY)
    decision = Decision.BASICALLY_DONE
    review_closure(item=item, decision=decision, text="补齐台账", on=RAISED, version=2, by=by, today=TODAY)
    assert (item.state, item.closed_on) == (State.BASICALLY_DONE, None)
    assert light_of(item, date(2026, 6, 1), 30) == ("red", "逾期")
    request_closure(item=item, text="已补齐", on=date(2026, 6, 1), version=3, by=by, today=TODAY)
    review_closure(item=item, decision=Decision.CLOSE, text="", on=date(2026, 6, 2), version=4, by=by, today=TODAY)
    assert [line[0] for line in log(item)] == ["申请销号", "认定基本完成", "申请销号", "同意销号"]


def test_nobody_reviews_his_own_request_while_another_could(root, branch, by):
    """双审: the only reviewer may, since nobody else can; once there is a second one, he may not."""
    manager = make_user(root, Role.MANAGER)
    item = make_item(branch, by, RAISED)
    request_closure(item=item, text="代支部提交", on=RAISED, version=1, by=manager, today=TODAY)
    second = make_user(root, Role.MANAGER)
    review: dict[str, Any] = {"item": item, "decision": Decision.CLOSE, "text": "", "on": RAISED, "version": 2}
    with pytest.raises(ValidationError, match="请由另一位有审核权限的人审核"):
        review_closure(by=manager, today=TODAY, **review)
    second.is_active = False
    second.save()
    review_closure(by=manager, today=TODAY, **review)
    assert item.state == State.CLOSED


def take(kind: ProgressKind, item: RectificationItem, by: Any) -> None:
    """Whatever step of that kind, in the plainest form."""
    given: dict[str, Any] = {"item": item, "version": item.version, "by": by, "today": TODAY}
    match kind:
        case ProgressKind.PROGRESS:
            add_progress(text="推进", on=TODAY, **given)
        case ProgressKind.REQUEST:
            request_closure(text="完成", on=TODAY, **given)
        case ProgressKind.DEADLINE:
            extend(due_on=date(2026, 12, 30), reason="施工", **given)
        case ProgressKind.REOPEN:
            reopen(reason="反弹", **given)
        case _:
            review_closure(decision=Decision(kind.value), text="看过", on=TODAY, **given)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("kind", TRANSITIONS)
def test_a_step_leads_where_the_table_says_and_nowhere_else(branch, by, kind, state):
    facts: dict[str, Any] = {"closed_on": date(2026, 5, 1)} if state == State.CLOSED else {"state": state}
    item = make_item(branch, by, RAISED, **facts)
    moves = TRANSITIONS[kind].moves
    if state in moves:
        take(kind, item, by)
        assert item.state == item.states.get(until=FOREVER).state == moves[state]
    else:
        with pytest.raises(ValidationError, match="不能这样办理"):
            take(kind, item, by)
        item.refresh_from_db()
        assert (item.state, item.version) == (state, 1)


def test_every_step_of_the_log_is_in_the_table_but_what_was_carried_in():
    assert set(ProgressKind) - set(TRANSITIONS) == {ProgressKind.CARRIED_IN}
    assert {kind.value for kind in TRANSITIONS if TRANSITIONS[kind].permission is Permission.REVIEW_RECTIFICATION} == {
        each.value for each in Decision
    }


@pytest.mark.parametrize(
    ("step", "given"),
    [
        (review_closure, {"decision": Decision.CLOSE, "text": "好", "on": TODAY}),
        (reopen, {"reason": "复发"}),
        (add_progress, {"text": " ", "on": TODAY}),
        (add_progress, {"text": "提前", "on": date(2026, 3, 1)}),
        (add_progress, {"text": "以后", "on": date(2026, 7, 2)}),
        (extend, {"due_on": date(2026, 12, 2), "reason": "一样"}),
        (extend, {"due_on": date(2026, 3, 1), "reason": "太早"}),
    ],
)
def test_steps_out_of_turn_or_without_sense_change_nothing(branch, by, step, given):
    item = make_item(branch, by, RAISED)
    with pytest.raises(ValidationError):
        step(item=item, version=1, by=by, today=TODAY, **given)
    assert RectificationItem.objects.get().version == 1
    assert (len(spans(item)), Progress.objects.count()) == (1, 0)


def test_a_step_before_the_present_state_began_is_refused(branch, by):
    item = make_item(branch, by, RAISED)
    add_progress(item=item, text="开始", on=date(2026, 4, 1), version=1, by=by, today=TODAY)
    with pytest.raises(ValidationError, match="“整改中”自2026-04-01起"):
        request_closure(item=item, text="完成", on=date(2026, 3, 20), version=2, by=by, today=TODAY)


def test_a_stale_step_and_a_step_on_a_cancelled_item_are_refused(branch, by):
    item = make_item(branch, by, RAISED)
    stale = RectificationItem.objects.get()
    add_progress(item=item, text="开始", on=RAISED, version=1, by=by, today=TODAY)
    with pytest.raises(StaleEdit):
        add_progress(item=stale, text="也开始", on=RAISED, version=1, by=by, today=TODAY)
    cancel_entry(entry=item, version=2, reason="重复", by=by)
    with pytest.raises(ValidationError, match="已取消"):
        add_progress(item=item, text="继续", on=RAISED, version=3, by=by, today=TODAY)
    assert Progress.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": " "}, "title"),
        ({"due_on": None}, "due_on"),
        ({"due_on": date(2026, 3, 1)}, "due_on"),
        ({"category": WEAK_ORGANISATION}, "subject_org"),
        ({"closed_on": date(2026, 3, 1)}, "closed_on"),
        ({"closed_on": date(2026, 7, 2)}, "closed_on"),
        ({"closed_on": date(2026, 5, 1), "closed_by": ""}, "closed_on"),
        ({"state": State.CLOSED}, "closed_on"),
        ({"closed_on": date(2026, 5, 1), "state": State.UNDER_WAY}, "closed_on"),
        ({"progress": [(date(2026, 3, 1), "早")]}, "progress"),
        ({"progress": [(date(2026, 7, 2), "晚")]}, "progress"),
        ({"closed_on": date(2026, 5, 1), "progress": [(date(2026, 5, 2), "销号后")]}, "closed_on"),
    ],
)
def test_what_cannot_be_true_of_an_item_is_refused_at_its_field(branch, by, facts, field):
    with pytest.raises(ValidationError) as refused:
        make_item(branch, by, RAISED, **facts)
    assert list(refused.value.error_dict) == [field]
    assert RectificationItem.objects.count() == 0


def test_an_item_carried_in_has_the_states_its_log_tells(branch, by):
    due = date(2026, 12, 2)
    lines = [(date(2026, 4, 1), "开始"), (date(2026, 4, 20), "过半")]
    closed = make_item(branch, by, RAISED, progress=lines, closed_on=date(2026, 5, 1))
    asked = make_item(branch, by, RAISED, progress=lines, state=State.REQUESTED)
    begun = make_item(branch, by, RAISED, progress=lines)
    lasting = make_item(branch, by, RAISED, state=State.LONG_TERM, due_on=None)
    assert [(span[0], span[1]) for span in spans(closed)] == [
        ("未启动", "03-02"),
        ("整改中", "04-01"),
        ("已销号", "05-01"),
    ]
    assert [(span[0], span[1]) for span in spans(asked)] == [
        ("未启动", "03-02"),
        ("整改中", "04-01"),
        ("申请销号", "04-20"),
    ]
    assert spans(begun) == [("未启动", "03-02", "04-01", due), ("整改中", "04-01", "", due)]
    assert spans(lasting) == [("长期坚持", "03-02", "", None)]
    assert log(closed)[-1] == ("随工作簿导入", "登记时已销号，销号人：周某")


def test_correcting_the_day_it_was_raised_moves_the_first_state(branch, by):
    item = make_item(branch, by, RAISED, progress=[(date(2026, 4, 1), "开始")])
    item.date = date(2026, 2, 20)
    edit_item(item=item, version=1, by=by, today=TODAY)
    assert [span[1] for span in spans(item)] == ["02-20", "04-01"]
    item.date = date(2026, 4, 2)
    with pytest.raises(ValidationError, match="2026-04-01已有进展"):
        edit_item(item=item, version=2, by=by, today=TODAY)


def test_lights_change_on_the_day_after_the_deadline(branch, by):
    item = make_item(branch, by, RAISED, due_on=date(2026, 5, 31))
    days = [date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 1)]
    lights = [light_of(item, day, 30) for day in days]
    assert lights == [("green", "正常"), ("amber", "将到期"), ("amber", "将到期"), ("red", "逾期")]
    for day, light in zip(days, lights, strict=True):
        shown = [
            c for c in ("red", "amber", "green") if RectificationItem.objects.filter(of_light(c, day, 30)).exists()
        ]
        assert light is not None
        assert shown == [light[0]]


def test_a_unit_has_a_reviewer_when_a_manager_stands_at_it_or_above_it(root, branch, by):
    assert [has_reviewer(org, TODAY) for org in (root, branch)] == [False, False]
    make_user(branch, Role.READER)
    make_user(make_org(kind=OrgKind.COMMITTEE), Role.MANAGER)
    assert not has_reviewer(branch, TODAY)
    make_user(root, Role.MANAGER, since=date(2026, 7, 2))
    assert not has_reviewer(branch, TODAY)
    assert has_reviewer(branch, date(2026, 7, 2))
