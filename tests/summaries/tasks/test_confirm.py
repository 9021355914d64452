"""Asking, confirming and sending back; a confirmation is of the figures as they were seen."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partywork.audit.models import AuditEvent
from partywork.entries.actions import StaleEdit
from partywork.measures.window import Window
from partywork.meetings.enums import MeetingKind
from partywork.orgs.models import Organisation
from summaries.tasks.actions import Offer, change_task, send_back, withdraw_task
from summaries.tasks.figures import figures_of, figures_of_each, kept, main_requests
from summaries.tasks.models import ReplyState, SummaryTask
from summaries.tasks.queries import in_words, progress
from tests.factories.meetings import make_meeting
from tests.factories.tasks import TODAY, answer, make_task, seen

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 11)


def test_a_confirmation_keeps_the_figures_and_their_sum(world, reply):
    step = answer(reply, world.secretary, Offer("楼道议事", "议事{支委会次数}次"), remark="已核对")
    shown = {each.name: each.printed for each in kept(step.figures)}
    assert (shown["支委会次数"], shown["党课次数"], shown["走访次数"]) == ("6", "2", "0")
    assert len(shown) == len(main_requests())
    highlight = reply.highlights.get()
    assert (highlight.title, highlight.text, step.on_behalf) == ("楼道议事", "议事{meeting.committee.count}次", False)
    reply.refresh_from_db()
    assert (reply.state, reply.version) == (ReplyState.CONFIRMED, 2)
    event = AuditEvent.objects.get(action="task.confirm")
    assert event.summary == f"{reply.org.short_name}确认“{reply.task}”，报送亮点1个，校验码{step.sha256}"


def test_confirming_again_replaces_the_highlights_and_keeps_the_first_confirmation(world, reply):
    answer(reply, world.secretary, Offer("甲"), Offer("乙"))
    answer(reply, world.secretary, Offer("丙"))
    assert list(reply.highlights.values_list("position", "title")) == [(1, "丙")]
    assert reply.steps.count() == 2


def test_figures_that_moved_after_the_page_was_opened_are_not_confirmed(world, office, reply):
    before = seen(reply)
    make_meeting(office.steady, office.by, JUNE, MeetingKind.COMMITTEE)
    with pytest.raises(ValidationError, match="有数字变了"):
        answer(reply, world.secretary, seen=before)
    assert (reply.steps.count(), reply.state) == (0, ReplyState.ASKED)


@pytest.mark.parametrize(
    ("offers", "facts", "words"),
    [
        ([Offer("亮点")] * 4, {}, "最多报3个亮点"),
        ([Offer("亮点", "开展{没有的次数}次")], {}, "第1个亮点"),
        ([Offer("")], {}, "第1个亮点没有名称"),
        ([], {"today": date(2026, 6, 29)}, "还没到数据截至"),
    ],
)
def test_what_is_refused_leaves_nothing(world, reply, offers, facts, words):
    with pytest.raises(ValidationError) as refused:
        answer(reply, world.secretary, *offers, **facts)
    assert words in "".join(refused.value.messages)
    assert (reply.steps.count(), reply.highlights.count()) == (0, 0)


def test_of_two_who_answer_the_second_is_told(world, reply):
    answer(reply, world.secretary)
    with pytest.raises(StaleEdit):
        answer(reply, world.secretary, version=1)
    assert reply.steps.count() == 1


def test_what_changed_since_is_told_to_the_one_who_asked(world, office, task, reply):
    answer(reply, world.secretary)
    lines = {line.reply.org_id: line for line in progress(task, TODAY)}
    assert (lines[office.steady.pk].word, lines[office.steady.pk].changed) == ("已确认", ())
    make_meeting(office.steady, office.by, JUNE, MeetingKind.COMMITTEE, present=3, expected=3)
    lines = {line.reply.org_id: line for line in progress(task, TODAY)}
    changed = {each.name: (each.then, each.now, each.by) for each in lines[office.steady.pk].changed}
    assert changed == {
        "支委会次数": ("6", "7", "+1"),
        "组织生活应到人次": ("98", "101", "+3"),
        "组织生活参加人次": ("90", "93", "+3"),
        "组织生活参加率": ("91.8", "92.1", "+0.3"),
    }
    assert lines[office.lagging.pk].changed == ()


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 7, 5), "请了2个单位，0个已确认，1个待确认，1个已退回。"),
        (date(2026, 7, 6), "请了2个单位，0个已确认，1个逾期未确认，1个退回后逾期。"),
    ],
)
def test_a_returned_unit_is_open_again_and_late_after_the_day(world, task, reply, today, words):
    answer(reply, world.secretary)
    with pytest.raises(ValidationError, match="请写明原因"):
        send_back(reply=reply, remark=" ", version=reply.version, by=world.manager)
    send_back(reply=reply, remark="党课少记一次", version=reply.version, by=world.manager)
    assert in_words(progress(task, today)) == words
    answer(reply, world.secretary)
    assert in_words(progress(task, date(2026, 7, 5))) == "请了2个单位，1个已确认，1个待确认。"


def test_only_what_was_confirmed_is_sent_back(world, reply):
    with pytest.raises(ValidationError, match="现在是“待确认”"):
        send_back(reply=reply, remark="再看", version=reply.version, by=world.manager)


def test_nothing_is_answered_after_it_was_taken_back(world, task, reply):
    withdraw_task(task=task, by=world.manager)
    withdraw_task(task=task, by=world.manager)
    assert AuditEvent.objects.filter(action="task.withdraw").count() == 1
    with pytest.raises(ValidationError, match="上级已经撤回"):
        answer(reply, world.secretary)


def test_the_same_form_twice_asks_once(world, office):
    first = make_task(office.root, world.manager, office.steady, key="k1")
    second = make_task(office.root, world.manager, office.steady, office.lagging, key="k1")
    assert (first.pk, list(first.replies.values_list("org", flat=True))) == (second.pk, [office.steady.pk])


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"due_on": date(2026, 6, 30)}, "due_on"), ({"data_date": date(2026, 7, 6)}, "__all__")],
)
def test_days_that_make_no_sense_are_refused(world, office, facts, field):
    with pytest.raises(ValidationError) as refused:
        make_task(office.root, world.manager, office.steady, **facts)
    assert list(refused.value.message_dict) == [field]


def test_a_later_deadline(world, task):
    task.due_on = date(2026, 7, 20)
    change_task(task=task, version=task.version, by=world.manager, today=TODAY)
    assert SummaryTask.objects.get(pk=task.pk).due_on == date(2026, 7, 20)


def test_many_units_together_read_as_one_by_one(office, task):
    window = Window(task.period, task.data_date)
    units = list(Organisation.objects.filter(pk__in=[office.root.pk, office.steady.pk, office.lagging.pk]))
    alone = {org.pk: figures_of(org, window) for org in units}
    assert figures_of_each(units, window) == alone


@pytest.mark.parametrize("answered", [1, 2])
def test_progress_asks_the_same_queries_however_many_answered(
    world, office, task, reply, answered, django_assert_num_queries
):
    for each in task.replies.select_related("task", "org").order_by("org__code")[:answered]:
        answer(each, world.manager if each.org == office.lagging else world.secretary)
    with django_assert_num_queries(16):
        progress(task, TODAY)
